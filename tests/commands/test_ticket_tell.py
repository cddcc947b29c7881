"""Work on a ticket, and what is told about it: notes, follow-ups, updates."""

from datetime import timedelta
from typing import Any

import pytest

CALL = ("ticket", "log", "-c", "phone", "-n", "Jo Field", "-p", "+1 555 0101", "-d", "Billing is down")


@pytest.fixture
def call(team: Any) -> Any:
    """The team at 03:10, an hour after a critical call that ben answered."""
    team(*CALL, "-t", "1", "--as", "ben")
    team.now += timedelta(hours=1)
    return team


def shown(team: Any) -> Any:
    return team("ticket", "show", "1", "--json").json


def test_work_puts_the_call_on_the_form_of_its_week(call: Any) -> None:
    assert shown(call)["documents"]["pay_form"] is None
    said = call("ticket", "work", "1", "02:10/02:40", "--as", "ben")
    assert said.out == "Noted ben's work on ticket 1: 02:10 to 02:40, 30 min.\n"
    assert shown(call)["documents"]["pay_form"] == "2026-11-23"
    overlapping = call("ticket", "work", "1", "02:30/02:50", "--as", "ben")
    assert "counts a minute once" in overlapping.err
    assert "there already" in call("ticket", "work", "1", "02:10/30m", "--as", "ben", code=1).err
    assert len(call.store().tickets.work_on(1)) == 2


def test_work_of_a_colleague_is_theirs_and_the_story_says_who_told_it(call: Any) -> None:
    call("ticket", "work", "1", "02:20/02:40", "--person", "cy", "--as", "ben")
    assert [work["person"] for work in shown(call)["work"]] == ["cy"]
    event = shown(call)["events"][-1]
    assert (event["kind"], event["person"]) == ("work", "ben")
    assert event["text"].startswith("cy")


def test_work_is_taken_back_by_its_own_or_a_manager(call: Any) -> None:
    call("ticket", "work", "1", "02:10/02:40", "--as", "ben")
    remove = ("ticket", "work", "1", "02:10/02:40", "--person", "ben", "--remove")
    assert "only a manager" in call(*remove, "--as", "ana", code=1).err
    missing = call("ticket", "work", "1", "02:10/02:41", "--remove", "--as", "ben", code=3)
    assert "02:10 to 02:40" in missing.err
    call(*remove, "--as", "dee")
    assert call.store().tickets.work_on(1) == []
    call("ticket", "work", "1", "02:10/02:40", "--as", "ben")
    assert len(shown(call)["work"]) == 1
    call("ticket", "work", "1", "02:10/02:40", "--remove", "--as", "ben")
    assert shown(call)["work"] == []
    call("ticket", "work", "1", "02:10/02:40", "--remove", "--as", "ben", code=3)


def test_work_that_cannot_be_is_refused(call: Any) -> None:
    for span, code, sentence in (
        ("03:00/03:11", 1, "future"),
        ("02:09/02:30", 1, "02:09 to 2026-11-24 02:30 begins before ticket 1 came in, at 2026-11-24 02:10"),
        ("02:09/02:30", 1, "oncall ticket edit 1 --received 02:09;"),
        ("2026-11-23T02:00/02:30", 1, "--received 2026-11-23T02:00;"),
        (
            "03:05/02:10",
            1,
            "reads as work from 2026-11-24 03:05 to 2026-11-25 02:10, and its end lies in the future",
        ),
        ("02:40/2026-11-24T02:10", 2, "ends before"),
        ("02:10", 2, "not a span"),
        ("9999-12-30T10:00/9d", 2, "not a"),
    ):
        assert sentence in call("ticket", "work", "1", span, "--as", "ben", code=code).err
    assert call.store().tickets.work_on(1) == []


def test_a_follow_up_stops_its_clock_and_says_how_it_went(call: Any) -> None:
    how = ("--with", "Al", "--how", "by phone", "--not-satisfied", "--at", "02:50")
    said = call("ticket", "follow-up", "1", "still slow", *how)
    assert said.out == "Followed up ticket 1 with Al at 02:50.\n"
    clock = next(clock for clock in shown(call)["clocks"] if clock["name"] == "follow_up")
    assert (clock["state"], clock["met"]) == ("met", "2026-11-24T02:50:00-06:00")
    told = shown(call)["events"][-1]
    assert told["text"] == "with Al, by phone, not satisfied: still slow"
    assert told["about"] == {"whom": "Al", "how": "phone", "satisfied": False}
    assert "came in" in call("ticket", "follow-up", "1", "--at", "02:09", code=1).err


def test_a_follow_up_says_only_what_is_known_of_it(call: Any) -> None:
    call("ticket", "follow-up", "1")
    call("ticket", "follow-up", "1", "--how", "In Person", "--satisfied")
    call("ticket", "follow-up", "1", "--how", "a letter to her boss")
    told = [(one["text"], one["about"]) for one in shown(call)["events"] if one["kind"] == "follow_up"]
    whom = {"whom": "Jo Field"}
    assert told == [
        ("with Jo Field", whom),
        ("with Jo Field, in person, satisfied", whom | {"how": "in person", "satisfied": True}),
        ("with Jo Field, a letter to her boss", whom | {"how": "a letter to her boss"}),
    ]
    for way in ("", "by\nphone", "x" * 201):
        assert "way of the follow-up" in call("ticket", "follow-up", "1", "--how", way, code=2).err


def test_a_caller_who_is_not_content_with_what_is_done_is_a_reason_to_reopen(call: Any) -> None:
    assert call("ticket", "follow-up", "1", "--not-satisfied").err == ""
    call("ticket", "done", "1", "-r", "restarted", "--as", "ben")
    said = call("ticket", "follow-up", "1", "--not-satisfied")
    assert said.err == "note: oncall ticket reopen 1 --reason TEXT opens it again\n"


def test_an_update_starts_the_cadence_anew(call: Any) -> None:
    call.now += timedelta(minutes=5)
    clock = next(clock for clock in shown(call)["clocks"] if clock["name"] == "update")
    assert (clock["due"], clock["state"]) == ("2026-11-24T03:10:00-06:00", "late")
    assert "due by 04:15" in call("ticket", "update", "1", "We are on it").out
    clock = next(clock for clock in shown(call)["clocks"] if clock["name"] == "update")
    assert (clock["due"], clock["state"]) == ("2026-11-24T04:15:00-06:00", "running")


def test_an_update_keeps_its_workaround_and_how_it_was_told(call: Any) -> None:
    call("ticket", "edit", "1", "--requester", "Dr No", "--as", "ben")
    said = call("ticket", "update", "1", "Still down", "--workaround", "Print from B 2", "--how", "phone")
    assert said.out == ("Updated Dr No on ticket 1, with a workaround; the next update is due by 04:10.\n")
    assert shown(call)["workaround"] == "Print from B 2"
    told = shown(call)["events"][-1]
    assert told["text"] == "by phone: Still down\nWorkaround: Print from B 2"
    assert told["about"] == {"whom": "Dr No", "how": "phone"}
    call("ticket", "update", "1", "--workaround", "None but to wait")
    assert shown(call)["events"][-1]["text"] == "Workaround: None but to wait"
    call("ticket", "update", "1", "No news")
    assert shown(call)["workaround"] == "None but to wait"
    assert "workaround is empty" in call("ticket", "update", "1", "x", "--workaround", " ", code=2).err
    changed = call("ticket", "edit", "1", "--workaround", "", "--as", "ben").out
    assert changed == "Corrected ticket 1: workaround None but to wait → none.\n"
    assert shown(call)["workaround"] is None


def test_an_update_without_words_is_asked_for_where_somebody_sits(call: Any) -> None:
    before = call.store().records.latest(99)
    assert "needs what was told" in call("ticket", "update", "1", code=2).err
    assert call.store().records.latest(99) == before
    call.answers, call.says = [], ["Half an hour more"]
    call("ticket", "update", "1")
    assert call.asked == ["What was Jo Field told?"]
    assert shown(call)["events"][-1]["text"] == "Half an hour more"


def test_an_update_goes_to_everybody_as_a_draft(call: Any) -> None:
    update = ("ticket", "update", "1", "Half an hour more", "--as", "ben")
    draft = call.path.with_name("update.eml")
    before = call.store().records.latest(99)
    assert "no email address to reply to" in call(*update, "--draft", draft, code=1).err
    assert (call.store().records.latest(99), draft.exists()) == (before, False)
    call("ticket", "edit", "1", "--email", "jo@example.com", "--as", "ben")
    said = call(*update, "--draft", draft, "--workaround", "Print from B 2")
    assert f"the draft to jo@example.com is in {draft}" in said.err
    text = draft.read_text(encoding="utf-8")
    assert "To: Jo Field <jo@example.com>" in text
    assert "Half an hour more" in text
    assert "Print from B 2" in text
    assert [one["kind"] for one in shown(call)["events"]][-2:] == ["update", "replied"]


def test_a_note_is_kept_as_it_was_said(call: Any) -> None:
    call("ticket", "note", "1", "\x1b[31mred\u202e\n=cmd()")
    assert shown(call)["events"][-1]["text"] == "\x1b[31mred\u202e\n=cmd()"
    screen = call("ticket", "show", "1").out
    assert "\x1b" not in screen
    assert "\u202e" not in screen
    assert "is empty" in call("ticket", "note", "1", " ", code=2).err
