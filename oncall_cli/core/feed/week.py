"""A week of the schedule as a feed shows it: whose it is, who is on in it, who hands the phone to whom."""

from collections.abc import Iterator, Mapping
from datetime import date

from oncall_cli.core.feed.model import Contact, FeedCover, FeedPerson, FeedTeam, FeedWeek
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span
from oncall_cli.core.swap import notice_deadline
from oncall_cli.core.week import WEEK


def feed_week(
    week: date,
    schedule: Schedule,
    people: Mapping[str, FeedPerson],
    team: FeedTeam,
    *,
    notice_days: int,
    contacts: tuple[Contact, ...] = (),
) -> FeedWeek | None:
    """The week by the schedule, which knows the weeks around it too; nothing where nobody has it. `people`
    are all members by handle, `notice_days` the notice that a swap of the week needs (S2)."""
    held = schedule.held(week)
    if held is None:
        return None
    return FeedWeek(
        week=week,
        span=schedule.timetable.span(week),
        next_start=schedule.timetable.span(week + WEEK).start,
        team=team,
        owner=people[held.person],
        before=people.get(schedule.owner(week - WEEK) or ""),
        after=people.get(schedule.owner(week + WEEK) or ""),
        giver=people.get(schedule.last_on(week - WEEK) or ""),
        taker=people.get(schedule.first_on(week + WEEK) or ""),
        stretches=schedule.stretches(week),
        published=held.published,
        swap_deadline=notice_deadline((week,), notice_days, schedule.timetable),
        contacts=contacts,
        covers=tuple(_covers(week, schedule, people)),
    )


def _covers(week: date, schedule: Schedule, people: Mapping[str, FeedPerson]) -> Iterator[FeedCover]:
    for stretch in schedule.stretches(week):
        if stretch.cover is not None:
            duty = schedule.duty_at(stretch.span.start)
            yield FeedCover(
                number=stretch.cover,
                person=people[stretch.person],
                span=Span(stretch.span.start, duty.until),
                giver=people.get(duty.before or ""),
                taker=people.get(duty.after or ""),
            )
