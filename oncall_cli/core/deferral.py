"""Deferral: what is not for the critical line can be put off until the office opens (T3)."""

from collections.abc import Collection
from datetime import datetime, time, timedelta

from oncall_cli.core.length import length_or_none_of
from oncall_cli.core.moment import clock_time, coming_day, moment_of
from oncall_cli.core.span import whole_minute
from oncall_cli.core.ticket import Ticket
from oncall_cli.core.ticket_step import check_not_done, local
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import DAY, WEEK, instant
from oncall_cli.errors import BadValue, Refused

LONGEST = 60 * DAY
_WAYS = "like 07:00, 'mon 07:00', monday, +2h or 2026-11-24T09:00"


def next_opening(timetable: Timetable, moment: datetime) -> datetime | None:
    """The first minute from `moment` on in which the office answers, by its hours and holidays; nothing where
    it opens on none of the next 60 days (W3)."""
    minute = whole_minute(moment)
    if timetable.office_open(minute):
        return minute
    first = timetable.local_day(minute) - DAY
    spans = [
        span for count in range(LONGEST.days + 3) for span in timetable.office_spans(first + count * DAY)
    ]
    starts = sorted(span.start for span in spans if minute < span.start <= minute + LONGEST)
    return next((start for start in starts if timetable.office_open(start)), None)


def check_deferrable(ticket: Ticket, line_tiers: Collection[int]) -> None:
    """Refused unless a ticket is one that the critical line is not for (T3)."""
    check_not_done(ticket)
    if ticket.tier is None:
        raise Refused(
            f"ticket {ticket.id} has no tier, so nobody knows whether it can be put off",
            hint=f"say its tier first: oncall ticket edit {ticket.id} --tier N",
        )
    if ticket.tier in line_tiers:
        raise Refused(
            f"ticket {ticket.id} is of tier {ticket.tier}, which the line is for: it is worked on now",
            hint=f"is the tier right? oncall ticket edit {ticket.id} --tier N; "
            f"whom to call: oncall ticket escalate {ticket.id} --reason TEXT",
        )


def opening_after(timetable: Timetable, now: datetime) -> datetime:
    """Until when a ticket is put off where nothing is said. Refused while the office answers, and where it
    does not open for long."""
    opening = next_opening(timetable, now)
    if opening is None:
        raise Refused(
            f"the office does not open within {LONGEST.days} days",
            hint="--until MOMENT says until when; [office] and [holidays] in the policy say when it opens",
        )
    if opening <= now:
        raise Refused(
            "the office is open and answers now, so there is nothing to wait for",
            hint="--until MOMENT puts it off until later",
        )
    return opening


def until_of(text: str, now: datetime, timetable: Timetable) -> datetime:
    """The coming moment that `text` says: a time of day (its next), a day with or without one (without: when
    the office opens on it), `+2h`, or a whole moment. BadValue where it says none, Refused where it is not
    in the future or more than 60 days away."""
    moment = whole_minute(_coming(text, now, timetable))
    if moment <= now:
        raise Refused(
            f"{_said(moment, timetable)} is not in the future", hint="--until says until when it waits"
        )
    if moment > now + LONGEST:
        raise Refused(
            f"{_said(moment, timetable)} is more than {LONGEST.days} days away",
            hint="a ticket is put off until somebody can answer it",
        )
    return moment


def _coming(text: str, now: datetime, timetable: Timetable) -> datetime:
    said = text.strip()
    zone = timetable.on(timetable.local_day(now)).shape.zone
    if said.startswith("+"):
        return now + _length(said[1:], text)
    day_word, _, last = said.rpartition(" ")
    if last.lower() in ("am", "pm"):
        day_word, _, hour = day_word.rpartition(" ")
        last = hour + last
    clock = clock_time(last)
    today = timetable.local_day(now)
    if clock and not day_word:
        reads = [instant(today + count * DAY, clock, zone) for count in range(2)]
        return next((moment for moment in reads if moment > now), reads[-1])
    try:
        day = coming_day(day_word if clock else said, now, timetable)
    except BadValue:
        return _whole(text, now, timetable)
    if clock:
        is_weekday = day == today + WEEK and day_word.strip().isalpha()
        moment = instant(today if is_weekday else day, clock, zone)
        return moment if moment > now or not is_weekday else instant(day, clock, zone)
    spans = timetable.office_spans(day)
    if day < today:
        return instant(day, time(), zone)
    if not spans:
        raise BadValue(f"the office does not open on {day}", hint=f"say a time too: '{day} 09:00'")
    return next((span.start for span in spans if span.start > now), spans[0].start)


def _whole(text: str, now: datetime, timetable: Timetable) -> datetime:
    try:
        return moment_of(text, now, timetable.on(timetable.local_day(now)).shape.zone)
    except BadValue as error:
        hint = f"write one {_WAYS}" if "is not a moment" in error.message else error.hint
        raise BadValue(error.message, hint=hint) from None


def _length(said: str, text: str) -> timedelta:
    try:
        return length_or_none_of(said)
    except ValueError:
        raise BadValue(f"'{text}' is not a moment", hint=f"write one {_WAYS}") from None


def _said(moment: datetime, timetable: Timetable) -> str:
    zone = timetable.on(timetable.local_day(moment)).shape.zone
    return local(moment, moment.astimezone(zone))


def deferred(ticket: Ticket, until: datetime) -> Ticket:
    """The ticket put off; its status stays, and so does whose it is."""
    return ticket.model_copy(update={"deferred_until": until})


def as_worked_on(ticket: Ticket, line_tiers: Collection[int]) -> Ticket:
    """The ticket without its deferral where its tier is one that is never put off (T3)."""
    is_urgent = ticket.tier is None or ticket.tier in line_tiers
    return ticket.model_copy(update={"deferred_until": None}) if is_urgent else ticket
