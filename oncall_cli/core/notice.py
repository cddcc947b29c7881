"""What a member must know next: what waits for them, what they wait for, what changed lately (R5, S7)."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, get_args

from oncall_cli.core.member import Member
from oncall_cli.core.model import Frozen
from oncall_cli.core.moment import quarter_of, weeks_of_quarter
from oncall_cli.core.schedule import Schedule, may_publish
from oncall_cli.core.swap import Swap, SwapStepTaken, check_still_possible
from oncall_cli.core.swap_said import ending, exchange
from oncall_cli.core.week import WEEK
from oncall_cli.errors import Refused

NoticeKind = Literal[
    "decide", "publish", "away", "ready", "waiting", "week", "cover", "closed", "leaving", "yours"
]
"""In the order in which they are told; the first four ask somebody to do something."""

LATELY = timedelta(days=7)
"""How long a change is news."""
SOON = timedelta(days=14)
"""How long before it a cover is told, and what is lacking for a week."""
LEAVING_SOON = timedelta(days=28)
RUNNING_OUT = 4
"""With so many weeks of a quarter left to begin or running, the next one should be published (R1)."""


class Notice(Frozen):
    """Something to know, and the swap or the week it is about."""

    kind: NoticeKind
    text: str
    swap: int | None = None
    week: date | None = None


@dataclass(frozen=True)
class Reader:
    """Who is told: a member, whether they manage the team, when that is, and how moments are said to them:
    with their date, or as a day of the week. `schedule` reaches from the week before to the end of the next
    quarter and of what is published."""

    handle: str
    manages: bool
    moment: datetime
    schedule: Schedule
    said: Callable[[datetime], str]
    day_said: Callable[[datetime], str]


def told_first(notices: Iterable[Notice]) -> tuple[Notice, ...]:
    """Notices in the order in which they are told."""
    kinds = get_args(NoticeKind)
    return tuple(sorted(notices, key=lambda notice: kinds.index(notice.kind)))


def of_open_swap(swap: Swap, members: Iterable[Member], reader: Reader) -> Notice | None:
    """What an open swap asks of its reader, or what it waits for; nothing where it is none of theirs."""
    asks, waits_for = _whose_step(swap, reader)
    is_party = reader.handle in (swap.requester, swap.partner)
    if not (asks or is_party):
        return None
    try:
        check_still_possible(swap, members, reader.schedule, reader.moment)
    except Refused as refused:
        ends = "withdraw" if reader.handle == swap.requester else "refuse" if reader.manages else "decline"
        if ends == "decline" and not asks:
            return Notice(kind="waiting", text=refused.message, swap=swap.id)
        return Notice(kind="decide", text=f"{refused.message}; {ends} it", swap=swap.id)
    begins = reader.said(reader.schedule.timetable.span(swap.weeks[0]).start)
    if asks:
        return Notice(kind="decide", text=f"swap {swap.id}: {asks} before {begins}", swap=swap.id)
    text = f"swap {swap.id} waits for {waits_for}; it expires {begins}"
    return Notice(kind="waiting", text=text, swap=swap.id)


def _whose_step(swap: Swap, reader: Reader) -> tuple[str | None, str]:
    """What the reader is asked, where the next step is theirs, and whom the swap waits for to do what."""
    if swap.state == "accepted":
        asks = f"{exchange(swap)}; approve or refuse" if reader.manages else None
        return asks, "a manager to approve"
    taken = f" and takes your week {swap.take}" if swap.take else ""
    asks = f"{swap.requester} gives you week {swap.give}{taken}; accept or decline"
    return asks if reader.handle == swap.partner else None, f"{swap.partner} to accept"


def of_closed_swap(swap: Swap, last: SwapStepTaken, reader: Reader) -> Notice | None:
    """How a swap of the reader's ended, if that was lately; `last` is the step that ended it. One that was
    applied is no news any more once its weeks have moved on."""
    held = [reader.schedule.held(week) for week in swap.weeks]
    stands = any(one and one.swap == swap.id for one in held)
    if last.moment < reader.moment - LATELY or (swap.state == "applied" and not stands):
        return None
    text = ending(swap, last, reader.handle, reader.schedule)
    return Notice(kind="closed", text=text, swap=swap.id)


def of_covers(reader: Reader) -> Iterator[Notice]:
    """Covers that run or come soon, to who is put on and to whose week it is (C2)."""
    schedule = reader.schedule
    for week, covers in sorted(schedule.covers.items()):
        reasons = {cover.id: cover.reason for cover in covers}
        owner, ends = schedule.owner(week), schedule.timetable.span(week).end
        for person, span, number in schedule.stretches(week):
            if number is None or span.end <= reader.moment or span.start > reader.moment + SOON:
                continue
            when = f"from {reader.said(span.start)} to {reader.said(min(span.end, ends))}: {reasons[number]}"
            if reader.handle == person:
                yield Notice(kind="cover", text=f"you cover for {owner} {when}", week=week)
            elif reader.handle == owner:
                yield Notice(kind="cover", text=f"{person} covers for you {when}", week=week)


def of_quarters(reader: Reader) -> Iterator[Notice]:
    """To a manager: what is left to publish of the quarter that runs, and of the next one once few weeks of
    this one are left (R1)."""
    schedule, timetable = reader.schedule, reader.schedule.timetable
    this = timetable.this_week(reader.moment)
    running = _quarter(this, reader)
    due = [running]
    if this >= running[1][-RUNNING_OUT]:
        due.append(_quarter(running[1][-1] + WEEK, reader))
    for name, weeks in due:
        left = [week for week in weeks if week > this and may_publish(week, schedule)]
        if left:
            first = f"begins with week {left[0]}" if left == weeks else f"has week {left[0]}, which"
            state = "and is not published" if left == weeks else "is not published"
            text = f"{name} {first} {state}: oncall rotation publish {name}"
            yield Notice(kind="publish", text=text, week=left[0])


def _quarter(week: date, reader: Reader) -> tuple[str, list[date]]:
    return weeks_of_quarter(quarter_of(week), reader.moment, reader.schedule.timetable)


def of_leavers(members: Iterable[Member], today: date) -> Iterator[Notice]:
    """To a manager: who leaves soon (R3)."""
    for member in members:
        if member.leaves and today <= member.leaves <= today + LEAVING_SOON:
            yield Notice(kind="leaving", text=f"{member.name} ({member.handle}) leaves on {member.leaves}")
