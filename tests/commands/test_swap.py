"""Swaps through the door: asked in time, agreed on, applied at once or not at all."""

from collections import Counter
from datetime import date
from pathlib import Path
from random import Random
from typing import NamedTuple

import pytest

from oncall_cli.core.away import Away
from oncall_cli.core.member import Member
from oncall_cli.core.schedule import Turn
from oncall_cli.core.swap import OPEN, Swap
from oncall_cli.store.door import Act
from oncall_cli.store.store import open_store
from tests.conftest import Cli

REQUEST = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
STEPS = {
    "accept": ("swap", "accept", "1", "--as", "ben"),
    "decline": ("swap", "decline", "1", "--as", "ben"),
    "approve": ("swap", "approve", "1", "--as", "dee"),
    "refuse": ("swap", "refuse", "1", "--reason", "no", "--as", "dee"),
    "withdraw": ("swap", "withdraw", "1", "--as", "ana"),
}


def weeks(cli: Cli) -> dict[str, str]:
    shown = cli("rotation", "show", "--from", "2026-11-30", "--weeks", "4", "--json").json["weeks"]
    return {week["week"]: week["person"] for week in shown}


def test_a_swap_exchanges_two_weeks_once_both_members_and_a_manager_agree(team: Cli) -> None:
    asked = team(*REQUEST, "--reason", "a wedding", "--json").json
    assert (
        asked.items()
        >= {
            "id": 1,
            "state": "requested",
            "requester": "ana",
            "partner": "ben",
            "give": "2026-12-07",
            "take": "2026-12-14",
            "deadline": "2026-12-02T18:01:00-06:00",
            "requested_at": "2026-11-24T02:10:00-06:00",
            "in_time": True,
            "exception": None,
            "reason": "a wedding",
            "warnings": [],
        }.items()
    )
    before = weeks(team)
    accepted = team(*STEPS["accept"], "--json").json
    assert (accepted["state"], accepted["next"]) == ("accepted", "a manager approves or refuses")
    assert weeks(team) == before
    said = team(*STEPS["approve"]).out
    assert said == "Applied swap 1: ana gave ben week 2026-12-07 and took 2026-12-14.\n"
    assert weeks(team) == {**before, "2026-12-07": "ben", "2026-12-14": "ana"}
    shown = team("rotation", "show", "--from", "2026-12-07", "--weeks", "2", "--json").json["weeks"]
    assert [(week["ordered"], week["swap"]) for week in shown] == [("ana", 1), ("ben", 1)]
    steps = team("swap", "show", "1", "--json").json["steps"]
    assert [(step["step"], step["person"]) for step in steps] == [
        ("request", "ana"),
        ("accept", "ben"),
        ("approve", "dee"),
    ]


def test_history_keeps_who_had_each_week_and_a_second_swap_undoes_the_first(team: Cli) -> None:
    before = weeks(team)
    for argv in (REQUEST, STEPS["accept"], STEPS["approve"]):
        team(*argv)
    team("swap", "request", "--give", "2026-12-14", "--take", "2026-12-07", "--with", "ben", "--as", "ana")
    team("swap", "accept", "2", "--as", "ben")
    team("swap", "approve", "2", "--as", "dee")
    assert weeks(team) == before
    shown = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (shown["ordered"], shown["swap"]) == (None, 2)
    had = "SELECT person, cause, swap FROM turn WHERE week = '2026-12-07' ORDER BY id"
    turns = team.store().door.rows(had)
    assert [tuple(turn.values()) for turn in turns] == [
        ("ana", "published", None),
        ("ben", "swapped", 1),
        ("ana", "swapped", 2),
    ]


def swapped(team: Cli, give: str, take: str, who: str, partner: str) -> int:
    """A swap asked for, accepted and approved; its number."""
    asked = team(
        "swap", "request", "--give", give, "--take", take, "--with", partner, "--as", who, "--json"
    ).json
    team("swap", "accept", asked["id"], "--as", partner)
    team("swap", "approve", asked["id"], "--as", "dee")
    return int(asked["id"])


def test_a_week_swapped_on_and_on_stays_the_one_the_order_gave_to_the_first_until_it_is_back(
    team: Cli,
) -> None:
    before = weeks(team)
    first, second, third = "2026-12-07", "2026-12-14", "2026-12-21"
    swapped(team, first, second, "ana", "ben")
    swapped(team, first, third, "ben", "cy")
    assert weeks(team) == {**before, first: "cy", second: "ana", third: "ben"}
    shown = team("rotation", "show", "--from", first, "--weeks", "3", "--json").json["weeks"]
    assert [(week["ordered"], week["swap"]) for week in shown] == [("ana", 2), ("ben", 1), ("cy", 2)]
    swapped(team, first, second, "cy", "ana")
    shown = team("rotation", "show", "--from", first, "--weeks", "3", "--json").json["weeks"]
    assert [(week["person"], week["ordered"]) for week in shown] == [
        ("ana", None),
        ("cy", "ben"),
        ("ben", "cy"),
    ]
    history = team("swap", "show", "2", "--json").json["history"]
    assert {
        entry["week"]: [(owner["person"], owner["cause"], owner["swap"]) for owner in entry["owners"]]
        for entry in history
    } == {
        first: [
            ("ana", "published", None),
            ("ben", "swapped", 1),
            ("cy", "swapped", 2),
            ("ana", "swapped", 3),
        ],
        third: [("cy", "published", None), ("ben", "swapped", 2)],
    }
    page = team("swap", "show", "1").out
    assert "2026-12-14  ben (published) → ana (swap 1) → cy (swap 3)" in page
    assert max(len(line) for line in page.splitlines()) <= 80


def goes_away(team: Cli, person: str, first: str, last: str) -> None:
    store = team.store()
    dates = {"first": date.fromisoformat(first), "last": date.fromisoformat(last)}
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.aways.add(Away(id=0, person=person, **dates))


def leaves(team: Cli, handle: str, day: str) -> None:
    store = team.store()
    member = store.members.find(handle)
    assert isinstance(member, Member)
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.members.change(member, member.model_copy(update={"leaves": date.fromisoformat(day)}))


def test_before_a_week_is_given_to_somebody_away_in_it_both_are_warned(team: Cli) -> None:
    goes_away(team, "ben", "2026-12-12", "2026-12-13")
    goes_away(team, "ana", "2026-12-05", "2026-12-06")
    warning = "week 2026-12-07 touches ben's time away 2026-12-12/2026-12-13"
    for argv in (REQUEST, STEPS["accept"], STEPS["approve"]):
        assert team(*argv).err == f"note: {warning}\n"
        shown = team("swap", "show", "1", "--json").json
        assert shown["warnings"] == ([warning] if shown["state"] != "applied" else [])
    assert weeks(team)["2026-12-07"] == "ben"


def test_at_a_terminal_the_warning_is_seen_before_anything_is_asked_for(team: Cli) -> None:
    goes_away(team, "ben", "2026-12-12", "2026-12-13")
    team.answers = [False]
    team(*REQUEST, code=1)
    assert "! week 2026-12-07 touches ben's time away 2026-12-12/2026-12-13" in team.asked[0]
    assert team("swap", "list", "--all", "--json").json["swaps"] == []


def test_nobody_is_asked_to_take_a_week_that_ends_after_they_have_left(team: Cli) -> None:
    leaves(team, "ben", "2026-12-13")
    refused = team(*REQUEST, code=1)
    assert "ben leaves on 2026-12-13, before week 2026-12-07 ends, and cannot take it" in refused.err
    leaves(team, "ben", "2026-11-23")
    assert "ben left on 2026-11-23" in team(*REQUEST[:4], *REQUEST[6:], code=1).err
    leaves(team, "ben", "2026-12-14")
    team(*REQUEST)


@pytest.mark.parametrize("step", ["accept", "approve"])
@pytest.mark.parametrize(("who", "day"), [("ben", "2026-12-13"), ("ana", "2026-12-20")])
def test_a_swap_whose_party_leaves_meanwhile_goes_no_further_and_can_be_ended(
    team: Cli, step: str, who: str, day: str
) -> None:
    team(*REQUEST)
    if step == "approve":
        team(*STEPS["accept"])
    before, state = weeks(team), team("swap", "show", "1", "--json").json["state"]
    leaves(team, who, day)
    refused = team(*STEPS[step], code=1).err
    assert f"swap 1 can go no further: {who} leaves on {day}, before week" in refused
    listed = team("swap", "list", "--json").json["swaps"][0]["next"]
    assert listed.startswith(f"swap 1 can go no further: {who} leaves on {day}")
    assert "hint: ana ends it by oncall swap withdraw 1" in refused
    assert (weeks(team), team("swap", "show", "1", "--json").json["state"]) == (before, state)
    team(*STEPS["withdraw"])
    team("swap", "request", "--give", "2026-12-07", "--with", "cy", "--as", "ana")


@pytest.mark.parametrize(
    ("give", "who", "partner", "last", "late", "deadline"),
    [
        (
            "2026-12-07",
            "ana",
            "ben",
            "2026-12-02T18:01:59-06:00",
            "2026-12-02T18:02:00-06:00",
            "Wed 2026-12-02 18:01",
        ),
        # Clocks go back on the Sunday in between; the wall clock counts.
        (
            "2026-11-02",
            "ben",
            "ana",
            "2026-10-28T18:01:59-05:00",
            "2026-10-28T18:02:00-05:00",
            "Wed 2026-10-28 18:01",
        ),
    ],
)
def test_the_last_minute_is_in_time_and_the_next_is_late(
    team: Cli, give: str, who: str, partner: str, last: str, late: str, deadline: str
) -> None:
    argv = ("swap", "request", "--give", give, "--with", partner, "--as", who)
    refused = team.at(late)(*argv, code=1)
    assert f"too late: a swap of week {give} had to be asked for by {deadline}, 5 days before" in refused.err
    assert "hint: a manager can let it through: --exception TEXT" in refused.err
    assert team("swap", "list", "--all", "--json").json["swaps"] == []
    assert team.at(last)(*argv, "--json").json["in_time"] is True


def test_an_earlier_week_that_is_taken_counts_for_the_notice_too(team: Cli) -> None:
    team.at("2026-11-25T18:02:00-06:00")
    argv = ("swap", "request", "--give", "2026-12-07", "--take", "2026-11-30", "--with", "cy", "--as", "ana")
    assert "by Wed 2026-11-25 18:01" in team(*argv, code=1).err


def test_an_exception_is_a_managers_with_a_reason_and_is_shown(team: Cli) -> None:
    team.at("2026-12-04T09:00:00-06:00")
    assert "only a manager may let a late swap through; ana is none" in (
        team(*REQUEST, "--exception", "please", code=1).err
    )
    argv = (*REQUEST[:-1], "dee", "--exception", "a funeral", "--json")
    swap = team(*argv).json
    assert (swap["requester"], swap["in_time"], swap["exception"]) == ("ana", False, "a funeral")
    team(*STEPS["accept"])
    team(*STEPS["approve"])
    shown = team("swap", "show", "1").out
    assert "asked late; the last moment was Wed 2026-12-02 18:01" in shown
    assert "a funeral" in shown
    assert weeks(team)["2026-12-07"] == "ben"
    recorded = [change for change in team.store().records.latest(99, "swap") if change.verb == "added"]
    assert (recorded[0].actor, recorded[0].after["exception"]) == ("dee", "a funeral")


@pytest.mark.parametrize("days", ["2026-12-08", "2026-12-08/2026-12-09", "wed", "2026-12-08T18:01"])
def test_days_are_refused_with_the_rule(team: Cli, days: str) -> None:
    for argv in (("--give", days), ("--give", "2026-12-07", "--take", days)):
        refused = team("swap", "request", *argv, "--with", "ben", "--as", "ana", code=1)
        assert "only whole weeks can be switched, not single days" in refused.err


def test_a_week_given_away_takes_none_back(team: Cli) -> None:
    before = weeks(team)
    argv = (*REQUEST[:4], *REQUEST[6:])
    asked = team(*argv)
    assert "ana gives week 2026-12-07 to ben. Next: ben accepts or declines." in asked.out
    assert "note: two weeks running for ben: 2026-12-07 and 2026-12-14" in asked.err
    assert team("swap", "show", "1", "--json").json["take"] is None
    team(*STEPS["accept"])
    team(*STEPS["approve"])
    assert weeks(team) == {**before, "2026-12-07": "ben"}


def test_where_notice_is_enough_a_swap_applies_when_it_is_accepted(team: Cli, tmp_path: Path) -> None:
    policy = tmp_path / "notice.toml"
    policy.write_text('[swap]\napproval = "notice"', encoding="utf-8")
    team("policy", "apply", str(policy), "--from", "2026-12-01", "--as", "dee")
    team(*REQUEST)
    assert "Applied swap 1" in team(*STEPS["accept"]).out
    assert weeks(team)["2026-12-07"] == "ben"
    earlier = ("swap", "request", "--give", "2026-11-30", "--with", "ben", "--as", "cy")
    team(*earlier)
    assert team("swap", "accept", "2", "--as", "ben", "--json").json["state"] == "accepted"


def test_of_two_swaps_that_name_one_week_the_second_is_refused(team: Cli) -> None:
    team(*REQUEST)
    for argv in (
        ("--give", "2026-12-07", "--with", "cy", "--as", "ana"),
        ("--give", "2026-12-14", "--with", "cy", "--as", "ben"),
        ("--give", "2026-11-30", "--take", "2026-12-14", "--with", "ben", "--as", "cy"),
    ):
        refused = team("swap", "request", *argv, code=1)
        assert "is in swap 1 already, which is requested" in refused.err
    team(*STEPS["withdraw"])
    team("swap", "request", "--give", "2026-12-07", "--with", "cy", "--as", "ana")


@pytest.mark.parametrize(
    ("step", "by", "said"),
    [
        ("accept", "ana", "only ben may accept swap 1; ana is not ben"),
        ("accept", "dee", "only ben may accept swap 1; dee is not ben"),
        ("decline", "cy", "only ben may decline swap 1; cy is not ben"),
        ("withdraw", "ben", "only ana may withdraw swap 1; ben is not ana"),
        ("approve", "ben", "only a manager may approve a swap; ben is none"),
        ("refuse", "ana", "only a manager may refuse a swap; ana is none"),
    ],
)
def test_each_step_is_somebodys_own(team: Cli, step: str, by: str, said: str) -> None:
    team(*REQUEST)
    if step == "approve":
        team(*STEPS["accept"])
    before = team("swap", "show", "1", "--json").json
    assert said in team(*STEPS[step][:-1], by, code=1).err
    assert team("swap", "show", "1", "--json").json == before


@pytest.mark.parametrize("step", ["accept", "approve"])
def test_a_swap_of_weeks_that_have_changed_hands_is_not_applied(team: Cli, step: str) -> None:
    team(*REQUEST)
    if step == "approve":
        team(*STEPS["accept"])
    store = team.store()
    turn = Turn(
        week=date(2026, 12, 14), person="cy", ordered="ben", cause="assigned", reason="x", recorded=team.now
    )
    with store.door.transaction(Act("dee", None, "root", team.now)):
        store.rotations.add_turn(turn)
    before = weeks(team)
    refused = team(*STEPS[step], code=1)
    assert "week 2026-12-14 is cy's, not ben's" in refused.err
    assert weeks(team) == before
    assert team("swap", "show", "1", "--json").json["state"] != "applied"


@pytest.mark.parametrize("accepted", [False, True])
def test_an_open_swap_expires_in_the_minute_its_earlier_week_begins(team: Cli, accepted: bool) -> None:
    team(*REQUEST)
    if accepted:
        team(*STEPS["accept"])
    before = weeks(team)
    team.at("2026-12-07T18:00:59-06:00")
    assert len(team("swap", "list", "--json").json["swaps"]) == 1
    team.at("2026-12-07T18:01:00-06:00")
    assert team("swap", "list").out == "No swap is open.\n"
    assert team("swap", "list", "--all", "--json").json["swaps"][0]["state"] == "expired"
    assert team("swap", "show", "1", "--json").json["state"] == "expired"
    for step in ("accept", "approve", "withdraw", "refuse", "decline"):
        assert "swap 1 is expired" in team(*STEPS[step], code=1).err
    assert weeks(team) == before
    # Its later week is free for another swap, which stores what became of this one.
    team.at("2026-12-08T09:00:00-06:00")
    team("swap", "request", "--give", "2026-12-14", "--with", "cy", "--as", "ben")
    assert [step.step for step in team.store().swaps.steps(1)][-1] == "expire"


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (
            ("request", "--give", "2026-12-07", "--take", "2026-12-21", "--with", "ben", "--as", "ana"),
            1,
            "week 2026-12-21 is cy's, not ben's",
        ),
        (
            ("request", "--give", "2026-12-14", "--with", "ben", "--as", "ana"),
            1,
            "week 2026-12-14 is ben's, not ana's",
        ),
        (("request", "--give", "2026-11-23", "--with", "ana", "--as", "ben"), 1, "week 2026-11-23 has begun"),
        (("request", "--give", "2027-01-18", "--with", "ben", "--as", "ana"), 1, "is not published yet"),
        (
            ("request", "--give", "2026-12-07", "--with", "ana", "--as", "ana"),
            2,
            "ana cannot swap with themselves",
        ),
        (
            ("request", "--give", "2026-12-07", "--with", "ghost", "--as", "ana"),
            3,
            "there is no member 'ghost'",
        ),
        (("request", "--give", "2026-12-07", "--with", "ben"), 2, "who acts?"),
        (("request", "--give", "someday", "--with", "ben", "--as", "ana"), 2, "'someday' is not a week"),
        (("accept", "7", "--as", "ben"), 3, "there is no swap 7"),
        (("accept", "99999999999999999999999", "--as", "ben"), 3, "there is no swap"),
        (("accept", "one", "--as", "ben"), 2, "invalid value"),
        (("show", "-1"), 2, "no such option"),
        (("refuse", "1", "--as", "dee"), 2, "refusing a swap needs a reason"),
        (("withdraw", "1"), 2, "who acts?"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    team("swap", "request", "--give", "2026-11-30", "--with", "ben", "--as", "cy")
    before = team("store", "log", "--json").out
    assert said in team("swap", *argv, code=code).err
    assert team("store", "log", "--json").out == before


WEEKS = ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28")
PEOPLE = ("ana", "ben", "cy", "dee")


class Kept(NamedTuple):
    """What the store says of swaps and of who has which week."""

    swaps: dict[int, Swap]
    owners: dict[str, str]
    turns: int


def kept(path: Path) -> Kept:
    store = open_store(path)
    try:
        rows = store.door.rows("SELECT week, person FROM announced ORDER BY week")
        owners = {row["week"]: row["person"] for row in rows}
        assert len(owners) == len(rows), "a week has two owners"
        swaps = {swap.id: swap for swap in store.swaps.all()}
        turns = store.door.rows("SELECT count(*) AS number FROM turn")[0]["number"]
        return Kept(swaps, owners, turns)
    finally:
        store.door.close()


def drawn(dice: Random, now: Kept) -> tuple[str, ...]:
    """A command line about swaps; most are typed by whoever may, and most lead on."""
    person, honest = dice.choice(PEOPLE), dice.random() < 0.75
    still_open = [swap for swap in now.swaps.values() if swap.state in OPEN]
    if dice.random() < (0.3 if still_open else 0.9):
        give, take = dice.choice(WEEKS), dice.choice((None, *WEEKS))
        asker = now.owners[give] if honest else person
        partner = now.owners[take] if take and honest else dice.choice(PEOPLE)
        taken = ("--take", take) if take else ()
        return ("swap", "request", "--give", give, *taken, "--with", partner, "--as", asker)
    if not honest or not still_open:
        step, number = dice.choice(sorted(STEPS)), dice.choice([1, *now.swaps])
    else:
        swap = dice.choice(still_open)
        leads_on = "accept" if swap.state == "requested" else "approve"
        step, number = dice.choice((leads_on, leads_on, leads_on, *STEPS)), swap.id
        owns = {"accept": swap.partner, "decline": swap.partner, "withdraw": swap.requester}
        person = owns.get(step, "dee")
    return ("swap", step, str(number), *(("--reason", "no") if step == "refuse" else ()), "--as", person)


@pytest.mark.parametrize("seed", range(3))
def test_whoever_does_what_in_whatever_order_weeks_move_by_applied_swaps_alone(team: Cli, seed: int) -> None:
    dice = Random(seed)
    before = kept(team.path)
    for _ in range(32):
        words = drawn(dice, before)
        team(*words, code=None)
        after = kept(team.path)
        changed = [swap for swap in after.swaps.values() if before.swaps.get(swap.id) != swap]
        assert len(changed) <= 1
        for swap in changed:
            was = before.swaps.get(swap.id)
            assert (was.state, words[1], swap.state) in STEPS_TAKEN if was else swap.state == "requested"
        applied = [swap for swap in changed if swap.state == "applied"]
        moves = {str(week): person for swap in applied for week, person in swap.moves}
        assert after.owners == {**before.owners, **moves}
        assert after.turns - before.turns == len(moves)
        for swap in applied:
            gained = Counter(after.owners.values()) - Counter(before.owners.values())
            assert gained == (Counter() if swap.take else Counter([swap.partner]))
        taken = [week for swap in after.swaps.values() if swap.state in OPEN for week in swap.weeks]
        assert len(taken) == len(set(taken)), "a week is in two open swaps"
        before = after
    ended = Counter(swap.state for swap in before.swaps.values())
    assert ended["applied"], ended


STEPS_TAKEN = {
    ("requested", "accept", "accepted"),
    ("requested", "decline", "declined"),
    ("requested", "refuse", "refused"),
    ("requested", "withdraw", "withdrawn"),
    ("accepted", "approve", "applied"),
    ("accepted", "refuse", "refused"),
    ("accepted", "withdraw", "withdrawn"),
}


def test_nothing_is_applied_by_a_program_that_stops_in_the_middle(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(*REQUEST)
    team(*STEPS["accept"])
    before = team("rotation", "show", "--json").json
    log = team("store", "log", "--json").out
    adds: list[Turn] = []

    def interrupted(_: object, turn: Turn) -> None:
        adds.append(turn)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("oncall_cli.store.rotations.Rotations.add_turn", interrupted)
        stopped = team(*STEPS["approve"], code=130)
    assert stopped.err == "oncall: error: interrupted; nothing was changed\n"
    assert len(adds) == 1
    assert team("rotation", "show", "--json").json == before
    assert team("store", "log", "--json").out == log
    team(*STEPS["approve"])


def test_a_rehearsed_swap_shows_whose_weeks_would_move_and_moves_none(team: Cli) -> None:
    ask = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    weeks = team("rotation", "show", "--json").json["weeks"]
    assert (
        team(*ask, "--dry-run").out == "Would request: ana gives ben week 2026-12-07 and takes 2026-12-14.\n"
    )
    assert team("swap", "list", "--all", "--json").json["swaps"] == []
    team(*ask)
    team("swap", "accept", "1", "--as", "ben")
    said = team("swap", "approve", "1", "--as", "dee", "--dry-run").out
    assert said == "Would make swap 1 applied: ana gives ben week 2026-12-07 and takes 2026-12-14.\n"
    assert team("swap", "show", "1", "--json").json["state"] == "accepted"
    assert team("rotation", "show", "--json").json["weeks"] == weeks


def test_at_a_terminal_weeks_change_hands_once_the_person_has_seen_them(team: Cli) -> None:
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    team.answers = [False, True]
    team("swap", "approve", "1", "--as", "dee", code=1)
    assert "ana gives ben week 2026-12-07 and takes 2026-12-14" in team.asked[0]
    assert team("swap", "show", "1", "--json").json["state"] == "accepted"
    team("swap", "approve", "1", "--as", "dee")
    assert team("swap", "show", "1", "--json").json["state"] == "applied"
