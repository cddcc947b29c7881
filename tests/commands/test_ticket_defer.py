"""Putting off what the line is not for, until the office opens."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import POLICY

CALL = ("ticket", "log", "-c", "phone", "-n", "Dana", "-p", "555-0100", "-d", "How do I print?")


@pytest.fixture
def night(team: Any) -> Any:
    """The team at 02:10 on a Tuesday, with a call of tier 4."""
    said = team(*CALL, "-t", "4", "--as", "ana")
    assert "note: it can wait until the office opens: oncall ticket defer 1" in said.err.splitlines()
    return team


def defer(night: Any, *argv: str, number: str = "1", code: int = 0) -> Any:
    return night("ticket", "defer", number, *argv, "--as", "ana", code=code)


def test_a_call_is_put_off_until_the_office_opens_and_is_there_again_then(night: Any) -> None:
    said = defer(night, "--reason", "she agrees")
    assert said.out == "Ticket 1 is deferred until Tue 2026-11-24 07:00, when the office opens.\n"
    assert said.err == "note: it stays On It, ana\n"
    shown = night("ticket", "show", "1", "--json").json
    assert (shown["deferred_until"], shown["status"], shown["assignee"]) == (
        "2026-11-24T07:00:00-06:00", "on_it", "ana",
    )  # fmt: skip
    assert shown["events"][-1]["about"] == {"until": "2026-11-24T07:00:00-06:00"}
    assert shown["events"][-1]["text"] == "she agrees"
    assert "it is deferred; to take it up before: oncall ticket on-it 1" in night("ticket", "show", "1").out
    assert night("ticket", "list", "--json").json["tickets"] == []
    night.at("2026-11-24T07:00:00-06:00")
    assert [one["id"] for one in night("ticket", "list", "--json").json["tickets"]] == [1]
    assert "it is deferred" not in night("ticket", "show", "1").out


def test_a_holiday_does_not_open_the_office(night: Any) -> None:
    night.at("2026-11-25T23:00:00-06:00")
    assert "until Fri 2026-11-27 07:00, when the office opens" in defer(night).out


def test_another_moment_can_be_said_and_said_again(night: Any) -> None:
    assert defer(night, "--until", "tue 13:00").out == "Ticket 1 is deferred until Tue 2026-11-24 13:00.\n"
    assert "nothing was changed" in defer(night, "--until", "13:00").out
    again = defer(night, "--until", "tomorrow")
    assert "until Wed 2026-11-25 07:00, when the office opens." in again.out
    assert "note: it was deferred until Tue 2026-11-24 13:00" in again.err
    assert len(night.store().tickets.events(1)) == 4
    assert "is not in the future" in defer(night, "--until", "yesterday 09:00", code=1).err
    assert "more than 60 days away" in defer(night, "--until", "2027-11-24T09:00", code=1).err
    assert "is not a moment" in defer(night, "--until", "soon", code=2).err


def test_a_step_of_whoever_has_it_takes_it_up_again(night: Any) -> None:
    defer(night)
    night.now += timedelta(minutes=5)
    assert "is On It, ana, since 02:15" in night("ticket", "on-it", "1", "--as", "ana").out
    assert night.store().tickets.find(1).deferred_until is None
    assert [one["id"] for one in night("ticket", "list", "--json").json["tickets"]] == [1]


@pytest.mark.parametrize(
    ("tier", "why"),
    [(("-t", "1"), "which the line is for"), (("-t", "2"), "which the line is for"), ((), "has no tier")],
)
def test_what_the_line_is_for_is_not_put_off(team: Any, tier: tuple[str, ...], why: str) -> None:
    said = team(*CALL, *tier, "--as", "ana")
    assert "it can wait" not in said.err
    assert why in defer(team, code=1).err
    assert team.store().tickets.find(1).deferred_until is None


def test_which_tiers_those_are_is_the_policys_of_the_day_it_came_in(team: Any, tmp_path: Path) -> None:
    path = tmp_path / "all.toml"
    path.write_text(f"{POLICY}\n[tiers.4]\non_line = true\n", encoding="utf-8")
    team("policy", "apply", str(path), "--from", "2026-11-25", "--as", "dee")
    team(*CALL, "-t", "4", "--as", "ana")
    team.at("2026-11-25T02:10:00-06:00")
    team(*CALL, "-t", "4", "--as", "ana")
    defer(team)
    assert "which the line is for" in defer(team, number="2", code=1).err


def test_while_the_office_answers_there_is_nothing_to_wait_for(night: Any) -> None:
    night.at("2026-11-24T09:00:00-06:00")
    assert "the office is open and answers now" in defer(night, code=1).err
    assert "it can wait" not in night(*CALL, "-t", "4", "--as", "ana").err
    assert "until Tue 2026-11-24 13:00." in defer(night, "--until", "13:00").out


def test_escalating_it_says_that_it_is_still_deferred(night: Any) -> None:
    defer(night)
    said = night("ticket", "escalate", "1", "--reason", "x", "--to", "ben", "--as", "ana").err
    assert "it is deferred until 07:00: oncall ticket on-it 1 takes it up now" in said


def test_corrected_to_what_the_line_is_for_it_is_in_the_queue_at_once(night: Any) -> None:
    defer(night)
    night("ticket", "edit", "1", "--tier", "3", "--as", "ana")
    assert night.store().tickets.find(1).deferred_until is not None
    night("ticket", "edit", "1", "--tier", "2", "--as", "ana")
    assert [one["id"] for one in night("ticket", "list", "--json").json["tickets"]] == [1]
