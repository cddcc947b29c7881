"""Replies to everybody on a ticket's thread, as drafts and as mail that is sent."""

from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from oncall_cli.core.message import Mailbox, Message
from oncall_cli.store.door import Act
from tests.conftest import POLICY, Cli

MAIL = (
    "ticket",
    "log",
    "-c",
    "email",
    "-n",
    "Dana Fox",
    "-e",
    "dana@x.org",
    "-d",
    "cannot log in",
    "-t",
    "2",
)
NOWHERE = '[mail]\nserver = "127.0.0.1"\nport = 1\nsecurity = "none"\n'
"""A server that nobody is behind: what is sent waits."""


@pytest.fixture
def mail(team: Cli) -> Cli:
    """The team, two minutes after an email of tier 2 came in at 02:10."""
    team(*MAIL, "--as", "ana")
    team.now += timedelta(minutes=2)
    return team


def apply(team: Cli, tmp_path: Path, text: str, code: int = 0) -> str:
    """Puts a policy in force from today on, or tells why not."""
    file = tmp_path / "mail.toml"
    file.write_text(POLICY + text, encoding="utf-8")
    said = team("policy", "apply", str(file), "--from", "tomorrow", "--as", "dee", code=code)
    team.now += timedelta(days=1)
    return said.err


def read(file: Path) -> EmailMessage:
    return BytesParser(policy=policy.default).parsebytes(file.read_bytes())


def words(file: Path) -> str:
    return str(read(file).get_content()).replace("\r\n", "\n")


def keep(team: Cli, **said: object) -> None:
    """Adds a message to the thread of ticket 1."""
    store = team.store()
    whole = {
        "ticket": 1,
        "message_id": "<2@x.org>",
        "thread": ("<1@x.org>",),
        "subject": "RE: Login",
        "sender": Mailbox(address="dana@x.org", name="Dana Fox"),
        "people": (Mailbox(address="support@d.org"), Mailbox(address="ANA@example.com")),
        "moment": team.now,
        "text": "I cannot log in.\nDana",
    } | said
    with store.door.transaction(Act(None, None, "nobody", team.now)):
        store.messages.add(Message.model_validate(whole))


def kinds(team: Cli) -> list[str]:
    return [event.kind for event in team.store().tickets.events(1)]


def test_on_it_is_a_reply_to_all_that_says_so(mail: Cli, tmp_path: Path) -> None:
    keep(mail)
    draft = tmp_path / "reply.eml"
    said = mail("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
    assert "is On It, ana" in said.out
    assert said.err == f"note: the draft to dana@x.org and 1 more is in {draft}\n"
    message = read(draft)
    assert (message["From"], message["To"], message["Cc"]) == (
        "Ana Ruiz <ana@example.com>",
        "Dana Fox <dana@x.org>",
        "support@d.org",
    )
    assert (message["Subject"], message["In-Reply-To"]) == ("Re: Login", "<2@x.org>")
    assert message["References"].split() == ["<1@x.org>", "<2@x.org>"]
    assert message["X-Unsent"] == "1"
    text = words(draft)
    assert "On It!" in text
    assert "by Tue 2026-11-24 06:12 CST" in text, "when the next update of tier 2 is due"
    assert "> I cannot log in.\n> Dana\n" in text
    shown = mail("ticket", "show", "1", "--json").json["events"][-1]
    assert (shown["kind"], shown["person"]) == ("replied", "ana")
    assert shown["text"] == "On It, to dana@x.org and 1 more, as a draft"


def test_done_tells_how_it_was_resolved_and_what_helps_meanwhile(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"
    said = ("-r", "a new password", "--workaround", "use the portal", "--draft", str(draft))
    mail("ticket", "done", "1", *said, "--as", "ana")
    text = words(draft)
    for point in ("Done!", "cannot log in", "a new password", "use the portal", "glad to help", "Thank you"):
        assert point in text
    assert read(draft)["Subject"] == "Ticket 1: cannot log in"
    assert mail.store().tickets.find(1).workaround == "use the portal"
    assert mail("ticket", "show", "1", "--json").json["workaround"] == "use the portal"


def test_waiting_asks_for_what_is_needed(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"
    said = mail("ticket", "wait", "1", "--draft", str(draft), "--as", "ana", code=2)
    assert "says for what" in said.err
    assert (draft.exists(), kinds(mail)) == (False, ["logged"])
    mail("ticket", "wait", "1", "--reason", "a screenshot", "--draft", str(draft), "--as", "ana")
    assert "need something from you:\n\na screenshot\n" in words(draft)
    assert kinds(mail) == ["logged", "waiting", "replied"]


def test_what_is_sent_is_kept_first_and_the_step_stands_without_a_server(mail: Cli, tmp_path: Path) -> None:
    apply(mail, tmp_path, NOWHERE + 'sender = "help@d.org"\nwatchers = ["don@d.org", "HELP@d.org"]\n')
    keep(mail)
    said = mail("ticket", "on-it", "1", "--send", "--as", "ana")
    assert "the reply waits" in said.err
    [kept] = mail.store().mails.not_sent()
    assert (kept.ticket, kept.kind, kept.person, kept.state) == (1, "on_it", "ana", "waiting")
    assert kept.recipients == ("dana@x.org", "support@d.org", "don@d.org")
    assert (kept.sender, kept.subject) == ("help@d.org", "Re: Login")
    message = BytesParser(policy=policy.default).parsebytes(kept.source.encode("utf-8"))
    assert message["From"] == "Ana Ruiz <help@d.org>"
    assert message["Message-ID"] == kept.message_id
    assert "X-Unsent" not in message
    assert kept.source.replace("\r\n", "").count("\n") == 0
    assert kinds(mail) == ["logged", "on_it", "replied"]
    mail("ticket", "done", "1", "-r", "x", "--send", "--as", "ana")
    last = mail.store().mails.not_sent()[-1]
    thread = BytesParser(policy=policy.default).parsebytes(last.source.encode("utf-8"))["References"].split()
    assert thread == ["<1@x.org>", "<2@x.org>", kept.message_id], "our own reply is part of the thread"


def test_a_sender_and_a_recipient_in_other_letters_go_to_the_server_as_it_knows_them(
    mail: Cli, tmp_path: Path
) -> None:
    apply(mail, tmp_path, NOWHERE + 'sender = "help@bücher.example"\nwatchers = ["don@bücher.example"]\n')
    mail("ticket", "on-it", "1", "--send", "--as", "ana")
    [kept] = mail.store().mails.not_sent()
    assert kept.sender == "help@xn--bcher-kva.example"
    assert kept.recipients[-1] == "don@xn--bcher-kva.example"
    assert kept.source.isascii(), "no server has to know SMTPUTF8 for it"


def test_a_draft_and_a_mail_at_once_are_one_message(mail: Cli, tmp_path: Path) -> None:
    apply(mail, tmp_path, NOWHERE)
    draft = tmp_path / "reply.eml"
    mail("ticket", "on-it", "1", "--send", "--draft", str(draft), "--as", "ana")
    [kept] = mail.store().mails.not_sent()
    assert draft.read_bytes().decode("ascii").replace("X-Unsent: 1\r\n", "") == kept.source


def test_where_no_reply_can_be_made_nothing_is_changed(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"
    for argv, code, sentence in (
        (("on-it", "1", "--send", "--as", "ana"), 1, "no mail server to send by"),
        (("on-it", "1", "--draft", str(draft), "--as", "dee"), 1, "no address to reply from"),
        (("on-it", "1", "--draft", "-", "--as", "ana"), 2, "--draft needs a file"),
        (("on-it", "1", "--draft", str(tmp_path / "no" / "x.eml"), "--as", "ana"), 3, "no folder"),
        (("on-it", "1", "--draft", str(tmp_path), "--as", "ana"), 4, "could not be written"),
        (("wait", "1", "--reason", "x", "--draft", str(draft)), 2, "who acts?"),
        (("done", "1", "--send", "--as", "ana"), 1, "no mail server to send by"),
    ):
        assert sentence in mail("ticket", *argv, code=code).err
    mail("ticket", "log", "-c", "phone", "-n", "Bo", "-p", "555-0100", "-d", "x", "--as", "ana")
    said = mail("ticket", "done", "2", "-r", "x", "--draft", str(draft), "--as", "ana", code=1)
    assert "hint: oncall ticket edit 2 --email ADDRESS, or call 555-0100" in said.err
    assert kinds(mail) == ["logged"]
    assert mail.store().tickets.find(2).status == "on_it"
    assert not draft.exists()


def test_a_step_without_a_reply_says_how_to_tell_everybody(mail: Cli, tmp_path: Path) -> None:
    assert (
        "note: tell everybody: oncall ticket reply 1 --draft FILE.eml\n"
        in mail("ticket", "on-it", "1", "--as", "ana").err
    )
    apply(mail, tmp_path, NOWHERE)
    assert (
        "note: tell everybody: oncall ticket reply 1 --send\n"
        in mail("ticket", "done", "1", "-r", "x", "--as", "ana").err
    )
    mail("ticket", "log", "-c", "phone", "-n", "Bo", "-p", "555-0100", "-d", "x", "--as", "ana")
    assert "tell everybody" not in mail("ticket", "done", "2", "-r", "x", "--as", "ana").err


def test_the_reply_of_the_last_step_can_be_made_later(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"

    def made(*options: str, code: int = 0) -> str:
        draft.unlink(missing_ok=True)
        said = mail("ticket", "reply", "1", *options, "--draft", str(draft), "--as", "ana", code=code)
        return said.err if code else words(draft)

    assert "has nothing yet that a reply could tell of" in made(code=1)
    mail("ticket", "on-it", "1", "--as", "ana")
    assert "On It!" in made()
    mail("ticket", "wait", "1", "--reason", "a screenshot", "--as", "ana")
    assert "a screenshot" in made()
    assert "On It!" in made("--kind", "on-it")
    mail("ticket", "done", "1", "-r", "a new password", "--as", "ana")
    assert "a new password" in made()
    mail("ticket", "reopen", "1", "--reason", "again", "--as", "ana")
    assert "has no 'done'" in made("--kind", "done", code=1)
    assert "did you mean done?" in made("--kind", "dune", code=2)
    assert "is a draft or is sent" in mail("ticket", "reply", "1", "--as", "ana", code=2).err


def test_on_it_said_twice_can_still_be_told(mail: Cli, tmp_path: Path) -> None:
    mail("ticket", "on-it", "1", "--as", "ana")
    draft = tmp_path / "reply.eml"
    said = mail("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
    assert said.out == "Ticket 1 is On It already, ana, since 02:12.\n"
    assert draft.exists()


def test_a_person_is_asked_for_what_a_step_needs_and_nobody_else_is(mail: Cli) -> None:
    mail.answers, mail.says = [], ["", "a new password"]
    mail("ticket", "done", "1", "--as", "ana")
    assert mail.asked == ["How was it resolved?"] * 2
    assert mail.store().tickets.find(1).resolution == "a new password"
    mail.says = ["it is back"]
    mail("ticket", "reopen", "1", "--as", "ana")
    assert mail.store().tickets.events(1)[-1].text == "it is back"
    mail("ticket", "wait", "1", "--as", "ana")
    assert mail("ticket", "done", "1", "--as", "ana", "--json", code=2).error["code"] == "usage"
    assert len(mail.asked) == 3


def test_a_team_says_it_in_its_own_words_and_a_fault_in_them_is_found_by_day(
    mail: Cli, tmp_path: Path
) -> None:
    own = "[mail.templates]\non_it = 'On It, {{ caller }}! {{ member.name }} of {{ team.name }}'\n"
    apply(mail, tmp_path, own)
    draft = tmp_path / "reply.eml"
    mail("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
    assert words(draft).startswith("On It, Dana Fox! Ana Ruiz of Dealer desk\n\nOn ")
    faulty = tmp_path / "faulty.toml"
    faulty.write_text(POLICY + "[mail.templates]\non_it = '{{ calller }}'\ndone = '{% for a in b %}'\n")
    err = mail("policy", "check", str(faulty), code=2).err
    assert "mail.templates.on_it: line 1: there is no calller (did you mean caller?)" in err
    assert "mail.templates.done: line 1: " in err
    faulty.write_text(POLICY + f"[mail.templates]\ndone = '{'x' * 900_000}'\n")
    assert (
        "mail.templates.done: it has 900,000 characters" in mail("policy", "check", str(faulty), code=2).err
    )


@pytest.mark.parametrize(
    "bad", ["[red]x[/]", "=cmd()", "\x1b[2J\u202ex", "{{ ticket }}{% for %}", "x" * 999_000]
)
def test_hostile_texts_do_no_harm_in_a_reply(mail: Cli, tmp_path: Path, bad: str) -> None:
    keep(
        mail, subject=f"{bad}\r\nBcc: evil@z.org", sender=Mailbox(address="d@x.org", name=bad[:150]), text=bad
    )
    draft = tmp_path / "reply.eml"
    said = mail("ticket", "done", "1", "-r", bad, "--draft", str(draft), "--as", "ana")
    assert not set("\x1b\u202e") & set(said.out + said.err)
    message = read(draft)
    assert message["Bcc"] is None
    assert [one.addr_spec for one in message["To"].addresses] == ["d@x.org", "dana@x.org"]
    assert draft.read_bytes().isascii()
    assert not set("\x1b\u202e") & set(words(draft) + message["Subject"] + message["To"])


def test_what_was_wrong_is_the_subject_of_a_mail_whose_text_is_quoted_below(
    team: Cli, tmp_path: Path
) -> None:
    draft = tmp_path / "done.eml"
    mail = b"From: Jo <jo@x.example>\nSubject: Codes do not arrive\n\nHello,\nnobody gets a code.\nJo\n"
    (tmp_path / "in.eml").write_bytes(mail)
    team("ticket", "log", "--eml", str(tmp_path / "in.eml"), "--as", "ana")
    team("ticket", "done", "1", "-r", "Sent anew.", "--draft", str(draft), "--as", "ana")
    text = (
        BytesParser(policy=policy.default).parsebytes(draft.read_bytes()).get_content().replace("\r\n", "\n")
    )
    assert "What was wrong:\nCodes do not arrive\n\nHow it was resolved:\nSent anew.\n" in text
    assert text.count("nobody gets a code.") == 1


def test_a_draft_is_never_written_over_a_file(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"
    mail("ticket", "on-it", "1", "--draft", str(draft), "--as", "ana")
    draft.write_bytes(b"my own words")
    for argv in (
        ("reply", "1"),
        ("on-it", "1"),
        ("wait", "1", "--reason", "x"),
        ("done", "1", "-r", "x"),
        ("update", "1", "x"),
    ):
        said = mail("ticket", *argv, "--draft", str(draft), "--as", "ana", code=1)
        assert f"there is a file {draft} already" in said.err
        assert "hint: name another with --draft FILE\n" in said.err
    assert draft.read_bytes() == b"my own words"
    assert kinds(mail) == ["logged", "on_it", "replied"]


def test_nobody_is_asked_anything_where_a_file_is_in_the_drafts_place(mail: Cli, tmp_path: Path) -> None:
    draft = tmp_path / "reply.eml"
    draft.write_bytes(b"my own words")
    mail.answers = []
    mail("ticket", "done", "1", "--draft", str(draft), "--as", "ana", code=1)
    assert mail.asked == []


@pytest.mark.parametrize(
    ("subject", "summary"),
    [
        ("AW: Re: Codes do not arrive", "Codes do not arrive"),
        ("Re:", "Re:"),
        ("Regarding: codes", "Regarding: codes"),
    ],
)
def test_what_was_wrong_is_said_without_the_marks_of_answers(
    team: Cli, tmp_path: Path, subject: str, summary: str
) -> None:
    source, draft = tmp_path / "in.eml", tmp_path / "done.eml"
    source.write_text(f"From: Jo <jo@x.example>\nSubject: {subject}\n\nNobody gets a code.\n")
    team("ticket", "log", "--eml", str(source), "--as", "ana")
    team("ticket", "done", "1", "-r", "Sent anew.", "--draft", str(draft), "--as", "ana")
    assert f"What was wrong:\n{summary}\n\nHow" in words(draft)


def test_without_an_address_the_step_itself_is_the_way_on(mail: Cli, tmp_path: Path) -> None:
    apply(mail, tmp_path, NOWHERE)
    mail("ticket", "log", "-p", "Bo, 555-0100", "-d", "x", "--as", "ana")
    said = mail("ticket", "done", "2", "-r", "x", "--send", "--as", "ana", code=1)
    assert "the step itself needs neither --send nor --draft\n" in said.err
    assert mail.store().tickets.find(2).status == "on_it"
    mail("ticket", "done", "2", "-r", "x", "--as", "ana")


SENT_ON = """\
From: Ben Okafor <{sender}>
To: desk@d.org, dee@example.com
Cc: don@d.org
Subject: Fwd: Voicemail from 415 555 0142

{text}
"""


@pytest.mark.parametrize(
    ("sender", "email", "note"),
    [
        ("ben@example.com", None, True),
        ("BEN@example.com", None, True),
        ("ben@example.com", "caller@x.org", False),
        ("kim@customer.example", None, False),
    ],
)
def test_a_reply_that_only_the_team_gets_says_to_call(
    team: Cli, tmp_path: Path, sender: str, email: str | None, note: bool
) -> None:
    apply(team, tmp_path, '[mail]\nsender = "desk@d.org"\nwatchers = ["don@d.org"]\n')
    team("team", "edit", "dee", "--email", "dee@example.com", "--as", "dee")
    source = tmp_path / "in.eml"
    source.write_text(SENT_ON.format(sender=sender, text="Please call back."))
    said = ("-e", email) if email else ()
    team("ticket", "log", "--eml", str(source), *said, "-t", "3", "--as", "ana")
    assert team.store().tickets.find(1).phone == "415 555 0142"
    shown = team("ticket", "on-it", "1", "--draft", str(tmp_path / "reply.eml"), "--as", "ana").err
    assert ("note: the caller is not on the mail: call 415 555 0142\n" in shown) is note
