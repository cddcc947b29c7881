"""Which alarms of a calendar file do not ring, or ring at another time than meant."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenAlarm, SeenEvent
from oncall_cli.core.calendar_check.finding import Found, counted, found, found_in
from oncall_cli.core.calendar_check.ringing import RINGS, Ringing, has_ringing, rings_at

KNOWN = (*RINGS, "EMAIL", "PROCEDURE")
IN_TIME = timedelta(days=31)
"""How long ago an alarm may have rung for an event that is still to come."""
Asked = Callable[[SeenEvent, SeenAlarm], bool]


def alarm_findings(
    events: Sequence[SeenEvent], clock: FileClock, ringing: Ringing, now: datetime
) -> Iterator[Found]:
    """Findings about alarms; those of an event that was cancelled are one finding alone."""
    alarmed = [event for event in events if event.alarms]
    if not alarmed:
        if events:
            yield found("alarms-none", "It has no alarm, so it rings nowhere by itself.")
        return
    alive = [event for event in alarmed if event.status != "CANCELLED"]
    for key, asked, said in _QUESTIONS:
        which = [event for event in alive if any(asked(event, alarm) for alarm in event.alarms)]
        if which:
            yield found(key, f"{counted(which, events)}: {said}", which)
    yield from _fixed(events, alive, clock)
    several = [event for event in alive if len(event.alarms) > 1]
    yield from found_in("alarm-several", several, events, "more than one alarm, of which Outlook keeps one.")
    cancelled = [event for event in alarmed if event.status == "CANCELLED"]
    yield from found_in(
        "alarm-cancelled",
        cancelled,
        events,
        "cancelled, with an alarm that rings all the same on some phones.",
    )
    yield from _silent(events, alive, clock, ringing, now)


def _is_unread(_event: SeenEvent, alarm: SeenAlarm) -> bool:
    return alarm.after is None and alarm.at is None


def _is_after(_event: SeenEvent, alarm: SeenAlarm) -> bool:
    return alarm.after is not None and not alarm.from_end and alarm.after > timedelta()


_QUESTIONS: tuple[tuple[str, Asked, str], ...] = (
    ("alarm-unread", _is_unread, "an alarm whose time is missing or cannot be read; it does not ring."),
    ("alarm-after", _is_after, "an alarm after the start; Outlook rings as long before it instead."),
    (
        "alarm-from-end",
        lambda _event, alarm: alarm.from_end,
        "an alarm counted from the end; Outlook counts it from the start.",
    ),
    (
        "alarm-mail",
        lambda event, alarm: alarm.action == "EMAIL" and not has_ringing(event),
        "no alarm but one that is to be an email, for which a phone does not ring.",
    ),
    (
        "alarm-procedure",
        lambda event, alarm: alarm.action == "PROCEDURE" and not has_ringing(event),
        "no alarm but one that is to start a program, for which a phone does not ring.",
    ),
    (
        "alarm-action",
        lambda _event, alarm: alarm.action not in KNOWN,
        "an alarm that does not say, in a word phones know, how to ring (ACTION).",
    ),
    (
        "alarm-all-day",
        lambda event, _alarm: event.start is not None and event.start.local is None,
        "all day, with an alarm, which counts from midnight.",
    ),
    (
        "alarm-no-words",
        lambda _event, alarm: alarm.action == "DISPLAY" and not alarm.is_described,
        "an alarm without words to show (DESCRIPTION), as there have to be.",
    ),
    (
        "alarm-weeks",
        lambda _event, alarm: alarm.in_weeks,
        "an alarm counted in weeks, which some phones do not read; days are safe.",
    ),
)
"""What is asked of each alarm, and how it is said of the events that have one such."""


def _fixed(events: Sequence[SeenEvent], alive: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    """Alarms at a moment of their own, which stay there when the event moves."""
    fixed = [event for event in alive if any(alarm.at for alarm in event.alarms)]
    late = [event for event in fixed if _has_late(event, clock.start(event))]
    yield from found_in(
        "alarm-fixed-late",
        late,
        events,
        "an alarm at a moment of its own, after the start or the same for each repetition.",
    )
    rest = [event for event in fixed if event not in late]
    yield from found_in(
        "alarm-fixed", rest, events, "an alarm at a moment of its own, which stays when the event moves."
    )


def _has_late(event: SeenEvent, start: datetime | None) -> bool:
    if event.series:
        return True
    return start is not None and any(alarm.at and alarm.at > start for alarm in event.alarms)


def _silent(
    events: Sequence[SeenEvent], alive: Sequence[SeenEvent], clock: FileClock, ringing: Ringing, now: datetime
) -> Iterator[Found]:
    """Events to come for which nothing rings, and files all of whose alarms are over."""
    off = [
        event
        for event in alive
        if not event.series
        and any(
            alarm.acknowledged
            and (moment := rings_at(event, alarm, clock))
            and alarm.acknowledged >= moment >= now
            for alarm in event.alarms
        )
    ]
    yield from found_in(
        "alarm-acknowledged", off, events, "an alarm to come that is marked as turned off; it does not ring."
    )
    silent = [event for event in ringing.silent if _is_silent(event, clock, now)]
    yield from found_in(
        "alarm-silent",
        silent,
        events,
        "to come, with no alarm before it but in the past, or of a kind that "
        "no phone knows; a phone that gets the file now does not ring.",
    )
    if ringing.bare:
        yield found(
            "alarms-some",
            f"{counted(ringing.bare, events)}: to come without an alarm, while others have one.",
            ringing.bare,
        )
    if any(map(has_ringing, alive)) and not any(event.alarms for event in ringing.coming):
        yield found("alarms-past", "All of its alarms lie in the past.")


def _is_silent(event: SeenEvent, clock: FileClock, now: datetime) -> bool:
    """Whether none rings because of an alarm in the past, or an odd one; the rest is said of each alarm. One
    that was in time, and has just rung, is none of these."""
    for alarm in event.alarms:
        moment = rings_at(event, alarm, clock)
        if alarm.action in RINGS and not event.series and moment and moment < now - IN_TIME:
            return True
        if alarm.action not in KNOWN and moment:
            return True
    return False
