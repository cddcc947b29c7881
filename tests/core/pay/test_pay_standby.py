"""Standby: whole weeks, parts of weeks, days, hours and blocks, by the rules that held."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from oncall_cli.core.pay.form import pay_lines
from oncall_cli.core.pay.model import Call, Duty, PayLine
from oncall_cli.core.pay.rules import PayRules
from tests.core.pay.duties import MONDAY, WEEK, ZONE, duty, moments, part

DAYS = {"weekday": "10", "saturday": "20", "sunday": "30", "holiday": "40"}


def lines_of(
    standby: dict[str, Any],
    *duties: Duty,
    calls: tuple[str, ...] = (),
    holidays: tuple[date, ...] = (),
    base_rate: str = "0",
    rules_on: Callable[[date], PayRules] | None = None,
) -> list[PayLine]:
    rules = PayRules.model_validate({"base_rate": base_rate, "standby": standby})
    worked = [Call(start=start, end=end) for start, end in map(moments, calls)]
    lines = pay_lines(duties, worked, rules_on or (lambda _: rules), holidays, ZONE)
    return [line for line in lines if line.kind != "call_out"]


def paid(*args: Any, **options: Any) -> list[tuple[int, int]]:
    """The day of the month and the amount of each line."""
    return [(line.date.day, int(line.amount)) for line in lines_of(*args, **options)]


BY_WEEK = {"unit": "week", "week": "300", "holiday_addon": "5", "day": DAYS}
WHOLE = duty(WEEK, whole=True)


def test_a_whole_week_is_one_line_and_one_for_each_of_its_holidays() -> None:
    assert paid(BY_WEEK, WHOLE) == [(23, 300)]
    lines = lines_of(BY_WEEK, WHOLE, holidays=(MONDAY, date(2026, 11, 26)))
    assert [(line.kind, line.unit, line.amount) for line in lines] == [
        ("standby", "week", 300),
        ("holiday_addon", "holiday", 5),
        ("holiday_addon", "holiday", 5),
    ]


def test_the_morning_a_week_ends_on_is_a_day_of_the_next_week() -> None:
    assert paid(BY_WEEK, WHOLE, holidays=(date(2026, 11, 30),)) == [(23, 300)]


def test_a_call_out_can_turn_the_week_into_days() -> None:
    void = {**BY_WEEK, "week_void_on_callout": True}
    days = [(23, 10), (24, 10), (25, 10), (26, 40), (27, 10), (28, 20), (29, 30)]
    thanksgiving = (date(2026, 11, 26),)
    assert paid(void, WHOLE, calls=("2026-11-30T06:59/2026-11-30T07:00",), holidays=thanksgiving) == days
    assert len(paid(void, WHOLE, calls=("2026-11-23T18:01/2026-11-23T18:10",))) == 7
    assert paid(void, WHOLE, calls=("2026-11-30T07:00/2026-11-30T07:10",)) == [(23, 300)]
    assert paid(void, WHOLE, calls=("2026-11-23T18:00/2026-11-23T18:01",)) == [(23, 300)]
    assert paid(void, WHOLE) == [(23, 300)]


def test_a_week_with_cover_is_paid_by_days_to_each_for_theirs() -> None:
    owner = (part("2026-11-23T18:01/2026-11-25T12:00"), part("2026-11-26T12:00/2026-11-30T06:59"))
    assert [day for day, _ in paid(BY_WEEK, *owner)] == [23, 24, 26, 27, 28, 29]
    assert paid(BY_WEEK, part("2026-11-25T12:00/2026-11-26T12:00")) == [(25, 10)]


def test_no_date_of_a_week_is_paid_to_one_member_twice() -> None:
    around = (part("2026-11-23T18:01/2026-11-25T20:00"), part("2026-11-25T22:00/2026-11-30T06:59"))
    assert [day for day, _ in paid(BY_WEEK, *around)] == [23, 24, 25, 26, 27, 28, 29]


def test_a_week_has_seven_dates() -> None:
    assert paid(BY_WEEK, part("2026-11-28T00:00/2026-11-30T06:59")) == [(28, 20), (29, 30)]
    assert paid(BY_WEEK, part("2026-11-30T00:00/2026-11-30T06:59")) == [(29, 30)]


def test_without_a_day_table_a_part_is_paid_its_share_of_the_week() -> None:
    (line,) = lines_of({"unit": "week", "week": "156.97"}, part("2026-11-23T18:01/2026-11-24T18:01"))
    assert (str(line.amount), str(line.quantity), line.rate, line.unit) == (
        "24.00",
        "0.1529",
        line.rate,
        "week",
    )
    assert line.why.startswith("24 h 00 min of the week's 156 h 58 min")


def test_a_duty_of_no_week_has_its_share_of_an_ordinary_week() -> None:
    assert paid({"unit": "week", "week": "300"}, duty(WEEK)) == [(23, 300)]


def test_base_hours_multiply_every_amount() -> None:
    by_base = {**BY_WEEK, "in_base_hours": True}
    assert paid(by_base, WHOLE, holidays=(MONDAY,), base_rate="2") == [(23, 600), (23, 10)]
    assert paid({"unit": "hour", "hour": {"weekday": "3"}, "in_base_hours": True}, NIGHT, base_rate="2") == [
        (24, 72)
    ]
    (day, *_) = lines_of({**by_base, "unit": "day"}, NIGHT, base_rate="2")
    assert (day.rate, day.amount) == (20, 20)
    assert "10 base hours at 2.00" in day.why


NIGHT = duty("2026-11-24T19:00/2026-11-25T07:00")


@pytest.mark.parametrize(
    ("rule", "span", "days"),
    [
        ({"day_by": "start"}, "2026-11-27T18:00/2026-11-30T07:00", [(27, 10), (28, 20), (29, 30)]),
        ({"day_by": "start"}, "2026-11-27T18:00/2026-11-29T18:01", [(27, 10), (28, 20), (29, 30)]),
        ({"day_by": "calendar"}, "2026-11-27T18:00/2026-11-29T00:00", [(27, 10), (28, 20)]),
        ({"day_by": "calendar"}, "2026-11-27T18:00/2026-11-29T00:01", [(27, 10), (28, 20), (29, 30)]),
        ({"day_by": "majority"}, "2026-11-27T18:00/2026-11-29T07:00", [(27, 20), (28, 30)]),
        ({"day_by": "majority"}, "2026-11-27T12:00/2026-11-28T12:00", [(27, 10)]),
        ({"day_by": "majority"}, "2026-11-28T12:00/2026-11-29T12:00", [(28, 20)]),
        ({"day_by": "majority"}, "2026-11-29T12:00/2026-11-30T12:00", [(29, 30)]),
        ({"day_by": "shift"}, "2026-11-27T18:00/2026-11-30T07:00", [(27, 10)]),
        ({"last_day": "overnight"}, "2026-11-27T18:00/2026-11-28T19:00", [(27, 10)]),
        ({"last_day": "overnight"}, "2026-11-27T18:00/2026-11-29T00:00", [(27, 10), (28, 20)]),
        (
            {"last_day": "overnight", "day_by": "calendar"},
            "2026-11-27T18:00/2026-11-29T10:00",
            [(27, 10), (28, 20)],
        ),
        ({"last_day": "overnight", "day_by": "shift"}, "2026-11-27T18:00/2026-11-27T23:00", []),
        ({"day_min_hours": "12", "hour": {"weekday": "1"}}, "2026-11-24T19:00/2026-11-25T07:00", [(24, 10)]),
        (
            {"day_min_hours": "12.5", "hour": {"weekday": "1"}},
            "2026-11-24T19:00/2026-11-25T07:00",
            [(24, 12)],
        ),
    ],
)
def test_days(rule: dict[str, Any], span: str, days: list[tuple[int, int]]) -> None:
    assert paid({"unit": "day", "day": DAYS, **rule}, duty(span)) == days


def test_wall_clock_days_keep_their_time_over_a_change_of_clocks() -> None:
    assert paid({"unit": "day", "day": DAYS}, duty("2026-10-31T18:00/2026-11-02T18:00")) == [
        (31, 20),
        (1, 30),
    ]


def test_duties_of_no_week_are_each_paid_their_day() -> None:
    twice = (duty("2026-11-24T00:00/2026-11-24T07:00"), duty("2026-11-24T18:00/2026-11-25T00:00"))
    assert paid({"unit": "day", "day": DAYS}, *twice) == [(24, 10), (24, 10)]


def test_hours_are_elapsed_minutes_by_kind_of_day() -> None:
    by_hour = {"unit": "hour", "hour": {"weekday": "1", "saturday": "2"}}
    lines = lines_of(by_hour, duty("2026-11-26T18:00/2026-11-28T06:30"), holidays=(date(2026, 11, 26),))
    assert [(str(line.quantity), line.rate, str(line.amount)) for line in lines] == [
        ("6.00", 2, "12.00"),
        ("24.00", 1, "24.00"),
        ("6.50", 2, "13.00"),
    ]


def test_hours_worked_can_pause_the_hours_stood_by() -> None:
    by_hour = {"unit": "hour", "hour": {"weekday": "1"}}
    calls = ("2026-11-24T20:00/2026-11-24T21:00", "2026-11-24T20:30/2026-11-24T22:00")
    assert paid({**by_hour, "pause_in_callout": True}, NIGHT, calls=calls) == [(24, 10)]
    assert paid(by_hour, NIGHT, calls=calls) == [(24, 12)]


@pytest.mark.parametrize(
    ("rule", "hours", "amounts"),
    [
        ({}, "2026-11-24T18:00/2026-11-25T02:00", [40]),
        ({}, "2026-11-24T18:00/2026-11-25T02:01", [40, 5]),
        ({}, "2026-11-24T18:00/2026-11-25T06:00", [40, 10]),
        ({}, "2026-11-24T18:00/2026-11-26T18:00", [40, 40]),
        ({"max_hours": 13}, "2026-11-24T18:00/2026-11-26T18:00", [40, 15]),
        ({"max_hours": 8}, "2026-11-24T18:00/2026-11-26T18:00", [40]),
        ({"first": "0", "first_hours": 0}, "2026-11-24T18:00/2026-11-24T20:30", [10]),
        ({"first_hours": "7.5"}, "2026-11-24T18:00/2026-11-25T02:00", [40, 5]),
        ({"first_hours": "7.5"}, "2026-11-24T18:00/2026-11-25T01:30", [40]),
        ({"block_hours": "0.5"}, "2026-11-24T18:00/2026-11-25T02:31", [40, 10]),
    ],
)
def test_blocks(rule: dict[str, Any], hours: str, amounts: list[int]) -> None:
    blocks = {
        "unit": "block",
        "first_hours": 8,
        "first": "40",
        "block_hours": 2,
        "block": "5",
        "max_hours": 24,
    }
    assert [amount for _, amount in paid({**blocks, **rule}, duty(hours))] == amounts


def test_a_line_says_how_its_hours_were_counted() -> None:
    base = {"unit": "block", "first_hours": 8, "first": "2", "block_hours": 2, "block": "1", "max_hours": 12}
    first, blocks = lines_of(
        {**base, "in_base_hours": True}, duty("2026-11-24T16:00/2026-11-25T09:00"), base_rate="9"
    )
    assert first.why == "the first 8 h, 2 base hours at 9.00"
    assert blocks.why == "17 h 00 min, each 2 h begun after 8 h, 1 base hour at 9.00, up to 12 h of a duty"
    majority = {"unit": "day", "day": DAYS, "day_by": "majority"}
    (night,) = lines_of(majority, duty("2026-11-27T18:00/2026-11-28T10:00"))
    assert night.why == "16 h 00 min begun on 2026-11-27, mostly Saturday at 20.00"


def changing(first: dict[str, Any], then: dict[str, Any]) -> Callable[[date], PayRules]:
    """Rules of which the second hold from the Wednesday of the week."""
    before, after = (PayRules.model_validate({"standby": standby}) for standby in (first, then))
    return lambda day: before if day < date(2026, 11, 25) else after


def test_a_week_is_paid_by_what_held_when_it_began() -> None:
    rules_on = changing({"unit": "week", "week": "300"}, {"unit": "week", "week": "400"})
    assert paid({}, WHOLE, rules_on=rules_on) == [(23, 300)]
    later = part("2026-11-27T18:01/2026-11-28T18:01")
    assert paid({}, later, rules_on=rules_on) == [(27, 45)]
    assert paid({}, WHOLE, rules_on=changing({"unit": "week", "week": "300"}, {})) == [(23, 300)]


def test_the_days_of_a_week_outlive_a_rule_that_counts_in_another_way() -> None:
    rules_on = changing({"unit": "week", "day": {"weekday": "1"}}, {"unit": "hour", "hour": {"weekday": "2"}})
    assert paid({}, part("2026-11-23T18:01/2026-11-26T18:01"), rules_on=rules_on) == [
        (23, 1),
        (24, 1),
        (25, 1),
    ]


def test_a_date_that_the_zone_skipped_is_no_day() -> None:
    apia = ZoneInfo("Pacific/Apia")
    noons = (datetime(2011, 12, 28, 12, tzinfo=apia), datetime(2012, 1, 1, 12, tzinfo=apia))
    start, end = (noon.astimezone(UTC) for noon in noons)
    for day_by, days in (("start", [28, 29, 31]), ("calendar", [28, 29, 31, 1])):
        rules = PayRules.model_validate(
            {"standby": {"unit": "day", "day_by": day_by, "day": {"weekday": "1"}}}
        )
        lines = pay_lines([Duty(start=start, end=end)], [], lambda _, held=rules: held, (), apia)
        assert [line.date.day for line in lines] == days


def test_days_and_hours_are_paid_by_what_held_on_each() -> None:
    days = changing({"unit": "day", "day": {"weekday": "1"}}, {"unit": "day", "day": {"weekday": "2"}})
    assert [amount for _, amount in paid({}, WHOLE, rules_on=days)] == [1, 1, 2, 2, 2, 2, 2]
    hours = changing({"unit": "hour", "hour": {"weekday": "1"}}, {"unit": "hour", "hour": {"weekday": "2"}})
    over_midnight = duty("2026-11-24T22:00/2026-11-25T03:00")
    assert paid({}, over_midnight, rules_on=hours) == [(24, 2), (25, 6)]


def test_where_the_unit_changes_the_duty_is_cut_at_midnight() -> None:
    rules_on = changing({"unit": "day", "day": {"weekday": "10"}}, {"unit": "hour", "hour": {"weekday": "1"}})
    assert paid({}, duty("2026-11-24T18:00/2026-11-25T07:00"), rules_on=rules_on) == [(24, 10), (25, 7)]


def test_a_duty_lies_within_its_week_in_whole_minutes() -> None:
    start, end = moments("2026-11-29T18:59/2026-11-30T07:00")
    first, last = moments(WEEK)
    whole_last_minute = Duty(start=start, end=end, week_start=first, week_end=last)
    assert paid({"unit": "hour", "hour": {"weekday": "1"}}, whole_last_minute) == [(29, 5), (30, 6)]
    after = Duty(start=last, end=end, week_start=first, week_end=last)
    assert lines_of({"unit": "block", "first": "5"}, after) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"start": datetime.fromisoformat("2026-01-01T00:00"), "end": datetime(2026, 1, 2, tzinfo=UTC)},
        {"start": datetime(2026, 1, 2, tzinfo=UTC), "end": datetime(2026, 1, 1, tzinfo=UTC)},
        {
            "start": datetime(2026, 1, 1, tzinfo=UTC),
            "end": datetime(2026, 1, 2, tzinfo=UTC),
            "week_start": datetime(2026, 1, 1, tzinfo=UTC),
        },
    ],
)
def test_a_duty_that_cannot_be_is_refused(fields: dict[str, datetime]) -> None:
    with pytest.raises(ValidationError, match=r"expected|timezone info"):
        Duty.model_validate(fields)
