"""A ticket from On It to Done and back."""

from datetime import timedelta
from typing import Any

import pytest

MAIL = ("ticket", "log", "-c", "email", "-n", "Al Moe", "-e", "al@example.com", "-d", "How do I print?")


@pytest.fixture
def mail(team: Any) -> Any:
    """The team, two minutes after an email of tier 2 came in at 02:10."""
    team(*MAIL, "-t", "2")
    team.now += timedelta(minutes=2)
    return team


def kinds(team: Any) -> list[str]:
    return [event.kind for event in team.store().tickets.events(1)]


def test_on_it_stops_the_answer_clock_and_says_who(mail: Any) -> None:
    said = mail("ticket", "on-it", "1", "--as", "ana")
    assert said.out == "Ticket 1 is On It, ana, since 02:12 (answered 2 min after it came in).\n"
    kept = mail.store().tickets.find(1)
    assert (kept.status, kept.assignee, kept.on_it_at) == ("on_it", "ana", mail.now)
    mail.now += timedelta(hours=2)
    shown = mail("ticket", "show", "1", "--json").json
    clocks = {clock["name"]: clock["state"] for clock in shown["clocks"]}
    assert clocks == {"response": "met", "follow_up": "running", "documents": "running", "update": "running"}


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "at once"), (2879, "47 h 59 after"), (2880, "2 d 0 h after"), (9740, "6 d 18 h after")],
)
def test_a_long_wait_is_said_in_days(team: Any, minutes: int, said: str) -> None:
    team(*MAIL)
    team.now += timedelta(minutes=minutes)
    assert f"(answered {said}" in team("ticket", "on-it", "1", "--as", "ana").out


def test_on_it_again_changes_nothing_and_a_colleague_takes_over(mail: Any) -> None:
    mail("ticket", "on-it", "1", "--as", "ana")
    first = mail.store().tickets.find(1)
    mail.now += timedelta(minutes=9)
    assert "nothing was changed" in mail("ticket", "on-it", "1", "--as", "ana").out
    assert mail.store().tickets.find(1) == first
    assert "(taken over from ana)" in mail("ticket", "on-it", "1", "--as", "ben").out
    kept = mail.store().tickets.find(1)
    assert (kept.assignee, kept.on_it_at) == ("ben", first.on_it_at)


def test_nobody_in_particular_cannot_be_on_it_or_be_done(mail: Any) -> None:
    assert "who acts?" in mail("ticket", "on-it", "1", code=2).err
    assert "who acts?" in mail("ticket", "done", "1", "-r", "restarted", code=2).err
    assert kinds(mail) == ["logged"]


def test_done_says_how_and_when_and_what_is_still_to_be_filed(mail: Any) -> None:
    mail.now += timedelta(minutes=30)
    said = mail(
        "ticket", "done", "1", "-r", "a new\ntoner", "--at", "-2m", "--work", "02:15/25m", "--as", "ana"
    )
    assert said.out == "Ticket 1 is Done, ana, at 02:40 (30 min after it came in).\n"
    assert "contact log note" in said.err
    kept = mail.store().tickets.find(1)
    assert (kept.status, kept.resolution, kept.assignee) == ("done", "a new\ntoner", "ana")
    assert kept.done_at == mail.now - timedelta(minutes=2)
    [work] = mail("ticket", "show", "1", "--json").json["work"]
    assert work == {
        "person": "ana",
        "start": "2026-11-24T02:15:00-06:00",
        "end": "2026-11-24T02:40:00-06:00",
        "minutes": 25,
        "kind": "call_out",
    }


def test_done_without_a_resolution_or_with_wrong_work_changes_nothing(mail: Any) -> None:
    before = mail.store().tickets.find(1)
    assert "how it was resolved" in mail("ticket", "done", "1", "--as", "ana", code=2).err
    late = ("--work", "02:10/02:11", "--work", "02:10/03:00")
    assert "future" in mail("ticket", "done", "1", "-r", "x", *late, "--as", "ana", code=1).err
    twice = ("--work", "02:10/02:11", "--work", "02:10/1m")
    assert "there already" in mail("ticket", "done", "1", "-r", "x", *twice, "--as", "ana", code=1).err
    assert mail.store().tickets.find(1) == before
    assert mail.store().tickets.work_on(1) == []
    assert kinds(mail) == ["logged"]


def test_waiting_and_reopening_keep_what_was_answered(mail: Any) -> None:
    mail("ticket", "on-it", "1", "--as", "ana")
    assert "waits for the customer" in mail("ticket", "wait", "1", "--reason", "a screenshot").out
    mail("ticket", "done", "1", "-r", "toner", "--as", "ana")
    assert "is Done" in mail("ticket", "wait", "1", code=1).err
    assert "reason" in mail("ticket", "reopen", "1", code=2).err
    mail.now += timedelta(days=2)
    assert mail("ticket", "reopen", "1", "--reason", "it is back").out == (
        "Ticket 1 is open again, ana's, since 02:12.\n"
    )
    shown = mail("ticket", "show", "1", "--json").json
    assert (shown["status"], shown["done_at"], shown["resolution"]) == ("open", None, None)
    states = {clock["name"]: clock["state"] for clock in shown["clocks"]}
    assert (states["response"], states["follow_up"], states["update"]) == ("met", "met", "running")
    assert [(event["kind"], event["text"]) for event in shown["events"][2:]] == [
        ("waiting", "a screenshot"),
        ("done", "toner"),
        ("reopened", "it is back"),
    ]


def test_a_step_is_neither_to_come_nor_before_the_last(mail: Any) -> None:
    for at, code, sentence in (
        ("02:13", 1, "before the last step"),  # yesterday's, the latest that is not in the future
        ("2026-11-24T02:13", 1, "future"),
        ("2026-11-24T02:09", 1, "2026-11-24 02:09 is before the last step of ticket 1, at 2026-11-24 02:10"),
        ("later", 2, "not a moment"),
    ):
        assert sentence in mail("ticket", "on-it", "1", "--at", at, "--as", "ana", code=code).err
    assert kinds(mail) == ["logged"]


def test_a_minute_said_without_its_seconds_is_the_minute_of_the_step_before(mail: Any) -> None:
    mail.now += timedelta(seconds=45)
    mail(*MAIL)
    mail.now += timedelta(minutes=1)
    mail("ticket", "on-it", "2", "--at", "02:12", "--as", "ana")
    kept = mail.store().tickets.find(2)
    assert kept.on_it_at == kept.received


def test_steps_are_recorded_with_who_and_what_was_before(mail: Any) -> None:
    mail("ticket", "on-it", "1", "--as", "ana")
    change = next(one for one in mail.store().records.latest(9, "ticket") if one.verb == "changed")
    assert (change.actor, change.before["status"], change.after["status"]) == ("ana", "open", "on_it")


def test_no_such_ticket(mail: Any) -> None:
    verbs = (
        ["show"],
        ["on-it", "--as", "ana"],
        ["wait"],
        ["done", "-r", "x", "--as", "ana"],
        ["reopen", "--reason", "x"],
        ["reply", "--draft", "x.eml", "--as", "ana"],
        ["work", "02:10/02:11", "--as", "ana"],
        ["note", "x"],
        ["document", "--help-desk", "1"],
        ["follow-up"],
        ["update", "x"],
    )
    for verb, *options in verbs:
        for number in ("2", "0", "99999999999999999999999"):
            error = mail("ticket", verb, number, *options, "--json", code=3).error
            assert f"no ticket {number}" in error["message"]
            assert "oncall ticket list" in error["hint"]


def test_what_waits_already_says_the_way_on(mail: Any) -> None:
    mail("ticket", "wait", "1", "--reason", "a screenshot", "--as", "ana")
    again = mail("ticket", "wait", "1", "--reason", "another one", "--as", "ana", code=1).err
    assert "ticket 1 is waiting already" in again
    assert "oncall ticket note 1 TEXT" in again
    assert "oncall ticket on-it 1" in again
    assert kinds(mail) == ["logged", "waiting"]
