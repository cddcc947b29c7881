"""Every failure a user can meet, in families; each family is one exit code."""

from collections.abc import Sequence


class OncallError(Exception):
    """A sentence that names the thing and the rule, and `hint`: the way on, where there is one. Where much is
    wrong at once, `details` name each thing, in a line of its own.

    `exit_code` tells a program which family it is; `code` is the same in a word, for JSON.
    """

    exit_code = 1
    code = "refused"

    def __init__(self, message: str, *, hint: str | None = None, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.details = tuple(details)


class Refused(OncallError):
    """A rule of the trade or of the team said no."""


class BadValue(OncallError):
    """The command, one of its values, or a policy file is not what was expected."""

    exit_code = 2
    code = "usage"


class NotFound(OncallError):
    """There is no such member, week, swap, ticket or file."""

    exit_code = 3
    code = "not_found"


class StoreFailed(OncallError):
    """The store is missing, locked, read-only, full, damaged or newer than the program."""

    exit_code = 4
    code = "store"
