"""Covers through the door: what a manager records, and that every view and file follows it."""

from typing import Any

import pytest
import vobject

from tests.conftest import Cli

NIGHT = "2026-11-25T18:00/2026-11-26T08:00"
COVER = ("cover", "add", "ana", NIGHT, "--reason", "ben is ill", "--as", "dee")
PAY = """
[team]
name = "Dealer desk"
timezone = "America/Chicago"

[holidays]
country = "US"

[pay.standby]
unit = "hour"
hour = { weekday = "1.00" }
"""


def who(cli: Cli, moment: str) -> Any:
    return cli("rotation", "who", "--at", moment, "--json").json


def week_shown(cli: Cli, week: str = "2026-11-23") -> Any:
    return cli("rotation", "show", "--from", week, "--weeks", "1", "--json").json["weeks"][0]


def test_a_manager_puts_somebody_on_and_the_week_keeps_its_owner(team: Cli) -> None:
    said = team(*COVER)
    assert said.out == (
        "Cover 1: ana is on for ben from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00: ben is ill.\n"
    )
    assert said.err == ""
    week = week_shown(team)
    assert (week["person"], week["ordered"]) == ("ben", None)
    assert week["cover"] == [
        {
            "id": 1,
            "person": "ana",
            "start": "2026-11-25T18:00:00-06:00",
            "end": "2026-11-26T08:00:00-06:00",
        }
    ]
    assert [entry.noun for entry in team.store().records.latest(1)] == ["cover"]


def test_who_is_on_follows_the_cover_to_the_minute(team: Cli) -> None:
    team(*COVER)
    on = [
        (at["person"], at["owner"], at["cover"], at["until"][:16], at["before"], at["after"])
        for at in (
            who(team, f"2026-11-{moment}")
            for moment in ("25T17:59:59", "25T18:00", "26T07:59:59", "26T08:00")
        )
    ]
    assert on == [
        ("ben", "ben", None, "2026-11-25T18:00", "ana", "ana"),
        ("ana", "ben", 1, "2026-11-26T08:00", "ben", "ben"),
        ("ana", "ben", 1, "2026-11-26T08:00", "ben", "ben"),
        ("ben", "ben", None, "2026-11-30T06:59", "ana", "cy"),
    ]
    shown = team("rotation", "who", "--at", "2026-11-26T02:00").out.splitlines()[0]
    assert shown == "Ana Ruiz (ana) is on call for Ben Okafor, until Thu 2026-11-26 08:00."


def test_a_cover_to_the_end_of_a_week_is_before_the_next_one(team: Cli) -> None:
    team("cover", "add", "ana", "2026-11-29T18:00/2026-11-30T07:00", "--reason", "x", "--as", "dee")
    assert who(team, "2026-11-30T06:59:59")["person"] == "ana"
    assert who(team, "2026-11-30T12:00")["before"] == "ana"
    assert who(team, "2026-11-30T18:01")["before"] == "ana"
    assert week_shown(team)["cover"][0]["end"] == week_shown(team)["end"]


def test_a_dry_run_shows_the_cover_and_stores_nothing(team: Cli) -> None:
    tried = team(*COVER, "--dry-run")
    assert tried.out.startswith("Would record: ana is on for ben from Wed 2026-11-25 18:00")
    assert team(*COVER, "--dry-run", "--json").json["stored"] is False
    assert team("cover", "list", "--all", "--json").json["covers"] == []
    assert team(*COVER, "--json").json["stored"] is True


@pytest.mark.parametrize(
    ("argv", "code", "sentence"),
    [
        (("ana", NIGHT, "--reason", "x", "--as", "cy"), 1, "only a manager may record a cover; cy is none"),
        (("ana", NIGHT, "--as", "dee"), 2, "a cover needs a reason"),
        (("ana", NIGHT, "--reason", " ", "--as", "dee"), 2, "the reason is empty"),
        (("zed", NIGHT, "--reason", "x", "--as", "dee"), 3, "there is no member 'zed'"),
        (("ben", NIGHT, "--reason", "x", "--as", "dee"), 1, "week 2026-11-23 is ben's own"),
        (("ana", "thursday", "--reason", "x", "--as", "dee"), 2, "'thursday' is not a span"),
        (
            ("ana", "2026-11-26T08:00/2026-11-25T18:00", "--reason", "x", "--as", "dee"),
            2,
            "ends before it has begun",
        ),
        (
            ("ana", "2026-11-29T18:00/2026-12-01T06:00", "--reason", "x", "--as", "dee"),
            1,
            "begins in week 2026-11-23, which ends Mon 2026-11-30 06:59, and goes on into week 2026-11-30",
        ),
        (
            ("ana", "2026-10-20T18:00/2026-10-21T06:00", "--reason", "x", "--as", "dee"),
            1,
            "nobody has week 2026-10-19",
        ),
    ],
)
def test_what_cannot_be_a_cover_is_refused_in_a_sentence_and_stores_nothing(
    team: Cli, argv: tuple[str, ...], code: int, sentence: str
) -> None:
    said = team("cover", "add", *argv, code=code)
    assert sentence in said.err
    assert said.out == ""
    assert team("cover", "list", "--all", "--json").json["covers"] == []


def test_two_covers_do_not_overlap_and_the_refusal_names_the_other(team: Cli) -> None:
    team(*COVER)
    again = ("cover", "add", "cy", "2026-11-26T07:59/2026-11-26T12:00", "--reason", "x", "--as", "dee")
    refused = team(*again, "--json", code=1).error
    assert refused["message"].startswith(
        "cover 1 has ana on from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00"
    )
    assert refused["hint"] == "oncall cover remove 1 --reason TEXT takes it back"
    team("cover", "remove", "1", "--reason", "well again", "--as", "dee")
    assert team(*again, "--json").json["id"] == 2


def test_a_cover_of_the_past_says_what_it_changes_and_asks_whoever_can_be_asked(team: Cli) -> None:
    past = ("cover", "add", "cy", "2026-11-23T20:00/2026-11-24T12:00", "--reason", "told late", "--as", "dee")
    note = (
        "this changes who was on from Mon 2026-11-23 20:00 to Tue 2026-11-24 02:10, and the pay of cy and ben"
    )
    team.answers = [False]
    assert "nothing was changed" in team(*past, code=1).err
    assert note in team.asked[0]
    assert team("cover", "list", "--all", "--json").json["covers"] == []
    team.answers = None
    assert team(*past).err == f"note: {note}\n"
    assert who(team, "2026-11-23T21:00")["person"] == "cy"
    team.answers = [True]
    removed = team("cover", "remove", "1", "--reason", "a slip", "--as", "dee")
    assert removed.err == f"note: {note}\n"
    assert who(team, "2026-11-23T21:00")["person"] == "ben"


def test_a_cover_taken_back_counts_no_more_and_stays_on_record(team: Cli) -> None:
    team(*COVER)
    remove = ("cover", "remove", "1", "--reason", "well again")
    assert "only a manager may remove a cover" in team(*remove, "--as", "cy", code=1).err
    assert "needs a reason" in team(*remove[:-2], "--as", "dee", code=2).err
    assert team(*remove, "--as", "dee", "--dry-run").out.startswith("Would remove cover 1, ana for ben from")
    assert who(team, "2026-11-26T02:00")["person"] == "ana"
    assert team(*remove, "--as", "dee").out == (
        "Removed cover 1, ana for ben from Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00: well again.\n"
    )
    assert who(team, "2026-11-26T02:00")["person"] == "ben"
    assert "there is no cover 1" in team(*remove, "--as", "dee", code=3).err
    kept = team.store().records.latest(1)[0]
    assert (kept.noun, kept.verb, kept.after["withdrawn"]) == ("cover", "changed", "well again")


def test_the_list_is_of_this_week_on_of_one_week_of_a_member_or_of_all(team: Cli) -> None:
    for person, span in (
        ("ben", "2026-11-18T20:00/8h"),
        ("ana", NIGHT),
        ("cy", "2026-12-08T20:00/8h"),
    ):
        team("cover", "add", person, span, "--reason", f"for {person}", "--as", "dee")

    def listed(*argv: str) -> list[int]:
        return [one["id"] for one in team("cover", "list", *argv, "--json").json["covers"]]

    assert listed() == [2, 3]
    assert listed("--all") == [1, 2, 3]
    assert listed("--week", "2026-11-20") == [1]
    assert listed("--person", "ben") == [2]
    assert listed("--person", "ben", "--all") == [1, 2]
    assert "leave --week or --all out" in team("cover", "list", "--all", "--week", "this", code=2).err
    assert team("cover", "list", "--week", "next").out == "There is no cover in week 2026-11-30.\n"
    assert team("cover", "list", "--person", "dee").out == (
        "There is no cover by dee or for them in week 2026-11-23 or later.\n"
    )
    shown = team("cover", "list").out.splitlines()
    assert [line.split() for line in shown[2:4]] == [
        ["2", "ana", "ben", "Wed", "2026-11-25", "18:00", "for", "ana"],
        ["Thu", "2026-11-26", "08:00"],
    ]
    assert max(map(len, shown)) <= 80


def test_a_cover_by_whoever_is_given_the_week_afterwards_is_over(team: Cli) -> None:
    team("cover", "add", "ana", "2026-12-01T18:00/2026-12-02T08:00", "--reason", "x", "--as", "dee")
    team("rotation", "assign", "2026-11-30", "ana", "--reason", "y", "--as", "dee")
    assert week_shown(team, "2026-11-30")["cover"] == []
    on = who(team, "2026-12-02T02:00")
    assert (on["person"], on["owner"], on["cover"]) == ("ana", "ana", None)
    assert team("cover", "list", "--json").json["covers"] == []
    team("cover", "add", "cy", "2026-12-01T20:00/2026-12-01T22:00", "--reason", "z", "--as", "dee")


def test_a_swap_that_gives_the_week_to_who_covers_in_it_ends_the_cover_and_says_so(team: Cli) -> None:
    team("cover", "add", "ben", "2026-12-08T18:00/2026-12-09T08:00", "--reason", "x", "--as", "dee")
    give = ("--give", "2026-12-07", "--take", "2026-12-14")
    team("swap", "request", *give, "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    assert (
        "cover 1 is over: week 2026-12-07 is ben's own now" in team("swap", "approve", "1", "--as", "dee").err
    )
    assert team("cover", "list", "--json").json["covers"] == []


def test_whoever_covers_while_away_is_remarked_on(team: Cli) -> None:
    team("team", "away", "ana", "2026-11-26", "--as", "dee")
    assert "note: ana is away 2026-11-26\n" in team(*COVER, "--dry-run").err


def test_a_policy_does_not_move_weeks_under_a_cover(team: Cli, tmp_path: Any) -> None:
    policy = tmp_path / "later.toml"
    policy.write_text(PAY + '\n[rotation]\nstart = "20:00"\n', encoding="utf-8")
    span = "2027-02-02T18:00/2027-02-03T08:00"
    team("cover", "add", "ben", span, "--reason", "x", "--as", "dee")
    apply = ("policy", "apply", policy, "--from", "2027-01-04", "--as", "dee")
    assert "cover 1 lies in week 2027-02-01, and this policy would move" in team(*apply, code=1).err
    team("cover", "remove", "1", "--reason", "moved", "--as", "dee")
    team(*apply)


def test_show_who_calendars_and_pay_name_the_same_person(team: Cli, tmp_path: Any) -> None:
    policy = tmp_path / "pay.toml"
    policy.write_text(PAY, encoding="utf-8")
    now = team.now
    team.at("2026-10-20T10:00:00-05:00")("policy", "apply", policy, "--from", "2026-10-20", "--as", "dee")
    team.now = now
    team(*COVER)
    team("cover", "add", "cy", "2026-11-29T18:00/2026-11-30T07:00", "--reason", "x", "--as", "dee")
    file = team("calendar", "export", "--team", "--weeks", "1").out
    events = {event.summary.value: event for event in vobject.readOne(file).vevent_list}
    assert set(events) == {
        "On call: Ben Okafor",
        "Cover: Ana Ruiz for Ben Okafor",
        "Cover: Cy Young for Ben Okafor",
    }
    minutes = {}
    for person in ("ana", "ben", "cy", "dee"):
        asked = ("payform", "show", "--person", person, "--week", "2026-11-23", "--json")
        minutes[person] = sum(float(line["quantity"]) for line in team(*asked).json["lines"])
    assert minutes == {"ana": 14, "ben": pytest.approx(156 + 58 / 60 - 14 - 12 - 59 / 60, abs=0.02)} | {
        "cy": pytest.approx(12 + 59 / 60, abs=0.01),
        "dee": 0,
    }
    for cover in week_shown(team)["cover"]:
        event = next(event for name, event in events.items() if f"Cover: {cover['person'].title()}" in name)
        assert (event.dtstart.value.isoformat(), event.dtend.value.isoformat()) == (
            cover["start"],
            cover["end"],
        )
        assert who(team, cover["start"])["person"] == cover["person"]
