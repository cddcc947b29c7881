"""Correcting tickets: whatever was logged wrongly, with what it was before kept."""

import io
import sys
from datetime import timedelta
from typing import Any

import pytest

CALL = ("ticket", "log", "-c", "phone", "-n", "Dana", "-p", "+1 555 0101", "-d", "Billing is down", "-t", "3")
MAIL = ("ticket", "log", "-c", "email", "-n", "Al Moe", "-e", "al@example.com", "-d", "How do I print?")
EDIT = ("ticket", "edit", "1", "--as", "ana")


@pytest.fixture
def call(team: Any) -> Any:
    """The team at 02:30, twenty minutes after a call that ben answered."""
    team(*CALL, "--as", "ben")
    team.now += timedelta(minutes=20)
    return team


def shown(team: Any) -> Any:
    return team("ticket", "show", "1", "--json").json


def test_a_correction_is_said_and_kept_with_what_it_was(call: Any) -> None:
    assert call(*EDIT, "--tier", "high", "--caller", "Dana W.", "--customer", "ACME").out == (
        "Corrected ticket 1: tier 3 → 2; caller Dana → Dana W.; customer none → ACME.\n"
    )
    answer = shown(call)
    assert (answer["tier"], answer["caller"], answer["customer"]) == (2, "Dana W.", "ACME")
    assert answer["non_critical"] is False
    assert answer["events"][-1] == {
        "kind": "edited",
        "moment": "2026-11-24T02:30:00-06:00",
        "person": "ana",
        "text": "tier 3 → 2; caller Dana → Dana W.; customer none → ACME",
        "about": None,
    }
    [change] = [one for one in call.store().records.latest(9, "ticket") if one.verb == "changed"]
    assert change.before == {"tier": 3, "caller": "Dana", "customer": None}
    assert change.after == {"tier": 2, "caller": "Dana W.", "customer": "ACME"}
    assert change.actor == "ana"


EVERY_FIELD = (
    ("channel", "walk in", "walk-in"),
    ("phone", "555 0199", "555 0199"),
    ("email", "d@example.com", "d@example.com"),
    ("description", "Down\nagain", "Down\nagain"),
    ("tier", "1", 1),
    ("requester", "Dr No", "Dr No"),
    ("tell", "Al", "Al"),
    ("location", "B 2", "B 2"),
    ("affected", "pay", "pay"),
    ("tried", "a reboot", "a reboot"),
    ("error", "E 501", "E 501"),
    ("reference", "X-1", "X-1"),
    ("rings", "4", 4),
)


def test_every_field_can_be_corrected_and_optional_ones_taken_back(call: Any) -> None:
    options = [word for name, text, _ in EVERY_FIELD for word in (f"--{name}", text)]
    answer = call(*EDIT, *options, "--not-first-time", "--received", "02:05", "--json").json
    assert {name: answer[name] for name, _, _ in EVERY_FIELD} == {
        name: value for name, _, value in EVERY_FIELD
    }
    assert (answer["first_time"], answer["received"]) == (False, "2026-11-24T02:05:00-06:00")
    optional = ("tier", "phone", "requester", "tell", "location", "affected", "tried", "error", "reference")
    empty = call(*EDIT, *[word for name in optional for word in (f"--{name}", "")], "--json").json
    assert [empty[name] for name in optional] == [None] * len(optional)
    assert empty == shown(call)


def test_a_long_text_comes_from_standard_input(call: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"line one\nline two\n"), "utf-8"))
    call(*EDIT, "--description", "-")
    assert shown(call)["description"] == "line one\nline two"


def test_nothing_to_correct_changes_nothing_and_says_so(call: Any) -> None:
    before = shown(call)
    for options in ([], ["--caller", " Dana "], ["--received", "02:10"], ["-t", "Medium"], ["--error", ""]):
        assert call(*EDIT, *options).out == "Ticket 1 is as before; nothing was changed.\n"
    assert shown(call) == before


REFUSED = (
    (["-n", "", "-p", "", "-d", " "], 2, "still needs --caller, --phone or --email and --description"),
    (["-t", "7"], 2, "no tier '7'"),
    (["-c", "fax"], 2, "'fax' is not a channel"),
    (["-p", "none"], 2, "not a phone number"),
    (["-n", "Jo\x1b[31m"], 2, "caller's name holds"),
    (["--rings", "100"], 2, "--rings"),
    (["--received", "soon"], 2, "not a moment"),
    (["--received", "2026-11-24T02:31"], 1, "in the future, at 2026-11-24 02:31"),
    (["--received", "1980-10-14T09:00"], 2, "before 1990"),
    (["--received", "02:23"], 1, "something was done about it at 2026-11-24 02:22"),
    (["--received", "02:15"], 1, "work on it began at 2026-11-24 02:12"),
)


def test_what_is_refused_touches_nothing(call: Any) -> None:
    call("ticket", "wait", "1", "--at", "02:22", "--as", "ben")
    call("ticket", "work", "1", "02:12/02:20", "--as", "ben")
    before, records = shown(call), call.store().records.latest(99)
    for options, code, sentence in REFUSED:
        said = call(*EDIT, "--customer", "ACME", *options, code=code)
        assert sentence in said.err
        assert said.err.count("oncall: error:") == 1
    assert "there is no ticket 2" in call("ticket", "edit", "2", "--tier", "1", code=3).err
    assert (shown(call), call.store().records.latest(99)) == (before, records)


def test_a_call_is_on_it_from_when_it_really_came_in(call: Any) -> None:
    call(*EDIT, "--received", "02:02")
    kept = call.store().tickets.find(1)
    assert kept.received == kept.on_it_at == kept.last_step_at == call.now - timedelta(minutes=28)
    story = shown(call)["events"]
    assert [(event["kind"], event["moment"][11:16]) for event in story] == [
        ("logged", "02:02"),
        ("on_it", "02:02"),
        ("edited", "02:30"),
    ]
    assert story[-1]["text"] == "received 2026-11-24 02:10 → 2026-11-24 02:02"
    call("ticket", "work", "1", "02:02/02:20", "--as", "ben")
    call(*EDIT, "--received", "2026-11-23T21:00")
    assert call("ticket", "done", "1", "-r", "x", "--at", "02:20", "--as", "ben").out == (
        "Ticket 1 is Done, ben, at 02:20 (5 h 20 after it came in).\n"
    )


def test_a_message_that_came_in_earlier_is_answered_from_then_on(team: Any) -> None:
    team(*MAIL, "-t", "2")
    team.now += timedelta(minutes=20)
    team("ticket", "edit", "1", "--received", "01:50")
    team("ticket", "on-it", "1", "--at", "02:00", "--as", "ana")
    clock = shown(team)["clocks"][0]
    assert (clock["due"][11:16], clock["met"][11:16], clock["state"]) == ("02:05", "02:00", "met")


def test_a_voicemail_logged_as_a_call_is_open_and_the_other_way_round(call: Any) -> None:
    assert call(*EDIT, "-c", "voicemail", "-t", "1").out == (
        "Corrected ticket 1: tier 3 → 1; channel phone → voicemail; status On It → open; "
        "in the hands of ben → nobody.\n"
    )
    assert shown(call)["clocks"][0]["state"] == "late"
    assert "status open → On It; in the hands of nobody → ana" in call(*EDIT, "-c", "phone").out
    assert shown(call)["on_it_at"] == "2026-11-24T02:10:00-06:00"


def test_a_tier_is_one_of_the_day_it_came_in_and_misuse_is_said(call: Any) -> None:
    policy = call.path.with_name("next.toml")
    wish = '[tiers.5]\nname = "Wish"\nmeaning = "some day"\non_line = false\n'
    policy.write_text(f'[team]\ntimezone = "America/Chicago"\n{wish}', encoding="utf-8")
    call("policy", "apply", policy, "--from", "2026-11-24", "--as", "dee")
    assert call(*EDIT, "-t", "wish").err == (
        "note: tier 5 is not what the critical line is for: marked as non-critical use\n"
    )
    assert "no tier '5'" in call(*EDIT, "--received", "2026-11-23T20:00", code=2).err
    assert call(*EDIT, "--received", "2026-11-23T20:00", "-t", "4", "--json").json["tier"] == 4
    assert "no tier '5'" in call(*EDIT, "-t", "5", code=2).err


def test_what_turns_out_to_be_critical_is_no_longer_put_off_and_its_clocks_go_on(team: Any) -> None:
    team(*MAIL, "-t", "3")
    team("ticket", "defer", "1", "--until", "07:00")
    team.now += timedelta(minutes=10)
    paused = {one["name"]: one["paused"] for one in shown(team)["clocks"]}
    assert paused == {"response": True, "follow_up": True, "documents": False}
    changes = "tier 3 → 1; deferred until 2026-11-24 07:00 → none"
    assert f"Corrected ticket 1: {changes}.\n" in team("ticket", "edit", "1", "-t", "1", "--as", "ana").out
    answer = shown(team)
    assert answer["deferred_until"] is None
    assert not any(one["paused"] for one in answer["clocks"])
    [response] = [one for one in answer["clocks"] if one["name"] == "response"]
    assert response["due"] == "2026-11-24T02:35:00-06:00"
    assert team("ticket", "list", "--json").json["tickets"][0]["id"] == 1


def test_a_receipt_that_is_read_as_yesterdays_is_said_like_when_it_is_logged(call: Any) -> None:
    said = call(*EDIT, "--received", "03:59").err
    assert said == (
        "note: came in Mon 2026-11-23 03:59, 22 h 31 ago: "
        "if that is not meant, oncall ticket edit 1 --received MOMENT\n"
    )
    assert call(*EDIT, "--caller", "Dana W.").err == "", "what stays as it was is no slip"
    assert call(*EDIT, "--received", "02:00").err == ""


def test_a_call_that_was_a_message_is_nobodys_and_says_so(call: Any) -> None:
    note = "note: it is open and nobody's now: oncall ticket on-it 1\n"
    assert note in call(*EDIT, "--channel", "voicemail").err
    assert shown(call)["assignee"] is None
    assert "nobody's" not in call(*EDIT, "--channel", "email", "--email", "d@example.com").err
