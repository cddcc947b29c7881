"""What a member must know of their weeks: which come next, which came or went lately, what they lack for them
(R5, S6, P7)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from oncall_cli.core.notice import LATELY, SOON, Notice, Reader
from oncall_cli.core.preparation import LACK_WORDS, Kind
from oncall_cli.core.publication import by_week
from oncall_cli.core.schedule import Turn

NEXT = 3
"""How many of somebody's next weeks are told."""


def of_weeks(reader: Reader, turns: Iterable[Turn]) -> Iterator[Notice]:
    """Weeks that lately went to another owner: to who has one now, and to everybody who had it announced
    until then. What a swap says to its parties is not said again. `turns` are all that were ever recorded of
    the weeks that are not over, by week, oldest first."""
    for week, taken in by_week(turns).items():
        last = taken[-1]
        if last.recorded < reader.moment - LATELY:
            continue
        dealt = last.cause == "traded" and reader.handle in (last.person, last.ordered)
        text = _traded(last, reader) if dealt else _moved(taken, reader)
        if text:
            yield Notice(kind="week", text=f"week {week} {text}", week=week)


def _traded(turn: Turn, reader: Reader) -> str | None:
    """Of two weeks that were traded at publication each member is told the one that they got; or, where that
    one has moved on since, whose the other is."""
    if reader.handle == turn.person:
        return f"is yours, traded for {turn.other}: {turn.reason}"
    got = reader.schedule.turns.get(turn.other) if turn.other else None
    stands = got and got.cause == "traded" and got.person == reader.handle
    return None if stands else f"was dealt to {turn.person}: {turn.reason}"


def _moved(taken: Sequence[Turn], reader: Reader) -> str | None:
    last = taken[-1]
    owner = reader.schedule.owner(last.week)
    if reader.handle == owner:
        return f"is yours now: {last.reason}" if _is_new(taken, reader) else None
    ways = [after for before, after in pairwise(taken) if _lost(before, after, reader)]
    if not ways or (ways[-1] is last and last.cause == "swapped"):
        return None
    why = ways[-1].reason or f"swap {ways[-1].swap}"
    return f"is {owner or 'nobody'}'s now, no longer yours: {why}"


def _is_new(taken: Sequence[Turn], reader: Reader) -> bool:
    """Whether a manager gave the week to its owner, who did not have it before."""
    last = taken[-1]
    announced = taken[-2].person if len(taken) > 1 and taken[-2].cause != "withdrawn" else None
    if last.cause == "imported":
        return announced not in (None, reader.handle)
    return last.cause == "assigned" and (announced or last.ordered) != reader.handle


def _lost(before: Turn, after: Turn, reader: Reader) -> bool:
    """Whether the reader had the week announced until `after` was recorded, lately."""
    had = before.person == reader.handle and before.cause != "withdrawn"
    return had and after.recorded >= reader.moment - LATELY


def of_next_weeks(reader: Reader) -> Iterator[Notice]:
    """The reader's own next weeks, and when the first of them begins (R5)."""
    weeks = _next_weeks(reader)
    if weeks:
        begins = reader.day_said(reader.schedule.timetable.span(weeks[0]).start)
        first, *later = map(str, weeks)
        named = ", ".join([f"{first} (from {begins})", *later])
        yield Notice(kind="yours", text=f"your next week{'s' if later else ''}: {named}", week=weeks[0])


def of_preparation(reader: Reader, lacks: Mapping[Kind, Sequence[str]]) -> Iterator[Notice]:
    """What the reader lacks for their next week, where that begins soon (P7)."""
    weeks = _next_weeks(reader)
    if not weeks or reader.schedule.timetable.span(weeks[0]).start > reader.moment + SOON:
        return
    for kind, items in lacks.items():
        ways = {
            "ready": f": oncall team ready {reader.handle} --all",
            "training": f"; a manager records it: oncall team train {reader.handle} {' '.join(items)}",
        }
        text = f"you are {LACK_WORDS[kind]}: {', '.join(items)}{ways[kind]}"
        yield Notice(kind="ready", text=text, week=weeks[0])


def _next_weeks(reader: Reader) -> list[date]:
    schedule = reader.schedule
    return schedule.next_weeks(reader.handle, schedule.timetable.next_week(reader.moment), count=NEXT)
