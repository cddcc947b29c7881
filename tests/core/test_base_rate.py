"""Members' own base rates: which of them holds on a date, and what is one."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.base_rate import (
    BaseRate,
    in_force,
    next_change,
    pays_by_base_rate,
    rate_of,
    rate_on,
    rate_said,
    rules_at_rate,
    state_of,
)
from oncall_cli.core.pay.rules import CalloutRules, PayRules, StandbyRules
from oncall_cli.errors import BadValue

DAY = timedelta(days=1)
START = date(2026, 11, 1)
days = st.integers(0, 9).map(lambda count: START + count * DAY)
amounts = st.none() | st.integers(1, 99).map(Decimal)
histories = st.lists(st.tuples(days, amounts), max_size=8).map(
    lambda told: [rate(number, day, amount) for number, (day, amount) in enumerate(told, start=1)]
)


def rate(number: int, day: date, amount: Decimal | None) -> BaseRate:
    recorded = datetime(2026, 12, 1, tzinfo=UTC)
    return BaseRate(id=number, person="ana", holds_from=day, rate=amount, recorded=recorded)


@given(histories, days)
def test_a_date_has_the_rate_of_the_nearest_date_before_it_and_of_that_the_last_recorded(
    rates: list[BaseRate], day: date
) -> None:
    expected = None
    for before in (START + count * DAY for count in range((day - START).days + 1)):
        for one in rates:
            if one.holds_from == before:
                expected = one
    assert in_force(rates, day) == expected
    assert rate_on(reversed(rates), day) == (expected.rate if expected else None)


@given(histories, days)
def test_a_rate_that_is_recorded_changes_its_own_dates_alone(rates: list[BaseRate], day: date) -> None:
    until = next_change(rates, day)
    added = [*rates, rate(len(rates) + 1, day, Decimal("777"))]
    for other in (START + count * DAY for count in range(-2, 14)):
        changed = rate_on(rates, other) != rate_on(added, other)
        assert changed == (day <= other and (until is None or other < until))


@given(histories, days)
def test_at_most_one_rate_holds_and_of_each_date_one_counts(rates: list[BaseRate], day: date) -> None:
    states = {one.id: state_of(one, rates, day) for one in rates}
    assert [number for number, state in states.items() if state == "holds"] == (
        [held.id] if (held := in_force(rates, day)) else []
    )
    counting = [one.holds_from for one in rates if states[one.id] != "replaced"]
    assert sorted(counting) == sorted({one.holds_from for one in rates})
    assert all(
        (one.holds_from > day) == (states[one.id] == "coming")
        for one in rates
        if states[one.id] != "replaced"
    )


def test_a_rate_of_one_s_own_stands_in_for_the_policy_s_base_rate_alone() -> None:
    rules = PayRules(base_rate="20.00", callout=CalloutRules(minimum=30))
    assert rules_at_rate(rules, None) is rules
    raised = rules_at_rate(rules, Decimal("24.50"))
    assert raised.base_rate == Decimal("24.50")
    assert raised.model_copy(update={"base_rate": rules.base_rate}) == rules
    assert rules_at_rate(rules, Decimal(0)).base_rate == 0, "nothing an hour is a rate too"


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        (PayRules(), True),
        (PayRules(callout=CalloutRules(rate="30.00")), False),
        (
            PayRules(
                callout=CalloutRules(rate="30.00"), standby=StandbyRules(unit="day", in_base_hours=True)
            ),
            True,
        ),
        (PayRules(callout=CalloutRules(rate="30.00"), standby=StandbyRules(in_base_hours=True)), False),
    ],
)
def test_a_base_rate_pays_calls_without_a_rate_and_standby_in_base_hours(
    rules: PayRules, expected: bool
) -> None:
    assert pays_by_base_rate(rules) == expected


@pytest.mark.parametrize(
    ("text", "said"), [("24.5", "24.50"), (" 30 ", "30.00"), ("0", "0.00"), ("9.1234", "9.1234")]
)
def test_a_rate_is_said_in_cents_at_least_and_never_rounded(text: str, said: str) -> None:
    assert rate_said(rate_of(text), "USD") == f"{said} USD an hour"


@pytest.mark.parametrize(
    "text", ["", "24,50", "$24", "-1", "1e3", "nan", "24.50 USD", "1000000001", "1.1234567"]
)
def test_what_is_no_amount_is_no_rate(text: str) -> None:
    with pytest.raises(BadValue, match="is no rate: expected an amount"):
        rate_of(text)
