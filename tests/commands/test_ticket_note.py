"""Notes: words, files, and mails that came in later."""

from pathlib import Path
from typing import Any

import pytest

MAIL = """\
From: Dana Fox <dana@example.com>
To: support@example.com
Cc: Al Moe <al@example.com>
Subject: Re: Billing
Message-ID: <two@example.com>
References: <one@example.com>
Date: Tue, 24 Nov 2026 08:05:00 +0000

It is still down.
"""


@pytest.fixture
def mailed(team: Any) -> Any:
    """The team with a ticket of an email that came in."""
    said = ("-n", "Dana Fox", "-e", "dana@example.com", "-d", "Billing is down", "-t", "2")
    team("ticket", "log", "-c", "email", *said, "--received", "-20m", "--as", "ben")
    return team


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    file = tmp_path / "two.eml"
    file.write_text(MAIL, encoding="utf-8")
    return file


def shown(team: Any) -> Any:
    return team("ticket", "show", "1", "--json").json


def test_a_file_is_a_note_by_itself_or_with_words(mailed: Any, tmp_path: Path) -> None:
    log, shot = tmp_path / "app.log", tmp_path / "shot.png"
    log.write_text("E 501", encoding="utf-8")
    shot.write_bytes(b"PNG")
    said = mailed("ticket", "note", "1", "what she sees", "--attach", log, "--attach", shot, "--as", "ben")
    assert said.out == "Noted on ticket 1, with app.log, shot.png.\n"
    assert [one["kind"] for one in shown(mailed)["events"]] == ["logged", "note", "attached"]
    mailed("ticket", "note", "1", "--attach", log)
    store = mailed.store()
    assert [one.name for one in store.attachments.of_ticket(1)] == ["app.log", "shot.png", "app.log"]
    assert store.attachments.content(store.attachments.of_ticket(1)[1]) == b"PNG"


def test_what_cannot_be_noted_leaves_the_ticket_as_it_is(mailed: Any, tmp_path: Path) -> None:
    before = mailed.store().records.latest(99)
    assert "there is nothing to note" in mailed("ticket", "note", "1", code=2).err
    assert (
        "nothing.log" in mailed("ticket", "note", "1", "x", "--attach", tmp_path / "nothing.log", code=3).err
    )
    assert "two.eml" in mailed("ticket", "note", "1", "x", "--eml", tmp_path / "two.eml", code=3).err
    (tmp_path / "bad.eml").write_bytes(b"no mail at all")
    mailed("ticket", "note", "1", "x", "--eml", tmp_path / "bad.eml", code=2)
    assert "there is no ticket 2" in mailed("ticket", "note", "2", "x", code=3).err
    assert mailed.store().records.latest(99) == before


def test_a_note_is_asked_for_where_somebody_sits(mailed: Any) -> None:
    mailed.answers, mailed.says = [], ["", "she called again"]
    mailed("ticket", "note", "1")
    assert mailed.asked == ["What is to be noted?"] * 2
    assert shown(mailed)["events"][-1]["text"] == "she called again"


def test_a_mail_that_came_in_later_joins_the_thread_and_the_next_reply_answers_it(
    mailed: Any, mail: Path
) -> None:
    said = mailed("ticket", "note", "1", "her answer", "--eml", mail, "--as", "ben")
    assert said.out == "Noted on ticket 1: email from Dana Fox, with message.eml.\n"
    store = mailed.store()
    [message] = store.messages.of_ticket(1)
    assert (message.message_id, message.text) == ("<two@example.com>", "It is still down.")
    assert message.moment.isoformat() == "2026-11-24T08:05:00+00:00"
    assert [one["text"] for one in shown(mailed)["events"] if one["kind"] == "note"] == [
        "her answer",
        "email from Dana Fox: Re: Billing\n\nIt is still down.",
    ]
    [file] = store.attachments.of_ticket(1)
    assert store.attachments.content(file) == mail.read_bytes()
    draft = mail.with_name("reply.eml")
    mailed("ticket", "on-it", "1", "--draft", draft, "--as", "ben")
    reply = draft.read_text(encoding="utf-8")
    assert "In-Reply-To: <two@example.com>" in reply
    assert "Al Moe <al@example.com>" in reply


def test_one_mail_is_noted_once(mailed: Any, mail: Path) -> None:
    mailed("ticket", "note", "1", "--eml", mail)
    before = mailed.store().records.latest(99)
    assert "in the thread of ticket 1 already" in mailed("ticket", "note", "1", "--eml", mail, code=1).err
    assert mailed.store().records.latest(99) == before


def test_a_mail_says_what_it_means_for_the_ticket(mailed: Any, mail: Path) -> None:
    mailed("ticket", "wait", "1", "--reason", "she looks", "--as", "ben")
    said = mailed("ticket", "note", "1", "--eml", mail)
    assert said.err == "note: the ticket waits for the customer: oncall ticket on-it 1 takes it up again\n"
    mailed("ticket", "done", "1", "-r", "restarted", "--as", "ben")
    mail.write_text(MAIL.replace("two@", "three@").replace("Nov 2026", "Nov 2027"), encoding="utf-8")
    said = mailed("ticket", "note", "1", "--eml", mail).err
    assert "note: oncall ticket reopen 1 --reason TEXT opens it again\n" in said
    assert "which cannot be" in said
    mailed("ticket", "log", "-c", "email", "-n", "Al", "-e", "al@example.com", "-d", "Printer", "--as", "ben")
    mail.write_text(MAIL.replace("two@", "four@").replace("<one@", "<two@"), encoding="utf-8")
    said = mailed("ticket", "note", "2", "--eml", mail).err
    assert "this mail belongs to the thread of ticket 1: oncall ticket show 1" in said
