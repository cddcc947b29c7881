"""The team's feed: every week with its owner, and who covers; it rings nowhere and holds nothing to dial."""

from collections.abc import Iterator, Sequence

from oncall_cli.core.feed.model import FeedEvent, FeedTeam, FeedWeek, Kind, event_order
from oncall_cli.core.feed.words import described, name_of, when
from oncall_cli.core.span import Span


def team_events(weeks: Sequence[FeedWeek], team: FeedTeam) -> tuple[FeedEvent, ...]:
    """One event for each week and each cover in it, by time, without alarms (R5, C2)."""
    return tuple(sorted((event for week in weeks for event in _events(week, team)), key=event_order))


def _events(week: FeedWeek, team: FeedTeam) -> Iterator[FeedEvent]:
    owner = name_of(week.owner)
    summary, says = f"On call: {owner}", f"{owner} holds the support phone"
    yield _held(week, team, week.span, kind="week", summary=summary, says=says)
    for cover in week.covers:
        person = name_of(cover.person)
        summary, says = f"Cover: {person} for {owner}", f"{person} holds the support phone for {owner}"
        yield _held(week, team, cover.span, kind="cover", number=cover.number, summary=summary, says=says)


def _held(
    week: FeedWeek, team: FeedTeam, span: Span, *, kind: Kind, number: int = 0, summary: str, says: str
) -> FeedEvent:
    return FeedEvent(
        kind=kind,
        slot=week.week,
        number=number,
        start=span.start,
        end=span.end,
        summary=summary,
        description=described(week, f"{says} from {when(span.start, team)} until {when(span.end, team)}."),
        category="On call",
        alarm=False,
        tentative=not week.published,
    )
