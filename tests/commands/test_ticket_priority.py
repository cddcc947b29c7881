"""Raising and lowering a priority: why, and whether the requester knows."""

from typing import Any

import pytest

MAIL = ("ticket", "log", "-c", "email", "-e", "al@example.com", "-d", "How do I print?", "-t", "2")


@pytest.fixture
def mails(team: Any) -> Any:
    """The team, with three emails of tier 2."""
    for name in ("Al Moe", "Bea", "Cem"):
        team(*MAIL, "-n", name)
    return team


def priority(mails: Any, *argv: str, code: int = 0) -> Any:
    return mails("ticket", "priority", *argv, "--as", "ana", code=code)


def queue(mails: Any) -> list[int]:
    return [ticket["id"] for ticket in mails("ticket", "list", "--json").json["tickets"]]


def test_a_raised_ticket_is_answered_first_and_says_why(mails: Any) -> None:
    said = priority(mails, "3", "--because", "clients", "--people", "1400")
    assert said.out == (
        "Ticket 3 has priority 1, raised from 0: many clients are hit, 1,400 people are hit.\n"
    )
    assert said.err == "note: tell Cem that its priority is raised, then: oncall ticket update 3 TEXT\n"
    priority(mails, "2", "5", "--because", "blocked", "--told", "--note", "the till\nis closed")
    assert queue(mails) == [2, 3, 1]
    event = mails("ticket", "show", "3", "--json").json["events"][-1]
    assert (event["kind"], event["person"], event["about"]) == (
        "priority", "ana", {"priority": 1, "because": ["clients", "people"], "people": 1400},
    )  # fmt: skip
    told = mails("ticket", "show", "2", "--json").json
    assert (told["priority"], told["events"][-1]["about"]["told"]) == (5, True)
    assert told["events"][-1]["text"] == "the till\nis closed"


def test_the_requester_is_to_be_told_until_they_were(mails: Any) -> None:
    priority(mails, "1", "--because", "impact")
    assert "tell Al Moe that its priority was changed:" in mails("ticket", "show", "1").out
    mails("ticket", "follow-up", "1", "--as", "ana")
    assert "priority was changed" not in mails("ticket", "show", "1").out
    assert "(the impact on the organisation)" in mails("ticket", "show", "1").out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("1",), "needs why: --because clients, blocked, people or impact"),
        (("1", "4"), "needs why"),
        (("1", "10", "--because", "impact"), "a priority is a number from 0 to 9, not 10"),
        (("1", "--because", "people"), "how many people are hit is not said"),
        (("1", "--because", "imapct"), "did you mean impact?"),
        (("1", "--people", "0"), "--people is how many people are hit, not 0"),
        (("1", "--because", "impact", "--note", " "), "the note is empty"),
    ],
)
def test_what_is_missing_or_wrong_is_named_and_nothing_changes(
    mails: Any, argv: tuple[str, ...], said: str
) -> None:
    assert said in priority(mails, *argv, code=2).err
    assert len(mails.store().tickets.events(1)) == 1


def test_lowering_says_why_in_words(mails: Any) -> None:
    priority(mails, "1", "7", "--because", "impact")
    assert "needs why" in priority(mails, "1", "0", code=2).err
    assert "is lowered" in priority(mails, "1", "0", "--because", "impact", "--note", "x", code=2).err
    said = priority(mails, "1", "0", "--note", "one till only")
    assert said.out == "Ticket 1 has priority 0, lowered from 7.\n"
    assert "tell Al Moe that its priority is lowered" in said.err
    assert queue(mails) == [1, 2, 3]


def test_the_same_again_changes_nothing_and_nine_is_the_highest(mails: Any) -> None:
    assert "nothing was changed" in priority(mails, "1", "0").out
    priority(mails, "1", "9", "--because", "impact")
    assert "9 already, the highest" in priority(mails, "1", "--because", "impact", code=1).err
    assert len(mails.store().tickets.events(1)) == 2
    mails("ticket", "done", "1", "-r", "x", "--as", "ana")
    assert "ticket 1 is Done" in priority(mails, "1", "0", "--note", "x", code=1).err


def test_somebody_at_a_terminal_is_asked_why(mails: Any) -> None:
    mails.answers, mails.says = [], ["because", "", "impact and 40"]
    said = priority(mails, "1")
    assert said.out.endswith("the impact on the organisation, 40 people are hit.\n")
    assert len(mails.asked) == 3


def test_a_note_to_a_priority_that_stays_is_said_not_to_be_kept(mails: Any) -> None:
    same = mails("ticket", "priority", "1", "0", "--note", "calmer", "--as", "ana")
    assert same.err == "note: the note was not kept: oncall ticket note 1 TEXT keeps it\n"
