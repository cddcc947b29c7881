"""How the replies of a ticket stand, and who is on its mail: on its screen and in its answer."""

from pathlib import Path
from typing import Any

import pytest

from oncall_cli.core.mail import LEASE
from oncall_cli.core.message import Mailbox, Message
from oncall_cli.store.door import Act
from tests.conftest import Cli
from tests.mail_server import Kept, free_port, serving

CALL = ("ticket", "log", "-c", "email", "-n", "Dana Fox", "-e", "dana@x.org", "-d", "cannot log in")


def sent_by(team: Cli, port: int) -> None:
    policy = team.path.with_name("mail.toml")
    policy.write_text(f'[mail]\nserver = "localhost"\nport = {port}\nsecurity = "none"\n', "utf-8")
    team("policy", "apply", str(policy), "--from", "today", "--as", "dee")


@pytest.fixture
def sending(team: Cli) -> Cli:
    """The team with a ticket, and a mail server that cannot be reached."""
    sent_by(team, free_port())
    team(*CALL, "-t", "2", "--as", "ana")
    team("team", "edit", "dee", "--phone", "555-0110", "--as", "dee")
    return team


def shown(team: Cli) -> Any:
    return team("ticket", "show", "1", "--json").json


def words(team: Cli) -> str:
    """The ticket's screen as if its lines had no end."""
    return " ".join(team("ticket", "show", "1").out.split())


def stands(team: Cli, state: str, why: str | None = None) -> None:
    """From now on the reply counts as it does after such a try."""
    store = team.store()
    with store.door.transaction(Act("ana", None, "nobody", team.now)):
        mail = store.mails.of_ticket(1)[0]
        store.mails.change(mail, mail.model_copy(update={"state": state, "why": why, "tried": team.now}))


def test_a_reply_that_waits_is_told_so_until_it_is_sent(sending: Cli) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    [reply] = shown(sending)["replies"]
    assert (reply["id"], reply["kind"], reply["state"]) == (1, "on_it", "waiting")
    assert (reply["recipients"], reply["made"]) == (["dana@x.org"], "2026-11-24T02:10:00-06:00")
    assert "Connection refused" in reply["why"]
    page = sending("ticket", "show", "1").out
    assert "replied, ana: On It, to dana@x.org; waits to be sent\n" in page
    assert "reply 1 waits to be sent: oncall mail list" in page
    with serving(Kept()) as port:
        sent_by(sending, port)
        sending("mail", "send")
    page = sending("ticket", "show", "1").out
    assert "replied, ana: On It, to dana@x.org\n" in page
    assert "mail list" not in page
    assert shown(sending)["replies"][0]["state"] == "sent"


@pytest.mark.parametrize(
    ("state", "said", "is_open"),
    [
        ("sending", "is being sent", False),
        ("unsure", "may not have arrived", True),
        ("refused", "was refused", True),
        ("dropped", "was given up, not sent", False),
    ],
)
def test_what_never_left_is_never_told_as_sent(sending: Cli, state: str, said: str, is_open: bool) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    stands(sending, state)
    page = sending("ticket", "show", "1").out
    assert f"to dana@x.org; {said}\n" in page
    assert (f"reply 1 {said}: oncall mail list" in page) == is_open


def test_one_whose_sender_was_ended_may_not_have_arrived(sending: Cli) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    stands(sending, "sending")
    sending.now += LEASE
    assert shown(sending)["replies"][0]["state"] == "unsure"


def test_an_address_that_was_refused_is_named_where_the_others_have_the_reply(sending: Cli) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    stands(sending, "sent", "al@x.org was refused: no such user")
    assert "to dana@x.org; but al@x.org was refused: no such user" in words(sending)


def test_who_is_left_is_named_where_others_have_the_reply(sending: Cli) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    store = sending.store()
    with store.door.transaction(Act("ana", None, "nobody", sending.now)):
        mail = store.mails.of_ticket(1)[0]
        people = {"recipients": ("dana@x.org", "al@x.org"), "got": ("dana@x.org",)}
        store.mails.change(mail, mail.model_copy(update=people))
    assert "; that to al@x.org waits to be sent" in words(sending)


def test_several_are_counted(sending: Cli) -> None:
    sending("ticket", "on-it", "1", "--send", "--as", "ana")
    sending("ticket", "update", "1", "still at it", "--send", "--as", "ana")
    assert "2 replies are not sent: oncall mail list" in sending("ticket", "show", "1").out


def test_nobody_is_told_of_an_escalation_by_a_reply_that_did_not_leave(sending: Cli) -> None:
    sending("ticket", "escalate", "1", "--reason", "beyond scope", "--send", "--as", "ana")
    sending("ticket", "priority", "1", "--because", "clients", "--as", "ana")
    sending("ticket", "reply", "1", "--send", "--as", "ana")
    for state in ("waiting", "unsure", "refused", "dropped"):
        stands(sending, state)
        assert [one["told"] for one in shown(sending)["escalations"]] == [False]
        assert "tell Dana Fox that it is escalated and its priority was changed" in words(sending)
    with serving(Kept()) as port:
        sent_by(sending, port)
        sending("mail", "send", "2")
    assert [one["told"] for one in shown(sending)["escalations"]] == [True]
    assert "that it is escalated" not in words(sending)
    assert "not told yet" not in words(sending)


def test_each_ticket_of_a_list_has_its_own_replies_and_people(sending: Cli) -> None:
    sending(*CALL[:-3], "kim@x.org", "-d", "down", "--as", "ana")
    sending("ticket", "on-it", "2", "--send", "--as", "ana")
    first, second = sending("ticket", "list", "--json").json["tickets"]
    assert (first["replies"], [one["ticket"] for one in second["replies"]]) == ([], [2])
    assert [one["thread"][0]["address"] for one in (first, second)] == ["dana@x.org", "kim@x.org"]


def test_who_is_on_the_mail_is_who_a_reply_would_go_to(team: Cli, tmp_path: Path) -> None:
    team(*CALL, "--tell", "Bo Li <bo@y.org>", "--as", "ana")
    store = team.store()
    people = (Mailbox(address="al@x.org", name="Al"), Mailbox(address="DANA@x.org"))
    came = {"ticket": 1, "message_id": None, "moment": team.now, "text": "?"}
    with store.door.transaction(Act(None, None, "nobody", team.now)):
        store.messages.add(Message(sender=Mailbox(address="dana@x.org"), people=people, **came))
        store.messages.add(Message(sender=Mailbox(address="eve@x.org", name="Eve"), **came))
    assert shown(team)["thread"] == [
        {"address": "eve@x.org", "name": "Eve"},
        {"address": "dana@x.org", "name": "Dana Fox"},
        {"address": "al@x.org", "name": "Al"},
        {"address": "bo@y.org", "name": "Bo Li"},
    ]
    page = words(team)
    assert "On the mail Eve <eve@x.org>, Dana Fox <dana@x.org>, Al <al@x.org>, Bo Li <bo@y.org> " in page
    draft = tmp_path / "reply.eml"
    team("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
    text = draft.read_text("utf-8")
    assert all(one["address"] in text for one in shown(team)["thread"])


def test_a_long_thread_is_cut_and_one_with_the_caller_alone_takes_no_line(team: Cli) -> None:
    team(*CALL, "--as", "ana")
    assert "On the mail" not in team("ticket", "show", "1").out
    tell = ", ".join(f"p{number}@y.org" for number in range(6))
    team("ticket", "edit", "1", "--tell", tell, "--as", "ana")
    assert "On the mail Dana Fox <dana@x.org>, p0@y.org, p1@y.org, p2@y.org and 3 more" in words(team)


def test_the_teams_own_address_is_nobody_on_the_mail(team: Cli) -> None:
    policy = team.path.with_name("desk.toml")
    policy.write_text('[mail]\nsender = "desk@d.org"\n', "utf-8")
    team("policy", "apply", str(policy), "--from", "today", "--as", "dee")
    team(*CALL, "--tell", "desk@d.org, bo@y.org", "--as", "ana")
    assert [one["address"] for one in shown(team)["thread"]] == ["dana@x.org", "bo@y.org"]
