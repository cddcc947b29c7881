"""Weeks as CSV and Markdown, read again by other programs: whatever names hold, a week stays a row."""

import csv
import io
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from oncall_cli.answers.rotation import CoverShown, Rotation, WeekShown
from oncall_cli.documents.format import format_of
from oncall_cli.documents.rota import document_of
from oncall_cli.documents.rota_csv import COLUMNS
from oncall_cli.errors import BadValue

CHICAGO = ZoneInfo("America/Chicago")
HOSTILE = 'a|b \\| `c` <script>x</script> [l](http://e) *s* _u_\n| evil | row |\r\x1b[31m "q", &amp; ~~d~~'


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def rotation(text: str = "Ben Okafor", weeks: int = 2) -> Rotation:
    """Weeks from 2026-11-23, the first swapped and covered; `text` stands wherever people write something."""
    cover = CoverShown(id=1, person="cy", start=at("2026-11-25T18:00"), end=at("2026-11-26T08:00"))
    first = date(2026, 11, 23)
    shown = [
        WeekShown(
            week=first + timedelta(weeks=number),
            start=at("2026-11-23T18:01") + timedelta(weeks=number),
            end=at("2026-11-30T06:59") + timedelta(weeks=number),
            person="ben" if number < 2 else None, name=text if number < 2 else None,
            state="published" if number < 2 else "projected",
            ordered=None if number else "ana", was=None if number else "ana", swap=None if number else 3,
            cover=() if number else (cover,), holidays=() if number else (text, "Black Friday"),
            before="ana", after="cy",
        )
        for number in range(weeks)
    ]  # fmt: skip
    return Rotation(
        timezone="America/Chicago",
        weeks=tuple(shown),
        first=shown[0].week,
        last=shown[-1].week,
        roster=("ben",),
    )


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of(content: bytes) -> list[list[str]]:
    """The rows of the one table of a Markdown text, as a reader of Markdown sees them."""
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(content.decode())
    assert [token.type for token in tokens].count("table_open") == 1
    assert not [token for token in tokens if token.type.startswith("html")]
    rows: list[list[str]] = []
    for number, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type in ("th_open", "td_open"):
            children = tokens[number + 1].children or []
            assert {child.type for child in children} <= {"text", "text_special"}
            rows[-1].append("".join(child.content for child in children))
    return rows


def test_a_csv_has_a_row_for_each_week() -> None:
    content = document_of(rotation(weeks=3), "csv")
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n")
    first, second, third = rows_of(content)
    assert first == {
        "week": "2026-11-23",
        "start": "2026-11-23T18:01:00-06:00",
        "end": "2026-11-30T06:59:00-06:00",
        "person": "ben",
        "name": "Ben Okafor",
        "state": "published",
        "ordered": "ana",
        "swap": "3",
        "cover": "cy 2026-11-25T18:00:00-06:00/2026-11-26T08:00:00-06:00",
        "holidays": "Ben Okafor; Black Friday",
    }
    assert (second["ordered"], second["swap"], second["cover"], second["holidays"]) == ("", "", "", "")
    assert (third["week"], third["person"], third["name"]) == ("2026-12-07", "", "")


def test_markdown_says_what_the_screen_says() -> None:
    content = document_of(rotation(weeks=3), "md").decode()
    assert content == (
        "# On call, 2026-11-23 to 2026-12-07\n\n"
        "| Week | From | Until | On call | State | Holidays and changes |\n"
        "| --- | --- | --- | --- | --- | --- |\n"
        "| 2026-11-23 | Mon 2026-11-23 18:01 | Mon 2026-11-30 06:59 | Ben Okafor (ben) | published "
        "| Ben Okafor; Black Friday; swap 3, was ana; cy covers Wed 18:00 to Thu 08:00 |\n"
        "| 2026-11-30 | Mon 2026-11-30 18:01 | Mon 2026-12-07 06:59 | Ben Okafor (ben) | published |  |\n"
        "| 2026-12-07 | Mon 2026-12-07 18:01 | Mon 2026-12-14 06:59 | nobody |  |  |\n\n"
        "Times are of America/Chicago.\n"
    )


@pytest.mark.parametrize("formula", ["=1+1", "+cmd", "-2", "@SUM(A1)", " =1", "＝1"])
def test_no_name_is_a_formula_in_a_spreadsheet(formula: str) -> None:
    first = rows_of(document_of(rotation(formula), "csv"))[0]
    assert (first["name"], first["holidays"]) == (f"'{formula}", f"'{formula}; Black Friday")


def test_a_hostile_name_stays_in_its_cell() -> None:
    table = cells_of(document_of(rotation(HOSTILE), "md"))
    assert [len(row) for row in table] == [6, 6, 6]
    shown = HOSTILE.replace("\n", " ").replace("\r", "\\r").replace("\x1b", "\\x1b")
    assert table[1][3] == f"{shown} (ben)"
    rows = rows_of(document_of(rotation(HOSTILE), "csv"))
    assert [row["week"] for row in rows] == ["2026-11-23", "2026-11-30"]
    assert "\x1b" not in rows[0]["name"]


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
def test_whatever_a_name_holds_every_week_is_a_row_of_its_own(name: str) -> None:
    answer = rotation(name, weeks=3)
    rows = rows_of(document_of(answer, "csv"))
    assert [row["week"] for row in rows] == ["2026-11-23", "2026-11-30", "2026-12-07"]
    assert {tuple(row) for row in rows} == {COLUMNS}
    assert [len(row) for row in cells_of(document_of(answer, "md"))] == [6] * 4


def test_json_is_the_answer_itself() -> None:
    answer = rotation(HOSTILE)
    assert json.loads(document_of(answer, "json")) == answer.model_dump(mode="json", by_alias=True)
    assert b"\x1b" not in document_of(answer, "json")


@pytest.mark.parametrize(
    ("asked", "out", "chosen"),
    [
        (None, None, "table"),
        ("table", None, "table"),
        (" CSV ", None, "csv"),
        (None, "weeks.MD", "md"),
        (None, "weeks.csv", "csv"),
        ("json", "weeks.csv", "json"),
    ],
)
def test_the_format_is_the_one_asked_for_or_the_files(
    asked: str | None, out: str | None, chosen: str
) -> None:
    assert format_of(asked, Path(out) if out else None, "weeks") == chosen


@pytest.mark.parametrize(
    ("asked", "out", "said"),
    [
        ("xlsx", None, "'xlsx' is no format of weeks: table, csv, md, json"),
        ("", None, "'' is no format of weeks"),
        (None, "weeks.txt", "'.txt', which weeks.txt ends in, is no format"),
        (None, "weeks", "a table is for the screen, not for weeks"),
        ("table", "weeks.csv", "a table is for the screen, not for weeks.csv"),
    ],
)
def test_what_is_no_format_is_refused(asked: str | None, out: str | None, said: str) -> None:
    with pytest.raises(BadValue) as refused:
        format_of(asked, Path(out) if out else None, "weeks")
    assert said in refused.value.message
