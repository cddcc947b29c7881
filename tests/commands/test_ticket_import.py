"""A past log is taken over whole or not at all, and every fault of it is named by its line."""

import csv
import io
import sys
from pathlib import Path
from typing import Any

import pytest

HEAD = "channel,caller,phone,email,description,tier,received,assignee,on_it_at,done_at,resolution,worked,note"
CALL = (
    "phone,Jo Field,555-0101,,Billing is down,2,2026-11-20T22:14,ana,,2026-11-20T22:50,Restarted it,"
    "2026-11-20T22:20/22:40;2026-11-20T22:45/5m,They were kind"
)
MAIL = "email,Al Moe,,al@x.org,How do I print?,4,2026-11-21 09:00,,,,,,"


def log(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    file = tmp_path / "log.csv"
    file.write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return file


def faults(team: Any, file: Path, code: int = 2) -> str:
    """What is said of a file that is refused, nothing of which is stored."""
    said = team("ticket", "import", file, code=code).err
    assert said.count("oncall: error:") == 1
    assert team.store().tickets.latest(9) == []
    return str(said)


def test_a_log_is_taken_over_with_its_story_and_work(team: Any, tmp_path: Path) -> None:
    said = team("ticket", "import", log(tmp_path, CALL, MAIL), "--as", "dee")
    assert said.out.startswith("Imported 2 tickets, 2026-11-20 to 2026-11-21: 1 Done, 1 open.\n")
    call, message = (team("ticket", "show", number, "--json").json for number in "12")
    assert (call["status"], call["assignee"], call["on_it_at"]) == (
        "done",
        "ana",
        "2026-11-20T22:14:00-06:00",
    )
    assert (call["done_at"], call["resolution"]) == ("2026-11-20T22:50:00-06:00", "Restarted it")
    assert [(work["person"], work["minutes"]) for work in call["work"]] == [("ana", 20), ("ana", 5)]
    told = [event["kind"] for event in call["events"] if event["kind"] != "work"]
    assert told == ["logged", "on_it", "note", "done"]
    assert call["events"][0]["text"] == "imported from log.csv"
    assert (message["status"], message["assignee"]) == ("open", None)


def test_a_dry_run_says_the_same_and_stores_nothing(team: Any, tmp_path: Path) -> None:
    file = log(tmp_path, CALL, MAIL)
    said = team("ticket", "import", file, "--dry-run", "--json").json
    assert (said["tickets"], said["done"], said["open"], said["work"]) == (2, 1, 1, 2)
    assert (said["stored"], said["numbers"], said["from"]) == (False, None, "2026-11-20")
    assert "Would import 2 tickets" in team("ticket", "import", file, "--dry-run").out
    assert team.store().tickets.latest(9) == []


def test_every_fault_has_a_line_of_its_own_and_nothing_is_stored(team: Any, tmp_path: Path) -> None:
    said = faults(
        team,
        log(
            tmp_path,
            CALL,
            'phone,Jo,555,,"two\nlines",9,2026-11-20T22:00,zed,,,,,',
            "fax,,none,,x,1,18:30,,,,,,",
            "",
            "phone,Jo,555,,d,1,2026-11-24T02:11,ana,,,,,",
            "phone,Jo,555,,d,1,2026-11-20T22:00,ana,2026-11-20T21:00,2026-11-20T20:00,,,",
            "phone,Jo,555,,d,1,2026-11-20T22:00,,,,fixed,2026-11-20T21:00/22:00,",
            "phone,Jo",
        ),
    )
    for sentence in (
        "line 3: there is no tier '9'",
        "line 3: there is no member 'zed'",
        "line 5: it still needs caller",
        "line 5: 'fax' is not a channel",
        "line 5: 'none' is not a phone number",
        "line 5: received '18:30' is no date and time",
        "line 7: a ticket cannot come in in the future",
        "line 8: on_it_at 2026-11-20 21:00 is before received 2026-11-20 22:00",
        "line 8: done_at 2026-11-20 20:00 is before on_it_at 2026-11-20 21:00",
        "line 8: it is Done (done_at) without a resolution",
        "line 9: it has a resolution without done_at",
        "line 9: it has work (worked) and nobody who did it (assignee)",
        "line 9: worked begins 2026-11-20 21:00, before received 2026-11-20 22:00",
        "line 10: it has 2 cells, and the head line names 13",
    ):
        assert f"\n  {sentence}" in said
    assert "line 2:" not in said
    assert said.startswith(
        "oncall: error: log.csv: 6 of 7 rows cannot be taken over; nothing was stored\n  line 3: "
    )
    shown = said.splitlines()
    assert shown[-1] == "hint: mend them and import the whole file again"
    error = team("ticket", "import", tmp_path / "log.csv", "--json", code=2).error
    assert [f"  {detail}" for detail in error["details"]] == shown[1:-1]


def test_fifty_faults_are_listed_and_the_rest_counted(team: Any, tmp_path: Path) -> None:
    said = faults(team, log(tmp_path, *["fax,Jo,555,,d,1,2026-11-20T22:00,,,,,,"] * 60))
    assert said.count("'fax' is not a channel") == 50
    assert "and 10 more" in said


def test_columns_that_are_unknown_or_there_twice_are_named(team: Any, tmp_path: Path) -> None:
    head = "channel,caler,caller,phone,Phone,mood,description,received,"
    said = faults(team, log(tmp_path, "fax,Jo,Jo,555,555,sad,x,2026-11-20T22:14,", head=head))
    assert "its head line and 1 of 1 row cannot be taken over; nothing was stored" in said
    for sentence in ("there is no column 'caler'; is it 'caller'?", "there is no column 'mood'"):
        assert f"\n  line 1: {sentence}\n" in said
    assert "\n  line 1: the column 'phone' is there twice\n" in said
    assert "\n  line 1: a column has no name\n" in said
    assert "\n  line 2: 'fax' is not a channel\n" in said


def test_rows_are_read_by_what_a_slip_in_the_head_line_means(team: Any, tmp_path: Path) -> None:
    file = log(tmp_path, "phone,Jo,555,x,2026-11-20T22:14", head="channel,caler,phone,descripton,received")
    said = faults(team, file)
    assert "log.csv: its head line cannot be taken over; nothing was stored\n" in said
    assert "line 2" not in said


def test_the_answer_names_what_was_passed_over(team: Any, tmp_path: Path) -> None:
    head = "id,non-critical,response_due,channel,caller,phone,description,received"
    row = "7,,2026-11-20T22:30,phone,Jo,555,x,2026-11-20T22:14"
    said = team("ticket", "import", log(tmp_path, row, head=head), "--json").json
    assert said["passed_over"] == ["id", "response_due"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"channel,caller\n", "no ticket under it"),
        (b"PK\x03\x04 xl/workbook", "spreadsheet"),
        ("channel,caller\nphone,Jos\xe9\n".encode("latin-1"), "not UTF-8 text: see line 2"),
        ("channel,caller\nphone,Jo\n".encode("utf-16"), "not UTF-8"),
        (b"channel,caller\nphone,J\x00o\n", "line 2 holds a zero byte"),
        (b'channel,caller\nphone,"Jo\nphone,Al\n', "line 2: its quotes do not match"),
        (b'channel,caller\nphone,"Jo" Field\n', "line 2: its quotes do not match"),
        (
            b"channel,caller\nphone," + b"x" * 4_000_001 + b"\n",
            "line 2: a cell has over 4,000,000 characters",
        ),
    ],
)
def test_what_is_no_table_is_one_sentence(team: Any, tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "log.csv"
    file.write_bytes(content)
    assert sentence in faults(team, file)


def test_a_file_that_is_not_there_or_far_too_large(team: Any, tmp_path: Path) -> None:
    faults(team, tmp_path / "none.csv", code=3)
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(200_000_000)
    assert "larger than a log can be" in faults(team, large)


def test_a_log_that_is_imported_again_is_refused_row_by_row(team: Any, tmp_path: Path) -> None:
    team("ticket", "import", log(tmp_path, MAIL))
    said = team("ticket", "import", log(tmp_path, CALL, MAIL, CALL), code=2).err
    assert "line 3: it is ticket 1 already" in said
    assert "line 4: it is line 2 again" in said
    assert len(team.store().tickets.latest(9)) == 1


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_spreadsheets_of_every_country_are_read(team: Any, tmp_path: Path, separator: str) -> None:
    page = io.StringIO()
    rows = csv.writer(page, delimiter=separator, lineterminator="\r\n")
    rows.writerow(["Channel", "Caller", " Phone", "Description", "Received", "First-Time", "help desk"])
    rows.writerow(["Phone", "Fox; Dana, Dr", "'+1 555 0100", "'=cmd()", "2026-11-20T22:14:30", "No", "HD-1"])
    file = tmp_path / "log.csv"
    file.write_bytes(b"\xef\xbb\xbf" + page.getvalue().encode())
    team("ticket", "import", file)
    kept = team.store().tickets.find(1)
    assert (kept.caller, kept.phone, kept.description) == ("Fox; Dana, Dr", "+1 555 0100", "=cmd()")
    assert (kept.first_time, kept.help_desk, kept.status) == (False, "HD-1", "on_it")


def test_an_apostrophe_of_somebodys_own_stays(team: Any, tmp_path: Path) -> None:
    team("ticket", "import", log(tmp_path, "phone,'t Hooft,555,,''twice'' said,,2026-11-20T22:14,,,,,,"))
    kept = team.store().tickets.find(1)
    assert (kept.caller, kept.description) == ("'t Hooft", "''twice'' said")


def test_a_log_comes_by_standard_input_too(team: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    said = f"{HEAD}\n{MAIL}\n".encode()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(said)))
    assert "Imported 1 ticket, 2026-11-21: 0 Done, 1 open." in team("ticket", "import", "-").out


def test_a_long_text_and_a_hostile_one_are_kept_whole(team: Any, tmp_path: Path) -> None:
    text = "[red]\x1b]0;x\x07 " + "ü" * 900_000
    team("ticket", "import", log(tmp_path, f'chat,[red]Jo,555,,"{text}",1,2026-11-20T22:14,,,,,,'))
    kept = team.store().tickets.find(1)
    assert (kept.caller, kept.description) == ("[red]Jo", text)
    too_long = log(tmp_path, f"chat,Jo,555,,{'x' * 1_000_001},1,2026-11-20T22:14,,,,,,")
    assert "line 2: the description has 1,000,001" in team("ticket", "import", too_long, code=2).err
