"""The form's money as a whole: its total, its currency, and the calls it lists."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.pay.form import calls_paid, pay_lines, total
from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.errors import Refused

ZONE = ZoneInfo("America/Chicago")


def call(hours: str, ticket: int | None = None, *, day: int = 24) -> Call:
    texts = (f"2026-11-{day}T{clock}" for clock in hours.split("-"))
    start, end = (datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC) for text in texts)
    return Call(start=start, end=end, ticket=ticket)


EVENING = [call("20:00-20:20", 1), call("20:10-20:25", 2), call("20:40-20:50", 3), call("21:05-21:10", 4)]


def test_two_currencies_have_no_total() -> None:
    def rules_on(day: date) -> PayRules:
        return PayRules(currency="USD" if day < date(2026, 11, 25) else "EUR")

    with pytest.raises(Refused, match="EUR, USD"):
        pay_lines([], [call("20:00-20:20"), call("20:00-20:30", day=25)], rules_on, (), ZONE)


def test_every_call_is_listed_with_what_it_was_paid() -> None:
    held = PayRules.model_validate({"base_rate": "60", "callout": {"minimum": 30, "flat_fee": "7"}})
    rows = calls_paid([*reversed(EVENING)], lambda _: held, (), ZONE)
    assert [(row.ticket, row.worked, row.paid, row.amount) for row in rows] == [
        (1, 20, 30, 37),
        (2, 15, 0, 0),
        (3, 10, 30, 37),
        (4, 5, 0, 0),
    ]
    assert "20:00" in rows[1].why


def test_a_currency_without_cents_is_paid_whole() -> None:
    yen = PayRules.model_validate({"currency": "JPY", "base_rate": "1001"})
    lines = pay_lines([], [call("20:00-20:30")], lambda _: yen, (), ZONE)
    assert [str(line.amount) for line in lines] == ["501"]
    assert str(total(lines)) == "501"


def test_no_lines_are_no_money() -> None:
    assert str(total([])) == "0.00"
