"""Escalating at night: whom to call, at which number, and who still has to be told."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import POLICY

RULES = """
[escalation]
levels = ["administrator", "manager", "Napa Lee, +1 555 0177"]
topics = { billing = "shay", trade-ins = "Tre Fox, tre@example.com" }
primary = "ben"
[mail]
sender = "desk@example.com"
"""
CALL = ("ticket", "log", "-c", "phone", "-n", "Dana Fox", "-p", "555-0100", "-d", "It is down.")


@pytest.fixture
def night(team: Any, tmp_path: Path) -> Any:
    """The team at 02:10 with its contacts: no administrator, dee to be called, shay not there any more."""
    path = tmp_path / "escalation.toml"
    path.write_text(POLICY + RULES, encoding="utf-8")
    team("team", "edit", "dee", "--phone", "555-0110", "--as", "dee")
    team("policy", "apply", str(path), "--from", "today", "--as", "dee")
    return team


def escalated(night: Any, *argv: str, number: str = "1", code: int = 0) -> Any:
    return night("ticket", "escalate", number, *argv, "--as", "ana", code=code)


def test_the_next_level_is_said_with_its_number_and_the_ticket_stays_where_it_is(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    said = escalated(night, "--reason", "beyond my scope")
    assert said.out == "Ticket 1 is escalated to Dee Park (manager, level 2): call 555-0110.\n"
    assert said.err.splitlines() == [
        "note: level 1 is passed over: nobody of the team is an administrator",
        "note: tell Dana Fox that it is escalated, then: oncall ticket update 1 TEXT",
    ]
    kept = night.store().tickets.find(1)
    assert (kept.status, kept.assignee) == ("on_it", "ana")
    again = [escalated(night, "--reason", "no answer").out for _ in range(2)]
    assert again == ["Ticket 1 is escalated to Napa Lee (level 3): call +1 555 0177.\n"] * 2


def test_the_answer_names_every_escalation_and_an_update_tells_of_it(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    escalated(night, "--reason", "beyond\nmy scope")
    [one] = night("ticket", "show", "1", "--json").json["escalations"]
    assert one == {
        "moment": "2026-11-24T02:10:00-06:00",
        "by": "ana",
        "level": 2,
        "topic": None,
        "person": "dee",
        "name": "Dee Park",
        "phone": "555-0110",
        "email": None,
        "reason": "beyond\nmy scope",
        "told": False,
    }
    assert "the requester is not told yet" in night("ticket", "show", "1").out
    assert "tell Dana Fox that it is escalated:" in night("ticket", "show", "1").out
    night("ticket", "update", "1", "Dee looks at it", "--as", "ana")
    assert night("ticket", "show", "1", "--json").json["escalations"][0]["told"] is True
    assert "is escalated" not in night("ticket", "show", "1").out


def test_said_to_be_told_there_is_nothing_left_to_tell(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    assert "tell Dana" not in escalated(night, "--reason", "x", "--told", "--at", "-0m").err
    assert night("ticket", "show", "1", "--json").json["escalations"][0]["told"] is True
    assert "tell Dana" in escalated(night, "--reason", "x", "--not-told").err


def test_a_topic_has_its_contact_and_one_who_is_gone_is_found_out_at_once(night: Any) -> None:
    night(*CALL, "-t", "3", "--as", "ana")
    tre = escalated(night, "--reason", "x", "--topic", "Trade-ins")
    assert tre.out == "Ticket 1 is escalated to Tre Fox (trade-ins): write to tre@example.com.\n"
    billing = escalated(night, "--reason", "x", "--topic", "billing")
    assert billing.out == "Ticket 1 is escalated to Dee Park (manager, billing, level 2): call 555-0110.\n"
    assert "the contact for billing is passed over: there is no member 'shay'" in billing.err
    wrong = escalated(night, "--reason", "x", "--topic", "biling", code=2)
    assert "did you mean billing?" in wrong.err
    assert "hint: its topics: billing, trade-ins" in wrong.err
    assert len(night.store().tickets.events(1)) == 4


def test_somebody_else_can_be_named(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    named = {
        "ben": "Ben Okafor: call 555-0100.",
        "manager": "Dee Park (manager): call 555-0110.",
        "Kim, 555-0199": "Kim: call 555-0199.",
    }
    for to, said in named.items():
        assert escalated(night, "--reason", "x", "--to", to).out == f"Ticket 1 is escalated to {said}\n"
    both = escalated(night, "--reason", "x", "--to", "ben", "--topic", "billing").out
    assert both == "Ticket 1 is escalated to Ben Okafor (billing): call 555-0100.\n"
    assert "there is no member 'ghost'" in escalated(night, "--reason", "x", "--to", "ghost", code=3).err
    assert "'Kim Lee' is not a contact" in escalated(night, "--reason", "x", "--to", "Kim Lee", code=2).err
    refused = escalated(night, "--reason", "x", "--to", "ana", code=1)
    assert "ana cannot call themselves" in refused.err
    assert escalated(night, "--reason", "x").out.startswith(
        "Ticket 1 is escalated to Dee Park (manager, level 2)"
    )


def test_an_emergency_says_at_logging_whom_to_call_and_goes_to_the_primary_contact(night: Any) -> None:
    said = night(*CALL, "-t", "1", "--as", "ana").err
    note = "note: tier 1: call Ben Okafor at 555-0100 now, then: oncall ticket escalate 1 --reason TEXT"
    assert note in said.splitlines()
    assert "tier 1: find out whom to call" in night("ticket", "show", "1").out
    first = escalated(night, "--reason", "down")
    assert first.out == "Ticket 1 is escalated to Ben Okafor (primary contact): call 555-0100.\n"
    assert "find out whom to call" not in night("ticket", "show", "1").out
    assert "(manager, level 2)" in escalated(night, "--reason", "no answer").out


def test_a_ticket_corrected_to_tier_1_says_whom_to_call_too(night: Any) -> None:
    night(*CALL, "-t", "3", "--as", "ana")
    assert "tier 1: call" not in night("ticket", "edit", "1", "--tier", "2", "--as", "ana").err
    assert (
        "tier 1: call Ben Okafor at 555-0100 now"
        in night("ticket", "edit", "1", "-t", "1", "--as", "ana").err
    )
    assert "tier 1: call" not in night("ticket", "edit", "1", "--customer", "X", "--as", "ana").err


def test_a_ticket_somebody_was_called_about_already_says_it_no_more(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    escalated(night, "--reason", "x")
    assert "tier 1: call" not in night("ticket", "edit", "1", "-t", "1", "--as", "ana").err


def test_whoever_is_the_primary_contact_calls_the_next_one(night: Any) -> None:
    assert "call Dee Park (manager) at 555-0110" in night(*CALL, "-t", "1", "--as", "ben").err


def test_without_anybody_to_call_it_says_where_that_is_set(team: Any) -> None:
    said = team(*CALL, "-t", "1", "--as", "ana").err
    assert "tier 1: there is nobody to call" in said
    refused = team("ticket", "escalate", "1", "--reason", "x", "--as", "ana", code=1)
    assert "dee has neither a phone number nor an email address" in refused.err
    assert "[escalation]" in refused.err
    assert [event.kind for event in team.store().tickets.events(1)] == ["logged", "on_it"]
    named = ("ticket", "escalate", "1", "--reason", "x", "--to", "Kim, 555-0199", "--as", "ana")
    assert "call 555-0199" in team(*named).out


def test_a_reason_is_needed_and_asked_for_where_somebody_can_say_it(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    assert "needs a reason" in escalated(night, code=2).err
    night.answers, night.says = [], ["", "unsure what to do"]
    escalated(night)
    assert night.asked == ["Why is ticket 1 escalated?"] * 2
    assert night.store().tickets.events(1)[-1].text == "unsure what to do"


def test_what_is_done_is_not_escalated_and_nothing_before_it_came_in(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    assert "before ticket 1 came in" in escalated(night, "--reason", "x", "--at", "-5m", code=1).err
    night("ticket", "done", "1", "-r", "restarted", "--as", "ana")
    assert "ticket 1 is Done" in escalated(night, "--reason", "x", code=1).err
    assert "there is no ticket 9" in escalated(night, "--reason", "x", number="9", code=3).err
    night("ticket", "reopen", "1", "--reason", "again", "--as", "ana")
    assert "level 2" in escalated(night, "--reason", "x").out


def test_a_second_technician_works_on_their_own_pay_form(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    said = escalated(night, "--second", "BEN", "--reason", "two screens")
    assert said.out == "Ben Okafor is brought in on ticket 1 as second-call technician: call 555-0100.\n"
    assert "oncall ticket work 1 SPAN --person ben" in said.err
    shown = night("ticket", "show", "1", "--json").json
    assert (shown["second_call"], shown["assignee"], shown["escalations"]) == (["ben"], "ana", [])
    assert re.search(r"Second call +ben", night("ticket", "show", "1").out)
    assert "tell the work of ben" in night("ticket", "show", "1").out
    night.now += timedelta(minutes=40)
    night("ticket", "work", "1", "02:15/02:45", "--person", "ben", "--as", "ana")
    night("ticket", "done", "1", "-r", "x", "--work", "02:10/02:50", "--as", "ana")
    assert "tell the work of ben" not in night("ticket", "show", "1").out
    for person, minutes in (("ben", 30), ("ana", 40)):
        form = night("payform", "show", "--person", person, "--week", "2026-11-23", "--json").json
        assert [(call["ticket"], call["worked"]) for call in form["calls"]] == [(1, minutes)]
    assert [call["others"] for call in form["calls"]] == [["ben"]]


def test_somebody_on_the_ticket_already_is_not_brought_in(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    escalated(night, "--second", "ben")
    assert "ben is brought in on ticket 1 already" in escalated(night, "--second", "ben", code=1).err
    assert "ana has ticket 1 already" in escalated(night, "--second", "ana", code=1).err
    assert "no member 'ghost'" in escalated(night, "--second", "ghost", code=3).err
    night("team", "add", "eve", "--name", "Eve", "--as", "dee")
    night("team", "leave", "eve", "--on", "2026-11-23", "--as", "dee")
    assert "eve left the team on 2026-11-23" in escalated(night, "--second", "eve", code=1).err
    assert "nobody else" in escalated(night, "--second", "cy", "--to", "dee", code=2).err
    oneself = night("ticket", "escalate", "1", "--second", "cy", "--as", "cy", code=1).err
    assert "you are cy" in oneself
    assert "oncall ticket work 1 SPAN" in oneself
    assert night("ticket", "show", "1", "--json").json["second_call"] == ["ben"]


def test_the_draft_tells_the_requester_to_whom_and_is_not_yet_sent(night: Any, tmp_path: Path) -> None:
    mail = ("ticket", "log", "-c", "email", "-n", "Al", "-e", "al@example.com", "-d", "x", "-t", "2")
    night(*mail, "--as", "ana")
    draft = tmp_path / "reply.eml"
    said = escalated(night, "--reason", "beyond my scope", "--draft", str(draft))
    assert b"Dee Park" in draft.read_bytes()
    assert "tell Al that it is escalated" in said.err
    assert night("ticket", "show", "1", "--json").json["escalations"][0]["told"] is False
    assert "names no server" in escalated(night, "--reason", "x", "--send", code=1).err
    assert len(night("ticket", "show", "1", "--json").json["escalations"]) == 1


def test_who_is_away_is_called_all_the_same_and_said_to_be_away(night: Any) -> None:
    night("team", "away", "dee", "2026-11-20/2026-11-29", "--as", "dee")
    night(*CALL, "-t", "2", "--as", "ana")
    said = escalated(night, "--reason", "x")
    assert "call 555-0110" in said.out
    assert "Dee Park is away until 2026-11-29: if there is no answer" in said.err
    night.at("2026-11-30T02:10:00-06:00")
    assert "is away" not in escalated(night, "--reason", "x", "--to", "dee").err


def test_hostile_words_do_no_harm(night: Any) -> None:
    night(*CALL, "-t", "2", "--as", "ana")
    said = escalated(night, "--reason", "[red]\x1b[2J\u202e=cmd()", "--to", "[red]Kim[/], 555-0199")
    assert "\x1b" not in said.out + said.err
    shown = night("ticket", "show", "1").out
    assert "[red]Kim[/]" in shown
    assert "\x1b" not in shown
    assert "control character" in escalated(night, "--reason", "x", "--to", "a\x1b, 555-0199", code=2).err
