"""Holidays: the country's, and what a team adds and takes away."""

from datetime import date

import pytest

from oncall_cli.errors import BadValue
from oncall_cli.policy.holidays import check_place, holidays_of, idle_removals, public_holidays
from oncall_cli.policy.model import HolidayRules

PUBLIC = {date(2026, 11, 26): "Thanksgiving Day", date(2026, 12, 25): "Christmas Day"}


def rules(country: str | None = "US", subdivision: str | None = None, **more: object) -> HolidayRules:
    table = {"country": country, "subdivision": subdivision, "extra": {}, "remove": ()} | more
    return HolidayRules.model_validate(table)


def test_a_country_brings_its_holidays_of_the_years_asked_for() -> None:
    found = public_holidays(rules(), [2026, 2027])
    assert PUBLIC.items() <= found.items()
    assert {day.year for day in found} == {2026, 2027}
    assert date(2027, 11, 25) in found
    assert public_holidays(rules(None), [2026]) == {}


def test_a_subdivision_brings_its_own() -> None:
    here = public_holidays(rules(subdivision="IL"), [2026])
    assert date(2026, 2, 12) in here
    assert date(2026, 2, 12) not in public_holidays(rules(), [2026])


@pytest.mark.parametrize(
    ("country", "subdivision", "said"),
    [
        ("us", None, "holidays.country: there is no country 'us' (did you mean US?)"),
        ("USX", None, "holidays.country: there is no country 'USX' (did you mean US?)"),
        ("??", None, "holidays.country: there is no country '??' (use its two-letter code, like US or GB)"),
        ("", None, "holidays.country: there is no country ''"),
        ("US", "Springfield", "holidays.subdivision: US has no subdivision 'Springfield' (known: AK, AL, "),
    ],
)
def test_a_place_there_is_not_is_named(country: str, subdivision: str | None, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        public_holidays(rules(country, subdivision), [2026])
    assert refused.value.message.startswith(said)


@pytest.mark.parametrize("removed", ["thanksgiving day", "Thanksgiving Day", "2026-11-26"])
def test_a_team_takes_a_holiday_away_by_name_or_date(removed: str) -> None:
    assert holidays_of(rules(remove=[removed]), PUBLIC) == {date(2026, 12, 25): "Christmas Day"}


def test_a_team_adds_days_and_renames_them() -> None:
    eve, christmas = date(2026, 12, 24), date(2026, 12, 25)
    own = holidays_of(rules(extra={eve: "Eve", christmas: "Yule"}, remove=["Yule"]), PUBLIC)
    assert own == {**PUBLIC, eve: "Eve", christmas: "Yule"}


def test_a_place_there_is_not_is_named_with_the_file_that_names_it() -> None:
    with pytest.raises(BadValue) as refused:
        check_place(rules("GB", "Kent"), "bad.toml", 2026)
    assert refused.value.message.startswith("bad.toml: holidays.subdivision: GB has no subdivision 'Kent'")
    check_place(rules("GB", "ENG"), "good.toml", 2026)


def test_what_is_removed_and_is_no_holiday_is_said() -> None:
    removed = ["Foo Day", "thanksgiving", "LABOR DAY", "2026-11-26", "2027-11-25", "2027-11-26"]
    assert idle_removals(rules(remove=removed), 2026) == [
        "holidays.remove: 'Foo Day' removes no holiday of 2026",
        "holidays.remove: 'thanksgiving' removes no holiday of 2026 (did you mean Thanksgiving Day?)",
        "holidays.remove: '2027-11-26' removes no holiday of 2027",
    ]
    assert idle_removals(rules(None, remove=removed), 2026) == []


def test_a_day_of_the_teams_own_is_no_holiday_to_remove() -> None:
    eve = rules(extra={date(2026, 12, 24): "Eve"}, remove=["Eve"])
    assert idle_removals(eve, 2026) == ["holidays.remove: 'Eve' removes no holiday of 2026"]
