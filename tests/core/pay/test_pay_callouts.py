"""Call-outs: merging, minimums, windows, nights, caps, fees, kinds of day and what a line says of them."""

from collections.abc import Callable, Container
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.pay.form import pay_lines, total
from oncall_cli.core.pay.model import Call, PayLine
from oncall_cli.core.pay.rules import PayRules

ZONE = ZoneInfo("America/Chicago")
TUESDAY = "2026-11-24"
SATURDAY = "2026-11-28"


def call(hours: str, ticket: int | None = None, day: str = TUESDAY, last: str | None = None) -> Call:
    start, end = hours.split("-")
    moments = (
        datetime.fromisoformat(text).replace(tzinfo=ZONE)
        for text in (f"{day}T{start}", f"{last or day}T{end}")
    )
    first, second = (moment.astimezone(UTC) for moment in moments)
    return Call(start=first, end=second, ticket=ticket)


def rules(**callout: Any) -> PayRules:
    return PayRules.model_validate({"base_rate": "60", "callout": callout})


def lines_of(
    calls: list[Call],
    *,
    rules_on: Callable[[date], PayRules] | None = None,
    holidays: Container[date] = (),
    **callout: Any,
) -> list[PayLine]:
    held = rules(**callout)
    return pay_lines([], calls, rules_on or (lambda _: held), holidays, ZONE)


def minutes_of(calls: list[Call], **callout: Any) -> list[int]:
    """Paid minutes, line by line; at 60 an hour they are the amount too."""
    lines = lines_of(calls, **callout)
    assert [line.amount for line in lines] == [Decimal(line.paid or 0) for line in lines]
    return [line.paid or 0 for line in lines]


def test_a_line_says_why() -> None:
    table = {"base_rate": "20", "callout": {"minimum": 30, "multiplier": {"sunday": "2"}}}
    held = PayRules.model_validate(table)
    (line,) = pay_lines([], [call("20:00-20:14", 7, "2026-11-29")], lambda _: held, (), ZONE)
    assert line.why == "14 min, minimum 30, Sunday ×2 at 20.00"
    assert (line.kind, line.label, line.date, line.ticket) == (
        "call_out",
        "Call-out, Sunday",
        date(2026, 11, 29),
        7,
    )
    assert [str(number) for number in (line.quantity, line.rate, line.amount)] == ["0.50", "40.00", "20.00"]
    assert (line.unit, line.worked, line.paid) == ("hour", 14, 30)


EVENING = [call("20:00-20:20", 1), call("20:10-20:25", 2), call("20:40-20:50", 3), call("21:05-21:10", 4)]


@pytest.mark.parametrize(
    ("callout", "paid"),
    [
        ({"merge": "separate", "minimum": 30}, [30, 30, 30, 30]),
        ({"merge": "absorb", "minimum": 30}, [30, 30]),
        ({"merge": "absorb", "minimum": 45}, [45 + 5, 45]),
        ({"merge": "absorb", "minimum": 30, "merge_window": 120}, [25 + 10 + 5]),
        ({"merge": "extend", "minimum": 30}, [30, 25 + 30]),
        ({"merge": "extend", "minimum": 41}, [40 + 25 + 41]),
        ({"merge": "pool", "minimum": 30}, [25 + 10 + 5]),
        ({"merge": "pool", "minimum": 60}, [60]),
        ({"minimum": 0}, [25, 10, 5]),
    ],
)
def test_merging(callout: dict[str, Any], paid: list[int]) -> None:
    assert minutes_of(EVENING, **callout) == paid


def test_a_call_that_begins_as_the_window_ends_is_another_call() -> None:
    calls = [call("20:00-20:05"), call("20:30-20:35")]
    assert minutes_of(calls, minimum=30) == [30, 30]
    assert minutes_of(calls, minimum=31) == [31 + 4]
    assert minutes_of([*calls, call("21:00-21:01")], merge="extend", minimum=31) == [60 + 31]


def test_calls_that_only_touch_are_two() -> None:
    assert minutes_of([call("20:00-20:10"), call("20:10-20:20")], rounding={"minutes": 15}) == [15, 15]


def test_an_absorbed_call_does_not_open_a_window() -> None:
    calls = [call("20:00-20:05"), call("20:25-20:35"), call("20:45-20:50")]
    assert minutes_of(calls, minimum=30) == [30 + 5, 30]


def test_work_is_never_worth_less_for_having_been_absorbed() -> None:
    calls = [call("20:00-20:20"), call("20:21-20:50")]
    assert minutes_of(calls, minimum=30, merge_window=60) == [20 + 29]
    assert minutes_of(calls, minimum=30, merge_window=60, rounding={"minutes": 15}) == [60]


def test_a_window_started_anew_never_ends_before_the_work() -> None:
    assert minutes_of([call("20:00-20:05"), call("20:20-21:30")], merge="extend", minimum=30) == [90]


def test_rounding_comes_before_the_minimum() -> None:
    assert minutes_of([call("20:00-20:05")], minimum=20, rounding={"minutes": 15}) == [20]
    assert minutes_of([call("20:00-20:16")], minimum=20, rounding={"minutes": 15}) == [30]


def test_minutes_past_the_window_are_rounded_on_top_of_the_minimum() -> None:
    calls = [call("20:00-20:05"), call("20:25-20:36")]
    assert minutes_of(calls, minimum=30, rounding={"minutes": 15}) == [30 + 15]


@pytest.mark.parametrize(("hours", "paid"), [("20:00-20:15", 0), ("20:00-20:16", 30), ("20:00-21:00", 45)])
def test_the_first_minutes_may_be_paid_by_standby(hours: str, paid: int) -> None:
    assert minutes_of([call(hours)], included=15, minimum=30) == [paid]


def test_a_call_that_standby_pays_has_neither_fee_nor_least_amount() -> None:
    lines = lines_of([call("20:00-20:10")], included=15, minimum=30, minimum_amount="5", flat_fee="3")
    assert total(lines) == 0


def test_included_minutes_are_taken_once_from_calls_paid_together() -> None:
    assert minutes_of([call("20:00-20:10"), call("20:20-20:40")], included=15, minimum=30) == [30 + 10]


@pytest.mark.parametrize(("hours", "paid"), [("21:59-22:00", 15), ("22:00-22:01", 60), ("05:59-06:00", 60)])
def test_nights_have_their_own_minimum(hours: str, paid: int) -> None:
    nights = [{"start": "22:00", "end": "06:00", "minimum": 60}]
    assert minutes_of([call(hours)], minimum=15, nights=nights) == [paid]


def test_a_night_widens_the_window_that_is_its_minimum() -> None:
    nights = [{"start": "22:00", "end": "06:00", "minimum": 60}]
    calls = [call("22:00-22:05"), call("22:50-23:05")]
    assert minutes_of(calls, minimum=15, nights=nights) == [60 + 5]


def test_the_cap_holds_down_many_calls_in_one_clock_hour() -> None:
    calls = [call("20:05-20:10"), call("20:40-20:50"), call("21:00-21:05")]
    assert minutes_of(calls, merge="separate", minimum=45, cap_per_hour=60) == [45, 15, 45]


def test_the_cap_leaves_what_was_worked_after_its_hour() -> None:
    assert minutes_of([call("20:10-23:10")], cap_per_hour=60) == [180]
    assert minutes_of([call("20:10-23:10")], cap_per_hour=30) == [30 + 130]


def test_a_repeated_clock_hour_is_two_hours() -> None:
    early = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    calls = [Call(start=start, end=start.replace(minute=35)) for start in (early, early.replace(hour=7))]
    assert {one.start.astimezone(ZONE).hour for one in calls} == {1}
    assert minutes_of(calls, merge="separate", minimum=60, cap_per_hour=60) == [60, 60]


def test_a_call_over_midnight_is_split_and_its_extra_minutes_go_to_the_first_date() -> None:
    late = call("23:50-00:20", 3, "2026-11-27", SATURDAY)
    multiplier = {"weekday": "1", "saturday": "2"}
    friday, saturday = lines_of([late], minimum=60, multiplier=multiplier)
    assert (friday.date, friday.paid, friday.amount, friday.worked) == (date(2026, 11, 27), 40, 40, 30)
    assert (saturday.date, saturday.paid, saturday.amount, saturday.worked) == (
        date(2026, 11, 28),
        20,
        40,
        None,
    )
    down = lines_of([late], rounding={"minutes": 25, "mode": "down"}, multiplier=multiplier)
    assert [line.paid for line in down] == [5, 20]
    (whole,) = lines_of([late], minimum=60, multiplier=multiplier, split="start")
    assert (whole.label, whole.amount) == ("Call-out, weekday", 60)


def test_dates_of_one_kind_and_rate_are_one_line() -> None:
    (line,) = lines_of([call("23:50-00:20", 3, TUESDAY, "2026-11-25")])
    assert (line.paid, line.date) == (30, date(2026, 11, 24))


def test_a_pool_keeps_the_kinds_of_its_days() -> None:
    calls = [call("20:00-20:10"), call("20:00-20:15", day=SATURDAY)]
    for split in ("midnight", "start"):
        tuesday, saturday = lines_of(
            calls, merge="pool", split=split, rounding={"minutes": 30}, multiplier={"saturday": "2"}
        )
        assert (tuesday.paid, saturday.paid, saturday.amount) == (15, 15, 30)


def test_the_least_amount_takes_the_place_of_less() -> None:
    (line,) = lines_of([call("20:00-20:10", 5)], minimum_amount="25")
    assert (line.quantity, line.unit, line.rate, line.amount) == (1, "call", 25, 25)
    assert "10 min" in line.why
    assert "10.00" in line.why
    assert (line.ticket, line.worked, line.paid) == (5, 10, 10)
    (more,) = lines_of([call("20:00-20:26")], minimum_amount="25")
    assert (more.unit, more.amount) == ("hour", 26)


def test_the_fee_is_for_each_paid_call() -> None:
    absorbed = lines_of(EVENING, minimum=30, flat_fee="7")
    assert [(line.kind, line.amount) for line in absorbed] == [
        ("call_out", 30),
        ("call_fee", 7),
        ("call_out", 30),
        ("call_fee", 7),
    ]
    pooled = lines_of(EVENING, merge="pool", flat_fee="7")
    assert [(line.quantity, line.amount) for line in pooled if line.kind == "call_fee"] == [(3, 21)]


def test_the_rate_of_the_rule_comes_before_the_base_rate() -> None:
    assert [line.amount for line in lines_of([call("20:00-21:00")], rate="30")] == [30]


def test_holidays_and_moved_weekends_decide_the_kind() -> None:
    friday = PayRules.model_validate(
        {
            "weekend_days": {"fri": "sunday"},
            "base_rate": "10",
            "callout": {"multiplier": {"sunday": "2", "holiday": "3"}},
        }
    )
    calls = [call("20:00-21:00", day=day) for day in (TUESDAY, "2026-11-26", "2026-11-27", SATURDAY)]
    lines = pay_lines([], calls, lambda _: friday, {date(2026, 11, 26)}, ZONE)
    assert [line.amount for line in lines] == [10, 30, 20, 10]


def test_each_day_is_paid_by_what_held_that_day() -> None:
    def rules_on(day: date) -> PayRules:
        return PayRules.model_validate({"base_rate": "60" if day < date(2026, 11, 25) else "120"})

    lines = lines_of([call("23:50-00:20", 1, TUESDAY, "2026-11-25")], rules_on=rules_on)
    assert [(line.date.day, line.paid, line.amount) for line in lines] == [(24, 10, 10), (25, 20, 40)]


def test_a_call_has_the_minimum_of_the_date_it_began_on() -> None:
    def rules_on(day: date) -> PayRules:
        return rules(minimum=30 if day < date(2026, 11, 25) else 60)

    calls = [call("23:55-00:01", 1, TUESDAY, "2026-11-25"), call("20:00-20:10", day="2026-11-25")]
    assert [line.paid for line in lines_of(calls, rules_on=rules_on)] == [30, 60]


def test_a_pool_goes_on_where_only_the_rate_changed() -> None:
    def rules_on(day: date) -> PayRules:
        rate = "60" if day < date(2026, 11, 25) else "120"
        return PayRules.model_validate(
            {"callout": {"rate": rate, "merge": "pool", "rounding": {"minutes": 60}}}
        )

    calls = [call("20:00-20:20"), call("20:00-20:30", day="2026-11-25")]
    assert [line.paid for line in lines_of(calls, rules_on=rules_on)] == [30, 30]


def test_moments_are_taken_to_their_whole_minute() -> None:
    late = Call(
        start=datetime(2026, 11, 25, 2, 0, 59, tzinfo=UTC),
        end=datetime(2026, 11, 25, 2, 10, 1, tzinfo=UTC),
    )
    assert minutes_of([late]) == [10]
    assert minutes_of([Call(start=late.start, end=late.start)], minimum=30) == [30]
