"""The team's feed: every week with its owner, and who covers; it rings nowhere and holds nothing to dial."""

from collections.abc import Iterator, Sequence

from oncall_cli.core.feed.model import FeedEvent, FeedWeek, Kind, event_order
from oncall_cli.core.feed.words import covers_said, described, name_of, when
from oncall_cli.core.span import Span


def team_events(weeks: Sequence[FeedWeek]) -> tuple[FeedEvent, ...]:
    """One event for each week and each cover in it, by time, without alarms (R5, C2)."""
    return tuple(sorted((event for week in weeks for event in _events(week)), key=event_order))


def _events(week: FeedWeek) -> Iterator[FeedEvent]:
    owner = name_of(week.owner)
    start, end = (when(moment, week.team) for moment in week.span)
    says = f"{owner} holds the support phone from {start} until {end}"
    if not week.stands_by(week.owner.handle):
        says = f"The week of {owner}, from {start} until {end}, is covered: {covers_said(week)}"
    elif week.covers:
        says = f"{says}, but for this cover: {covers_said(week)}"
    yield _held(week, week.span, kind="week", summary=f"On call: {owner}", says=f"{says}.")
    for cover in week.covers:
        person = name_of(cover.person)
        start, end = (when(moment, week.team) for moment in cover.span)
        says = f"{person} holds the support phone for {owner} from {start} until {end}."
        summary = f"Cover: {person} for {owner}"
        yield _held(week, cover.span, kind="cover", number=cover.number, summary=summary, says=says)


def _held(week: FeedWeek, span: Span, *, kind: Kind, number: int = 0, summary: str, says: str) -> FeedEvent:
    return FeedEvent(
        kind=kind,
        slot=week.week,
        number=number,
        start=span.start,
        end=span.end,
        zone=week.team.zone.key,
        summary=summary,
        description=described(week, says),
        category="On call",
        alarm=False,
        tentative=not week.published,
    )
