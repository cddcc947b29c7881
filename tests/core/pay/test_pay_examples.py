"""What regulations, agreements and other tools' tests say a rule pays: the same rule pays it here."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.pay.form import pay_lines, total
from oncall_cli.core.pay.model import Call, Duty
from oncall_cli.core.pay.rules import PayRules


@dataclass(frozen=True)
class Example:
    """A `[pay]` table, wall-clock spans `START/END` stood by and worked, and what the source says it pays."""

    source: str
    rule: dict[str, Any]
    pays: str
    duties: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    zone: str = "America/New_York"
    whole_week: bool = False
    holidays: frozenset[date] = field(default_factory=frozenset)


def span(text: str, zone: str) -> dict[str, datetime]:
    start, end = (datetime.fromisoformat(part).replace(tzinfo=ZoneInfo(zone)) for part in text.split("/"))
    return {"start": start.astimezone(UTC), "end": end.astimezone(UTC)}


def paid(example: Example) -> Decimal:
    rules = PayRules.model_validate(example.rule)
    duties = [Duty(**span(text, example.zone), whole_week=example.whole_week) for text in example.duties]
    calls = [Call(**span(text, example.zone)) for text in example.calls]
    return total(pay_lines(duties, calls, lambda _: rules, example.holidays, ZoneInfo(example.zone)))


NORTH_AYRSHIRE = {
    "currency": "GBP",
    "standby": {
        "unit": "week",
        "week": "106.25",
        "holiday_addon": "19.97",
        "day": {"weekday": "10.59", "saturday": "22.56", "sunday": "30.74"},
    },
}
WEEK_OF_MAY = "2024-05-13T18:01/2024-05-20T06:59"
TVOED = {
    "base_rate": "1",
    "currency": "EUR",
    "standby": {
        "unit": "day",
        "in_base_hours": True,
        "day": {"weekday": "2", "saturday": "4"},
        "day_min_hours": "12",
        "hour": {"weekday": "0.125"},
    },
}
FLAT_17 = {"currency": "PLN", "standby": {"unit": "hour", "hour": {"weekday": "17"}}}
CAL_OOH_PAY = {
    "currency": "GBP",
    "weekend_days": {"fri": "saturday", "sat": "saturday", "sun": "sunday"},
    "standby": {"unit": "day", "last_day": "overnight", "day": {"weekday": "50", "saturday": "75"}},
}
HOURLY = {"standby": {"unit": "hour", "hour": {"weekday": "1"}}}
HOLIDAY_LAW = {"callout": {"rate": "1", "multiplier": {"weekday": "1", "holiday": "1.5"}}}
PHONE_CALLS = {"callout": {"rate": "60", "minimum": 15, "merge": "separate", "cap_per_hour": 60}}
FIRST_HALF_HOUR = {"callout": {"rate": "60", "included": 30}}


def hours_at_1(**callout: Any) -> dict[str, Any]:
    return {"callout": {"rate": "1", **callout}}


def day(hours: str, date_: str = "2026-11-24") -> str:
    """A call `20:00-20:15` on a day, as a span."""
    start, end = hours.split("-")
    return f"{date_}T{start}/{date_}T{end}"


EXAMPLES = [
    Example(
        "29 CFR 778.221(b)",
        {"base_rate": "5", "callout": {"multiplier": {"weekday": "1.5"}, "minimum": 180}},
        "22.50",
        calls=(day("20:00-22:00"),),
    ),
    Example("North Ayrshire, whole week", NORTH_AYRSHIRE, "106.25", (WEEK_OF_MAY,), whole_week=True),
    Example(
        "North Ayrshire, whole week with a holiday",
        NORTH_AYRSHIRE,
        "126.22",
        (WEEK_OF_MAY,),
        whole_week=True,
        holidays=frozenset({date(2024, 5, 15)}),
    ),
    Example(
        "North Ayrshire, Monday to Friday", NORTH_AYRSHIRE, "52.95", ("2024-05-13T18:01/2024-05-18T18:01",)
    ),
    Example(
        "North Ayrshire, Saturday and Sunday", NORTH_AYRSHIRE, "53.30", ("2024-05-18T18:01/2024-05-20T06:59",)
    ),
    Example(
        "North Ayrshire, both by the date", NORTH_AYRSHIRE, "53.30", ("2024-05-18T00:00/2024-05-20T00:00",)
    ),
    Example(
        "TVöD § 8 (3), weekend", TVOED, "10", ("2026-11-27T15:00/2026-11-30T07:00",), zone="Europe/Berlin"
    ),
    Example(
        "TVöD § 8 (3), four hours", TVOED, "0.5", ("2026-12-01T18:00/2026-12-01T22:00",), zone="Europe/Berlin"
    ),
    Example(
        "begun hours, each call",
        hours_at_1(merge="separate", rounding={"minutes": 60}),
        "3",
        calls=(day("18:00-18:30"), day("19:00-19:35"), day("20:00-20:50")),
    ),
    Example(
        "hour steps, separate",
        hours_at_1(merge="separate", rounding={"minutes": 60}),
        "4",
        calls=(day("18:00-19:10"), day("20:00-20:15"), day("22:00-22:30")),
    ),
    Example(
        "hour steps, pooled",
        hours_at_1(merge="pool", rounding={"minutes": 60}),
        "2",
        calls=(day("18:00-19:10"), day("20:00-20:15"), day("22:00-22:30")),
    ),
    Example(
        "New Zealand Holidays Act, into a holiday",
        HOLIDAY_LAW,
        "9.5",
        calls=("2026-10-25T19:00/2026-10-26T03:00",),
        zone="Pacific/Auckland",
        holidays=frozenset({date(2026, 10, 26)}),
    ),
    Example(
        "flat hourly, Warsaw", FLAT_17, "272", ("2026-11-24T17:00/2026-11-25T09:00",), zone="Europe/Warsaw"
    ),
    Example(
        "flat hourly, clocks back",
        FLAT_17,
        "289",
        ("2026-10-24T17:00/2026-10-25T09:00",),
        zone="Europe/Warsaw",
    ),
    Example(
        "flat hourly, clocks forward",
        FLAT_17,
        "255",
        ("2026-03-28T17:00/2026-03-29T09:00",),
        zone="Europe/Warsaw",
    ),
    Example("CalOohPay", CAL_OOH_PAY, "750", ("2024-07-31T23:00/2024-08-12T10:00",), zone="Europe/London"),
    Example(
        "minimum 2 h, separate",
        hours_at_1(minimum=120, merge="separate"),
        "4",
        calls=(day("20:00-20:15"), day("21:00-21:15")),
    ),
    Example(
        "minimum 2 h, absorbed",
        hours_at_1(minimum=120, merge="absorb"),
        "2",
        calls=(day("20:00-20:15"), day("21:00-21:15")),
    ),
    Example(
        "minimum 2 h, absorbed and past the window",
        hours_at_1(minimum=120, merge="absorb"),
        "2.5",
        calls=(day("19:00-19:20"), day("20:40-21:30")),
    ),
    *(
        Example(
            f"nearest 15, {worked} min",
            {"callout": {"rate": "60", "rounding": {"minutes": 15, "mode": "nearest"}}},
            str(minutes),
            calls=(day(f"20:00-20:{worked:02}"),),
        )
        for worked, minutes in ((7, 0), (8, 15), (22, 15), (23, 30))
    ),
    Example("New York night, clocks back", HOURLY, "9", ("2026-10-31T23:00/2026-11-01T07:00",)),
    Example("New York night, clocks forward", HOURLY, "7", ("2026-03-07T23:00/2026-03-08T07:00",)),
    Example(
        "collective agreement, two calls at 02:00 and three at 04:00",
        PHONE_CALLS,
        "75",
        calls=tuple(day(hours) for hours in ("02:05-02:10", "02:30-02:33")) + (day("04:00-04:01"),) * 3,
    ),
    Example(
        "collective agreement, five calls in an hour", PHONE_CALLS, "60", calls=(day("02:00-02:04"),) * 5
    ),
    Example("Hampshire 13.7, half an hour on the phone", FIRST_HALF_HOUR, "0", calls=(day("20:00-20:30"),)),
    Example("Hampshire 13.7, fifty minutes", FIRST_HALF_HOUR, "20", calls=(day("20:00-20:50"),)),
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.source)
def test_pays_what_the_source_says(example: Example) -> None:
    assert paid(example) == Decimal(example.pays)
