"""What the team's page beside its published calendars shows, from the store."""

from datetime import date

from oncall_cli.answers.calendar_index import IndexCover, IndexPage, IndexWeek
from oncall_cli.core.link import Links
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.week import WEEK
from oncall_cli.session import Session

SHOWN = 13
"""The most weeks on the page: a quarter."""


def index_page(session: Session, weeks: int, team_file: str, links: Links | None) -> IndexPage:
    """The page of this week and those after it: as many as the calendars reach ahead, a quarter at most.
    There is nothing on it to dial or to write to."""
    first = session.timetable().this_week(session.now)
    schedule = session.schedule(first, first + weeks * WEEK)
    names = {member.handle: member.name for member in session.store.members.all()}
    team = session.policy.team
    return IndexPage(
        team=team.name,
        clock=team.clock,
        zone=session.zone.key,
        weeks=tuple(
            _week(session, schedule, first + step * WEEK, names) for step in range(min(weeks, SHOWN))
        ),
        now=session.local(session.now),
        team_file=team_file,
        links=links,
    )


def _week(session: Session, schedule: Schedule, week: date, names: dict[str, str]) -> IndexWeek:
    held = schedule.held(week)
    span = schedule.timetable.span(week)
    return IndexWeek(
        week=week,
        start=session.local(span.start),
        end=session.local(span.end),
        name=names[held.person] if held else None,
        published=held is not None and held.published,
        cover=tuple(
            IndexCover(
                name=names[stretch.person],
                start=session.local(stretch.span.start),
                end=session.local(stretch.span.end),
            )
            for stretch in schedule.stretches(week)
            if stretch.cover is not None
        ),
    )
