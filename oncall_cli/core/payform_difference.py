"""What today's tickets and rules would make of a form that was turned in, line by line."""

import datetime
from typing import Literal

from oncall_cli.core.model import Frozen


class Difference(Frozen):
    """One thing that is otherwise now: a line, a call, a week, the policy or the total.

    `was` is how the form has it and `now` how it would be made today; nothing where it is not there at all.
    """

    what: Literal["line", "call", "week", "policy", "total"]
    label: str
    date: datetime.date | None = None
    ticket: int | None = None
    was: str | None = None
    now: str | None = None
    why: str | None = None
