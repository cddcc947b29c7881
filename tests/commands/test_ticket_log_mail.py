"""Logging a ticket from an email: what it says is taken over, and it is kept in the ticket's thread."""

import io
import sys
from pathlib import Path
from typing import Any

import pytest

from oncall_cli.core.mail import Mail
from oncall_cli.store.door import Act

MAIL = """\
From: Dana Fox <dana@x.org>
To: Support <help@team.example>
Cc: Al Moe <al@x.org>
Subject: =?utf-8?q?Drucker_=C3=BCberall_kaputt?=
Date: Tue, 24 Nov 2026 01:30:00 -0600
Message-ID: <one@x.org>
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

It prints nothing.
"""


def mail(tmp_path: Path, text: str = MAIL) -> Path:
    file = tmp_path / "mail.eml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_mail_is_logged_with_its_sender_words_and_thread(team: Any, tmp_path: Path) -> None:
    said = team("ticket", "log", "--eml", mail(tmp_path), "-t", "3", "--as", "ana")
    assert said.out.startswith("Logged ticket 1: email from Dana Fox, tier 3, open, to be answered by 01:45")
    kept = team.store().tickets.find(1)
    assert (kept.channel, kept.caller, kept.email) == ("email", "Dana Fox", "dana@x.org")
    assert "Drucker überall kaputt" in kept.description
    assert "It prints nothing." in kept.description
    (message,) = team.store().messages.of_ticket(1)
    assert (message.message_id, message.sender.address) == ("<one@x.org>", "dana@x.org")
    assert "al@x.org" in {person.address for person in message.people}


def test_a_mail_comes_by_standard_input_too(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MAIL.encode())))
    team("ticket", "log", "--eml", "-", "--as", "ana")
    assert team.store().tickets.find(1).caller == "Dana Fox"


def test_what_is_said_wins_over_what_the_mail_says(team: Any, tmp_path: Path) -> None:
    team(
        *("ticket", "log", "--eml", mail(tmp_path), "-p", "Dr Fox, 555-0100", "-d", "No printer works"),
        *("--received", "01:00", "-t", "2", "--as", "ana"),
    )
    ticket = team("ticket", "show", "1", "--json").json
    assert (ticket["caller"], ticket["phone"], ticket["channel"]) == ("Dr Fox", "555-0100", "email")
    assert (ticket["description"], ticket["received"][11:16]) == ("No printer works", "01:00")


def test_a_mail_is_logged_once(team: Any, tmp_path: Path) -> None:
    team("ticket", "log", "--eml", mail(tmp_path), "--as", "ana")
    again = team("ticket", "log", "--eml", mail(tmp_path), "--as", "ana", code=1)
    assert "in the thread of ticket 1 already" in again.err
    assert "oncall ticket show 1" in again.err
    assert len(team.store().tickets.latest(9)) == 1


def answer_to(*identities: str, header: str = "References") -> str:
    return MAIL.replace("<one@x.org>", f"<two@x.org>\n{header}: {' '.join(identities)}")


@pytest.mark.parametrize("header", ["References", "In-Reply-To"])
def test_an_answer_in_a_known_thread_is_no_ticket_of_its_own_unless_it_is_said_to_be(
    team: Any, tmp_path: Path, header: str
) -> None:
    team("ticket", "log", "--eml", mail(tmp_path), "--as", "ana")
    answer = ("ticket", "log", "--eml", mail(tmp_path, answer_to("<one@x.org>", header=header)))
    refused = team(*answer, "--as", "ana", code=1)
    assert "that mail belongs to the thread of ticket 1\n" in refused.err
    assert refused.err.endswith(
        "hint: oncall ticket note 1 --eml FILE adds it to ticket 1; --anew logs it as a ticket of its own\n"
    )
    assert len(team.store().tickets.latest(9)) == 1
    said = team(*answer, "--anew", "--as", "ana")
    assert said.out.startswith("Logged ticket 2: email from Dana Fox")
    assert "note: this mail belongs to the thread of ticket 1: oncall ticket show 1\n" in said.err


def test_the_way_on_that_is_named_adds_the_answer_to_its_ticket(team: Any, tmp_path: Path) -> None:
    team("ticket", "log", "--eml", mail(tmp_path), "--as", "ana")
    file = mail(tmp_path, answer_to("<one@x.org>"))
    team("ticket", "log", "--eml", file, "--as", "ana", code=1)
    assert team("ticket", "note", "1", "--eml", file).out.startswith("Noted on ticket 1: email from Dana Fox")
    assert [one.message_id for one in team.store().messages.of_ticket(1)] == ["<one@x.org>", "<two@x.org>"]


def test_an_answer_to_a_reply_of_ours_is_known_by_it(team: Any, tmp_path: Path) -> None:
    for who in ("Dana", "Al"):
        team("ticket", "log", "-c", "email", "-n", who, "-e", f"{who}@x.org", "-d", "x", "-t", "3")
    store = team.store()
    ours = Mail(
        ticket=2,
        kind="on_it",
        person="ana",
        message_id="<ours@team.example>",
        sender="ana@example.com",
        recipients=("al@x.org",),
        subject="Ticket 2",
        source="On It!",
        made=team.now,
    )
    with store.door.transaction(Act(None, None, "nobody", team.now)):
        store.mails.add(ours)
    file = mail(tmp_path, answer_to("<unknown@x.org>", "<ours@team.example>"))
    assert "the thread of ticket 2\n" in team("ticket", "log", "--eml", file, code=1).err
    said = team("ticket", "note", "1", "--eml", file).err
    assert "this mail belongs to the thread of ticket 2: oncall ticket show 2" in said


def test_anew_is_said_of_a_mail(team: Any, tmp_path: Path) -> None:
    call = ("ticket", "log", "-p", "Dana, 555-0100", "-d", "x", "--anew")
    assert "--anew is said of a mail" in team(*call, code=2).err
    assert team.store().tickets.latest(9) == []
    assert team("ticket", "log", "--eml", mail(tmp_path), "--anew").out.startswith("Logged ticket 1:")


@pytest.mark.parametrize(
    "date", ["Tue, 24 Nov 2031 01:30:00 -0600", "Thu, 01 Jan 1970 00:00:00 +0000", "soon"]
)
def test_a_date_that_cannot_be_is_now_and_said(team: Any, tmp_path: Path, date: str) -> None:
    text = MAIL.replace("Tue, 24 Nov 2026 01:30:00 -0600", date)
    said = team("ticket", "log", "--eml", mail(tmp_path, text), "--as", "ana")
    assert "logged as received now" in said.err
    assert team.store().tickets.find(1).received == team.now


def test_no_mail_is_no_ticket(team: Any, tmp_path: Path) -> None:
    assert "no mail file" in team("ticket", "log", "--eml", tmp_path / "none.eml", code=3).err
    assert team("ticket", "log", "--eml", mail(tmp_path, ""), code=2).err.count("error:") == 1
    assert "cannot be read" in team("ticket", "log", "--eml", tmp_path, code=2).err
    assert team.store().tickets.latest(9) == []
