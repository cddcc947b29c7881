"""Which alarms of a calendar file are still to ring on phones, and for which events to come none is."""

from bisect import bisect_left
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import islice

from oncall_cli.core.calendar_check.clock import FileClock
from oncall_cli.core.calendar_check.file import SeenAlarm, SeenEvent
from oncall_cli.core.calendar_check.series import comes_again

RINGS = ("DISPLAY", "AUDIO")
AHEAD = timedelta(hours=1)
"""How long before an event a reminder of its own may ring for it, and be over after it."""
MOST_NEAR = 100
"""How many events are looked at that might be another's reminder."""


def has_ringing(event: SeenEvent) -> bool:
    """Whether an alarm of an event shows or sounds on a phone."""
    return any(alarm.action in RINGS for alarm in event.alarms)


def rings_at(event: SeenEvent, alarm: SeenAlarm, clock: FileClock) -> datetime | None:
    """When an alarm rings, in UTC, for the first time of its event; nothing where it cannot be read."""
    if alarm.at:
        return alarm.at
    begun = clock.near((event.end or event.start) if alarm.from_end else event.start)
    if begun is None or alarm.after is None:
        return None
    try:
        return begun + alarm.after
    except OverflowError:
        return None


class Ringing:
    """What rings from a moment on.

    An event without an alarm is rung for where another rings at its start, during it or at its end, and does
    not outlast it: so do the reminders of a week, which itself has no alarm.
    """

    def __init__(self, events: Sequence[SeenEvent], clock: FileClock, now: datetime) -> None:
        self._clock, self._now = clock, now
        self.to_ring = 0
        """How many alarms are still to ring."""
        self.is_read = any(
            alarm.action in RINGS and rings_at(event, alarm, clock) is not None
            for event in events
            for alarm in event.alarms
        )
        """Whether a time is known at which a phone would have rung."""
        self.coming: list[SeenEvent] = []
        """Events to come, or whose time nobody can tell."""
        self.silent: list[SeenEvent] = []
        """Those of them that have alarms, of which none is to ring."""
        bare = []
        self._starts: list[tuple[datetime, datetime]] = []
        for event in events:
            if event.status == "CANCELLED":
                continue
            again = event.series is not None and comes_again(event, clock, now)
            ringing = sum(self._rings(event, alarm, again) for alarm in event.alarms)
            self.to_ring += ringing
            begun = clock.near(event.start)
            if ringing and begun:
                self._starts.append((begun, clock.near(event.end) or begun))
            if begun is None or begun >= now or again:
                self.coming.append(event)
                if event.alarms and not ringing:
                    self.silent.append(event)
                elif not event.alarms:
                    bare.append(event)
        self._starts.sort()
        self.bare = [event for event in bare if not self._is_reminded(event)]
        """Those without an alarm, for which nothing else rings."""

    @property
    def rung(self) -> int:
        """For how many events to come something rings."""
        return len(self.coming) - len(self.silent) - len(self.bare)

    def _rings(self, event: SeenEvent, alarm: SeenAlarm, again: bool) -> bool:
        """Whether an alarm is still to ring, of an event that comes `again` or does not."""
        moment = rings_at(event, alarm, self._clock)
        if alarm.action not in RINGS or moment is None:
            return False
        if event.series and not alarm.at:
            return again
        return moment >= self._now and not (alarm.acknowledged and alarm.acknowledged >= moment)

    def _is_reminded(self, event: SeenEvent) -> bool:
        begun = self._clock.near(event.start)
        if begun is None:
            return False
        ended = self._clock.near(event.end) or begun
        first = bisect_left(self._starts, -AHEAD, key=lambda pair: pair[0] - begun)
        near = islice(self._starts, first, first + MOST_NEAR)
        return any(start <= ended and end - ended <= AHEAD for start, end in near)
