"""Local dates, kinds of day, and time cut into days: at local midnight, or by the wall clock from a start."""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from oncall_cli.core.pay.rules import Kind, PayRules, Weekday
from oncall_cli.core.span import Span
from oncall_cli.core.week import DAY, instant

_WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

KIND_NAMES: dict[Kind, str] = {
    "weekday": "weekday",
    "saturday": "Saturday",
    "sunday": "Sunday",
    "holiday": "holiday",
}


@dataclass(frozen=True)
class PayDays:
    """What pay must know of dates: the rules that held on each, which are holidays, and the team's zone."""

    rules_on: Callable[[date], PayRules]
    holidays: Container[date]
    zone: ZoneInfo

    def day(self, moment: datetime) -> date:
        """The local date of a moment."""
        return moment.astimezone(self.zone).date()

    def rules_at(self, moment: datetime) -> PayRules:
        """The rules that held on the local date of a moment."""
        return self.rules_on(self.day(moment))

    def kind(self, day: date) -> Kind:
        """A holiday, else what that day's rules make of its weekday."""
        if day in self.holidays:
            return "holiday"
        return self.rules_on(day).weekend_days.get(_WEEKDAYS[day.weekday()], "weekday")

    def by_date(self, span: Span) -> list[tuple[date, Span]]:
        """The span cut at local midnight, by date; an end at 00:00 touches no new date."""
        pieces: list[tuple[date, Span]] = []
        start, day = span.start, self.day(span.start)
        while start < span.end:
            midnight = instant(day + DAY, time(0), self.zone)
            if midnight > start:  # a date that the zone skipped has no minutes
                pieces.append((day, Span(start, min(midnight, span.end))))
                start = midnight
            day += DAY
        return pieces

    def wall_days(self, span: Span) -> list[Span]:
        """The span cut into days from its start: each begins at the same time on the wall clock."""
        local = span.start.astimezone(self.zone)
        pieces: list[Span] = []
        start, day = span.start, local.date()
        while start < span.end:
            day += DAY
            following = instant(day, local.time(), self.zone)
            if following > start:
                pieces.append(Span(start, min(following, span.end)))
                start = following
        return pieces

    def minutes_by_kind(self, spans: Iterable[Span]) -> dict[Kind, int]:
        """Elapsed minutes of each kind of day, in the order the kinds come."""
        minutes: dict[Kind, int] = {}
        for span in spans:
            for day, piece in self.by_date(span):
                kind = self.kind(day)
                minutes[kind] = minutes.get(kind, 0) + piece.minutes
        return minutes
