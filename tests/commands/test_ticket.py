"""Logging tickets: nothing that came in is lost, and nothing half is kept."""

import io
import sys
from typing import Any

import pytest

CALL = ("ticket", "log", "-c", "phone", "-n", "Jo Field", "-p", "+1 555 0101", "-d", "Billing is down")
MAIL = ("ticket", "log", "-c", "email", "-n", "Al Moe", "-e", "al@example.com", "-d", "How do I print?")

LENIENT = """
[team]
timezone = "America/Chicago"

[tiers.3]
name = "Medium"
meaning = "one function is off"
on_line = true

[tiers.5]
name = "Wish"
meaning = "some day"
on_line = false
"""


def typed(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said), encoding="utf-8"))


def test_a_call_is_on_it_by_whoever_is_on_duty(team: Any) -> None:
    said = team(*CALL, "-t", "1", "--rings", "2")
    assert said.out == "Logged ticket 1: phone from Jo Field, tier 1, On It, ben, since 02:10.\n"
    kept = team.store().tickets.find(1)
    assert (kept.status, kept.assignee, kept.on_it_at) == ("on_it", "ben", team.now)
    assert [event.kind for event in team.store().tickets.events(1)] == ["logged", "on_it"]


def test_a_call_belongs_to_who_logs_it_and_on_handover_day_to_nobody(team: Any) -> None:
    assert team(*CALL, "--as", "ana", "--json").json["assignee"] == "ana"
    handover = team(*CALL, "--received", "2026-11-23T12:00", "--json").json
    assert (handover["status"], handover["assignee"], handover["after_hours"]) == ("on_it", None, False)


def test_a_message_is_open_and_nobodys(team: Any) -> None:
    said = team(*MAIL, "--tier", "low", "--as", "ana")
    assert "open, to be answered by 02:25" in said.out
    kept = team.store().tickets.find(1)
    assert (kept.status, kept.assignee, kept.on_it_at, kept.tier) == ("open", None, None, 4)


def test_json_is_the_whole_ticket_in_the_teams_zone(team: Any) -> None:
    more = [
        "--requester",
        "Dr No",
        "--tell",
        "Al",
        "--customer",
        "ACME",
        "--location",
        "B 2",
        "--affected",
        "pay",
    ]
    rest = [
        "--tried",
        "a reboot",
        "--error",
        "E 501",
        "--not-first-time",
        "--reference",
        "X-1",
        "--rings",
        "4",
    ]
    answer = team(*CALL, "-t", "3", *more, *rest, "--received", "01:55", "--json").json
    clocks = answer.pop("clocks")
    events = answer.pop("events")
    assert answer == {
        "id": 1,
        "status": "on_it",
        "channel": "phone",
        "tier": 3,
        "priority": 0,
        "received": "2026-11-24T01:55:00-06:00",
        "caller": "Jo Field",
        "phone": "+1 555 0101",
        "email": None,
        "description": "Billing is down",
        "assignee": "ben",
        "on_it_at": "2026-11-24T01:55:00-06:00",
        "done_at": None,
        "resolution": None,
        "workaround": None,
        "deferred_until": None,
        "non_critical": True,
        "after_hours": True,
        "documents": {"help_desk": None, "contact_log": None, "work_order": None, "pay_form": None},
        "work": [],
        "escalations": [],
        "second_call": [],
        "replies": [],
        "thread": [],
        "attachments": [],
        "requester": "Dr No",
        "tell": "Al",
        "customer": "ACME",
        "location": "B 2",
        "affected": "pay",
        "tried": "a reboot",
        "error": "E 501",
        "first_time": False,
        "reference": "X-1",
        "rings": 4,
    }
    assert [(clock["name"], clock["state"]) for clock in clocks] == [
        ("answer", "missed"),
        ("follow_up", "running"),
        ("documents", "running"),
    ]
    assert clocks[1]["due"] == "2026-11-25T01:55:00-06:00"
    assert events[0] == {
        "kind": "logged",
        "moment": "2026-11-24T01:55:00-06:00",
        "person": None,
        "text": None,
        "about": {"how": "phone"},
    }


def test_everything_missing_is_named_at_once_and_nothing_is_kept(team: Any) -> None:
    error = team("ticket", "log", "--json", code=2).error
    assert error["code"] == "usage"
    for option in ("--channel", "--caller", "--phone or --email", "--description"):
        assert option in error["message"]
    assert team.store().tickets.latest(9) == []


WRONG = (
    (["-t", "7"], 2, "no tier '7'"),
    (["-c", "fax"], 2, "'fax' is not a channel"),
    (["-p", "none"], 2, "not a phone number"),
    (["-e", "jo"], 2, "not an email address"),
    (["--received", "soon"], 2, "'soon' is not a moment"),
    (["--received", "1980-10-14T09:00"], 2, "before 1990"),
    (["--received", "0001-01-01T00:00"], 2, "1"),
    (["--received", "2026-11-24T02:11"], 1, "future"),
    (["--rings", "999999999999999999999"], 2, "--rings"),
    (["-n", "Jo\nField"], 2, "caller's name"),
)


def test_whatever_is_wrong_is_one_sentence_and_nothing_is_kept(team: Any) -> None:
    for wrong, code, sentence in WRONG:
        said = team(*CALL, *wrong, code=code)
        assert sentence in said.err
        assert said.err.count("oncall: error:") == 1
    assert team.store().tickets.latest(9) == []


def test_a_description_comes_from_standard_input(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "\ufeffline one\r\nnaïve – line two\n".encode())
    team(*MAIL[:-1], "-")
    assert team.store().tickets.find(1).description == "line one\nnaïve – line two"


def test_standard_input_that_is_no_text_is_refused(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for said, sentence in (
        (b"caf\xe9", "not UTF-8"),
        (b"x" * 1_000_001, "1,000,000 is the most"),
        (b"x" * 4_000_001, "1,000,000 characters"),
        (b" \n", "--description"),
    ):
        typed(monkeypatch, said)
        assert sentence in team(*MAIL[:-1], "-", code=2).err
    assert team.store().tickets.latest(9) == []


def test_the_policy_of_the_day_it_came_in_judges_a_call(team: Any) -> None:
    policy = team.path.with_name("next.toml")
    policy.write_text(LENIENT, encoding="utf-8")
    team("policy", "apply", str(policy), "--from", "2026-11-24", "--as", "dee")
    assert team(*CALL, "-t", "3", "--json").json["non_critical"] is False
    assert team(*CALL, "-t", "3", "--received", "2026-11-22T20:00", "--json").json["non_critical"] is True
    assert team(*MAIL, "-t", "3", "--received", "2026-11-22T20:00", "--json").json["non_critical"] is False
    assert team(*CALL, "-t", "5", "--json").json["tier"] == 5
    known = "the policy's tiers: 1 Critical, 2 High, 3 Medium, 4 Low"
    assert known in team(*CALL, "-t", "5", "--received", "2026-11-22T20:00", code=2).err


def test_what_may_be_a_slip_is_said_with_the_command_that_corrects_it(team: Any) -> None:
    untold = "note: no tier was given: oncall ticket edit 1 --tier 1 to 4\n"
    assert team(*CALL).err == untold
    assert team(*CALL, "-t", "2", "--received", "14:10").err == ""  # twelve hours, to the minute
    long_ago = "note: came in Mon 2026-11-23 14:09, 12 h 01 ago: if that is not meant, "
    assert team(*CALL, "-t", "2", "--received", "14:09").err == (
        long_ago + "oncall ticket edit 3 --received MOMENT\n"
    )


def test_help_says_the_order_of_the_queue(team: Any) -> None:
    words = " ".join(team("ticket", "list", "--help").out.split())
    assert "tier 1 first, then priority, then the oldest" in words
