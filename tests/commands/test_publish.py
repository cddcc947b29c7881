"""A quarter is announced: around time away, its holidays evened out, once, and until it is taken back."""

from datetime import date

import pytest

from tests.conftest import Cli

PUBLISH = ("rotation", "publish", "2027-Q1", "--as", "dee")
UNDO = (*PUBLISH, "--undo")
WHY = "ben is away 2027-01-05/2027-01-12"
TRADED = [
    {"week": "2027-01-04", "from": "ben", "to": "ana", "why": WHY, "other": "2027-01-18"},
    {"week": "2027-01-18", "from": "ana", "to": "ben", "why": WHY, "other": "2027-01-04"},
]


def owners(cli: Cli, first: str, weeks: int) -> list[tuple[str, str]]:
    """Whose each week is from one on, and how sure that is."""
    shown = cli("rotation", "show", "--from", first, "--weeks", str(weeks), "--json").json["weeks"]
    return [(week["person"], week["state"]) for week in shown]


def record(cli: Cli) -> str:
    return cli("store", "log", "--json", "--limit", "9999").out


@pytest.fixture
def away(team: Cli) -> Cli:
    """The team, with ben away in 2027-01-04, his, and in the week after it."""
    team("team", "away", "ben", "2027-01-05/2027-01-12", "--as", "dee")
    return team


@pytest.fixture
def beyond(team: Cli) -> Cli:
    """The team, with ben away in 2027-03-29, the last of the quarter and his: cy comes after it."""
    team("team", "away", "ben", "2027-04-02", "--as", "dee")
    return team


def test_publishing_announces_once(team: Cli) -> None:
    assert "Would publish 2027-Q1: 13 weeks." in team(*PUBLISH, "--dry-run").out
    assert owners(team, "2027-01-04", 1) == [("ben", "projected")]
    first = team(*PUBLISH, "--json").json
    assert (first["quarter"], first["traded"], len(first["announced"])) == ("2027-Q1", [], 13)
    assert {week["state"] for week in first["weeks"]} == {"published"}
    log = record(team)
    again = team(*PUBLISH, "--json").json
    assert (again["weeks"], again["announced"], again["warnings"]) == (first["weeks"], [], [])
    assert "is published already; nothing was changed" in team(*PUBLISH).out
    assert record(team) == log


def test_what_is_published_stays_whatever_is_known_later(team: Cli) -> None:
    before = team(*PUBLISH, "--json").json["weeks"]
    team("team", "away", "ben", "2027-01-05/2027-01-12", "--as", "dee")
    again = team(*PUBLISH, "--balance", "holidays", "--json").json
    assert (again["weeks"], again["announced"], again["traded"]) == (before, [], [])


def test_a_quarter_that_no_order_reaches_is_refused_and_one_it_reaches_in_part_is_noted(cli: Cli) -> None:
    cli("init")
    cli("team", "add", "ana", "--name", "Ana")
    assert "no order reaches 2027-Q1" in cli("rotation", "publish", "2027-Q1", code=1).err
    cli("rotation", "set", "ana", "--from", "2027-03-22")
    part = cli("rotation", "publish", "2027-Q1")
    assert "Published 2027-Q1: 2 weeks." in part.out
    assert "note: no order reaches the 11 weeks 2027-01-04 to 2027-03-15; nobody has it" in part.err


def test_a_turn_in_time_away_is_traded_and_both_weeks_say_why(away: Cli) -> None:
    assert away(*PUBLISH, "--json").json["traded"] == TRADED
    turns = away.store().rotations.turns(date(2027, 1, 4), date(2027, 1, 18))
    assert [(turn.person, turn.ordered, turn.cause, turn.other, turn.reason) for turn in turns.values()] == [
        ("ana", "ben", "traded", date(2027, 1, 18), WHY),
        ("cy", "cy", "published", None, None),
        ("ben", "ana", "traded", date(2027, 1, 4), WHY),
    ]


def test_a_dry_run_shows_what_publishing_then_does(away: Cli) -> None:
    before = away.path.read_bytes()
    tried = away(*PUBLISH, "--dry-run")
    assert away.path.read_bytes() == before
    done = away(*PUBLISH)
    assert tried.out.replace("Would publish", "Published") == done.out
    assert (tried.err, tried.out.split()[0]) == (done.err, "Would")


def test_people_see_what_was_traded_and_who_has_which_holidays(away: Cli) -> None:
    said = away(*PUBLISH)
    lines = [line.split() for line in said.out.splitlines()]
    assert ["2027-01-04", "ben", "ana", *WHY.split()] in lines
    assert ["2027-01-18", "ana", "ben", *WHY.split()] in lines
    assert ["ben", "2027-01-18", "Martin", "Luther", "King", "Jr.", "Day"] in lines
    assert ["2027-02-15", "Washington's", "Birthday"] in lines
    assert max(map(len, said.out.splitlines())) <= 80
    assert "note: two weeks running for ben: 2027-01-18 and 2027-01-25" in said.err


def test_who_has_which_holidays_and_who_is_not_prepared_is_in_the_answer(team: Cli) -> None:
    answer = team(*PUBLISH, "--json").json
    assert answer["holidays"] == [
        {"person": "ana", "weeks": ["2027-01-18"], "names": ["Martin Luther King Jr. Day"]},
        {"person": "ben", "weeks": ["2027-02-15"], "names": ["Washington's Birthday"]},
    ]
    assert sum("ana, ben and cy are not ready" in said for said in answer["warnings"]) == 1
    team("rotation", "publish", "2027-Q1", "--undo", "--as", "dee")
    team("team", "ready", "cy", "--all", "--as", "dee")
    said = team(*PUBLISH, "--json").json["warnings"]
    assert [line.partition(":")[0] for line in said if "ready" in line] == ["ana and ben are not ready"]


@pytest.mark.parametrize("agrees", [True, False])
def test_at_a_terminal_trades_are_shown_and_asked_first(away: Cli, agrees: bool) -> None:
    away.answers = [agrees]
    away(*PUBLISH, code=0 if agrees else 1)
    assert f"  2027-01-04  ben → ana  {WHY}\n" in away.asked[0]
    assert owners(away, "2027-01-04", 1) == [("ana", "published") if agrees else ("ben", "projected")]


def test_nobody_is_asked_about_a_quarter_without_trades(team: Cli) -> None:
    team.answers = []
    assert "Published 2027-Q1: 13 weeks." in team(*PUBLISH).out


def test_a_week_that_everybody_is_away_in_is_refused_with_the_way_on_and_that_way_works(team: Cli) -> None:
    for person in ("ana", "ben", "cy"):
        team("team", "away", person, "2027-01-06", "--as", "dee")
    log = record(team)
    refused = team(*PUBLISH, code=1)
    assert "nobody can take week 2027-01-04: ben is away 2027-01-06" in refused.err
    assert "oncall rotation assign 2027-01-04 HANDLE --reason TEXT" in refused.err
    assert "oncall team away ben --remove 2" in refused.err
    assert record(team) == log
    team("rotation", "assign", "2027-01-04", "dee", "--reason", "all are away", "--as", "dee")
    assert "Published 2027-Q1: 12 weeks." in team(*PUBLISH).out


def test_a_week_after_the_quarter_is_announced_with_it_where_only_that_will_do(beyond: Cli) -> None:
    answer = beyond(*PUBLISH, "--json").json
    assert [(trade["week"], trade["to"]) for trade in answer["traded"]] == [
        ("2027-03-29", "cy"),
        ("2027-04-05", "ben"),
    ]
    assert (len(answer["weeks"]), len(answer["announced"]), answer["announced"][-1]) == (13, 14, "2027-04-05")
    assert (
        "week 2027-04-05 lies after it and is announced too: it was traded for 2027-03-29"
        in answer["warnings"]
    )
    assert owners(beyond, "2027-03-29", 3) == [
        ("cy", "published"),
        ("ben", "published"),
        ("ana", "projected"),
    ]
    assert "Published 2027-Q2: 12 weeks." in beyond("rotation", "publish", "2027-Q2", "--as", "dee").out


def test_a_published_week_after_the_quarter_is_not_traded_for(beyond: Cli) -> None:
    for week, person in (("2027-04-05", "cy"), ("2027-04-12", "ana")):
        beyond("rotation", "assign", week, person, "--reason", "agreed", "--as", "dee")
    assert "nobody can take week 2027-03-29" in beyond(*PUBLISH, code=1).err


def test_a_trade_that_is_taken_by_who_covers_the_week_makes_the_cover_moot_and_says_so(away: Cli) -> None:
    span = "2027-01-06T08:00/2027-01-06T20:00"
    away("cover", "add", "ana", span, "--reason", "ben is away", "--as", "dee")
    said = "note: cover 1 is over: week 2027-01-04 is ana's own now\n"
    assert said in away(*PUBLISH).err


def test_holiday_weeks_go_to_whoever_had_fewest(team: Cli) -> None:
    assert team(*PUBLISH, "--balance", "holidays", "--dry-run", "--json").json["traded"] == []
    team("rotation", "assign", "2026-12-28", "ben", "--reason", "ana sails", "--as", "dee")
    answer = team(*PUBLISH, "--balance", "holidays", "--json").json
    assert [(trade["week"], trade["to"], trade["why"]) for trade in answer["traded"]] == [
        ("2027-02-08", "ben", "holidays: ana had 1 holiday week, ben 2"),
        ("2027-02-15", "ana", "holidays: ana had 1 holiday week, ben 2"),
    ]
    assert [(one["person"], one["weeks"]) for one in answer["holidays"]] == [
        ("ana", ["2027-01-18", "2027-02-15"])
    ]


def test_weeks_before_the_quarter_that_nobody_announced_are_remarked_on(team: Cli) -> None:
    said = team("rotation", "publish", "2027-Q2", "--as", "dee").err
    assert "the 13 weeks 2027-01-04 to 2027-03-29 before it: not published" in said


def test_a_publication_is_taken_back_and_made_again(beyond: Cli) -> None:
    before = owners(beyond, "2027-01-04", 20)
    first = beyond(*PUBLISH, "--json").json
    announced = owners(beyond, "2027-01-04", 20)
    tried = beyond(*UNDO, "--dry-run")
    assert owners(beyond, "2027-01-04", 20) == announced
    answer = beyond(*UNDO, "--json").json
    assert (answer["quarter"], answer["withdrawn"]) == ("2027-Q1", first["announced"])
    assert {week["state"] for week in answer["weeks"]} == {"projected"}
    assert owners(beyond, "2027-01-04", 20) == before
    assert "2027-Q1 is not published, so there is nothing to take back" in beyond(*UNDO, code=1).err
    again = beyond(*PUBLISH, "--json").json
    assert (again["announced"], again["traded"]) == (first["announced"], first["traded"])
    said = beyond(*UNDO).out
    assert tried.out.replace("Would take back", "Took back") == said
    assert said.startswith("Took back 2027-Q1: 14 weeks are projected again.\n")
    assert "  2027-03-29  cy → ben\n  2027-04-05  ben → cy\n" in said
    assert max(map(len, said.splitlines())) <= 80


def test_todays_order_fills_what_was_taken_back(team: Cli) -> None:
    team(*PUBLISH)
    team("rotation", "set", "cy", "--from", "2027-01-04", "--as", "dee")
    assert "  2027-01-04  ben → cy\n" in team(*UNDO).out
    assert owners(team, "2027-01-04", 13) == [("cy", "projected")] * 13


def test_a_week_assigned_before_stays_when_the_rest_is_taken_back(team: Cli) -> None:
    team("rotation", "assign", "2027-02-01", "ana", "--reason", "she asked", "--as", "dee")
    team(*PUBLISH)
    said = team(*UNDO)
    assert "Took back 2027-Q1: 12 weeks are projected again." in said.out
    assert "note: week 2027-02-01 stays as it is: publishing 2027-Q1 did not announce it" in said.err
    assert owners(team, "2027-01-25", 3) == [("ben", "projected"), ("ana", "published"), ("ana", "projected")]


@pytest.mark.parametrize(
    ("deed", "said"),
    [
        (
            ("rotation", "assign", "2027-02-01", "ana", "--reason", "x", "--as", "dee"),
            "week 2027-02-01 was assigned to ana, so 2027-Q1 stays published",
        ),
        (
            (
                "swap",
                "request",
                "--give",
                "2027-02-01",
                "--take",
                "2027-01-25",
                "--with",
                "ben",
                "--as",
                "cy",
            ),
            "week 2027-01-25 is in swap 1, which is requested, so 2027-Q1 stays published",
        ),
        (
            ("cover", "add", "ana", "2027-02-02T08:00/2027-02-03T08:00", "--reason", "x", "--as", "dee"),
            "week 2027-02-01 has cover 1 by ana, so 2027-Q1 stays published",
        ),
    ],
    ids=["assigned", "asked", "covered"],
)
def test_what_was_done_with_a_week_since_keeps_the_quarter_published(
    team: Cli, deed: tuple[str, ...], said: str
) -> None:
    team(*PUBLISH)
    team(*deed)
    log = record(team)
    assert said in team(*UNDO, code=1).err
    assert record(team) == log


def test_a_quarter_that_was_swapped_in_or_has_begun_stays_published(team: Cli) -> None:
    team(*PUBLISH)
    team("swap", "request", "--give", "2027-02-01", "--take", "2027-01-25", "--with", "ben", "--as", "cy")
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    assert "week 2027-01-25 went to cy by swap 1, so 2027-Q1 stays published" in team(*UNDO, code=1).err
    team.at("2027-01-04T18:01:00-06:00")
    assert "week 2027-01-04 has begun with ben on call, so 2027-Q1 stays" in team(*UNDO, code=1).err


def test_taking_a_publication_back_is_shown_and_asked_first(beyond: Cli) -> None:
    beyond(*PUBLISH)
    beyond.answers = [False]
    beyond(*UNDO, code=1)
    assert "  2027-03-29  cy → ben\n" in beyond.asked[0]
    assert owners(beyond, "2027-03-29", 1) == [("cy", "published")]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--balance", "weekends"), "'weekends' cannot be balanced"),
        (("--balance", "holidays", "--undo"), "--undo takes a whole publication back"),
    ],
)
def test_what_publishing_cannot_do_is_bad_usage(team: Cli, more: tuple[str, ...], said: str) -> None:
    assert said in team(*PUBLISH, *more, code=2).err


def test_only_a_manager_takes_a_publication_back(team: Cli) -> None:
    team(*PUBLISH)
    said = team("rotation", "publish", "2027-Q1", "--undo", "--as", "ana", code=1).err
    assert "only a manager may publish a quarter" in said
