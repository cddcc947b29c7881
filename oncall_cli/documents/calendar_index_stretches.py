"""Who is on call at every moment that the team's page may be read at, stretch by stretch, without a gap."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from oncall_cli.answers.calendar_index import IndexCover, IndexPage, IndexWeek
from oncall_cli.core.span import MINUTE, Span, overlap, without


class Stretch(NamedTuple):
    """From `start` up to, not including, `end`; nothing where it has none.

    It is a week or part of one ("on": `name` has it, or nobody, covering for `owner` where it is a cover),
    the hours of a handover day ("handover", W2), what is "before" the first week, or after the last ("over").
    """

    kind: Literal["on", "handover", "before", "over"]
    start: datetime | None
    end: datetime | None
    name: str | None = None
    owner: str | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in it."""
        return (self.start is None or self.start <= moment) and (self.end is None or moment < self.end)


def held(week: IndexWeek) -> Span:
    """Every instant of a week, its last minute whole (W1), in UTC."""
    return Span(week.start.astimezone(UTC), week.end.astimezone(UTC) + MINUTE)


def covered(cover: IndexCover, week: IndexWeek) -> Span | None:
    """Every instant of a cover in its week; one up to the week's last minute has that minute inside (C1)."""
    whole = held(week)
    end = whole.end if cover.end >= week.end else cover.end.astimezone(UTC)
    return overlap(Span(cover.start.astimezone(UTC), end), whole)


def stretches(page: IndexPage) -> list[Stretch]:
    """All of them by time, from ever until for ever."""
    if not page.weeks:
        return [Stretch("over", None, None)]
    begins = held(page.weeks[0]).start
    # On a handover day the page's first week is the one that begins that evening.
    is_today = _date(page.now, page) == _date(begins, page)
    found = [Stretch("handover" if is_today else "before", None, begins), *_parts(page.weeks[0])]
    for week, following in pairwise(page.weeks):
        span = Span(held(week).end, held(following).start)
        if span.start < span.end:
            found.append(Stretch("handover", *span))
        found += _parts(following)
    return [*found, Stretch("over", held(page.weeks[-1]).end, None)]


def next_after(place: int, found: Sequence[Stretch]) -> Stretch | None:
    """The first stretch of a week after one, or nothing where the page does not tell."""
    return next((one for one in found[place + 1 :] if one.kind == "on"), None)


def _date(moment: datetime, page: IndexPage) -> date:
    return moment.astimezone(ZoneInfo(page.zone)).date()


def _parts(week: IndexWeek) -> Iterator[Stretch]:
    """A week's stretches: covers where there are any, else its owner's (C2)."""
    covers = [(cover.name, span) for cover in week.cover if (span := covered(cover, week))]
    put_on = [Stretch("on", *span, name, week.name) for name, span in covers]
    own = [Stretch("on", *span, week.name) for span in without(held(week), [span for _, span in covers])]
    yield from sorted([*put_on, *own], key=lambda one: one[1:3])
