"""Which events of a calendar file have times that readers take differently, or not at all."""

from collections.abc import Iterator, Sequence

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenEvent, SeenFile, Stamp
from oncall_cli.core.calendar_check.finding import Found, counted, cut_name, found, found_in
from oncall_cli.core.calendar_check.series import is_empty


def time_findings(file: SeenFile, clock: FileClock) -> Iterator[Found]:
    """Findings about the times of events, whatever their timezone is."""
    events = file.events
    yield from _unread(events, clock)
    for odd, key, said in (
        ("skip", "time-skipped", "at a time that the clocks skip that day; phones move it."),
        ("twice", "time-twice", "at a time that comes twice that day; phones differ on which."),
    ):
        which = [event for event in events if odd in (clock.odd(event.start), clock.odd(event.end))]
        if which:
            yield found(key, f"{counted(which, events)}: {said}", which)
    yield from _floating(events, clock)
    if file.zone_said and clock.name(file.zone_said).kind != "iana":
        name = cut_name(file.zone_said)
        yield found("zone-said", f"Its timezone {name} is no name that every phone knows (X-WR-TIMEZONE).")
    yield from _repeating(events, clock)
    all_day = [event for event in events if event.start and not event.start.local and _takes_place(event)]
    yield from found_in(
        "all-day", all_day, events, "all day, so it tells no hour at which the phone is handed over."
    )


def _takes_place(event: SeenEvent) -> bool:
    return event.status != "CANCELLED"


def _repeating(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    """Events that repeat, and what keeps phones from reading how."""
    repeating = [event for event in events if event.series]
    if not repeating:
        return
    yield found(
        "repeats",
        f"{counted(repeating, events)}: repeated by a rule; alarms and names are looked at for the first "
        "time alone, timezones for two years.",
        repeating,
    )
    unread = [event for event in repeating if event.series and event.series.is_unread]
    yield from found_in(
        "rule-unread",
        unread,
        events,
        "repeated by a rule that cannot be read (RRULE, RDATE); phones show the first time alone, or none.",
    )
    empty = [event for event in repeating if is_empty(event, clock)]
    yield from found_in(
        "series-empty",
        empty,
        events,
        "repeated, with every time of it taken out again (EXDATE), so it shows nowhere.",
    )


def _unread(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    unread = [event for event in events if event.start is None or event.bad_end]
    yield from found_in("time-unread", unread, events, "a time that is missing or cannot be read.")
    twice = [event for event in events if event.twice]
    if twice:
        ways = sorted({way for event in twice for way in event.twice})
        yield found(
            "said-twice",
            f"{counted(twice, events)}: a time that is said twice ({'; '.join(ways)}); readers differ on "
            "which they take.",
            twice,
        )
    backwards = [event for event in events if _is_backwards(event, clock)]
    if backwards:
        yield found("end-before-start", f"{counted(backwards, events)}: over before it starts.", backwards)


def _is_backwards(event: SeenEvent, clock: FileClock) -> bool:
    start, end = event.start, event.end
    if start is None or end is None:
        return False
    begun, ended = clock.instant(start), clock.instant(end)
    if begun and ended:
        return ended < begun
    if start.zone == end.zone and start.local and end.local:
        return end.local < start.local
    return end.day < start.day


def _floating(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Found]:
    floating = [event for event in events if _is_floating(event.start) or _is_floating(event.end)]
    if not floating:
        return
    if clock.rest:
        said = (
            f"{counted(floating, events)}: no timezone of its own, and not every phone uses the calendar's."
        )
        yield found("floating-named", said, floating)
    else:
        yield found(
            "floating",
            f"{counted(floating, events)}: no timezone, so Google Calendar takes the time for UTC, and "
            "other phones for their own.",
            floating,
        )


def _is_floating(stamp: Stamp | None) -> bool:
    return stamp is not None and stamp.local is not None and not stamp.is_utc and not stamp.zone
