"""Weeks through the door: set, published, shown, asked for, assigned."""

from datetime import timedelta

import pytest

from tests.conftest import Cli

WEEK_KEYS = {"week", "start", "end", "person", "name", "state", "ordered", "swap", "cover", "holidays"}


def owners(cli: Cli, *argv: str) -> dict[str, str | None]:
    """Each week's owner, as `rotation show` answers it."""
    return {week["week"]: week["person"] for week in cli("rotation", "show", *argv, "--json").json["weeks"]}


def test_a_view_is_this_week_and_the_twelve_after_it(team: Cli) -> None:
    shown = team("rotation", "show", "--json").json
    assert shown["timezone"] == "America/Chicago"
    assert [week["week"] for week in shown["weeks"]][::12] == ["2026-11-23", "2027-02-15"]
    assert [week["state"] for week in shown["weeks"]] == ["published"] * 6 + ["projected"] * 7
    first = shown["weeks"][0]
    assert first.keys() >= WEEK_KEYS
    assert {key: first[key] for key in sorted(WEEK_KEYS)} == {
        "week": "2026-11-23",
        "start": "2026-11-23T18:01:00-06:00",
        "end": "2026-11-30T06:59:00-06:00",
        "person": "ben",
        "name": "Ben Okafor",
        "state": "published",
        "ordered": None,
        "swap": None,
        "cover": [],
        "holidays": ["Thanksgiving Day"],
    }


def test_a_week_in_which_clocks_change_has_the_offsets_of_its_ends(team: Cli) -> None:
    week = team("rotation", "show", "--from", "2026-10-26", "--weeks", "1", "--json").json["weeks"][0]
    assert (week["start"], week["end"]) == ("2026-10-26T18:01:00-05:00", "2026-11-02T06:59:00-06:00")


def test_a_view_can_be_a_quarter_or_one_members_weeks(team: Cli) -> None:
    quarter = owners(team, "--quarter", "2026-Q4")
    assert list(quarter)[::12] == ["2026-10-05", "2026-12-28"]
    assert [quarter[week] for week in list(quarter)[:5]] == [None, None, None, "ana", "ben"]
    assert owners(team, "--person", "cy") == {
        "2026-11-30": "cy", "2026-12-21": "cy", "2027-01-11": "cy", "2027-02-01": "cy"
    }  # fmt: skip
    own = team("rotation", "show", "--json", "--as", "ana").json
    assert (own["person"], own["own"]) == ("ana", ["2026-12-07", "2026-12-28", "2027-01-18"])


@pytest.mark.parametrize(
    ("moment", "week", "person", "before", "after", "office", "after_hours", "until"),
    [
        ("2026-11-23T18:00:59", None, None, "ana", "ben", True, False, "2026-11-23T18:01:00-06:00"),
        ("2026-11-23T18:01:00", "2026-11-23", "ben", "ana", "cy", False, True, "2026-11-30T06:59:00-06:00"),
        ("2026-11-24T12:00:00", "2026-11-23", "ben", "ana", "cy", True, False, "2026-11-30T06:59:00-06:00"),
        ("2026-11-26T12:00:00", "2026-11-23", "ben", "ana", "cy", False, True, "2026-11-30T06:59:00-06:00"),
        ("2026-11-30T06:59:59", "2026-11-23", "ben", "ana", "cy", False, True, "2026-11-30T06:59:00-06:00"),
        ("2026-11-30T07:00:00", None, None, "ben", "cy", True, False, "2026-11-30T18:01:00-06:00"),
    ],
)
def test_who_is_on_at_the_edges_of_a_week(
    team: Cli,
    moment: str,
    week: str | None,
    person: str | None,
    before: str,
    after: str,
    office: bool,
    after_hours: bool,
    until: str,
) -> None:
    answer = team("rotation", "who", "--at", moment, "--json").json
    names = {"ben": "Ben Okafor", None: None}
    assert answer == {
        "moment": f"{moment}-06:00",
        "week": week,
        "person": person,
        "name": names[person],
        "owner": person,
        "owner_name": names[person],
        "cover": None,
        "state": "published" if person else None,
        "holiday": "Thanksgiving Day" if week and "11-26" in moment else None,
        "after_hours": after_hours,
        "office_open": office,
        "until": until,
        "before": before,
        "after": after,
    }
    assert answer == team.at(f"{moment}-06:00")("rotation", "who", "--json").json


def test_an_order_set_for_later_that_a_new_one_takes_the_place_of_is_named(team: Cli) -> None:
    team("rotation", "set", "cy", "ana", "--from", "2027-03-01", "--as", "dee")
    team.now += timedelta(minutes=5)
    later = team("rotation", "set", "ben", "cy", "--from", "2027-01-04", "--as", "dee", "--dry-run")
    assert "The order from 2027-03-01 (cy, ana) no longer comes to hold.\n" in later.out
    answer = team("rotation", "set", "ben", "cy", "--from", "2027-01-04", "--as", "dee", "--json").json
    assert answer["ended"] == [{"from": "2027-03-01", "order": ["cy", "ana"], "reason": None}]
    assert "cy, ana; replaced before it held a week" in team("rotation", "history").out
    after = team("rotation", "set", "ana", "--from", "2027-06-07", "--as", "dee", "--json").json
    assert after["ended"] == []


def test_weeks_that_have_begun_are_settled_by_the_first_order_that_reaches_them(cli: Cli) -> None:
    cli.at("2026-11-24T08:00:00Z")("init")
    cli("team", "add", "ana", "--name", "Ana")
    first = cli("rotation", "set", "ana", "--from", "2026-11-09", "--dry-run").out
    assert "3 weeks have begun already: whose they were is settled by this.\n" in first


def test_a_first_order_reaches_into_the_past_and_later_ones_leave_it(cli: Cli) -> None:
    cli.at("2026-11-24T08:00:00Z")
    cli("init")
    for handle in ("ana", "ben"):
        cli("team", "add", handle, "--name", handle)
    set_ = cli("rotation", "set", "ana", "ben", "--from", "2026-11-02", "--json").json
    assert set_["order"] == ["ana", "ben"]
    assert set_["from"] == "2026-11-02"
    assert set_["changes"][0] == {"week": "2026-11-02", "from": None, "to": "ana"}
    past = owners(cli, "--from", "2026-11-02", "--weeks", "4")
    assert list(past.values()) == ["ana", "ben", "ana", "ben"]
    cli.at("2026-11-24T09:00:00Z")
    changes = cli("rotation", "set", "ben", "--from", "2026-11-02", "--json").json["changes"]
    assert [change["week"] for change in changes] == [
        "2026-11-30",
        "2026-12-14",
        "2026-12-28",
        "2027-01-11",
        "2027-01-25",
        "2027-02-08",
        "2027-02-22",
    ]
    assert owners(cli, "--from", "2026-11-02", "--weeks", "4") == past


def test_a_new_order_leaves_published_weeks_alone_and_shows_which_ones_move(team: Cli) -> None:
    before = owners(team, "--weeks", "8")
    argv = ("rotation", "set", "cy", "ana", "--from", "2026-12-21", "--as", "dee")
    tried = team(*argv, "--dry-run")
    assert "Would set the order cy, ana from week 2026-12-21" in tried.out
    assert "2 published weeks stay as they are." in tried.out
    assert owners(team, "--weeks", "8") == before
    changes = team(*argv, "--json").json["changes"]
    assert changes[0] == {"week": "2027-01-04", "from": "ben", "to": "cy"}
    assert changes[1] == {"week": "2027-01-11", "from": "cy", "to": "ana"}
    after = owners(team, "--weeks", "8")
    assert list(after.values())[:6] == list(before.values())[:6]
    assert list(after.values())[6:] == ["cy", "ana"]


@pytest.mark.parametrize("agrees", [True, False])
def test_at_a_terminal_a_change_of_order_is_shown_and_asked_first(team: Cli, agrees: bool) -> None:
    team.answers = [agrees]
    team("rotation", "set", "cy", "ana", "--from", "2027-01-04", "--as", "dee", code=0 if agrees else 1)
    assert "2027-01-04  ben → cy" in team.asked[0]
    assert len(team.store().rotations.orders()) == 1 + agrees


def test_an_assigned_week_says_whom_the_order_gave_it_to(team: Cli) -> None:
    said = team("rotation", "assign", "2026-12-07", "cy", "--reason", "ana is away", "--as", "dee")
    assert said.out == "Assigned week 2026-12-07 to cy (was ana): ana is away.\n"
    week = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (week["person"], week["ordered"], week["state"], week["swap"]) == ("cy", "ana", "published", None)
    team("rotation", "assign", "2026-12-07", "ana", "--reason", "she is back", "--as", "dee")
    week = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (week["person"], week["ordered"]) == ("ana", None)
    turns = team.store().door.rows("SELECT person, cause FROM turn WHERE week = '2026-12-07' ORDER BY id")
    causes = [tuple(turn.values()) for turn in turns]
    assert causes == [("ana", "published"), ("cy", "assigned"), ("ana", "assigned")]


def test_an_assigned_projected_week_is_published_from_then_on(team: Cli) -> None:
    team("rotation", "assign", "2027-02-15", "ana", "--reason", "she asked", "--as", "dee")
    team("rotation", "set", "cy", "--from", "2027-01-04", "--as", "dee")
    assert owners(team, "--from", "2027-02-15", "--weeks", "2") == {"2027-02-15": "ana", "2027-02-22": "cy"}


def test_a_week_nobody_had_can_be_entered_late(team: Cli) -> None:
    team("rotation", "assign", "2026-10-19", "dee", "--reason", "as it was", "--as", "dee")
    assert team("rotation", "who", "--at", "2026-10-20T03:00", "--json").json["person"] == "dee"


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("assign", "2026-11-23", "cy", "--reason", "x"), 1, "week 2026-11-23 has begun with ben on call"),
        (("assign", "2026-10-26", "cy", "--reason", "x"), 1, "week 2026-10-26 has begun with ana on call"),
        (("assign", "2026-11-30", "cy", "--reason", "x"), 1, "week 2026-11-30 is cy's already"),
        (("assign", "2026-12-07", "cy"), 2, "assigning a week needs a reason"),
        (("assign", "2026-12-07", "ghost", "--reason", "x"), 3, "there is no member 'ghost'"),
        (("assign", "2026-12-32", "cy", "--reason", "x"), 2, "'2026-12-32' is not a week"),
        (
            ("assign", "2026-12-07", "cy", "--reason", "a\x1b[2Jb"),
            2,
            "the reason holds \\x1b, a control character",
        ),
        (("set", "ana", "ghost", "--from", "next"), 3, "there is no member 'ghost'"),
        (("set", "ana", "ANA", "--from", "next"), 2, "ana is in the order twice"),
        (("set", "ana", "--from", "whenever"), 2, "'whenever' is not a week"),
        (("publish", "2027"), 2, "'2027' is not a quarter"),
        (("show", "--quarter", "2027-Q1", "--weeks", "2"), 2, "--quarter says which weeks"),
        (("show", "--weeks", "0"), 2, "invalid value for '--weeks'"),
        (("show", "--person", "ghost"), 3, "there is no member 'ghost'"),
        (("who", "--at", "noon"), 2, "'noon' is not a moment"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    before = team("store", "log", "--json").out
    assert said in team("rotation", *argv, "--as", "dee", code=code).err
    assert team("store", "log", "--json").out == before


@pytest.mark.parametrize(
    "argv",
    [
        ("set", "ana", "--from", "next"),
        ("publish", "2027-Q1"),
        ("assign", "2026-12-07", "cy", "--reason", "x"),
    ],
)
def test_only_a_manager_decides_about_weeks(team: Cli, argv: tuple[str, ...]) -> None:
    assert "only a manager may" in team("rotation", *argv, "--as", "ana", code=1).err


def test_a_week_in_an_open_swap_is_not_assigned_until_the_swap_is_over(team: Cli) -> None:
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    argv = ("rotation", "assign", "2026-12-14", "cy", "--reason", "x", "--as", "dee")
    refused = team(*argv, code=1)
    assert "week 2026-12-14 is in swap 1, which is requested" in refused.err
    team.at("2026-12-08T09:00:00-06:00")
    assert "Assigned week 2026-12-14 to cy" in team(*argv).out


def test_a_table_on_screen_marks_the_week_that_is_now_and_those_not_announced(team: Cli) -> None:
    lines = team("rotation", "show").out.splitlines()
    assert [line for line in lines if line.startswith("▶")] == [
        line for line in lines if "2026-11-23" in line
    ]
    assert all("2027-" in line for line in lines if line.startswith("~ ") and line != lines[-2])
    assert lines[-2] == "~ projected: as the order fills it, and not announced."
    assert "Thanksgiving Day" in lines[2]
    assert lines[-1] == "Each week runs Monday 18:01 to Monday 06:59, America/Chicago."
    assert max(map(len, lines)) <= 80


def test_a_new_order_shows_the_projected_weeks_beyond_the_published_ones(team: Cli) -> None:
    team("rotation", "publish", "2027-Q1", "--as", "dee")
    shown = team("rotation", "set", "cy", "--from", "2026-11-30", "--dry-run", "--as", "dee", "--json").json
    weeks = [change["week"] for change in shown["changes"]]
    assert (weeks[0], {change["to"] for change in shown["changes"]}) == ("2027-04-12", {"cy"})
    said = team("rotation", "set", "cy", "--from", "2026-11-30", "--dry-run", "--as", "dee").out
    assert "18 published weeks stay as they are." in said


def test_weeks_in_a_row_that_come_of_an_assignment_are_remarked_on(team: Cli) -> None:
    assigned = team("rotation", "assign", "2026-12-07", "ben", "--reason", "x", "--as", "dee").err
    assert "note: two weeks running for ben: 2026-12-07 and 2026-12-14" in assigned


def test_somebody_who_has_left_by_a_weeks_end_is_not_assigned_it(team: Cli) -> None:
    store = team.store().door.db.conn
    store.execute("UPDATE member SET leaves = '2026-12-13' WHERE handle = 'cy'")
    refused = team("rotation", "assign", "2026-12-07", "cy", "--reason", "x", "--as", "dee", code=1).err
    assert "cy's last day is 2026-12-13, and week 2026-12-07 ends on 2026-12-14" in refused
    store.execute("UPDATE member SET leaves = '2026-12-14' WHERE handle = 'cy'")
    team("rotation", "assign", "2026-12-07", "cy", "--reason", "x", "--as", "dee")


def test_an_assigned_week_that_touches_its_new_owners_time_away_or_cover_is_remarked_on(team: Cli) -> None:
    team("team", "away", "cy", "2026-12-14", "--as", "dee")
    span = "2026-12-08T08:00/2026-12-08T20:00"
    team("cover", "add", "cy", span, "--reason", "ana is at a funeral", "--as", "dee")
    assigned = team("rotation", "assign", "2026-12-07", "cy", "--reason", "x", "--as", "dee").err
    assert "note: week 2026-12-07 touches cy's time away 2026-12-14\n" in assigned
    assert "note: cover 1 is over: week 2026-12-07 is cy's own now\n" in assigned
    other = team("rotation", "assign", "2026-12-07", "ben", "--reason", "x", "--as", "dee").err
    assert "time away" not in other
    assert "cover" not in other


def test_a_member_without_weeks_is_said_to_have_none(team: Cli) -> None:
    said = team("rotation", "show", "--person", "dee").out
    assert said == "dee has no week from 2026-11-23 to 2027-02-15.\n"


def test_a_projected_week_is_said_to_be_one(team: Cli) -> None:
    answer = team("rotation", "who", "--at", "2027-02-02T02:00", "--json").json
    assert answer["state"] == "projected"
    assert "the week is not announced" in team("rotation", "who", "--at", "2027-02-02T02:00").out
