"""Which events of a calendar file come out at a wrong time because of how it describes their timezone.

A reader that knows the zone by its name is right; what others read is reckoned and held against that.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from itertools import islice

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenEvent, SeenFile, Stamp
from oncall_cli.core.calendar_check.finding import Found, counted, cut_name, found
from oncall_cli.core.calendar_check.series import times
from oncall_cli.core.calendar_check.zone import DescribedZone, Reading

MOST_TIMES = 300_000
"""How many times of series are looked at, of the same number in each timezone."""


def zone_findings(file: SeenFile, clock: FileClock) -> Iterator[Found]:
    """Findings about each timezone that is named or described."""
    used: dict[str, list[SeenEvent]] = {}
    for event in file.events:
        for name in {stamp.zone for stamp in (event.start, event.end) if stamp and stamp.zone}:
            used.setdefault(name, []).append(event)
    names = Counter(zone.name for zone in file.zones)
    for zone in clock.described.values():
        name = cut_name(zone.name)
        if zone.broken:
            yield found(
                "zone-broken", f"Its description of the timezone {name} cannot be read: {zone.broken}."
            )
        elif names[zone.name] > 1:
            yield found(
                "zone-twice", f"It describes the timezone {name} in {names[zone.name]} ways that differ."
            )
    most = MOST_TIMES // max(len(used), 1)
    for zone_name, which in used.items():
        yield from _named_zone(zone_name, which, file.events, clock, most)


def _named_zone(
    name: str, which: Sequence[SeenEvent], events: Sequence[SeenEvent], clock: FileClock, most: int
) -> Iterator[Found]:
    kind, cut, count = clock.name(name).kind, cut_name(name), counted(which, events)
    if name not in clock.described:
        if kind == "unknown":
            said = f"{count}: in the timezone {cut}, which neither the file nor any phone explains."
            yield found("zone-unknown", said, which)
        else:
            said = f"{count}: in the timezone {cut}, which the file does not describe; Outlook takes "
            yield found("zone-missing", f"{said}the time for the device's own.", which)
        return
    if kind != "iana":
        about = "a name of Windows" if kind == "windows" else "no name that every phone knows"
        said = f"{count}: in the timezone {cut}, {about}; some read it as their own time."
        yield found("zone-name", said, which)
    whole = clock.by(name, Reading.WHOLE)
    if whole is None:
        return
    late = [
        event
        for event in which
        if not all(whole.covers(stamp.local) for stamp in _stamps(event, name) if stamp.local)
    ]
    if late:
        said = f"{counted(late, events)}: before the first date in the file's description of {cut}."
        yield found("zone-late", said, late)
    rest = _without(which, late)
    wrong, shifts = _wrong(rest, name, whole, clock, most)
    if wrong:
        said = (
            f"{counted(wrong, events)}: {_by(shifts)} where the file's own description "
            f"of {cut} is read, as Outlook does; phones that know the zone by its name have them right."
        )
        yield found("zone-differs", said, wrong)
    right = _without(rest, wrong)
    yield from _dates(name, right, events, clock, most)


def _without(events: Sequence[SeenEvent], others: Collection[SeenEvent]) -> list[SeenEvent]:
    left_out = {id(event) for event in others}
    return [event for event in events if id(event) not in left_out]


def _dates(
    name: str, which: Sequence[SeenEvent], events: Sequence[SeenEvent], clock: FileClock, most: int
) -> Iterator[Found]:
    """What becomes of a zone that is described by lists of dates."""
    if not any(part.dates for part in clock.described[name].parts):
        return
    first = clock.by(name, Reading.FIRST_DATES)
    wrong, shifts = _wrong(which, name, first, clock, most) if first else ([], [])
    cut = cut_name(name)
    if wrong:
        said = (
            f"{counted(wrong, events)}: {_by(shifts)} in Thunderbird, and in web calendars that read as it "
            "does: they take only the first date of each list (RDATE) in which the file describes "
            f"{cut}. Outlook reads none of these dates."
        )
        yield found("zone-dates-wrong", said, wrong)
    else:
        said = f"It describes the timezone {cut} by lists of dates (RDATE), which Outlook does not read."
        yield found("zone-dates", said)


def _stamps(event: SeenEvent, name: str) -> list[Stamp]:
    """The times of an event on the wall clocks of a zone."""
    return [stamp for stamp in (event.start, event.end) if stamp and stamp.local and stamp.zone == name]


def _wrong(
    events: Sequence[SeenEvent], name: str, read: DescribedZone, clock: FileClock, most: int
) -> tuple[list[SeenEvent], list[timedelta]]:
    """Events that a reader puts elsewhere, and how much later; times that are odd anyway are left out."""
    wrong: list[SeenEvent] = []
    shifts: list[timedelta] = []
    for event in events:
        stamps = _stamps(event, name)
        if event.series and most > 0:
            again = [stamp for stamp in islice(times(event, clock), 1, most) if stamp.zone == name]
            most -= len(again)
            stamps += again
        for stamp in stamps:
            meant = clock.meant(stamp)
            if meant is not None and stamp.local and not clock.odd(stamp):
                shift = meant - read.offset(stamp.local)
                if shift:
                    wrong.append(event)
                    shifts.append(shift)
                    break
    return wrong, shifts


def _by(shifts: Collection[timedelta]) -> str:
    """How far off: 1 hour early; up to 2 hours off where it is not always the same."""
    if len(set(shifts)) > 1:
        return f"up to {_length(max(map(abs, shifts)))} off"
    shift = next(iter(shifts))
    return f"{_length(abs(shift))} {'late' if shift > timedelta() else 'early'}"


def _length(length: timedelta) -> str:
    hours, minutes = divmod(length // timedelta(minutes=1), 60)
    said = [
        f"{count} {unit}{'s' * (count > 1)}"
        for count, unit in ((hours, "hour"), (minutes, "minute"))
        if count
    ]
    return " ".join(said) or "less than a minute"
