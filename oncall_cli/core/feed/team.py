"""The team's feed: every week with its owner, and who covers; it rings nowhere and holds nothing to dial."""

from collections.abc import Iterator, Sequence

from oncall_cli.core.feed.model import FeedEvent, FeedWeek, Kind, event_order
from oncall_cli.core.feed.words import described, name_of, when
from oncall_cli.core.span import Span


def team_events(weeks: Sequence[FeedWeek]) -> tuple[FeedEvent, ...]:
    """One event for each week and each cover in it, by time, without alarms (R5, C2)."""
    return tuple(sorted((event for week in weeks for event in _events(week)), key=event_order))


def _events(week: FeedWeek) -> Iterator[FeedEvent]:
    owner = name_of(week.owner)
    summary, says = f"On call: {owner}", f"{owner} holds the support phone"
    if week.covers:
        by = sorted({name_of(cover.person) for cover in week.covers})
        says = f"{says}, but for the cover by {' and '.join(by)},"
    yield _held(week, week.span, kind="week", summary=summary, says=says)
    for cover in week.covers:
        person = name_of(cover.person)
        summary, says = f"Cover: {person} for {owner}", f"{person} holds the support phone for {owner}"
        yield _held(week, cover.span, kind="cover", number=cover.number, summary=summary, says=says)


def _held(week: FeedWeek, span: Span, *, kind: Kind, number: int = 0, summary: str, says: str) -> FeedEvent:
    start, end = (when(moment, week.team) for moment in span)
    return FeedEvent(
        kind=kind,
        slot=week.week,
        number=number,
        start=span.start,
        end=span.end,
        zone=week.team.zone.key,
        summary=summary,
        description=described(week, f"{says} from {start} until {end}."),
        category="On call",
        alarm=False,
        tentative=not week.published,
    )
