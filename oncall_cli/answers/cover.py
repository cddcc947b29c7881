"""Answers about covers."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.rotation import CoverShown


class CoverRecorded(CoverShown):
    """A cover with the week it lies in and whose that is; `removed` says why it counts no more, `stored` is
    false where it was only tried."""

    week: date
    owner: str | None
    reason: str
    removed: str | None = None
    stored: bool = True


class Covers(Answer):
    """Covers by their start, of the weeks from `first` to `last` where those are named; by `person` or for
    them, where somebody is."""

    covers: tuple[CoverRecorded, ...]
    first: date | None
    last: date | None
    person: str | None
