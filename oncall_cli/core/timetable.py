"""Which week owns a moment and when the office answers, by the rules that held on each date (W1-W5, Y2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from oncall_cli.core.span import MINUTE, Span, overlap, whole_minute, without
from oncall_cli.core.week import DAY, WEEK, WeekShape, first_day, held_span, instant, week_span

Hours = tuple[tuple[time, time], ...]
"""Office hours of one day: pairs of first and last minute, both inside (W3)."""


@dataclass(frozen=True)
class DatedHours:
    """What holds from a date on: the shape of weeks and the office hours of Monday to Sunday."""

    holds_from: date
    shape: WeekShape
    office: tuple[Hours, ...]


@dataclass(frozen=True)
class Timetable:
    """The rules by the date they hold from (of two with one date, the later made wins), and the holidays."""

    dated: Sequence[DatedHours]
    holidays: Mapping[date, str]

    def on(self, day: date) -> DatedHours:
        """The rules that hold on a date; before all of them, the first."""
        for hours in reversed(self.dated):
            if hours.holds_from <= day:
                return hours
        return self.dated[0]

    def week_of_day(self, day: date) -> date:
        """The name of the week in which a calendar date lies."""
        return first_day(day, self.on(day).shape)

    def span(self, week: date) -> Span:
        """The week from its first to its last minute (W1)."""
        return week_span(week, self.on(week).shape, self.on(week + WEEK).shape)

    def held(self, week: date) -> Span:
        """Every instant of the week, its last minute whole."""
        return held_span(week, self.on(week).shape, self.on(week + WEEK).shape)

    def last_day(self, week: date) -> date:
        """The date of the week's last minute, on the team's wall clock."""
        return self.local_day(self.span(week).end)

    def local_day(self, moment: datetime) -> date:
        """The calendar date of a moment, on the team's wall clock."""
        return moment.astimezone(self.on(moment.astimezone(UTC).date()).shape.zone).date()

    def week_at(self, moment: datetime) -> date | None:
        """The week that owns the moment, or nothing on handover day (W2)."""
        minute = whole_minute(moment)
        this = self.week_of_day(self.local_day(moment))
        # The next one too: near a change of zone it may begin before its date has come by the old one.
        for week in (this - WEEK, this, this + WEEK):
            span = self.span(week)
            if span.start <= minute <= span.end:
                return week
        return None

    def next_week(self, moment: datetime) -> date:
        """The first week that begins after a moment."""
        week = self.week_of_day(self.local_day(moment)) - WEEK
        while self.span(week).start <= moment:
            week += WEEK
        return week

    def this_week(self, moment: datetime) -> date:
        """The week that owns the moment; on handover day, the one that begins that evening."""
        return self.week_at(moment) or self.next_week(moment)

    def office_spans(self, day: date) -> list[Span]:
        """When the office answers on a date: none on a holiday (W3)."""
        if day in self.holidays:
            return []
        hours = self.on(day)
        zone = hours.shape.zone
        spans = [
            Span(instant(day, first, zone), instant(day, last, zone) + MINUTE)
            for first, last in hours.office[day.weekday()]
        ]
        # Hours that begin in a skipped hour may end, on that day, before they have begun (W4).
        return [span for span in spans if span.start < span.end]

    def office_open(self, moment: datetime) -> bool:
        """Whether the office answers at that minute (W3)."""
        minute = whole_minute(moment)
        return any(span.start <= minute < span.end for span in self.office_spans(self.local_day(moment)))

    def after_hours(self, moment: datetime) -> bool:
        """Whether a moment is in a week and outside office hours (W3)."""
        return self.week_at(moment) is not None and not self.office_open(moment)

    def after_hours_parts(self, span: Span) -> list[Span]:
        """The parts of a span of work that are after hours, in order."""
        first, last = self.local_day(span.start) - DAY, self.local_day(span.end) + DAY
        days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
        office = [hours for day in days for hours in self.office_spans(day)]
        weeks = sorted(
            {week for day in days for week in [self.week_of_day(day)]} | {self.week_of_day(first) - WEEK}
        )
        parts: list[Span] = []
        for week in weeks:
            held = overlap(span, self.held(week))
            if held:
                parts.extend(without(held, office))
        return parts
