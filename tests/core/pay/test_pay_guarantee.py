"""Guaranteed call-out hours: filled up for those who stand by, week by week."""

from datetime import date
from typing import Any

from oncall_cli.core.pay.form import pay_lines
from oncall_cli.core.pay.model import Call, Duty, PayLine
from oncall_cli.core.pay.rules import PayRules
from tests.core.pay.duties import MONDAY, WEEK, ZONE, duty, moments, part


def lines_of(
    standby: dict[str, Any],
    *duties: Duty,
    callout: dict[str, Any],
    calls: tuple[str, ...] = (),
    holidays: tuple[date, ...] = (),
) -> list[PayLine]:
    rules = PayRules.model_validate({"standby": standby, "callout": callout})
    worked = [Call(start=start, end=end) for start, end in map(moments, calls)]
    lines = pay_lines(duties, worked, lambda _: rules, holidays, ZONE)
    return [line for line in lines if line.kind != "call_out"]


WHOLE = duty(WEEK, whole=True)
NIGHT = duty("2026-11-24T19:00/2026-11-25T07:00")
GUARANTEE = {"unit": "none", "guarantee_hours": "4"}
CALLOUT = {"rate": "10", "minimum": 60, "multiplier": {"weekday": "1.5", "sunday": "2"}}
ONE_CALL = ("2026-11-29T20:00/2026-11-29T20:10",)


def test_guaranteed_hours_are_filled_up_at_the_weekday_multiplier() -> None:
    (line,) = lines_of(GUARANTEE, WHOLE, calls=ONE_CALL, callout=CALLOUT)
    assert (line.kind, line.quantity, line.rate, line.amount) == ("guarantee", 3, 15, 45)
    long_day = ("2026-11-24T18:30/2026-11-24T22:30",)
    assert lines_of(GUARANTEE, WHOLE, calls=long_day, callout=CALLOUT) == []


def test_a_holiday_changes_nothing_of_the_guarantee() -> None:
    dear = CALLOUT | {"multiplier": {"weekday": "1.5", "holiday": "3"}}
    (line,) = lines_of(GUARANTEE, WHOLE, callout=dear, holidays=(MONDAY,))
    assert (line.rate, line.amount) == (15, 60)


def test_the_last_minute_of_a_week_is_inside() -> None:
    last, after = "2026-11-30T06:59/2026-11-30T07:00", "2026-11-30T07:00/2026-11-30T07:01"
    paid = [lines_of(GUARANTEE, WHOLE, callout=CALLOUT, calls=(call,))[0].amount for call in (last, after)]
    assert paid == [45, 60]


def test_hours_are_guaranteed_to_those_who_stand_by_for_each_of_their_weeks() -> None:
    assert lines_of(GUARANTEE, calls=ONE_CALL, callout=CALLOUT) == []
    next_week = duty("2026-11-30T18:01/2026-12-07T06:59", whole=True)
    lines = lines_of(GUARANTEE, WHOLE, next_week, calls=ONE_CALL, callout=CALLOUT)
    assert [line.amount for line in lines] == [45, 60]
    nights = (NIGHT, duty("2026-11-25T19:00/2026-11-26T07:00"))
    assert [line.amount for line in lines_of(GUARANTEE, *nights, callout=CALLOUT)] == [60]


def test_a_call_counts_for_the_week_it_began_in() -> None:
    next_week = duty("2026-11-30T18:01/2026-12-07T06:59", whole=True)
    handover_day = ("2026-11-30T12:00/2026-11-30T12:10",)
    for calls, amounts in ((ONE_CALL, [45, 60]), (handover_day, [60, 60])):
        lines = lines_of(GUARANTEE, WHOLE, next_week, calls=calls, callout=CALLOUT)
        assert [line.amount for line in lines] == amounts
    night = duty("2026-12-08T19:00/2026-12-09T07:00")
    assert [line.amount for line in lines_of(GUARANTEE, WHOLE, night, calls=ONE_CALL, callout=CALLOUT)] == [
        45,
        60,
    ]


def test_who_held_a_part_of_the_week_is_guaranteed_that_part() -> None:
    owner = (part("2026-11-23T18:01/2026-11-25T18:01"), part("2026-11-26T18:01/2026-11-30T06:59"))
    cover = part("2026-11-25T18:01/2026-11-26T18:01")
    ((owned,), (covered,)) = (lines_of(GUARANTEE, *duties, callout=CALLOUT) for duties in (owner, (cover,)))
    assert owned.amount + covered.amount == 60
    assert str(covered.quantity) == "0.6116"
