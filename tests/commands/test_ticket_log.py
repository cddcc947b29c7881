"""Logging with one hand: a call in one line, the rest asked, long texts from an editor, files kept."""

import io
import os
import sys
from pathlib import Path
from typing import Any

import pytest

ONE_HAND = ("ticket", "log", "-p", "Dana, 555-0100", "-d", "cannot log in", "--tier", "2", "--worked", "25m")
CALL = (
    "ticket",
    "log",
    "-c",
    "phone",
    "-n",
    "Jo Field",
    "-p",
    "+1 555 0101",
    "-d",
    "Billing is down",
    "-t",
    "2",
)


def stored(team: Any) -> int:
    return len(team.store().tickets.latest(99))


def test_one_line_logs_a_call_that_just_ended(team: Any) -> None:
    said = team(*ONE_HAND, "--as", "ana")
    assert said.out == ("Logged ticket 1: phone from Dana, tier 2, On It, ana, since 01:45, 25 min worked.\n")
    ticket = team("ticket", "show", "1", "--json").json
    assert (ticket["caller"], ticket["phone"], ticket["channel"]) == ("Dana", "555-0100", "phone")
    assert ticket["received"] == ticket["on_it_at"] == "2026-11-24T01:45:00-06:00"
    (work,) = ticket["work"]
    assert (work["person"], work["minutes"], work["end"]) == ("ana", 25, "2026-11-24T02:10:00-06:00")


def test_work_begins_where_it_is_said_when_the_call_came(team: Any) -> None:
    team(*ONE_HAND, "--received", "01:15", "--as", "ana")
    (work,) = team("ticket", "show", "1", "--json").json["work"]
    assert (work["start"][11:16], work["end"][11:16]) == ("01:15", "01:40")
    assert "lies in the future" in team(*ONE_HAND, "--received", "02:00", "--as", "ana", code=1).err
    assert stored(team) == 1


def test_several_spans_are_told_and_the_first_is_when_it_came(team: Any) -> None:
    team(*CALL, "-w", "01:40/01:55", "-w", "01:00/10m", "--as", "ana")
    ticket = team("ticket", "show", "1", "--json").json
    assert ticket["received"][11:16] == "01:00"
    assert [work["minutes"] for work in ticket["work"]] == [10, 15]


def test_work_is_somebodys(team: Any) -> None:
    assert "who acts?" in team(*ONE_HAND, code=2).err
    assert stored(team) == 0


def test_a_message_is_no_call_and_an_address_can_name_the_caller(team: Any) -> None:
    team("ticket", "log", "-c", "email", "-e", "Dana Fox <dana@x.org>", "-d", "How?", "-t", "4")
    kept = team.store().tickets.find(1)
    assert (kept.caller, kept.email, kept.status) == ("Dana Fox", "dana@x.org", "open")
    missing = team("ticket", "log", "-e", "Dana Fox <dana@x.org>", "-d", "How?", code=2)
    assert "the ticket still needs --channel\n" in missing.err


def test_two_callers_are_one_too_many(team: Any) -> None:
    said = team("ticket", "log", "-n", "Jo", "-p", "Dana, 555-0100", "-d", "x", code=2)
    assert "two callers are named" in said.err
    assert stored(team) == 0


def test_a_person_is_asked_for_what_is_missing_in_order(team: Any) -> None:
    team.answers, team.says = [], ["email", "Dana Fox", "", "dana@x.org", "It is [red]broken", "high"]
    said = team("ticket", "log")
    words = ("Channel", "Caller", "Phone", "Email", "What is wrong", "Tier")
    assert all(word in question for word, question in zip(words, team.asked, strict=True))
    assert "1 Critical, 2 High" in team.asked[-1]
    assert said.out.startswith("Logged ticket 1: email from Dana Fox, tier 2, open")
    kept = team.store().tickets.find(1)
    assert (kept.phone, kept.email, kept.description) == (None, "dana@x.org", "It is [red]broken")


def test_a_person_is_asked_again_until_the_answer_can_be_kept(team: Any) -> None:
    team.answers = []
    team.says = ["", "fax", "phone", "", "Dana", "none", "555 0100", " ", "down", "9", ""]
    said = team("ticket", "log", "--as", "ana")
    for sentence in (
        "a ticket needs its channel",
        "'fax' is not a channel",
        "the caller's name",
        "'none' is not a phone number",
        "a ticket needs a description",
        "there is no tier '9'",
    ):
        assert sentence in said.err
    assert not any("Email" in question for question in team.asked)
    kept = team.store().tickets.find(1)
    assert (kept.caller, kept.phone, kept.tier) == ("Dana", "555 0100", None)


def test_what_was_said_is_checked_before_anything_is_asked(team: Any) -> None:
    team.answers = []
    assert "not a phone number" in team("ticket", "log", "-p", "call me", code=2).err
    assert "no tier '9'" in team("ticket", "log", "-t", "9", code=2).err
    assert team.asked == []


def test_nobody_is_asked_where_all_is_said_or_a_program_calls(team: Any) -> None:
    team.answers = []
    team(*CALL, "--as", "ana")
    error = team("ticket", "log", "-p", "Dana, 555-0100", "--json", code=2).error
    assert error["message"] == "the ticket still needs --description"
    assert team.asked == []


def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, name: str = "EDITOR") -> None:
    script = tmp_path / "my editor"
    script.write_text(
        f"#!{sys.executable}\nimport sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\n{body}\n"
    )
    script.chmod(0o755)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv(name, f"'{script}' --wait")


def test_a_long_text_is_written_in_the_editor(
    team: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = tmp_path / "seen"
    editor(
        tmp_path,
        monkeypatch,
        f"Path({str(seen)!r}).write_text(file.read_text())\n"
        "file.write_text(file.read_text() + '# a heading\\nnaïve – =cmd()\\n', encoding='utf-8')",
    )
    team.answers = []
    team(*CALL, "-d", "-", "--tried", "-", "--as", "ana")
    kept = team.store().tickets.find(1)
    assert kept.description == kept.tried == "# a heading\nnaïve – =cmd()"
    assert "Write the tried below" in seen.read_text()


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("sys.exit(3)", "ended with 3, so nothing was stored"),
        ("pass", "no description was written, so nothing was stored"),
        ("file.write_bytes(b'caf\\xe9')", "not UTF-8"),
        ("file.unlink()", "cannot be read"),
    ],
)
def test_an_editor_that_fails_stores_nothing(
    team: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str, sentence: str
) -> None:
    editor(tmp_path, monkeypatch, body, "VISUAL")
    team.answers = []
    said = team(*CALL, "-d", "-", code=2)
    assert sentence in said.err
    assert stored(team) == 0


@pytest.mark.parametrize("named", ["/no/such/editor", "vi 'unclosed", str(Path(os.sep))])
def test_an_editor_that_cannot_be_started_is_one_sentence(
    team: Any, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("VISUAL", named)
    team.answers = []
    assert "cannot be started" in team(*CALL, "-d", "-", code=2).err


def test_standard_input_is_read_where_nobody_sits_there_and_only_once(
    team: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor(tmp_path, monkeypatch, "sys.exit(3)")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"piped in")))
    team(*CALL, "-d", "-", "--as", "ana")
    assert team.store().tickets.find(1).description == "piped in"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"piped in")))
    assert "only once" in team(*CALL, "-d", "-", "--error", "-", code=2).err


def test_files_are_kept_or_nothing_is(team: Any, tmp_path: Path) -> None:
    one, two = tmp_path / "shot.png", tmp_path / "log.txt"
    one.write_bytes(b"\x89PNG")
    two.write_text("E 501")
    assert "there is no file at" in team(*CALL, "--attach", one, "--attach", tmp_path / "none", code=3).err
    assert stored(team) == 0
    said = team(*CALL, "--attach", one, "--attach", two, "--as", "ana")
    assert said.out.endswith(", 2 files kept.\n")
    assert [file.name for file in team.store().attachments.of_ticket(1)] == ["shot.png", "log.txt"]


def test_tier_1_says_at_once_whom_to_call(team: Any) -> None:
    team("team", "edit", "dee", "--phone", "555-0199", "--as", "dee")
    notes = team(*CALL, "-t", "1", "--as", "ana").err
    assert "555-0199" in notes
    assert "oncall ticket escalate 1" in notes
    assert team(*CALL, "-t", "2", "--as", "ana").err == ""


@pytest.mark.parametrize("name", ["=cmd()", "[red]Jo[/red]", "<script>", "O'Neil; rm"])
def test_hostile_names_are_only_names(team: Any, name: str) -> None:
    assert f"phone from {name}," in team(*CALL, "-n", name, "--as", "ana").out
    assert team.store().tickets.find(1).caller == name


def test_a_description_of_a_megabyte_is_kept_whole(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ü\u202e[red]\x1b]0;x\x07=cmd()\n" * 50_000
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    said = team(*CALL, "-d", "-", "--as", "ana")
    assert len(said.out) < 200
    assert team.store().tickets.find(1).description == text.strip()


BY_CHANNEL = ("ticket", "log", "-n", "Dana", "-p", "555-0100", "-d", "x", "-t", "3", "--worked", "25m")


@pytest.mark.parametrize(
    ("channel", "span"),
    [("phone", "00:20 to 00:45"), ("Phone ", "00:20 to 00:45"), ("voicemail", "01:45 to 02:10")],
)
def test_work_begins_with_a_call_and_on_a_message_it_ended_just_now(
    team: Any, channel: str, span: str
) -> None:
    said = team(*BY_CHANNEL, "-c", channel, "--received", "00:20", "--as", "ana")
    assert said.out.endswith(f", 25 min worked, {span}.\n")
    (work,) = team("ticket", "show", "1", "--json").json["work"]
    assert (work["start"][11:16], work["end"][11:16]) == tuple(span.split(" to "))


def test_a_channel_that_is_asked_for_decides_too(team: Any) -> None:
    team.answers, team.says = [], ["phone"]
    argv = ("ticket", "log", "-n", "Dana", "-e", "dana@x.org", "-d", "x", "-t", "2", "--received", "00:20")
    said = team(*argv, "--worked", "25m", "--as", "ana")
    assert said.out.endswith(", 25 min worked, 00:20 to 00:45.\n")
    assert len(team.asked) == 1
    assert "no length of time" in team(*argv, "--worked", "soon", code=2).err
    assert len(team.asked) == 1, "what was said is checked before anything is asked"


def test_the_work_on_a_message_makes_it_nobodys_until_somebody_says_on_it(team: Any) -> None:
    said = team(*BY_CHANNEL, "-c", "voicemail", "--received", "00:20", "--as", "ana")
    note = "note: it is open and nobody's: oncall ticket on-it 1 --at 01:45 (when the work began)"
    assert note in said.err
    team("ticket", "on-it", "1", "--at", "01:45", "--as", "ana")
    assert team.store().tickets.find(1).assignee == "ana"
    assert "nobody's" not in team(*BY_CHANNEL, "-c", "phone", "--as", "ana").err
    assert "nobody's" not in team(*CALL, "-c", "voicemail", "--as", "ana").err
    long = ("-c", "voicemail", "--received", "2026-11-20T10:00", "--worked", "2026-11-23T10:00/10m")
    assert "on-it 4 --at 2026-11-23T10:00 (" in team(*CALL, *long, "--as", "ana").err


def test_work_from_before_the_receipt_speaks_of_no_ticket_that_is_not_there(team: Any) -> None:
    refused = team(*CALL, "--received", "02:05", "--worked", "01:50/02:00", "--as", "ana", code=1).err
    assert "begins before the ticket came in, at 2026-11-24 02:05" in refused
    assert refused.endswith("hint: did it come in earlier? --received 01:50\n")
    assert team.store().tickets.latest(1) == []


def test_what_is_missing_is_named_before_what_is_wrong(team: Any) -> None:
    refused = team("ticket", "log", "-c", "fax", "-t", "9", "-n", "Jo", "-d", "x", code=2).err
    assert refused.startswith("oncall: error: the ticket still needs --phone or --email\n")


def test_whom_to_tell_and_references_can_be_said_more_than_once(team: Any) -> None:
    told = team(
        *CALL, "--tell", "Al <al@x.org>", "--tell", "bo@y.org", "--reference", "A", "--reference", "B"
    )
    answer = team("ticket", "edit", "1", "--reference", "C", "--json").json
    assert (answer["tell"], answer["reference"]) == ("Al <al@x.org>, bo@y.org", "C")
    assert told.code == 0
    assert team("ticket", "edit", "1", "--tell", "", "--json").json["tell"] is None
