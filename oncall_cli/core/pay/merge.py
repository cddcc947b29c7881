"""Which calls are paid together: overlaps become one, then the rule's way of merging.

- `separate`: every call by itself, overlapping ones too.
- `absorb`: a call that begins inside the window of the call that opened it belongs to that call.
- `extend`: so does one inside the window of the call before it, which starts the window anew.
- `pool`: all of a period together.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import CalloutRules
from oncall_cli.core.span import MINUTE, Span, total_minutes


class Terms(NamedTuple):
    """What holds for a call by when it begins: the rules, its minimum and its window, and the currency."""

    rules: CalloutRules
    minimum: int
    window: timedelta
    currency: str


class Run(NamedTuple):
    """Calls that overlap, and the time they cover; mostly one call."""

    calls: tuple[Call, ...]
    span: Span


class Group(NamedTuple):
    """Runs that are one paid call (or one pool), in order, under the terms of the first."""

    runs: tuple[Run, ...]
    terms: Terms

    @property
    def calls(self) -> list[Call]:
        """Every call in it, in order."""
        return [call for run in self.runs for call in run.calls]

    @property
    def start(self) -> datetime:
        """When its first call began."""
        return self.runs[0].span.start

    @property
    def worked(self) -> int:
        """Minutes on the clock while any of its calls lasted."""
        return total_minutes([run.span for run in self.runs])

    @property
    def extended(self) -> bool:
        """Whether a call inside the window of another one started it anew."""
        return self.terms.rules.merge == "extend" and len(self.runs) > 1

    @property
    def spans(self) -> list[Span]:
        """What counts: the work, or all time to the last window's end where one was started anew."""
        if self.extended:
            last = self.runs[-1].span
            end = max(last.start + self.terms.window, *(run.span.end for run in self.runs))
            return [Span(self.start, end)]
        return [run.span for run in self.runs]

    @property
    def window_end(self) -> datetime | None:
        """From when on absorbed calls add to the minimum; nothing where none does."""
        if self.terms.rules.merge == "absorb" and len(self.runs) > 1:
            return self.start + self.terms.window
        return None


TermsAt = Callable[[datetime], Terms]


def in_order(calls: Iterable[Call]) -> list[Call]:
    """The calls by start, end and ticket, so that the order they came in cannot matter."""
    return sorted(calls, key=lambda call: (call.start, call.end, call.ticket or 0))


def _runs(calls: Iterable[Call], terms_at: TermsAt) -> list[Run]:
    runs: list[Run] = []
    for call in in_order(calls):
        last = runs[-1] if runs else None
        overlaps = last is not None and call.start < last.span.end
        if last is not None and overlaps and terms_at(last.span.start).rules.merge != "separate":
            whole = Span(last.span.start, max(last.span.end, call.end))
            runs[-1] = Run((*last.calls, call), whole)
        else:
            runs.append(Run((call,), call.span))
    return runs


def _belongs(group: Group, run: Run, terms_at: TermsAt, period: Span | None) -> bool:
    merge, window = group.terms.rules.merge, group.terms.window
    if merge == "absorb":
        return run.span.start < group.start + window
    if merge == "extend":
        return run.span.start < group.runs[-1].span.start + window
    if merge == "separate":
        return False
    terms = terms_at(run.span.start)
    pools = terms.rules.merge == "pool" and terms.currency == group.terms.currency
    return pools and _side(group.start, period) == _side(run.span.start, period)


def _side(moment: datetime, period: Span | None) -> int:
    """Whether a moment is before the period, in it or after it; without a period all are in it."""
    return (moment >= period.start) + (moment >= period.end) if period else 1


def merged(calls: Iterable[Call], terms_at: TermsAt, period: Span | None = None) -> list[Group]:
    """The calls of one member as they are paid together, in order. A pool ends where the period does, and
    nothing else does: a call that overlaps with one begun in another period is that one's."""
    groups: list[Group] = []
    for run in _runs(calls, terms_at):
        if groups and _belongs(groups[-1], run, terms_at, period):
            groups[-1] = groups[-1]._replace(runs=(*groups[-1].runs, run))
        else:
            groups.append(Group((run,), terms_at(run.span.start)))
    return groups


def window_of(rules: CalloutRules, minimum: int) -> timedelta:
    """The window of a call with that minimum."""
    return (minimum if rules.merge_window is None else rules.merge_window) * MINUTE


def without_first(spans: Iterable[Span], minutes: int) -> list[Span]:
    """The spans without their first so many minutes."""
    left: list[Span] = []
    for span in spans:
        taken = min(minutes, span.minutes)
        minutes -= taken
        if taken < span.minutes:
            left.append(Span(span.start + taken * MINUTE, span.end))
    return left
