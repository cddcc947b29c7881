"""Money on screens and in documents, as the policy's locale writes it; programs read it as it is."""

from pathlib import Path
from typing import Any

import pytest

PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"
locale = "{locale}"

[pay]
currency = "{currency}"
base_rate = "1020.00"
standby = {{ unit = "week", week = "{week}" }}
"""


@pytest.fixture
def paid(team: Any, tmp_path: Path) -> Any:
    """Applies a pay rule in a locale, and shows ben's week."""

    def shown(locale: str, currency: str, week: str, *verb: str) -> Any:
        policy = tmp_path / "pay.toml"
        policy.write_text(PAY.format(locale=locale, currency=currency, week=week), encoding="utf-8")
        team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
        return team("payform", *(verb or ("show",)), "--person", "ben", "--week", "2026-11-23")

    return shown


def last_words(shown: Any) -> list[str]:
    """The lines of the table that end in an amount."""
    return [row.split("  ")[-1].strip() for row in shown.out.splitlines() if "00" in row[60:]]


@pytest.mark.parametrize(
    ("locale", "currency", "amount", "total"),
    [
        ("en", "USD", "1,300.00", "$1,300.00"),
        ("de_DE", "EUR", "1.300,00", "1.300,00\u00a0€"),
        ("fr_FR", "EUR", "1\u202f300,00", "1\u202f300,00\u00a0€"),
        ("ar", "BHD", "1,300.000", "1,300.000\u00a0BHD"),
    ],
)
def test_a_form_is_written_as_its_place_writes_money(
    paid: Any, locale: str, currency: str, amount: str, total: str
) -> None:
    out = paid(locale, currency, "1300.00")
    assert last_words(out) == [amount, total]
    assert max(map(len, out.out.splitlines())) <= 80
    (row,) = [row for row in out.out.splitlines() if " Total " in row]
    assert row.split("  ")[-1].strip() == total
    assert row.count(currency) == total.count(currency)


def test_programs_read_money_as_it_is(paid: Any) -> None:
    exported = paid("de_DE", "EUR", "1300.00", "export", "--format", "csv")
    assert "1300.00" in exported.out
    shown = paid("de_DE", "EUR", "1300.00", "show", "--json").json
    assert (shown["total"], shown["lines"][0]["amount"], shown["locale"]) == ("1300.00", "1300.00", "de_DE")


def test_a_rule_is_tried_in_its_own_place(cli: Any, tmp_path: Path) -> None:
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY.format(locale="de_DE", currency="EUR", week="1300.00"), encoding="utf-8")
    duty = ("--duty", "2026-11-23T18:01/2026-11-30T06:59", "--whole-week")
    out = cli("payform", "try", policy, *duty)
    assert "base rate 1.020,00 EUR an hour" in out.out
    assert last_words(out) == ["1.300,00", "1.300,00\u00a0€"]
    nothing = cli("payform", "try", policy)
    assert "Total 0,00\u00a0€ (EUR)." in nothing.out
