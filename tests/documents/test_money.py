"""Money as people of a place write it: whatever the place, the figures are the same."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.text import is_harmful
from oncall_cli.documents.money import money_shown, number_shown

GAP, NARROW = "\u00a0", "\u202f"
LOCALES = [
    "en",
    "en_GB",
    "de_DE",
    "de_CH",
    "fr_FR",
    "pl",
    "sv_SE",
    "nl",
    "ar",
    "he",
    "fa",
    "hi_IN",
    "bn",
    "ja",
    "ne",
]


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "shown"),
    [
        ("1234.5", "USD", "en", "$1,234.50"),
        ("-1234.5", "USD", "en", "-$1,234.50"),
        ("1234567", "EUR", "de_DE", f"1.234.567,00{GAP}€"),
        ("1234.5", "USD", "fr_FR", f"1{NARROW}234,50{GAP}$US"),
        ("1234.5", "CHF", "de_CH", f"CHF{GAP}1’234.50"),
        ("-1234.5", "EUR", "nl", f"€{GAP}-1.234,50"),
        ("1234567.5", "INR", "hi_IN", "₹12,34,567.50"),
        ("12", "BHD", "en", f"BHD{GAP}12.000"),
        ("12", "IQD", "en", f"IQD{GAP}12.000"),
        ("1234.5", "JPY", "en", "¥1,235"),
        ("1234.4", "CLP", "en", f"CLP{GAP}1,234"),
        ("0.005", "USD", "en", "$0.01"),
        ("2.675", "USD", "en", "$2.68"),
        ("-0.005", "USD", "en", "-$0.01"),
        ("-0.004", "USD", "en", "$0.00"),
        ("-1234.5", "USD", "ar", f"-1,234.50{GAP}US$"),
        ("12", "BHD", "ar", f"12.000{GAP}BHD"),
        ("-1234.5", "ILS", "he", f"-1,234.50{GAP}₪"),
    ],
)  # fmt: skip
def test_money_with_its_sign(amount: str, currency: str, locale: str, shown: str) -> None:
    assert money_shown(Decimal(amount), currency, locale) == shown


@pytest.mark.parametrize(
    ("number", "locale", "least", "shown"),
    [
        ("1234.50", "en", 0, "1,234.50"),
        ("0.125", "en", 0, "0.125"),
        ("0.125", "de_DE", 2, "0,125"),
        ("5", "en", 2, "5.00"),
        ("-5.10", "en", 0, "-5.10"),
        ("-0.00", "en", 0, "0.00"),
        ("1E+3", "en", 0, "1,000"),
        ("123456789012345678901234.55", "en", 0, "123,456,789,012,345,678,901,234.55"),
    ],
)
def test_a_number_keeps_its_decimals(number: str, locale: str, least: int, shown: str) -> None:
    assert number_shown(Decimal(number), locale, least) == shown


@pytest.mark.parametrize("locale", ["xx", "en_XX_YY_ZZ", "", "../../etc/passwd", "English", "zz-ZZ"])
def test_a_place_that_nobody_knows_is_written_like_en(locale: str) -> None:
    assert money_shown(Decimal("1234.5"), "USD", locale) == "$1,234.50"
    assert number_shown(Decimal("1234.50"), locale) == "1,234.50"


def test_a_place_is_known_with_a_hyphen_too() -> None:
    assert number_shown(Decimal("1234.5"), "de-DE") == "1.234,5"


@given(
    st.decimals("-99999999", "99999999", places=3),
    st.sampled_from(LOCALES),
    st.sampled_from([("USD", 2), ("EUR", 2), ("JPY", 0), ("BHD", 3), ("IQD", 3), ("CLP", 0), ("XYZ", 2)]),
)
def test_the_figures_are_the_same_in_every_place(amount: Decimal, locale: str, paid: tuple[str, int]) -> None:
    """Digits 0 to 9 in the currency's decimals, a minus where it is less than nothing, and no mark that
    turns the reading direction. Half a cent goes away from nothing."""
    currency, places = paid
    money = money_shown(amount, currency, locale)
    parts = amount.scaleb(places)
    whole = int(abs(parts) + Decimal("0.5"))
    assert int("".join(re.findall("[0-9]", money))) == whole
    assert all(not char.isdigit() or char in "0123456789" for char in money)
    assert ("-" in money) is (amount < 0 and whole > 0)
    assert not any(is_harmful(char) for char in money)
    number = number_shown(amount, locale)
    assert int("".join(re.findall("[0-9]", number))) == abs(int(amount.scaleb(3)))


@given(st.decimals("0", "9999999999", places=2))
def test_money_reads_back(amount: Decimal) -> None:
    assert Decimal(money_shown(amount, "USD", "en").removeprefix("$").replace(",", "")) == amount
