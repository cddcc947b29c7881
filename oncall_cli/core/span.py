"""Spans of time: two instants in UTC, so that subtraction is elapsed time (W5)."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

MINUTE = timedelta(minutes=1)


class Span(NamedTuple):
    """From `start` up to, not including, `end`; both aware and in UTC."""

    start: datetime
    end: datetime

    @property
    def minutes(self) -> int:
        """Whole elapsed minutes; clock changes are counted as they happened."""
        return (self.end - self.start) // MINUTE


def whole_minute(moment: datetime) -> datetime:
    """The minute that `moment` lies in, in UTC (W1: a moment is taken to its whole minute)."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def overlap(one: Span, other: Span) -> Span | None:
    """The time both spans share, or nothing."""
    start, end = max(one.start, other.start), min(one.end, other.end)
    return Span(start, end) if start < end else None


def without(span: Span, holes: Iterable[Span]) -> list[Span]:
    """What is left of `span` after every hole is taken out of it, in order."""
    left: list[Span] = []
    start = span.start
    for hole in sorted(holes):
        if hole.end <= start or hole.start >= span.end:
            continue
        if hole.start > start:
            left.append(Span(start, hole.start))
        start = hole.end
    if start < span.end:
        left.append(Span(start, span.end))
    return left


def total_minutes(spans: Sequence[Span]) -> int:
    """Elapsed minutes of spans that do not overlap."""
    return sum(span.minutes for span in spans)
