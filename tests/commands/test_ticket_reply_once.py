"""The reply of a step goes to everybody once, however often it is asked for."""

from datetime import timedelta
from pathlib import Path

import pytest

from oncall_cli.core.mail import LEASE, Mail
from oncall_cli.store.door import Act
from tests.conftest import Cli
from tests.mail_server import Kept, free_port, serving


@pytest.fixture
def mail(team: Cli) -> Cli:
    """The team with a ticket that came by email, and a mail server that cannot be reached."""
    sent_by(team, free_port())
    team(
        "ticket", "log", "-c", "email", "-n", "Dana", "-e", "dana@x.org", "-d", "x", "-t", "2", "--as", "ana"
    )
    return team


def sent_by(team: Cli, port: int) -> None:
    policy = team.path.with_name("mail.toml")
    policy.write_text(f'[mail]\nserver = "localhost"\nport = {port}\nsecurity = "none"\n', "utf-8")
    team("policy", "apply", str(policy), "--from", "today", "--as", "dee")


def kinds(team: Cli) -> list[str]:
    return [event.kind for event in team.store().tickets.events(1)]


def stands(team: Cli, **said: object) -> None:
    """From now on the first mail of ticket 1 stands so."""
    store = team.store()
    with store.door.transaction(Act(None, None, "nobody", team.now)):
        mail = store.mails.of_ticket(1)[0]
        store.mails.change(mail, mail.model_copy(update=said))


def mails(team: Cli) -> list[Mail]:
    return team.store().mails.of_ticket(1)


def test_what_everybody_has_is_not_sent_again(mail: Cli, tmp_path: Path) -> None:
    server = Kept()
    with serving(server) as port:
        sent_by(mail, port)
        mail("ticket", "edit", "1", "--tell", "kim@x.org, bo@x.org", "--as", "ana")
        mail("ticket", "on-it", "1", "--send", "--as", "ana")
        story = kinds(mail)
        for argv in (("on-it", "1"), ("reply", "1"), ("reply", "1", "--kind", "on-it")):
            mail.now += timedelta(minutes=5)
            said = mail("ticket", *argv, "--send", "--as", "ana", code=1).err
            assert "the On It of ticket 1 was sent to dana@x.org and 2 more already" in said
            assert "oncall ticket update 1 TEXT --send" in said
        assert (len(server.taken), len(mails(mail)), kinds(mail)) == (1, 1, story)
        draft = tmp_path / "reply.eml"
        mail("ticket", "reply", "1", "--send", "--draft", str(draft), "--as", "ana", code=1)
        assert not draft.exists()
        mail("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
        assert draft.exists()
        mail("ticket", "update", "1", "still at it", "--send", "--as", "ana")
        mail("ticket", "update", "1", "still at it", "--send", "--as", "ana")
        said = mail("ticket", "reply", "1", "--send", "--as", "ana", code=1).err
        assert "the update of ticket 1 was sent" in said
        mail("ticket", "done", "1", "-r", "x", "--send", "--as", "ana")
        said = mail("ticket", "reply", "1", "--send", "--as", "ana", code=1).err
        assert "the Done of ticket 1 was sent" in said
        mail("ticket", "update", "1", "it stays so", "--send", "--as", "ana")
    assert [one.kind for one in mails(mail)] == ["on_it", "update", "update", "done", "update"]
    assert len(server.taken) == 5


@pytest.mark.parametrize(
    ("state", "got", "sentence", "way"),
    [
        ("waiting", (), "the On It of ticket 1 waits to be sent", "oncall mail send"),
        ("sending", (), "the On It of ticket 1 is being sent", "oncall mail show 1"),
        ("unsure", (), "the On It of ticket 1 may have arrived", "oncall mail send 1 --again"),
        ("waiting", ("dana@x.org",), "was sent to dana@x.org already; that to al@x.org waits", "mail send"),
        ("unsure", ("dana@x.org",), "already; that to al@x.org may have arrived", "send 1 --again"),
        ("dropped", ("dana@x.org",), "was sent to dana@x.org already", "ticket update 1 TEXT --send"),
    ],
)
def test_the_way_on_is_by_how_the_first_reply_stands(
    mail: Cli, state: str, got: tuple[str, ...], sentence: str, way: str
) -> None:
    mail("ticket", "on-it", "1", "--send", "--as", "ana")
    stands(mail, state=state, got=got, recipients=("dana@x.org", "al@x.org"), tried=mail.now)
    for verb in ("on-it", "reply"):
        said = mail("ticket", verb, "1", "--send", "--as", "ana", code=1).err
        error, hint = said.splitlines()
        assert (sentence in error, way in hint) == (True, True), said
    assert len(mails(mail)) == 1


def test_one_whose_sender_was_ended_may_have_arrived(mail: Cli) -> None:
    mail("ticket", "done", "1", "-r", "x", "--send", "--as", "ana")
    stands(mail, state="sending", tried=mail.now)
    mail.now += LEASE
    said = mail("ticket", "reply", "1", "--send", "--as", "ana", code=1).err
    assert "the Done of ticket 1 may have arrived" in said


@pytest.mark.parametrize(("state", "noted"), [("refused", True), ("dropped", False)])
def test_what_nobody_has_and_nobody_gets_is_made_anew(mail: Cli, state: str, noted: bool) -> None:
    mail("ticket", "on-it", "1", "--send", "--as", "ana")
    stands(mail, state=state, why="550 no")
    said = mail("ticket", "reply", "1", "--send", "--as", "ana").err
    assert ("oncall mail drop 1 --reason TEXT" in said) is noted
    assert [one.state for one in mails(mail)] == [state, "waiting"]
    said = mail("ticket", "reply", "1", "--send", "--as", "ana", code=1).err
    assert "waits to be sent" in said


def test_a_step_that_is_taken_anew_is_told_anew(mail: Cli) -> None:
    for person, *steps in (
        ("ana", ("on-it", "1")),
        ("ben", ("on-it", "1")),
        ("ben", ("wait", "1", "--reason", "x"), ("on-it", "1")),
        ("ben", ("done", "1", "-r", "x"), ("reopen", "1", "--reason", "back"), ("on-it", "1")),
    ):
        for step in steps:
            mail("ticket", *step, "--as", person)
        told = len(mails(mail))
        mail("ticket", "reply", "1", "--send", "--as", person)
        mail("ticket", "on-it", "1", "--send", "--as", person, code=1)
        assert len(mails(mail)) == told + 1
    assert {one.kind for one in mails(mail)} == {"on_it"}


def test_what_was_told_on_the_phone_alone_is_told_by_mail_once(mail: Cli) -> None:
    mail("ticket", "log", "-c", "phone", "-n", "Bo", "-e", "bo@x.org", "-d", "x", "-t", "1", "--as", "ana")
    mail("ticket", "on-it", "2", "--send", "--as", "ana")
    assert "waits to be sent" in mail("ticket", "on-it", "2", "--send", "--as", "ana", code=1).err


def test_another_kind_of_reply_since_tells_nobody_of_the_step(mail: Cli) -> None:
    mail("ticket", "on-it", "1", "--as", "ana")
    mail("ticket", "update", "1", "still at it", "--send", "--as", "ana")
    mail("ticket", "reply", "1", "--kind", "on-it", "--send", "--as", "ana")
    assert [one.kind for one in mails(mail)] == ["update", "on_it"]
