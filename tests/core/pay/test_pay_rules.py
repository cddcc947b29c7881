"""The `[pay]` table: neutral where it is silent, exact where it speaks, and plain about what it refuses."""

import tomllib
from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from oncall_cli.core.pay.rounding import cents, decimals, rounded_minutes
from oncall_cli.core.pay.rules import Amounts, Kind, Multipliers, Night, PayRules, Rounding

amounts = st.decimals(min_value=0, max_value=1_000_000, places=2)
kinds = st.fixed_dictionaries(
    {}, optional={kind: st.decimals(0, 9, places=2) for kind in ("weekday", "saturday", "sunday", "holiday")}
)
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0).strftime("%H:%M"))
tables = st.fixed_dictionaries(
    {},
    optional={
        "currency": st.sampled_from(["EUR", "JPY", "KWD"]),
        "base_rate": amounts.map(str),
        "weekend_days": st.dictionaries(
            st.sampled_from(["thu", "fri", "sat"]), st.sampled_from(["saturday", "sunday"])
        ),
        "standby": st.fixed_dictionaries(
            {"unit": st.sampled_from(["none", "week", "day", "hour", "block"])},
            optional={"week": amounts, "day": kinds, "hour": kinds, "max_hours": st.integers(0, 48)},
        ),
        "callout": st.fixed_dictionaries(
            {"merge": st.sampled_from(["separate", "absorb", "extend", "pool"])},
            optional={
                "rate": amounts,
                "multiplier": kinds,
                "merge_window": st.integers(0, 300),
                "nights": st.lists(
                    st.tuples(clocks, clocks).filter(lambda ends: ends[0] != ends[1]), max_size=2
                ).map(lambda nights: [{"start": a, "end": b, "minimum": 45} for a, b in nights]),
            },
        ),
    },
)


@given(tables)
def test_a_rule_survives_being_written_down(table: dict[str, Any]) -> None:
    rules = PayRules.model_validate(table)
    assert PayRules.model_validate(rules.model_dump(mode="json")) == rules


def test_every_key_of_the_table_is_known() -> None:
    rules = PayRules.model_validate(
        tomllib.loads(
            """
            currency = "USD"
            base_rate = "20.00"
            weekend_days = { sat = "saturday", sun = "sunday", fri = "saturday" }
            [standby]
            unit = "week"
            week = 300.00
            holiday_addon = "1.00"
            week_void_on_callout = true
            day = { weekday = "35.00", saturday = "62.50", sunday = "62.50", holiday = "80.00" }
            day_by = "start"
            last_day = "any"
            day_min_hours = "12"
            hour = { weekday = "2.00" }
            in_base_hours = false
            first_hours = 8
            first = "5"
            block_hours = 2
            block = "3.00"
            max_hours = 24
            pause_in_callout = true
            guarantee_hours = "4"
            [callout]
            rate = "30.00"
            multiplier = { weekday = "1.5", saturday = "1.5", sunday = "2", holiday = "2" }
            minimum = 30
            minimum_amount = "2.00"
            flat_fee = "1.00"
            included = 5
            merge = "absorb"
            merge_window = 30
            rounding = { minutes = 15, mode = "grace", grace = 3 }
            split = "midnight"
            cap_per_hour = 60
            [[callout.nights]]
            start = "22:00"
            end = "06:00"
            minimum = 60
            [misuse]
            tiers = [4]
            fee = "150.00"
            """,
            parse_float=Decimal,
        )
    )
    assert rules.standby.week == 300
    assert rules.callout.nights[0].start == time(22)
    assert rules.misuse.tiers == (4,)


def test_a_silent_rule_pays_nothing_and_changes_nothing() -> None:
    rules = PayRules()
    assert (rules.currency, rules.base_rate, rules.standby.unit) == ("USD", 0, "none")
    assert rules.weekend_days == {"sat": "saturday", "sun": "sunday"}
    callout = rules.callout
    assert (callout.merge, callout.split, callout.cap_per_hour, callout.rate) == (
        "absorb",
        "midnight",
        None,
        None,
    )
    assert rounded_minutes(7, callout.rounding) == 7
    assert (callout.multiplier.on("holiday"), rules.standby.day.on("holiday")) == (1, 0)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"base_rate": "-1"}, "nothing negative"),
        ({"base_rate": "NaN"}, 'expected an amount like "20.00"'),
        ({"base_rate": Decimal("Infinity")}, 'expected an amount like "20.00"'),
        ({"base_rate": Decimal("NaN")}, 'expected an amount like "20.00"'),
        ({"base_rate": Decimal("-0.01")}, "nothing negative"),
        ({"base_rate": Decimal("1E+999999")}, "at most 1,000,000,000"),
        ({"base_rate": Decimal("1E-999999")}, "at most 6 decimals"),
        ({"base_rate": "9999999999999999999999"}, 'expected an amount like "20.00"'),
        ({"base_rate": True}, 'expected an amount like "20.00"'),
        ({"base_rate": 20.1}, 'expected an amount like "20.00"'),
        ({"callout": {"multiplier": {"sunday": "101"}}}, "at most 100"),
        ({"callout": {"minimum": "30"}}, "expected whole minutes"),
        ({"callout": {"minimum": -1}}, "expected whole minutes"),
        ({"callout": {"minimum": 10_081}}, "expected whole minutes"),
        ({"callout": {"merge": "both"}}, "'separate', 'absorb', 'extend' or 'pool'"),
        ({"callout": {"rounding": {"minutes": 15, "grace": 3}}}, 'expected mode = "grace"'),
        (
            {"callout": {"rounding": {"minutes": 15, "mode": "grace", "grace": 15}}},
            "fewer minutes than the step",
        ),
        ({"callout": {"nights": [{"start": "22:00", "end": "22:00", "minimum": 1}]}}, "at another time"),
        ({"callout": {"nights": [{"start": "9pm", "end": "22:00", "minimum": 1}]}}, "time of day"),
        ({"standby": {"block_hours": 0}}, "more than 0"),
        ({"standby": {"guarantee_hours": "1001"}}, "at most 1,000"),
        ({"standby": {"units": "week"}}, "Extra inputs are not permitted"),
        ({"weekend_days": {"friday": "saturday"}}, "'fri'"),
        ({"currency": "usd"}, "three capital letters"),
        ({"misuse": {"tiers": [0]}}, "greater than or equal to 1"),
    ],
)
def test_what_cannot_be_paid_is_refused_in_words(table: dict[str, Any], expected: str) -> None:
    with pytest.raises(ValidationError) as refused:
        PayRules.model_validate(table)
    assert expected in str(refused.value)


@pytest.mark.parametrize(
    ("table", "kind", "amount"),
    [
        ({"weekday": "1", "saturday": "2", "sunday": "3", "holiday": "4"}, "holiday", 4),
        ({"weekday": "1", "saturday": "2", "sunday": "3"}, "holiday", 3),
        ({"weekday": "1", "saturday": "2"}, "holiday", 2),
        ({"weekday": "1", "saturday": "2"}, "sunday", 2),
        ({"weekday": "1"}, "saturday", 1),
        ({"holiday": "4"}, "sunday", 0),
        ({"saturday": "0", "weekday": "1"}, "sunday", 0),
    ],
)
def test_a_kind_left_out_is_paid_as_the_one_before_it(table: dict[str, str], kind: Kind, amount: int) -> None:
    assert Amounts.model_validate(table).on(kind) == amount


def test_a_multiplier_left_out_falls_back_too() -> None:
    assert Multipliers(weekday=Decimal("1.5")).on("holiday") == Decimal("1.5")
    assert Multipliers(holiday=Decimal(2)).on("sunday") == 1


@pytest.mark.parametrize(
    ("mode", "grace", "given_minutes", "paid"),
    [
        ("up", 0, (0, 1, 15, 16), (0, 15, 15, 30)),
        ("down", 0, (14, 15, 29), (0, 15, 15)),
        ("nearest", 0, (7, 8, 22, 23), (0, 15, 15, 30)),
        ("grace", 4, (4, 5, 15, 19, 20), (0, 15, 15, 15, 30)),
    ],
)
def test_rounding(mode: str, grace: int, given_minutes: tuple[int, ...], paid: tuple[int, ...]) -> None:
    rounding = Rounding.model_validate({"minutes": 15, "mode": mode, "grace": grace})
    assert tuple(rounded_minutes(minutes, rounding) for minutes in given_minutes) == paid


def test_half_a_step_is_nearest_to_the_step_above() -> None:
    assert rounded_minutes(5, Rounding(minutes=10, mode="nearest")) == 10


@pytest.mark.parametrize(
    ("currency", "places", "amount", "rounded"),
    [("USD", 2, "0.125", "0.13"), ("JPY", 0, "0.5", "1"), ("KWD", 3, "0.0004", "0.000")],
)
def test_cents_are_those_of_the_currency(currency: str, places: int, amount: str, rounded: str) -> None:
    assert decimals(currency) == places
    assert str(cents(Decimal(amount), currency)) == rounded


@pytest.mark.parametrize(
    ("start", "end", "clock", "holds"),
    [
        ("22:00", "06:00", time(22), True),
        ("22:00", "06:00", time(5, 59), True),
        ("22:00", "06:00", time(6), False),
        ("22:00", "06:00", time(21, 59), False),
        ("00:00", "06:00", time(0), True),
        ("00:00", "06:00", time(6), False),
    ],
)
def test_a_night_holds_from_its_start_up_to_its_end(start: str, end: str, clock: time, holds: bool) -> None:
    night = Night.model_validate({"start": start, "end": end, "minimum": 45})
    assert night.holds_at(clock) is holds
