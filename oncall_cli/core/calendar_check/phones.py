"""What a calendar file holds, and what becomes of its alarms on each phone."""

from datetime import timedelta
from typing import Literal

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenFile
from oncall_cli.core.calendar_check.finding import Phone
from oncall_cli.core.calendar_check.form import GOOGLE_LIMIT
from oncall_cli.core.calendar_check.ringing import Ringing
from oncall_cli.core.model import Frozen, Moment

Rings = Literal["yes", "if set", "no"]


class CalendarHeld(Frozen):
    """What a file holds. `start` and `end` are those of the earliest and the latest event whose times can be
    told, each in its own zone; `to_come` counts events that are to come, `rung_for` those of them for which
    something rings, and `refresh` is how often it asks to be read again, in seconds."""

    name: str | None
    size: int
    events: int
    start: Moment | None
    end: Moment | None
    zones: tuple[str, ...]
    alarms: int
    alarms_to_come: int
    to_come: int
    rung_for: int
    numbers: int
    cancelled: int
    all_day: int
    repeating: int
    refresh: int | None


class PhoneSaid(Frozen):
    """Whether the alarms of a file ring on a phone, by the way it gets there, and what to know or set."""

    phone: Phone
    way: Literal["subscribed", "imported", "both"]
    rings: Rings
    said: str


def held(file: SeenFile, clock: FileClock, ringing: Ringing) -> CalendarHeld:
    """What a file holds, and what of it is still to ring."""
    events = file.events
    starts = [(moment, event.start) for event in events if event.start and (moment := clock.start(event))]
    ends = [(moment, event.end) for event in events if event.end and (moment := clock.instant(event.end))]
    first = min(starts, key=lambda pair: pair[0], default=None)
    last = max([*ends, *starts], key=lambda pair: pair[0], default=None)
    zones = {
        stamp.zone: None for event in events for stamp in (event.start, event.end) if stamp and stamp.zone
    }
    return CalendarHeld(
        name=file.name,
        size=file.writing.size,
        events=len(events),
        start=first[0].astimezone(clock.shown(first[1])) if first else None,
        end=last[0].astimezone(clock.shown(last[1])) if last else None,
        zones=tuple(zones),
        alarms=sum(len(event.alarms) for event in events),
        alarms_to_come=ringing.to_ring,
        to_come=len(ringing.coming),
        rung_for=ringing.rung,
        numbers=len({event.uid for event in events if event.uid}),
        cancelled=sum(event.status == "CANCELLED" for event in events),
        all_day=sum(event.start is not None and event.start.local is None for event in events),
        repeating=sum(event.series is not None for event in events),
        refresh=file.refresh // timedelta(seconds=1) if file.refresh else None,
    )


def phones_said(file: SeenFile, holds: CalendarHeld, ringing: Ringing) -> tuple[PhoneSaid, ...]:
    """What each phone makes of the file's alarms."""
    if not holds.alarms_to_come:
        why = "It has no alarm."
        if holds.alarms:
            why = "It has no alarm " + ("still to come." if ringing.is_read else "that rings on a phone.")
        rest = tuple(
            PhoneSaid(phone=phone, way="both", rings="no", said=why)
            for phone in ("iphone", "android", "outlook")
        )
        return (rest[0], _google(file), *rest[1:])
    rings = "Rings"
    if holds.rung_for < holds.to_come:
        of = "events" if holds.to_come == holds.events else "events to come"
        rings = f"Rings for {holds.rung_for:,} of {holds.to_come:,} {of}"
    part = "" if rings == "Rings" else f"{rings}. "
    return (
        PhoneSaid(
            phone="iphone",
            way="subscribed",
            rings="if set",
            said=f'{rings} where "Remove Alarms" is off for this calendar.',
        ),
        PhoneSaid(phone="iphone", way="imported", rings="yes", said=f"{rings}."),
        _google(file),
        PhoneSaid(
            phone="android",
            way="subscribed",
            rings="if set",
            said=f"{rings} in the app ICSx5 with embedded alerts on.",
        ),
        PhoneSaid(
            phone="outlook",
            way="both",
            rings="if set",
            said=f"{part}Keeps one alarm an event where it is imported; where it is subscribed to, try one.",
        ),
    )


def _google(file: SeenFile) -> PhoneSaid:
    said = "Reads a link again in 8 to 24 hours."
    if any(event.alarms for event in file.events):
        said = f"Ignores its alarms: set that calendar's notifications. {said}"
    if file.writing.size > GOOGLE_LIMIT:
        said = "Does not take it: it is larger than 1 MB."
    return PhoneSaid(phone="google", way="both", rings="no", said=said)
