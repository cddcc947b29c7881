"""What each member had of the weeks, beside an even share, as a table and for programs."""

import pytest

from tests.conftest import Cli

AS_DEE = ("--as", "dee")


def members(cli: Cli, *argv: str) -> dict[str, dict[str, object]]:
    return {one["person"]: one for one in cli("rotation", "fairness", *argv, "--json").json["members"]}


def test_a_quarter_with_swaps_cover_and_call_outs(team: Cli) -> None:
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "asked", *AS_DEE)
    team("cover", "add", "dee", "2026-11-28T00:00/2026-11-29T12:30", "--reason", "ill", *AS_DEE)
    team.at("2026-12-02T09:00:00-06:00")
    number = team(
        *(
            "ticket",
            "log",
            "--channel",
            "phone",
            "--caller",
            "x",
            "--phone",
            "555-0100",
            "--description",
            "x",
        ),
        *("--received", "2026-11-25T22:00", "--as", "ben", "--json"),
    ).json["id"]
    team("ticket", "work", str(number), "2026-11-25T22:00/2026-11-25T22:30", "--as", "ben")
    team("ticket", "work", str(number), "2026-11-26T10:00/2026-11-26T10:30", "--as", "ben")
    team("ticket", "work", str(number), "2026-11-25T23:00/2026-11-25T23:30", "--as", "cy")
    answer = team("rotation", "fairness", "--quarter", "2026-Q4", "--json").json
    assert answer["period"] == {"from": "2026-10-05", "to": "2026-12-28"}
    assert (answer["weeks"], answer["projected"]) == (10, 0)
    keys = (
        "person",
        "weeks",
        "share",
        "holiday_weeks",
        "weekends",
        "cover_minutes",
        "call_outs",
        "longest_rest",
    )
    assert [tuple(one[key] for key in keys) for one in answer["members"]] == [
        ("ana", 3, "3.33", 1, 3, 0, 0, 5),
        ("ben", 3, "3.33", 1, 2, 0, 2, 2),
        ("cy", 4, "3.33", 2, 4, 0, 1, 2),
        ("dee", 0, "0.00", 0, 1, 36 * 60 + 30, 0, 5),
    ]
    assert answer["members"][0]["name"] == "Ana Ruiz"


def test_left_out_it_is_from_a_year_back_to_the_last_published_week(team: Cli) -> None:
    assert team("rotation", "fairness", "--json").json["period"] == {"from": "2025-11-24", "to": "2026-12-28"}
    team.at("2027-02-02T09:00:00-06:00")
    later = team("rotation", "fairness", "--json").json
    assert later["period"] == {"from": "2026-02-02", "to": "2027-02-01"}
    assert later["projected"] == 5


def test_a_period_has_the_weeks_that_begin_in_it(team: Cli) -> None:
    for period, weeks in (("2026-11-02/2026-11-16", 3), ("2026-11-03/2026-11-15", 1)):
        answer = team("rotation", "fairness", "--period", period, "--json").json
        assert sum(one["weeks"] for one in answer["members"]) == weeks
    year = team("rotation", "fairness", "--year", "2027", "--json").json
    assert (year["period"], year["projected"]) == ({"from": "2027-01-04", "to": "2027-12-27"}, 52)
    assert sum(float(one["share"]) for one in year["members"]) == pytest.approx(52, abs=0.02)


def test_who_is_in_the_order_without_a_week_is_there_and_who_has_left_stays(team: Cli) -> None:
    found = members(team, "--period", "2026-11-02/2026-11-09")
    assert {person: one["weeks"] for person, one in found.items()} == {"ana": 0, "ben": 1, "cy": 1}
    assert found["ana"]["share"] == "0.67"


def test_the_table_is_readable_without_colour_and_at_80_columns(team: Cli) -> None:
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "asked", *AS_DEE)
    team("rotation", "assign", "2026-12-28", "cy", "--reason", "asked", *AS_DEE)
    out = team("rotation", "fairness", "--quarter", "2026-Q4").out
    assert out == GOLDEN


GOLDEN = """\
Weeks 2026-10-05 to 2026-12-28
Member  Weeks  Share                   Holiday  Weekend  Cover  Calls  Rest
───────────────────────────────────────────────────────────────────────────
ana         2   3.33  ██████···|             0        2   0:00      0     6
ben         3   3.33  ████████·|             1        3   0:00      0     2
cy          5   3.33  █████████|█████        3        5   0:00      0     2
█ weeks owned, | an even share. Holiday: weeks with a holiday in them.
Weekend: on for most of it. Cover: hours in others' weeks. Calls: after hours.
Rest: the most weeks in a row in which they were not on at all.
"""


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--period", "2026-11-03"), "'2026-11-03' is not a period"),
        (("--period", "2026-11-03/2026-11-02"), "ends before it has begun"),
        (("--period", "2026-11-03/2026-11-08"), "no week begins in 2026-11-03/2026-11-08"),
        (("--period", "1980-01-01/2026-11-08"), "1,040 is the most"),
        (("--period", "a/b"), "'a' is not a date"),
        (("--quarter", "2027"), "'2027' is not a quarter"),
        (("--year", "27"), "'27' is not a year"),
        (("--year", "2027", "--quarter", "2027-Q1"), "--quarter and --year each say which weeks to count"),
    ],
)
def test_what_is_no_time_is_refused(team: Cli, argv: tuple[str, ...], said: str) -> None:
    assert said in team("rotation", "fairness", *argv, code=2).err


def test_where_nobody_has_a_week_it_says_so(cli: Cli) -> None:
    cli("init")
    assert "Nobody has a week from 2025-11-24 to 2026-11-23." in cli("rotation", "fairness").out
    assert cli("rotation", "fairness", "--json").json["members"] == []
