"""Time away through the command line: who may say so, what it touches, and what is done about it."""

from datetime import date

import pytest
from rich.cells import cell_len

from oncall_cli.store.door import Act
from tests.conftest import Cli

HOSTILE = "[bold red]Skiing[/] :boom: {x} %s ' \" ; DROP TABLE away; -- ＳＫＩ"


def test_time_away_names_the_weeks_that_need_something_done(team: Cli) -> None:
    said = team("team", "away", "ana", "2026-12-20/2027-01-20", "--reason", "skiing", "--as", "ana")
    assert said.out == "Time away 1: ana is away 2026-12-20/2027-01-20: skiing.\n"
    assert said.err.splitlines() == [
        "note: week 2026-12-28 is yours and published: oncall swap request --give 2026-12-28 --with HANDLE, "
        "until Wed 2026-12-23 18:01",
        "note: publishing will trade what is yours by today's order: 2027-01-18",
    ]
    assert team("team", "away", "--json").json == {
        "person": None,
        "past": False,
        "times": [
            {
                "id": 1,
                "person": "ana",
                "name": "Ana Ruiz",
                "from": "2026-12-20",
                "to": "2027-01-20",
                "reason": "skiing",
                "published": ["2026-12-28"],
                "projected": ["2027-01-18"],
            }
        ],
    }


def test_adding_answers_with_the_time_away_itself(team: Cli) -> None:
    added = team("team", "away", "ben", "2026-12-24", "--as", "ben", "--json").json
    assert added == {
        "id": 1,
        "person": "ben",
        "name": "Ben Okafor",
        "from": "2026-12-24",
        "to": "2026-12-24",
        "reason": None,
        "published": [],
        "projected": [],
    }
    (kept,) = team.store().aways.between(team.now.date(), team.now.date().replace(year=2027))
    assert (kept.person, str(kept.first), str(kept.last), kept.reason) == (
        "ben",
        "2026-12-24",
        "2026-12-24",
        None,
    )


def test_a_week_that_has_begun_needs_cover_and_a_near_one_an_exception(team: Cli) -> None:
    team.at("2026-11-26T09:00:00-06:00")
    running = team("team", "away", "ben", "today/2026-11-29", "--as", "dee").err
    assert (
        "week 2026-11-23 is ben's and has begun: a manager can put somebody on, oncall cover add" in running
    )
    near = team("team", "away", "cy", "2026-12-01", "--as", "cy").err
    assert near == (
        "note: week 2026-11-30 is yours and published: it is too late to ask for a swap; a manager can let "
        "one through: oncall swap request --give 2026-11-30 --with HANDLE --exception TEXT\n"
    )


def test_what_is_over_of_it_needs_nothing(team: Cli) -> None:
    said = team("team", "away", "ana", "2026-11-17/2026-11-25", "--as", "ana")
    assert said.err == ""
    assert team("team", "away", "ana", "--json").json["times"][0]["published"] == ["2026-11-16"]


def test_members_say_when_they_are_away_and_managers_when_anybody_is(team: Cli) -> None:
    for argv in (("ben", "2026-12-24"), ("ben", "--remove", "1")):
        assert "only a manager may record others' time away; ana is none" in (
            team("team", "away", *argv, "--as", "ana", code=1).err
        )
    assert "which is no member, is none" in team("team", "away", "ben", "2026-12-24", code=1).err
    team("team", "away", "ben", "2026-12-24", "--as", "dee")
    team("team", "away", "ben", "--remove", "1", "--as", "ben")


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("ghost", "2026-12-24"), 3, "there is no member 'ghost'"),
        (("ana", "soon"), 2, "'soon' is not a date"),
        (("ana", ""), 2, "'' is not a date"),
        (("ana", "2026-12-24/2026-12-20"), 2, "end before they begin"),
        (("ana", "2026-12-24/2027-12-27"), 2, "is longer than a year"),
        (("ana", "2026-11-23"), 2, "2026-11-23 is over: time away is for weeks to come"),
        (("ana", "2026-12-24", "--reason", ""), 2, "the reason is empty"),
        (("ana", "2026-12-24", "--reason", "a\x1b[2J"), 2, "the reason holds \\x1b"),
        (("ana", "2026-12-24", "--reason", "x" * 201), 2, "the reason has 201 characters"),
        (("ana", "2026-12-24", "--remove", "1"), 2, "these do not go together"),
        (("ana", "2026-12-24", "--all"), 2, "these do not go together"),
        (("ana", "--remove", "1", "--all"), 2, "these do not go together"),
        (("ana", "--remove", "1", "--reason", "x"), 2, "these do not go together"),
        (("--remove", "1"), 2, "these do not go together"),
        (("--reason", "x"), 2, "a reason for which dates?"),
        (("ana", "--remove", "7"), 3, "ana has no time away 7"),
        (("ana", "--remove", "0"), 3, "ana has no time away 0"),
        (("ana", "--remove", "9" * 30), 3, "ana has no time away 999"),
        (("ana", "--remove", "x"), 2, "expected a whole number, not 'x'"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    before = team("store", "log", "--json").out
    assert said in team("team", "away", *argv, "--as", "dee", code=code).err
    assert team("store", "log", "--json").out == before


def test_today_is_the_teams_day(team: Cli) -> None:
    team.at("2026-12-24T23:59:59-06:00")  # a day later in UTC
    team("team", "away", "ana", "2026-12-24", "--as", "ana")
    assert len(team("team", "away", "--json").json["times"]) == 1
    team.at("2026-12-25T00:00:00-06:00")
    assert "2026-12-24 is over" in team("team", "away", "cy", "2026-12-24", "--as", "cy", code=2).err
    assert team("team", "away", "--json").json["times"] == []
    assert (
        "is over and stays on record"
        in team("team", "away", "ana", "--remove", "1", "--as", "ana", code=1).err
    )
    assert len(team("team", "away", "--all", "--json").json["times"]) == 1


def test_one_members_times_away_share_no_date_and_two_members_may(team: Cli) -> None:
    team("team", "away", "ana", "2026-12-20/2026-12-27", "--as", "ana")
    refused = team("team", "away", "ana", "2026-12-27/2027-01-03", "--as", "ana", code=1).err
    assert "ana is away 2026-12-20/2026-12-27 already (time away 1)" in refused
    assert "hint: take that one back first: oncall team away ana --remove 1" in refused
    team("team", "away", "ana", "2026-12-28", "--as", "ana")
    team("team", "away", "ben", "2026-12-20/2026-12-27", "--as", "ben")
    assert [one["id"] for one in team("team", "away", "--json").json["times"]] == [1, 3, 2]
    assert [one["id"] for one in team("team", "away", "ANA", "--json").json["times"]] == [1, 2]


def test_what_is_taken_back_counts_no_more_and_stays_on_record(team: Cli) -> None:
    team("team", "away", "ana", "2026-12-20/2026-12-27", "--as", "ana")
    refused = team("team", "away", "ben", "--remove", "1", "--as", "dee", code=3).err
    assert "ben has no time away 1" in refused
    assert team("team", "away", "ana", "--remove", "1", "--as", "ana").out == (
        "Took back time away 1: ana, 2026-12-20/2026-12-27.\n"
    )
    assert "ana has no time away 1" in team("team", "away", "ana", "--remove", "1", "--as", "ana", code=3).err
    assert team("team", "away", "--all", "--json").json["times"] == []
    change = team.store().records.latest(1)[0]
    assert (change.noun, change.key, change.before, change.after) == (
        "away",
        "1",
        {"withdrawn": 0},
        {"withdrawn": 1},
    )
    team("team", "away", "ana", "2026-12-20/2026-12-28", "--as", "ana")


def test_time_away_that_has_begun_can_be_taken_back_and_said_anew(team: Cli) -> None:
    team("team", "away", "cy", "2026-11-20/2026-11-29", "--as", "cy")
    team("team", "away", "cy", "--remove", "1", "--as", "cy")
    assert team("team", "away", "cy", "2026-11-20/2026-11-25", "--as", "cy").out.startswith("Time away 2: ")


def test_a_week_that_was_traded_for_it_stays_where_it_is(team: Cli) -> None:
    team("team", "away", "ana", "2027-01-20", "--as", "ana")
    team("rotation", "publish", "2027-Q1", "--as", "dee")
    weeks = {
        week["week"]: week
        for week in team("rotation", "show", "--quarter", "2027-Q1", "--json").json["weeks"]
    }
    owner = weeks["2027-01-18"]["person"]
    assert owner != "ana"
    said = team("team", "away", "ana", "--remove", "1", "--as", "ana").err
    assert f"note: week 2027-01-18 stays {owner}'s: it was traded when it was published (" in said
    after = team("rotation", "show", "--quarter", "2027-Q1", "--json").json["weeks"]
    assert {week["week"]: week for week in after} == weeks


def test_the_list_says_who_is_away_when_and_what_of_theirs_it_touches(team: Cli) -> None:
    assert team("team", "away").out.startswith("Nobody has any time away to come.\n")
    assert team("team", "away", "ana", "--all").out.startswith("ana has no time away on record.\n")
    team("team", "add", "a" * 32, "--name", "日本 " * 30, "--as", "dee")
    team(
        "team",
        "away",
        "a" * 32,
        "2026-12-20/2027-01-03",
        "--reason",
        f"{HOSTILE} {'日本' * 30}",
        "--as",
        "dee",
    )
    team("team", "away", "ana", "2026-12-20/2027-01-20", "--as", "dee")
    screen = team("team", "away").out
    for said in ("2026-12-28", "~ 2027-01-18", "~ projected: publishing trades it", "[bold"):
        assert said in screen
    assert "\x1b" not in screen
    assert max(cell_len(line) for line in screen.splitlines()) <= 80
    assert team("team", "away", "--json").json["times"][0]["reason"].startswith(HOSTILE)


def test_a_store_that_cannot_be_written_can_still_be_read(team: Cli) -> None:
    team("team", "away", "ana", "2026-12-20", "--as", "ana")
    team.path.chmod(0o400)
    assert "2026-12-20" in team("team", "away").out
    assert "is read-only" in team("team", "away", "ben", "2026-12-20", "--as", "ben", code=4).err


def test_nobody_is_away_from_a_team_they_have_left(team: Cli) -> None:
    store = team.store()
    with store.door.transaction(Act("dee", None, "dee", team.now)):
        ana = store.members.find("ana")
        assert ana
        store.members.change(ana, ana.model_copy(update={"leaves": date(2026, 12, 31)}))
    team("team", "away", "ana", "2026-12-31/2027-01-05", "--as", "dee")
    refused = team("team", "away", "ana", "2027-01-06", "--as", "dee", code=1).err
    assert "ana is in the team until 2026-12-31 only" in refused
