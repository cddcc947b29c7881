"""Non-critical use of the line: what is billed, to whom, and that sums are the sums of their tickets."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.misuse import (
    Use,
    altogether,
    by_customer,
    customer_key,
    customer_names,
    fee_of,
    is_unjudged,
    minutes_after_hours,
)
from oncall_cli.core.pay.rules import MisuseRules, PayRules
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WeekShape

CAME = datetime(2026, 11, 24, 8, tzinfo=UTC)
WEEKS = Timetable([DatedHours(date.min, WeekShape(ZoneInfo("UTC"), 0), ((),) * 7)], {})


def ticket(**fields: object) -> Ticket:
    usual = {"id": 1, "status": "open", "channel": "phone", "caller": "Jo", "description": "x"}
    return Ticket.model_validate({**usual, "received": CAME, "last_step_at": CAME, **fields})


@pytest.mark.parametrize(
    ("fields", "fee"),
    [
        ({"tier": 3}, "150.00"),
        ({"tier": 4, "channel": "voicemail"}, "150.00"),
        ({"tier": 3, "deferred_until": CAME + timedelta(hours=3)}, "150.00"),
        ({"tier": 3, "status": "done", "done_at": CAME, "resolution": "ok"}, "150.00"),
        ({"tier": 3, "channel": "email"}, None),
        ({"tier": 5}, None),
        ({"tier": 1}, None),
        ({"tier": None}, None),
    ],
)
def test_the_line_used_for_a_tier_that_is_billed_costs_the_fee(
    fields: dict[str, object], fee: str | None
) -> None:
    rules = PayRules(misuse=MisuseRules(tiers=(1, 3, 4), fee="150"))
    found = fee_of(ticket(**fields), rules, {1, 2})
    assert (None if found is None else f"{found:f}") == fee
    assert is_unjudged(ticket(**fields)) == (fields == {"tier": None})


def test_a_fee_is_rounded_half_up_to_the_currency_s_cents() -> None:
    dollars = PayRules(misuse=MisuseRules(fee="10.005"))
    yen = PayRules(currency="JPY", misuse=MisuseRules(fee="10.5"))
    assert [str(fee_of(ticket(tier=3), rules, {1})) for rules in (dollars, yen)] == ["10.01", "11"]


def test_minutes_are_those_after_hours_and_none_of_one_member_twice() -> None:
    def work(person: str, start: int, end: int) -> Work:
        evening = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # the week begins at 18:01
        return Work(
            ticket=1,
            person=person,
            start=evening + timedelta(minutes=start),
            end=evening + timedelta(minutes=end),
        )

    assert minutes_after_hours([work("ana", 0, 71)], WEEKS) == 10
    assert minutes_after_hours([work("ana", 61, 91), work("ana", 81, 101), work("ben", 61, 66)], WEEKS) == 45
    assert minutes_after_hours([], WEEKS) == 0


def test_customers_are_told_apart_by_neither_capitals_nor_spaces() -> None:
    assert customer_key("  ACME\t corp ") == customer_key("Acme Corp") != customer_key("AcmeCorp")
    assert customer_key("STRASSE") == customer_key("Straße")
    assert customer_key(None) == customer_key("  ") == ""
    assert customer_names(["ACME", None, "Acme", "acme", "Acme", "  ", "Beta  GmbH"]) == {
        "acme": "Acme",
        "beta gmbh": "Beta GmbH",
    }
    assert customer_names(["b", "B"]) == {"b": "b"}, "of as many, the first"


uses = st.lists(
    st.builds(
        Use,
        customer=st.sampled_from(["Acme", "beta", "Zeta", None]),
        minutes=st.integers(0, 99),
        fee=st.integers(0, 99999).map(lambda cents: Decimal(cents).scaleb(-2)),
        currency=st.sampled_from(["USD", "EUR"]),
    ),
    max_size=12,
)


@given(uses)
def test_sums_are_the_sums_of_their_tickets_in_each_currency(found: list[Use]) -> None:
    for currency in ("USD", "EUR"):
        own = [use for use in found if use.currency == currency]
        billed = [one for one in by_customer(found) if one.currency == currency]
        totals = [one for one in altogether(found) if one.currency == currency]
        assert len(totals) == bool(own)
        for counted in (billed, totals):
            assert sum(one.tickets for one in counted) == len(own)
            assert sum(one.minutes for one in counted) == sum(use.minutes for use in own)
            assert sum(one.amount for one in counted) == sum(use.fee for use in own)


@given(uses)
def test_each_customer_is_there_once_in_a_currency_and_the_nameless_last(found: list[Use]) -> None:
    keys = [(one.customer, one.currency) for one in by_customer(found)]
    assert sorted(set(keys), key=str) == sorted(keys, key=str)
    assert {key[0] for key in keys} == {use.customer for use in found}
    named = [key[0] for key in keys if key[0] is not None]
    assert named == sorted(named, key=str.casefold)
    assert [key[0] for key in keys][len(named) :] == [None] * (len(keys) - len(named))
