"""When the times in a calendar file are: by the zone that they name, else as the file describes it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from oncall_cli.core.calendar_check.file import SeenEvent, SeenFile, SeenZone, Stamp, ZoneName
from oncall_cli.core.calendar_check.zone import DescribedZone, Reading, midnight

UNKNOWN = ZoneName("unknown", None)


class FileClock:
    """The clocks of a file: the zones it names, those it describes, and the one it says for all else."""

    def __init__(self, file: SeenFile) -> None:
        self._names = file.names
        self.described: dict[str, SeenZone] = {}
        for zone in file.zones:
            self.described.setdefault(zone.name, zone)
        years = [
            stamp.day.year for event in file.events for stamp in (event.start, event.end) if stamp is not None
        ]
        more = 2 if any(event.series for event in file.events) else 0
        self._years = (min(years, default=2000), max(years, default=2000) + more)
        self._read: dict[tuple[str, Reading], DescribedZone] = {}
        self._instants: dict[tuple[Stamp, bool], datetime | None] = {}
        self.rest = self.name(file.zone_said).zone if file.zone_said else None

    def name(self, zone: str) -> ZoneName:
        """What a zone's name is."""
        return self._names.get(zone, UNKNOWN)

    def by(self, zone: str, reading: Reading) -> DescribedZone | None:
        """A zone as the file describes it, by one reading; nothing where it does not, or cannot be read."""
        seen = self.described.get(zone)
        if seen is None or seen.broken:
            return None
        key = (zone, reading)
        if key not in self._read:
            self._read[key] = DescribedZone(seen, reading, *self._years)
        return self._read[key]

    def meant(self, stamp: Stamp) -> timedelta | None:
        """The offset that a time on a wall was meant to have; nothing where nobody can tell."""
        if stamp.local is None:
            return None
        if stamp.is_utc:
            return timedelta()
        zone = self.name(stamp.zone).zone if stamp.zone else self.rest
        if zone:
            return zone.utcoffset(stamp.local)
        described = self.by(stamp.zone, Reading.WHOLE) if stamp.zone else None
        return described.offset(stamp.local) if described else None

    def instant(self, stamp: Stamp | None) -> datetime | None:
        """The moment in UTC of a time; nothing for a date, and where nobody can tell."""
        if stamp is None or stamp.local is None:
            return None
        return self._known(stamp, self.meant)

    def near(self, stamp: Stamp | None) -> datetime | None:
        """The moment in UTC of a time, as near as can be told: a date begins at midnight, and what names no
        zone is in the file's, or in UTC. Nothing for a zone that nobody knows."""
        return self._known(stamp, self._offset_near) if stamp else None

    def _offset_near(self, stamp: Stamp) -> timedelta | None:
        if stamp.local and (stamp.is_utc or stamp.zone):
            return self.meant(stamp)
        return self.rest.utcoffset(stamp.local or midnight(stamp.day)) if self.rest else timedelta()

    def _known(self, stamp: Stamp, offset_of: Callable[[Stamp], timedelta | None]) -> datetime | None:
        """The moment by an offset, reckoned once: many events share a time."""
        key = (stamp, offset_of == self.meant)
        if key not in self._instants:
            offset = offset_of(stamp)
            local = (stamp.local or midnight(stamp.day)).replace(tzinfo=UTC)
            try:
                self._instants[key] = None if offset is None else local - offset
            except OverflowError:
                self._instants[key] = None
        return self._instants[key]

    def start(self, event: SeenEvent) -> datetime | None:
        """When an event starts, in UTC."""
        return self.instant(event.start)

    def odd(self, stamp: Stamp | None) -> str:
        """Whether the clocks `skip` a time or show it `twice`; else nothing."""
        zone = self._zone(stamp)
        if stamp is None or stamp.local is None or zone is None:
            return ""
        first, second = (zone.utcoffset(stamp.local.replace(fold=fold)) for fold in (0, 1))
        if first is None or second is None or first == second:
            return ""
        return "skip" if first < second else "twice"

    def _zone(self, stamp: Stamp | None) -> ZoneInfo | None:
        if stamp is None or stamp.is_utc:
            return None
        return self.name(stamp.zone).zone if stamp.zone else self.rest

    def shown(self, stamp: Stamp) -> tzinfo | None:
        """The zone in which a time is told: the one it names, else the file's."""
        return (self._zone(stamp) or self.rest or UTC) if stamp.local else None
