"""Who is on in a published week though they are away, and how somebody else gets on instead (R4)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time

from oncall_cli.core.away import Away, dates_said, weeks_touched
from oncall_cli.core.cover import Stretch
from oncall_cli.core.notice import Notice, Reader
from oncall_cli.core.span import Span, overlap
from oncall_cli.core.week import DAY, instant


def of_time_away(
    reader: Reader, away: Iterable[Away], leaving: set[date], deadline: Callable[[date], datetime]
) -> Iterator[Notice]:
    """Published weeks that run or come in which somebody is on, as owner or by a cover, though they are away:
    to themselves, and to managers everybody's; nothing of time in which somebody else covers them. `leaving`
    are weeks that an open swap would already take from the reader; `deadline` is the last moment to ask for a
    swap of a week (S2)."""
    for one in away:
        if one.person != reader.handle and not reader.manages:
            continue
        for week in weeks_touched(one, reader.schedule.timetable):
            found = _on_though_away(one, week, reader)
            is_own = one.person == reader.handle
            if found is None or (is_own and found.cover is None and week in leaving):
                continue
            if is_own:
                text = _to_themselves(one, week, found, reader, deadline(week))
            else:
                text = _to_a_manager(one, week, found, reader)
            yield Notice(kind="away", text=text, week=week)


def _on_though_away(away: Away, week: date, reader: Reader) -> Stretch | None:
    """The first time to come, in a published week, in which somebody is on and away; nothing where there is
    none."""
    if week not in reader.schedule.turns:
        return None
    zone = reader.schedule.timetable.on(week).shape.zone
    begins, ends = instant(away.first, time(), zone), instant(away.last + DAY, time(), zone)
    gone = Span(max(begins, reader.moment), ends)
    for stretch in reader.schedule.stretches(week):
        both = overlap(stretch.span, gone)
        if both and stretch.person == away.person:
            return stretch._replace(span=both)
    return None


def _to_themselves(away: Away, week: date, found: Stretch, reader: Reader, last: datetime) -> str:
    if found.cover is not None:
        touches = f"you cover in week {week} and are away {dates_said(away)}"
        return f"{touches}; {_way_out(week, found, reader) if reader.manages else 'tell a manager'}"
    touches = f"week {week} is yours and touches your time away {dates_said(away)}"
    if _has_begun(week, reader):
        return f"{touches}; a manager can put somebody on: {_covering(week, found, reader)}"
    if reader.moment <= last:
        return f"{touches}; ask for a swap until {reader.said(last)}"
    way = _way_out(week, found, reader) if reader.manages else "tell a manager"
    return f"{touches}; it is too late to ask for a swap, so {way}"


def _to_a_manager(away: Away, week: date, found: Stretch, reader: Reader) -> str:
    does = f"has week {week}" if found.cover is None else f"covers in week {week}"
    return f"{away.person} is away {dates_said(away)} and {does}; {_way_out(week, found, reader)}"


def _way_out(week: date, found: Stretch, reader: Reader) -> str:
    """What a manager can do about it: a week that has begun keeps its owner, and covers do not overlap."""
    if found.cover is not None:
        return f"put somebody else on after oncall cover remove {found.cover} --reason TEXT"
    if _has_begun(week, reader):
        return f"put somebody on: {_covering(week, found, reader)}"
    if found.span == reader.schedule.timetable.held(week):
        return f"cover, assign or swap: oncall rotation assign {week} HANDLE --reason TEXT"
    return f"cover, assign or swap: {_covering(week, found, reader)}"


def _covering(week: date, found: Stretch, reader: Reader) -> str:
    """The command that puts somebody on for the time."""
    timetable = reader.schedule.timetable
    zone = timetable.on(week).shape.zone
    ends = min(found.span.end, timetable.span(week).end)
    start, end = (f"{moment.astimezone(zone):%Y-%m-%dT%H:%M}" for moment in (found.span.start, ends))
    return f"oncall cover add HANDLE {start}/{end} --reason TEXT"


def _has_begun(week: date, reader: Reader) -> bool:
    return reader.schedule.timetable.span(week).start <= reader.moment
