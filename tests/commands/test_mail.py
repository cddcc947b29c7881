"""Replies in the outbox: what waits and why, sent once and only once, and what stands if sending fails."""

import json
import os
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from oncall_cli.answers.answer import Done
from oncall_cli.answers.store import StorePath
from oncall_cli.commands import mail_post
from oncall_cli.commands.frame import Finished, World, run_in
from oncall_cli.core.mail import Mail
from oncall_cli.documents.smtp_mail import MailServer
from oncall_cli.errors import StoreFailed
from oncall_cli.session import Session
from oncall_cli.store.door import Act
from oncall_cli.store.mails import Mails
from tests.conftest import Cli
from tests.mail_server import ENVELOPE, Kept, free_port, playing, serving

CALL = ("ticket", "log", "-c", "email", "-n", "Dana Hill", "-e", "dana@x.org", "-d", "cannot log in")


def sent_by(team: Cli, port: int, more: str = "") -> None:
    """From now on the team's mail server is the one at a port of this machine."""
    policy = team.path.with_name("mail.toml")
    policy.write_text(f'[mail]\nserver = "localhost"\nport = {port}\nsecurity = "none"\n{more}', "utf-8")
    team("policy", "apply", str(policy), "--from", "today", "--as", "dee")


def a_mail(number: int, team: Cli, *recipients: str) -> Mail:
    people = recipients or (f"dana{number}@x.org", "al@x.org")
    return Mail(
        ticket=1,
        kind="on_it",
        person="ana",
        message_id=f"<{number}@example.com>",
        sender="ana@example.com",
        recipients=people,
        subject=f"Re: down {number}",
        source=f"From: Ana <ana@example.com>\r\nTo: {', '.join(people)}\r\nSubject: Re: down {number}\r\n"
        f"Message-ID: <{number}@example.com>\r\n\r\nOn It!\r\n",
        made=team.now,
    )


def waiting(team: Cli, count: int = 1) -> None:
    """Puts replies into the outbox."""
    team(*CALL, "--as", "ana")
    store = team.store()
    with store.door.transaction(Act("ana", None, "nobody", team.now)):
        for number in range(1, count + 1):
            store.mails.add(a_mail(number, team))


def states(team: Cli) -> list[str]:
    return [mail["state"] for mail in team("mail", "list", "--all", "--json").json["mails"]]


def ids(kept: Kept) -> list[str]:
    """The identities of the mails that a server has taken."""
    return [
        line.removeprefix("Message-ID: ")
        for envelope in kept.taken
        for line in bytes(envelope.content).decode().split("\r\n")
        if line.startswith("Message-ID: ")
    ]


def test_an_empty_outbox_says_so(team: Cli) -> None:
    assert team("mail", "list").out == "Every reply is sent.\n"
    assert team("mail", "list", "--json").json == {"mails": [], "everything": False}
    assert team("mail", "send").out == "No reply waits.\n"
    for verb in (("show",), ("drop", "--reason", "x", "--as", "ana"), ("send",)):
        said = team("mail", verb[0], "7", *verb[1:], code=3)
        assert "there is no reply 7" in said.err


def test_what_waits_is_sent_oldest_first_as_it_is_kept_and_once(team: Cli) -> None:
    waiting(team, 3)
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        team.at("2026-11-24T02:20:00-06:00")
        said = team("mail", "send")
        assert said.out.startswith("Sent reply 1 to dana1@x.org and 1 more; reply 2 to ")
        assert team("mail", "send").out == "No reply waits.\n"
        for words in (("1",), ("1", "--again")):
            assert "reply 1 was sent already" in team("mail", "send", *words, code=1).err
    assert ids(kept) == ["<1@example.com>", "<2@example.com>", "<3@example.com>"]
    assert kept.taken[0].content == a_mail(1, team).source.encode()
    assert kept.taken[0].rcpt_tos == ["dana1@x.org", "al@x.org"]
    assert kept.greeted == 1, "one connection for all of them"
    assert team("mail", "list").out == "Every reply is sent.\n"
    shown = team("mail", "show", "2", "--json").json
    assert [step["state"] for step in shown["steps"]] == ["waiting", "sending", "sent"]
    assert (shown["attempts"], shown["tried"]) == (1, "2026-11-24T02:20:00-06:00")


def test_a_server_that_is_not_there_keeps_everything_waiting_and_is_tried_once(team: Cli) -> None:
    waiting(team, 3)
    port = free_port()
    sent_by(team, port)
    said = team("mail", "send", code=1)
    why = f"localhost:{port} cannot be used: Connection refused"
    assert said.err.splitlines()[0] == f"oncall: error: 3 replies are not sent, 3 waiting: {why}"
    mails = team("mail", "list", "--json").json["mails"]
    assert [(mail["attempts"], mail["why"]) for mail in mails] == [(1, why), (0, None), (0, None)]
    listed = team("mail", "list").out
    assert "Connection refused" in " ".join(listed.split())
    assert max(map(len, listed.splitlines())) <= 80


def test_what_a_mail_says_and_what_came_of_it_is_shown(team: Cli) -> None:
    waiting(team)
    kept = Kept()
    kept.rcpt["al@x.org"] = "550 no such user \x1b[2J"
    with serving(kept) as port:
        sent_by(team, port)
        said = team("mail", "send")
    assert "al@x.org was refused: it said 550 no such user" in said.err
    shown = team("mail", "show", "1").out
    for words in ("Reply 1 about ticket 1 is sent", "Re: down 1", "On It!", "al@x.org was refused"):
        assert words in shown
    assert "\x1b" not in shown + said.err
    assert "\\r" not in shown, "its lines end as they do on a screen"
    assert "\x1b[2J" not in team("mail", "show", "1", "--json").json["why"]


def test_who_is_put_off_gets_it_later_and_nobody_gets_it_twice(team: Cli) -> None:
    waiting(team)
    kept = Kept()
    kept.rcpt["al@x.org"] = "450 greylisted"
    with serving(kept) as port:
        sent_by(team, port)
        said = team("mail", "send", code=1)
        why = "al@x.org was put off: it said 450 greylisted"
        assert f"error: 1 reply is not sent to everybody, 1 waiting: {why}\n" in said.err
        (mail,) = team("mail", "list", "--json").json["mails"]
        assert (mail["got"], mail["left"], mail["state"]) == (["dana1@x.org"], ["al@x.org"], "waiting")
        assert f"al@x.org: {why}" in " ".join(team("mail", "list").out.split())
        shown = " ".join(team("mail", "show", "1").out.split())
        assert "Was sent to dana1@x.org Goes to al@x.org" in shown
        assert "Would send reply 1 to al@x.org." in team("mail", "send", "--dry-run").out
        kept.rcpt.clear()
        assert team("mail", "send").out == "Sent reply 1 to dana1@x.org and 1 more.\n"
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["dana1@x.org"], ["al@x.org"]]
    steps = team("mail", "show", "1", "--json").json["steps"]
    assert [step["state"] for step in steps] == ["waiting", "sending", "waiting", "sending", "sent"]


def test_the_rest_of_what_some_have_can_be_given_up_or_sent_by_a_persons_word(team: Cli) -> None:
    waiting(team, 2)
    kept = Kept()
    kept.rcpt["al@x.org"] = "450 greylisted"
    with serving(kept) as port:
        sent_by(team, port)
        team("mail", "send", code=1)
        team("mail", "send", "1", "--again", code=1)
        dropped = team("mail", "drop", "2", "--reason", "al is told by phone", "--as", "ana")
    assert dropped.out == "Dropped reply 2 to al@x.org: it is not sent.\n"
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["dana1@x.org"], ["dana2@x.org"]]
    steps = team("mail", "show", "1", "--json").json["steps"]
    assert [step["state"] for step in steps][-2:] == ["sending", "waiting"]


def test_a_person_can_have_one_that_waits_sent_also_to_whom_was_refused(team: Cli) -> None:
    waiting(team)
    kept = Kept()
    kept.rcpt |= {"dana1@x.org": "550 unknown", "al@x.org": "450 greylisted"}
    with serving(kept) as port:
        sent_by(team, port)
        team("mail", "send", code=1)
        kept.rcpt.clear()
        assert team("mail", "send", "--dry-run").out == "Would send reply 1 to al@x.org.\n"
        team("mail", "send", "1", "--again")
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["dana1@x.org", "al@x.org"]]
    steps = team("mail", "show", "1", "--json").json["steps"]
    states = [step["state"] for step in steps]
    assert states == ["waiting", "sending", "waiting", "waiting", "sending", "sent"]


@pytest.mark.parametrize(("answer", "state"), [("554 no", "refused"), ("451 later", "waiting")])
def test_one_that_is_refused_does_not_keep_the_others(team: Cli, answer: str, state: str) -> None:
    waiting(team, 2)
    kept = Kept()
    kept.rcpt |= {"dana1@x.org": answer, "al@x.org": answer}
    with serving(kept) as port:
        sent_by(team, port)
        team("mail", "send", code=1)
        kept.rcpt = {"dana1@x.org": answer} if state == "refused" else {}
        team("mail", "send")
        assert states(team) == ["sent" if state == "waiting" else "refused", "sent"]
        if state == "refused":
            assert "--again" in team("mail", "send", "1", code=1).err
            team("mail", "send", "1", "--again")
    assert states(team)[0] == "sent"


def test_one_that_may_have_arrived_is_sent_again_by_a_persons_word_alone(team: Cli) -> None:
    waiting(team)
    with playing([*ENVELOPE[:4], ENVELOPE[3], ENVELOPE[4], (".\r\n", None)]) as port:
        sent_by(team, port)
        assert "1 unsure (it may have arrived)" in team("mail", "send", code=1).err
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        assert team("mail", "send").out == "No reply waits.\n"
        assert "reply 1 is unsure" in team("mail", "send", "1", code=1).err
        assert kept.taken == []
        team("mail", "send", "--again", code=2)
        assert team("mail", "send", "1", "--again", "--dry-run").out.startswith("Would send reply 1 to ")
        assert (states(team), kept.taken) == (["unsure"], [])
        team("mail", "send", "1", "--again")
    assert ids(kept) == ["<1@example.com>"]


def left_sending(team: Cli) -> None:
    """A program was killed between its claim and what came of it."""
    waiting(team)
    store = team.store()
    with store.door.transaction(Act("ana", None, "nobody", team.now)):
        mail = store.mails.find(1)
        assert mail
        claim = mail.model_copy(update={"state": "sending", "tried": team.now, "attempts": 1})
        store.mails.change(mail, claim)


def test_a_program_that_was_killed_while_sending_leaves_one_that_is_unsure(team: Cli) -> None:
    left_sending(team)
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        team.now += timedelta(minutes=14)
        assert states(team) == ["sending"]
        said = team("mail", "send")
        assert said.out == "No reply waits.\n"
        until = "Tue 2026-11-24 02:25"
        note = f"1 reply is being sent by another run; unsure from {until} on if that was ended"
        assert said.err == f"note: {note}\n"
        for words in (("send", "1"), ("send", "1", "--again"), ("drop", "1", "--reason", "x", "--as", "ana")):
            assert "reply 1 is being sent right now" in team("mail", *words, code=1).err
        team.now += timedelta(minutes=2)
        assert states(team) == ["unsure"]
        assert team("mail", "send")[1:] == ("No reply waits.\n", "")
        assert kept.taken == []
        team("mail", "send", "1", "--again")
    assert ids(kept) == ["<1@example.com>"]


def test_what_is_not_to_be_sent_is_dropped_with_a_reason(team: Cli) -> None:
    waiting(team, 2)
    team("mail", "drop", "1", code=2)
    team("mail", "drop", "1", "--reason", " ", "--as", "ana", code=2)
    assert "who acts?" in team("mail", "drop", "1", "--reason", "told by phone", code=2).err
    assert states(team) == ["waiting", "waiting"]
    assert team("mail", "drop", "1", "--reason", "told by phone", "--as", "ana").out.startswith(
        "Dropped reply 1"
    )
    said = team("mail", "drop", "1", "--reason", "x", "--as", "ana", code=1)
    assert "reply 1 was dropped already" in said.err
    assert [mail["id"] for mail in team("mail", "list", "--json").json["mails"]] == [2]
    steps = team("mail", "show", "1", "--json").json["steps"]
    assert (steps[-1]["state"], steps[-1]["person"], steps[-1]["why"]) == ("dropped", "ana", "told by phone")


def test_now_says_what_waits(team: Cli) -> None:
    assert "to be sent" not in team("now").out
    waiting(team, 2)
    assert "! 2 replies wait to be sent: oncall mail list" in team("now").out
    assert team("now", "--json").json["mail_waiting"] == 2


SENDER = """
import sys
from datetime import datetime
from oncall_cli.cli import run
from oncall_cli.commands.frame import World
now = datetime.fromisoformat(sys.argv[1])
sys.stdin.readline()
sys.exit(run(["mail", "send"], World(clock=lambda: now, interactive=False, login="nobody")))
"""


def test_programs_that_send_at_once_never_send_one_twice(team: Cli) -> None:
    waiting(team, 5)
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        programs = [
            subprocess.Popen(
                [sys.executable, "-c", SENDER, team.now.isoformat()],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
                env={**os.environ, "ONCALL_STORE": str(team.path)},
            )
            for _ in range(2)
        ]
        for program in programs:
            assert program.stdin
            program.stdin.write("go\n")
            program.stdin.flush()
        ended = [(*program.communicate(), program.returncode) for program in programs]
    assert [code for _, _, code in ended] == [0, 0], ended
    assert Counter(ids(kept)) == {f"<{number}@example.com>": 1 for number in range(1, 6)}
    assert states(team) == ["sent"] * 5


def changing(team: Cli, *, rehearse: bool = False) -> Finished:
    """A command that changes something and posts a reply about it."""

    def change(session: Session) -> Done:
        mail_post.post(session, a_mail(1, team))
        if rehearse:
            session.rehearse()
        return Done(StorePath(store="", exists=True), "Changed.", notes=("first",))

    world = World(clock=lambda: team.now, interactive=False, login="nobody")
    common: dict[str, Any] = {"store": team.path, "as_": "ana", "json": False}
    return run_in(world, common, change, {}, writes=True)


def notes_of(finished: Finished) -> tuple[str, ...]:
    assert isinstance(finished.result, Done)
    return finished.result.notes


def test_a_reply_goes_out_once_its_change_is_stored_and_a_note_says_so(team: Cli) -> None:
    team(*CALL)
    kept = Kept()

    def look(_: object) -> str:
        assert states_in(team.path) == ["sending"], "the change and the claim are stored before"
        return "250 kept"

    kept.data = look
    with serving(kept) as port:
        sent_by(team, port)
        finished = changing(team)
    assert notes_of(finished) == ("first", "the reply was sent to dana1@x.org and 1 more")
    assert (finished.code, states(team), ids(kept)) == (0, ["sent"], ["<1@example.com>"])


def states_in(path: Path) -> list[str]:
    """The states as another program sees them."""
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return [state for (state,) in connection.execute("SELECT state FROM mail ORDER BY id")]
    finally:
        connection.close()


def test_where_the_server_is_down_the_change_stands_and_the_reply_waits(team: Cli) -> None:
    team(*CALL)
    port = free_port()
    sent_by(team, port)
    finished = changing(team)
    why = f"localhost:{port} cannot be used: Connection refused"
    assert notes_of(finished)[1:] == (f"the reply waits: {why}; oncall mail send tries again",)
    assert (finished.code, states(team)) == (0, ["waiting"])


def test_a_rehearsal_keeps_and_sends_nothing(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    team(*CALL)
    monkeypatch.delattr(mail_post, "mail_server")
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        assert notes_of(changing(team, rehearse=True)) == ("first",)
    assert (states(team), kept.taken) == ([], [])


@pytest.mark.parametrize("where", ["_settle", "try_to_send", "_claim"])
def test_an_interruption_while_sending_leaves_the_change_and_says_what_stands(
    team: Cli, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    team(*CALL)
    kept = Kept()
    with serving(kept) as port:
        sent_by(team, port)
        with monkeypatch.context() as patched:
            patched.setattr(mail_post, where, interrupted)
            finished = changing(team)
    assert finished.code == 130
    assert notes_of(finished)[1:] == ("interrupted; the change stands",)
    assert states(team) == ["sending" if where == "_settle" else "waiting"]


def test_an_interruption_of_mail_send_says_what_was_sent(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    waiting(team, 3)
    kept = Kept()
    give = MailServer.give

    def interrupted(server: MailServer, mail: Mail) -> object:
        if mail.id == 2:
            monkeypatch.setattr("oncall_cli.documents.smtp_mail._said_early", stop)
        return give(server, mail)

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(MailServer, "give", interrupted)
    with serving(kept) as port:
        sent_by(team, port)
        said = team("mail", "send", code=130)
    assert said.out == "Sent reply 1 to dana1@x.org and 1 more.\n"
    assert "interrupted: 2 replies are not sent, 2 waiting" in said.err
    assert ids(kept) == ["<1@example.com>"]
    assert states(team) == ["sent", "waiting", "waiting"]


def test_where_what_came_of_it_cannot_be_kept_it_counts_as_unsure(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreFailed("the disk is full")

    team(*CALL)
    kept = Kept()
    change = Mails.change
    with serving(kept) as port:
        sent_by(team, port)
        with monkeypatch.context() as patched:
            patched.setattr(
                Mails,
                "change",
                lambda mails, before, after: (full if before.state == "sending" else change)(
                    mails, before, after
                ),
            )
            (_, note) = notes_of(changing(team))
    assert "the reply was sent to dana1@x.org and 1 more; but that could not be kept" in note
    assert "the disk is full" in note
    team.now += timedelta(hours=1)
    assert states(team) == ["unsure"]
    assert len(kept.taken) == 1


def test_no_password_is_a_reason_to_wait_and_stands_nowhere(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    import keyring

    waiting(team)
    monkeypatch.setattr(keyring, "get_password", lambda *_: None)
    with serving(Kept()) as port:
        sent_by(team, port, 'user = "ana"')
        assert "set ONCALL_MAIL_PASSWORD" in team("mail", "send", code=1).err
        monkeypatch.setenv("ONCALL_MAIL_PASSWORD", "hush-hush-7")
        said = team("mail", "send", code=1)
        shown = team("mail", "show", "1", "--json").out
    assert "hush-hush" not in said.out + said.err + shown + team("store", "log").out
    for path in team.path.parent.glob("oncall.db*"):
        assert b"hush-hush" not in path.read_bytes()


def test_without_a_server_in_the_policy_replies_wait(team: Cli) -> None:
    waiting(team)
    assert "the policy names no mail server" in team("mail", "send", code=1).err


@pytest.mark.parametrize(
    ("mail", "said"),
    [
        ("port = 25", "mail.port has no effect without mail.server"),
        (
            'server = "x.org"\nsecurity = "none"\nuser = "ana"',
            "mail.user is not logged in without encryption",
        ),
        ('server = "x.org"\nport = 465\nuser = "ana"', 'servers expect mail.security = "tls"'),
        ('server = "x.org"\nport = 587', "mail.user is not set"),
    ],
)
def test_a_policy_that_could_never_send_is_doubted(cli: Cli, tmp_path: Path, mail: str, said: str) -> None:
    policy = tmp_path / "mail.toml"
    policy.write_text(f"[mail]\n{mail}\n", encoding="utf-8")
    assert any(said in warning for warning in cli("policy", "check", str(policy), "--json").json["warnings"])
    policy.write_text('[mail]\nserver = "x.org"\nuser = "ana"\n', encoding="utf-8")
    assert "mail." not in json.dumps(cli("policy", "check", str(policy), "--json").json["warnings"])
