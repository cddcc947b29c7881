"""The steps that a call is paid by, each in its place, and merging where days, clocks and rules change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.base_rate import BaseRate, rate_on, rules_at_rate
from oncall_cli.core.pay.form import pay_lines, total
from oncall_cli.core.pay.model import Call, PayLine
from oncall_cli.core.pay.rules import PayRules

ZONE = ZoneInfo("America/Chicago")


def call(start: str, minutes: int) -> Call:
    """A call that begins at a time of the wall clock and lasts so many minutes of real time."""
    began = datetime.fromisoformat(start).replace(tzinfo=ZONE).astimezone(UTC)
    return Call(start=began, end=began + timedelta(minutes=minutes))


def lines_of(calls: list[Call], **callout: Any) -> list[PayLine]:
    rules = PayRules.model_validate({"base_rate": "60", "callout": callout})
    return pay_lines([], calls, lambda _: rules, (), ZONE)


def minutes_of(calls: list[Call], **callout: Any) -> list[int]:
    return [line.paid or 0 for line in lines_of(calls, **callout)]


@pytest.mark.parametrize(
    ("minutes", "callout", "paid"),
    [
        (50, {"included": 20, "rounding": {"minutes": 25}}, 50),  # 30 left, up to 50; not 50 less 20
        (50, {"included": 30, "minimum": 40}, 40),  # the minimum comes after; it is not 40 less 30
        (31, {"minimum": 20, "rounding": {"minutes": 30, "mode": "down"}}, 30),
        (10, {"minimum": 20, "rounding": {"minutes": 15}}, 20),  # the minimum is not rounded
        (40, {"rounding": {"minutes": 60}, "cap_per_hour": 45}, 45),  # a cap is on what rounding makes
        (10, {"minimum": 60, "cap_per_hour": 30}, 30),
    ],
)
def test_each_step_takes_what_the_one_before_it_leaves(
    minutes: int, callout: dict[str, Any], paid: int
) -> None:
    assert minutes_of([call("2026-11-24T20:00", minutes)], **callout) == [paid]


def test_minimum_and_caps_are_minutes_and_come_before_the_multiplier() -> None:
    doubled = {"multiplier": {"weekday": "2"}}
    (least,) = lines_of([call("2026-11-24T20:00", 10)], minimum=30, **doubled)
    assert (least.paid, least.amount) == (30, 60)
    (most,) = lines_of([call("2026-11-24T20:00", 50)], cap_per_hour=30, **doubled)
    assert (most.paid, most.amount) == (30, 60)


def test_the_least_amount_is_of_the_money_and_the_fee_on_top_of_it() -> None:
    lines = lines_of(
        [call("2026-11-24T20:00", 10)], multiplier={"weekday": "2"}, minimum_amount="25", flat_fee="3"
    )
    assert [line.amount for line in lines] == [25, 3]
    assert lines[0].why == "10 min, weekday ×2 at 60.00, makes 20.00; a call pays 25.00 at least"


def test_a_call_over_midnight_has_its_least_amount_once_and_only_where_both_days_pay_less() -> None:
    late = call("2026-11-27T23:50", 30)
    saturday = {"saturday": "2"}
    (least,) = lines_of([late], minimum_amount="60", multiplier=saturday)
    assert (least.amount, least.worked, least.paid, least.date) == (60, 30, 30, date(2026, 11, 27))
    assert least.why == "30 min over midnight, makes 50.00; a call pays 60.00 at least"
    assert total(lines_of([late], minimum_amount="45", multiplier=saturday)) == 50


def test_minutes_that_standby_pays_leave_the_cap_to_the_calls_that_are_paid() -> None:
    calls = [call("2026-11-24T20:50", 20), call("2026-11-24T20:55", 25)]
    assert minutes_of(calls, merge="separate", included=20, minimum=60, cap_per_hour=30) == [0, 30 + 20]


def test_a_rate_of_nothing_is_a_rate_and_a_night_may_have_a_lesser_minimum() -> None:
    assert [line.amount for line in lines_of([call("2026-11-24T20:00", 10)], rate="0")] == [0]
    nights = [
        {"start": "22:00", "end": "06:00", "minimum": 5},
        {"start": "21:00", "end": "23:00", "minimum": 60},
    ]
    calls = [call("2026-11-24T20:00", 1), call("2026-11-24T21:30", 1), call("2026-11-24T22:30", 1)]
    assert minutes_of(calls, merge="separate", minimum=30, nights=nights) == [30, 60, 5]


def test_a_holiday_is_one_on_a_saturday_too() -> None:
    rules = PayRules.model_validate(
        {"base_rate": "60", "callout": {"multiplier": {"saturday": "2", "holiday": "3"}}}
    )
    saturdays = [call("2026-11-21T20:00", 10), call("2026-11-28T20:00", 10)]
    lines = pay_lines([], saturdays, lambda _: rules, {date(2026, 11, 28)}, ZONE)
    assert [(line.label, line.amount) for line in lines] == [
        ("Call-out, Saturday", 20),
        ("Call-out, holiday", 30),
    ]


def test_a_cap_takes_from_its_own_hour_and_not_from_what_is_worked_on_the_next_day() -> None:
    late = call("2026-11-27T23:10", 70)
    friday, saturday = lines_of([late], cap_per_hour=30, multiplier={"saturday": "2"})
    assert (friday.paid, saturday.paid, saturday.amount) == (30, 20, 40)
    assert friday.why.startswith(
        "70 min, at most 30 for calls begun in one hour, 30 of 50 min from 2026-11-27"
    )


def test_what_a_clerk_reads_of_calls_that_are_paid_together() -> None:
    calls = [call("2026-11-24T20:00", 10), call("2026-11-24T20:20", 10)]
    said = {
        merge: [
            line.why.removesuffix(", weekday ×1 at 60.00")
            for line in lines_of(calls, minimum=25, merge=merge)
        ]
        for merge in ("absorb", "extend", "pool")
    }
    assert said == {
        "absorb": ["2 calls, 20 min, minimum 25 and 5 past its window"],
        "extend": ["2 calls, 20 min, 45 from the first start to the end of the last window"],
        "pool": ["2 calls pooled, 20 min, minimum 25"],
    }


@pytest.mark.parametrize(
    ("merge", "second", "paid"),
    [
        ("absorb", "2026-11-25T00:09", [60]),
        ("absorb", "2026-11-25T00:10", [60, 60]),
        ("extend", "2026-11-25T00:09", [59 + 60]),
        ("extend", "2026-11-25T00:10", [60, 60]),
    ],
)
def test_a_window_goes_on_over_midnight(merge: str, second: str, paid: list[int]) -> None:
    """From 23:10 to 00:10, for the call at 00:10 no more; all on days of one kind, so on one line."""
    calls = [call("2026-11-24T23:10", 5), call(second, 1)]
    assert minutes_of(calls, merge=merge, minimum=60) == paid


def test_a_call_absorbed_after_midnight_is_paid_as_the_day_it_was_worked_on() -> None:
    calls = [call("2026-11-27T23:50", 5), call("2026-11-28T00:05", 30)]
    friday, saturday = lines_of(calls, minimum=30, multiplier={"saturday": "2"})
    assert (friday.paid, saturday.paid) == (15, 30)  # 45: 30, and 15 past the window, which ends at 00:20
    assert (friday.amount, saturday.amount) == (15, 60)


@pytest.mark.parametrize(
    ("start", "second", "paid"),
    [
        ("2026-03-08T01:50", "2026-03-08T03:15", [30]),  # 02:00 to 03:00 is skipped: 25 min later
        ("2026-03-08T01:50", "2026-03-08T03:20", [30, 30]),
        ("2026-11-01T00:50", "2026-11-01T01:15", [30]),
        ("2026-11-01T00:50", "2026-11-01T02:10", [30, 30]),  # 01:00 to 02:00 is there twice
    ],
)
def test_a_window_is_of_real_minutes_where_clocks_change(start: str, second: str, paid: list[int]) -> None:
    assert minutes_of([call(start, 5), call(second, 1)], minimum=30) == paid


def test_a_merge_that_a_new_policy_brings_holds_for_calls_from_its_date() -> None:
    separate, absorb = (
        PayRules.model_validate({"base_rate": "60", "callout": {"merge": merge, "minimum": 30}})
        for merge in ("separate", "absorb")
    )
    calls = [
        call(f"2026-11-{day}T{at}", 5)
        for day, at in ((24, "23:00"), (24, "23:10"), (25, "20:00"), (25, "20:10"))
    ]
    lines = pay_lines([], calls, lambda day: separate if day < date(2026, 11, 25) else absorb, (), ZONE)
    assert [(line.date.day, line.paid) for line in lines] == [(24, 30), (24, 30), (25, 30)]


def test_a_member_s_own_rate_holds_from_its_date_to_the_minute() -> None:
    rates = [
        BaseRate(
            id=1,
            person="ana",
            holds_from=date(2026, 11, 25),
            rate=Decimal(90),
            recorded=datetime(2026, 11, 1, tzinfo=UTC),
        ),
    ]
    policy = PayRules(base_rate=Decimal(60))
    lines = pay_lines(
        [],
        [call("2026-11-24T23:50", 30)],
        lambda day: rules_at_rate(policy, rate_on(rates, day)),
        (),
        ZONE,
    )
    assert [(line.date.day, line.amount) for line in lines] == [(24, 10), (25, 30)]
    assert lines[1].why == "30 min, 20 of 30 min from 2026-11-25, weekday ×1 at 90.00"
