"""Which events of a calendar file have times that readers take differently, or not at all."""

from collections.abc import Iterator, Sequence

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenEvent, SeenFile, Stamp
from oncall_cli.core.calendar_check.finding import Finding, counted, cut_name, found


def time_findings(file: SeenFile, clock: FileClock) -> Iterator[Finding]:
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
    repeating = [event for event in events if event.repeats]
    if repeating:
        yield found(
            "repeats",
            f"{counted(repeating, events)}: repeated by a rule; only its first time is looked at here.",
            repeating,
        )


def _unread(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Finding]:
    unread = [event for event in events if event.start is None or event.bad_end]
    if unread:
        yield found(
            "time-unread",
            f"{counted(unread, events)}: a time that is missing or cannot be read.",
            unread,
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


def _floating(events: Sequence[SeenEvent], clock: FileClock) -> Iterator[Finding]:
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
