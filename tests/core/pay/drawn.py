"""What the laws of pay are tried on: any rule, calls at any minute, and weeks of many zones."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from oncall_cli.core.pay.model import Call, Duty
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform import WeekStood
from oncall_cli.core.span import Span
from oncall_cli.core.week import WeekShape, week_span

MINUTE = timedelta(minutes=1)
ZONES = [
    ZoneInfo(name)
    for name in (
        "America/Chicago",
        "Europe/Warsaw",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Havana",
    )
]
zones = st.sampled_from(ZONES)
amounts = st.integers(0, 99_999).map(lambda cents: Decimal(cents) / 100)
multipliers = st.decimals(1, 3, places=2)
merges = st.sampled_from(["separate", "absorb", "extend", "pool"])
weeks = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(lambda day: day - timedelta(days=day.weekday()))
CHANGES = [
    (zone, week)
    for zone in ZONES
    for week in (date(2025, 1, 6) + step * timedelta(weeks=1) for step in range(156))
    for span in [week_span(week, WeekShape(zone))]
    if span.start.astimezone(zone).utcoffset() != span.end.astimezone(zone).utcoffset()
]
"""Zones, and the weeks in which their clocks change."""
EPOCH = datetime(2026, 3, 7, tzinfo=UTC)
KINDS = ("weekday", "saturday", "sunday", "holiday")
NIGHT = {"start": "22:00", "end": "06:00"}
STEPS = [
    {"minutes": 0},
    {"minutes": 6, "mode": "up"},
    {"minutes": 15, "mode": "nearest"},
    {"minutes": 15, "mode": "down"},
    {"minutes": 60, "mode": "grace", "grace": 10},
]


def by_kind(values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """A table of kinds of day that says all, some or none of them."""
    return st.fixed_dictionaries({}, optional=dict.fromkeys(KINDS, values))


standby_tables = st.fixed_dictionaries(
    {
        "unit": st.sampled_from(["week", "day", "hour", "block", "none"]),
        "week": amounts,
        "day": by_kind(amounts),
        "hour": by_kind(amounts),
    },
    optional={
        "holiday_addon": amounts,
        "week_void_on_callout": st.booleans(),
        "day_by": st.sampled_from(["start", "calendar", "majority", "shift"]),
        "last_day": st.sampled_from(["any", "overnight"]),
        "day_min_hours": st.sampled_from(["0", "12", "100", "200"]),
        "in_base_hours": st.booleans(),
        "first_hours": st.sampled_from(["0", "7.5", "8"]),
        "first": amounts,
        "block_hours": st.sampled_from(["0.5", "2", "8"]),
        "block": amounts,
        "max_hours": st.sampled_from(["4", "24"]),
        "pause_in_callout": st.booleans(),
        "guarantee_hours": st.sampled_from(["0", "2.5", "7"]),
    },
)


@st.composite
def callout_tables(draw: st.DrawFn, **fixed: Any) -> dict[str, Any]:
    """A table of call-outs; what is `fixed` is not drawn."""
    table = draw(
        st.fixed_dictionaries(
            {"rate": amounts, "multiplier": by_kind(multipliers)},
            optional={
                "minimum": st.sampled_from([15, 30, 120]),
                "minimum_amount": amounts,
                "flat_fee": amounts,
                "included": st.sampled_from([0, 10]),
                "merge": merges,
                "merge_window": st.integers(0, 180),
                "rounding": st.sampled_from(STEPS),
                "split": st.sampled_from(["midnight", "start"]),
                "cap_per_hour": st.integers(0, 60),
                "nights": st.sampled_from([[], [NIGHT | {"minimum": 45}]]),
            },
        )
    )
    return table | fixed


@st.composite
def some_rules(draw: st.DrawFn, **callout: Any) -> PayRules:
    """A rule; what is given of its call-outs is not drawn."""
    return PayRules.model_validate(
        {
            "base_rate": draw(amounts),
            "weekend_days": draw(
                st.sampled_from([{}, {"fri": "saturday"}, {"sat": "saturday", "sun": "sunday"}])
            ),
            "standby": draw(standby_tables),
            "callout": draw(callout_tables(**callout)),
        }
    )


@st.composite
def some_calls(
    draw: st.DrawFn, most: int = 6, *, since: datetime = EPOCH, days: int = 3, longest: int = 300
) -> list[Call]:
    """Calls that begin at any minute of some days."""
    starts = draw(st.lists(st.integers(0, days * 1440), max_size=most))
    return [
        Call(
            start=since + start * MINUTE,
            end=since + (start + draw(st.integers(0, longest))) * MINUTE,
            ticket=number,
        )
        for number, start in enumerate(starts)
    ]


def weekly(zone: ZoneInfo, week: date, cuts: Sequence[int] = ()) -> list[Duty]:
    """The week as one duty, or cut into parts after so many of its minutes."""
    span = week_span(week, WeekShape(zone))
    if not cuts:
        return [Duty(start=span.start, end=span.end, whole_week=True, week=week)]
    edges = [span.start, *(span.start + cut * MINUTE for cut in sorted(set(cuts))), span.end]
    return [
        Duty(start=start, end=end, week=week, week_start=span.start, week_end=span.end)
        for start, end in pairwise(edges)
    ]


def stood_in(week: date, zone: ZoneInfo, gap: tuple[int, int] | None = None) -> WeekStood:
    """The week as one member stood by in it: all of it, or without the minutes of the gap."""
    span = week_span(week, WeekShape(zone))
    if gap is None:
        return WeekStood(week, span, (span,))
    before, after = (span.start + minutes * MINUTE for minutes in gap)
    return WeekStood(week, span, (Span(span.start, before), Span(after, span.end)))


def minutes_worked(calls: Sequence[Call]) -> int:
    """The minutes that any of the calls holds, each once."""
    spans = (((call.start - EPOCH) // MINUTE, (call.end - EPOCH) // MINUTE) for call in calls)
    return len({minute for first, last in spans for minute in range(first, last)})
