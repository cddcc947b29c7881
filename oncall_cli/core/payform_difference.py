"""What today's tickets and rules would make of a form that was turned in, line by line.

Only what is paid, for what, to whom and by which policy counts: a caller's name that was mended is none.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import zip_longest
from typing import Literal, NamedTuple, TypeVar

from oncall_cli.core.model import Frozen
from oncall_cli.core.pay.model import CallPaid, PayLine

Entry = TypeVar("Entry")


class Difference(Frozen):
    """One thing that is otherwise now: a line, a call, a week, the policy, the payroll number or the total.

    `was` is how the form has it and `now` how it would be made today; nothing where it is not there at all.
    """

    what: Literal["line", "call", "week", "policy", "payroll", "total"]
    label: str
    date: datetime.date | None = None
    ticket: int | None = None
    was: str | None = None
    now: str | None = None
    why: str | None = None


class WeekPaid(NamedTuple):
    """Whose a week is, in words with who covers in it, and whether any of it is paid on the form."""

    whose: str
    paid: bool


class Paid(NamedTuple):
    """All of a form that decides what is paid."""

    lines: Sequence[PayLine]
    calls: Sequence[CallPaid]
    weeks: Mapping[datetime.date, WeekPaid]
    policy: str
    payroll: str | None
    currency: str
    total: Decimal


def differences(was: Paid, now: Paid) -> tuple[Difference, ...]:
    """What is otherwise, the total last; nothing where nothing is."""
    return (
        *_one("policy", "Policy", was.policy, now.policy),
        *_one("payroll", "Payroll number", was.payroll, now.payroll),
        *_weeks(was.weeks, now.weeks),
        *(_line(*found) for found in _unlike(was.lines, now.lines, _same_line, _line_facts)),
        *(_call(*found) for found in _unlike(was.calls, now.calls, lambda call: call.ticket, _call_facts)),
        *_one("total", "Total", f"{was.total:f} {was.currency}", f"{now.total:f} {now.currency}"),
    )


def _one(
    what: Literal["policy", "payroll", "total"], label: str, was: str | None, now: str | None
) -> list[Difference]:
    return [] if was == now else [Difference(what=what, label=label, was=was, now=now)]


def _weeks(was: Mapping[datetime.date, WeekPaid], now: Mapping[datetime.date, WeekPaid]) -> list[Difference]:
    """Weeks of which something was paid, or would be, that are somebody else's or covered otherwise."""
    found = []
    for week in sorted({*was, *now}):
        before, after = was.get(week), now.get(week)
        if before != after and any(one and one.paid for one in (before, after)):
            found.append(
                Difference(
                    what="week",
                    label=f"Week {week}",
                    date=week,
                    was=before.whose if before else None,
                    now=after.whose if after else None,
                )
            )
    return found


def _unlike(
    was: Iterable[Entry],
    now: Iterable[Entry],
    same: Callable[[Entry], object],
    facts: Callable[[Entry], object],
) -> Iterator[tuple[Entry, Entry | None, Entry | None]]:
    """Entries about the `same` thing with other `facts`, in the order they come: what it is about, as it was
    and as it is now. What is alike on both sides stands for itself, wherever it stands."""
    before, after = list(was), list(now)
    alike = Counter((same(one), facts(one)) for one in before) & Counter(
        (same(one), facts(one)) for one in after
    )

    def others(entries: Iterable[Entry]) -> dict[object, list[Entry]]:
        left, found = Counter(alike), defaultdict(list)
        for one in entries:
            if left[same(one), facts(one)]:
                left[same(one), facts(one)] -= 1
            else:
                found[same(one)].append(one)
        return found

    gone, come = others(before), others(after)
    for about in dict.fromkeys([*gone, *come]):
        for old, new in zip_longest(gone.get(about, ()), come.get(about, ())):
            yield new or old, old, new


def _same_line(line: PayLine) -> object:
    return (line.kind, line.label, line.date, line.ticket)


def _line_facts(line: PayLine) -> object:
    return (line.quantity, line.unit, line.rate, line.amount)


def _line(line: PayLine, was: PayLine | None, now: PayLine | None) -> Difference:
    return Difference(
        what="line",
        label=line.label,
        date=line.date,
        ticket=line.ticket,
        was=_line_said(was),
        now=_line_said(now),
        why=now.why if now else None,
    )


def _line_said(line: PayLine | None) -> str | None:
    return f"{line.quantity:f} {line.unit} at {line.rate:f}: {line.amount:f}" if line else None


def _call_facts(call: CallPaid) -> object:
    return (call.start, call.end, call.worked, call.paid, call.amount)


def _call(call: CallPaid, was: CallPaid | None, now: CallPaid | None) -> Difference:
    return Difference(
        what="call",
        label="Call",
        date=call.start.date(),
        ticket=call.ticket,
        was=_call_said(was),
        now=_call_said(now),
    )


def _call_said(call: CallPaid | None) -> str | None:
    if call is None:
        return None
    worked = f"{call.start:%Y-%m-%d %H:%M}–{call.end:%H:%M}, {call.worked} min"
    return f"{worked}, {call.paid} paid: {call.amount:f}"
