"""Cover: somebody put on for a span inside another's week, and who is on at each moment for it (C1, C2).

`stretches` and `stretch_at` are the one answer to "who at this moment": `who`, `now`, the weeks on show,
calendars and pay all follow them.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.span import MINUTE, Span, overlap, whole_minute, without


class Cover(Frozen):
    """`person` is on from `start` up to `end` inside a week whose owner stays its owner (C1).

    Both are whole minutes; an `end` that is the week's last minute has that whole minute inside, as weeks do.
    """

    id: int
    week: date
    person: str
    start: Moment
    end: Moment
    reason: str
    recorded: Moment


class Stretch(NamedTuple):
    """Time on call without a break: every instant of `span` is `person`'s; `cover` is the cover's number."""

    person: str
    span: Span
    cover: int | None = None


def cover_span(cover: Cover, held: Span) -> Span | None:
    """Every instant of a cover in the week that holds `held`; nothing where the week has moved away."""
    end = held.end if cover.end >= held.end - MINUTE else cover.end
    return overlap(Span(cover.start, end), held)


def counting(owner: str, covers: Iterable[Cover], held: Span) -> list[tuple[Cover, Span]]:
    """The covers that put somebody else on than the owner, and when. One by a member whom the week was given
    to afterwards says nothing new, for as long as it is theirs."""
    return [(cover, span) for cover in covers if cover.person != owner and (span := cover_span(cover, held))]


def stretches(owner: str, covers: Iterable[Cover], held: Span) -> tuple[Stretch, ...]:
    """Who is on in a week, stretch by stretch, without a gap: covers where there are any, else the owner."""
    covered = counting(owner, covers, held)
    own = [Stretch(owner, span) for span in without(held, [span for _, span in covered])]
    put_on = [Stretch(cover.person, span, cover.id) for cover, span in covered]
    return tuple(sorted([*own, *put_on], key=lambda stretch: stretch.span))


def stretch_at(moment: datetime, week: Sequence[Stretch]) -> Stretch | None:
    """The stretch of a week that a moment lies in, taken to its whole minute (W1)."""
    minute = whole_minute(moment)
    return next((one for one in week if one.span.start <= minute < one.span.end), None)
