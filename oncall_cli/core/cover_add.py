"""What a cover has to be: a time inside one week of somebody else's, apart from every other cover, by a
member who is in the team then (C1). It needs no notice, and may lie in the past."""

from collections.abc import Callable
from datetime import date, datetime

from oncall_cli.core.cover import Cover, cover_span
from oncall_cli.core.member import Member
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import MINUTE, Span, overlap
from oncall_cli.core.timetable import Timetable
from oncall_cli.errors import Refused

Said = Callable[[datetime], str]
"""How a moment is written for the team."""


def week_covered(span: Span, timetable: Timetable, said: Said) -> date:
    """The week that a span of whole minutes lies in. Refused where it lies in none, or in more than one; an
    end that is the week's last minute, or the instant after it, is the very end of the week."""
    week = timetable.week_at(span.start)
    if week is None:
        following = timetable.next_week(span.start)
        begins = said(timetable.span(following).start)
        raise Refused(
            f"nobody is on at {said(span.start)}: it is handover, and week {following} begins {begins}",
            hint="begin the cover in a week",
        )
    last = timetable.span(week).end
    if span.end > last + MINUTE:
        after = timetable.week_at(span.end - MINUTE)
        goes_on = f"goes on into week {after}" if after else "goes on into handover"
        raise Refused(
            f"a cover lies inside one week; this one begins in week {week}, which ends {said(last)}, "
            f"and {goes_on}",
            hint="record one cover for each week" if after else "end it when the week ends",
        )
    if span.start == last:
        raise Refused(
            f"{said(last)} is the last minute of week {week}, and no cover is as short",
            hint="begin the cover earlier",
        )
    return week


def new_cover(
    week: date, span: Span, person: Member, reason: str, *, schedule: Schedule, moment: datetime, said: Said
) -> Cover:
    """The cover of a span inside a week, recorded at `moment`, as yet without a number. Refused where nobody
    has the week, or the member has it; where they are not in the team any more; and where another cover is in
    the way."""
    owner = schedule.owner(week)
    if owner is None:
        raise Refused(
            f"nobody has week {week}, so there is nobody to cover for",
            hint=f"give it to {person.handle}: oncall rotation assign {week} {person.handle} --reason TEXT",
        )
    if owner == person.handle:
        raise Refused(
            f"week {week} is {owner}'s own, and they are on in it already", hint="name another member"
        )
    timetable = schedule.timetable
    if person.leaves and person.is_gone(timetable.local_day(span.end - MINUTE)):
        raise Refused(
            f"{person.handle} is in the team until {person.leaves} and cannot cover after that",
            hint="name a member who is there",
        )
    last = timetable.span(week).end
    cover = Cover(
        id=0,
        week=week,
        person=person.handle,
        start=span.start,
        end=min(span.end, last),
        reason=reason,
        recorded=moment,
    )
    _check_apart(cover, schedule, said)
    return cover


def _check_apart(cover: Cover, schedule: Schedule, said: Said) -> None:
    held = schedule.timetable.held(cover.week)
    time = cover_span(cover, held)
    for other in schedule.covers.get(cover.week, ()):
        taken = cover_span(other, held)
        if time and taken and overlap(time, taken):
            raise Refused(
                f"cover {other.id} has {other.person} on from {said(other.start)} to {said(other.end)}, "
                "and covers do not overlap",
                hint=f"oncall cover remove {other.id} --reason TEXT takes it back",
            )
