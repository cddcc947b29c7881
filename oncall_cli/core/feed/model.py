"""What a feed is made from (weeks, who is around them, the team) and made of (events)."""

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from oncall_cli.core.cover import Stretch
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.core.span import Span

Kind = Literal[
    "week",
    "cover",
    "hand_back",
    "swap_deadline",
    "take_over",
    "starts",
    "test_call",
    "carry",
    "charge",
    "hand_over",
    "pay_form",
]
"""What an event is for. It is part of an event's identity: a word that is renamed makes new events."""


class FeedPerson(Frozen):
    """A member as a feed names one."""

    handle: str
    name: str


class Contact(Frozen):
    """Whom to tell when something is wrong: a name and a role, nothing to dial."""

    name: str
    role: str


class FeedCover(Frozen):
    """Somebody put on for a part of a week, up to its last minute where it ends with the week; `number` tells
    covers apart for good (C1). They take the phone from the `giver` and hand it to the `taker`."""

    number: int
    person: FeedPerson
    span: Span
    giver: FeedPerson | None
    taker: FeedPerson | None


class FeedTeam(Frozen):
    """What a team's policy says of a week (Y2); `line` is the number that callers dial, `leave_out` are the
    reminders that the team does without."""

    name: str
    zone: ZoneInfo
    clock: Literal["12h", "24h"] = "24h"
    line: str | None = None
    times: ReminderTimes = ReminderTimes()
    leave_out: frozenset[Kind] = frozenset()


class FeedWeek(Frozen):
    """A week as a feed shows it: its span in UTC up to its last minute, when the next one begins, the rules
    that hold for it, whose it is, whose the weeks before and after are, and the last moment to ask for a swap
    of it (S2). `stretches` say who is on in it; the first of them takes the phone from the `giver`, the last
    hands it to the `taker`.
    """

    week: date
    span: Span
    next_start: Moment
    team: FeedTeam
    owner: FeedPerson
    before: FeedPerson | None
    after: FeedPerson | None
    giver: FeedPerson | None
    taker: FeedPerson | None
    stretches: tuple[Stretch, ...]
    published: bool
    swap_deadline: Moment
    contacts: tuple[Contact, ...] = ()
    covers: tuple[FeedCover, ...] = ()

    def stands_by(self, handle: str) -> bool:
        """Whether a member is on for a part of the week (C2)."""
        return any(stretch.person == handle for stretch in self.stretches)

    def concerns(self, handle: str) -> bool:
        """Whether a member has the week, or is on for a part of it (C2)."""
        return self.owner.handle == handle or self.stands_by(handle)


class FeedEvent(Frozen):
    """One event: `slot`, `kind` and `number` say which it is, the rest what it says. `start` and `end` are
    in UTC and written in the zone named `zone`, or else in the calendar's; `alarm` rings at `start`; a
    tentative one belongs to a week that is not published yet."""

    kind: Kind
    slot: date
    number: int = 0
    start: Moment
    end: Moment
    zone: str | None = None
    summary: str
    description: str
    category: str
    alarm: bool
    tentative: bool


def event_order(event: FeedEvent) -> tuple[datetime, datetime, date, str, int]:
    """Sorts events by time, and those of one instant always in the same order."""
    return (event.start, event.end, event.slot, event.kind, event.number)
