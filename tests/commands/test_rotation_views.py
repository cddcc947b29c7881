"""The weeks seen by month, by year, by member, and as files; asked for in one way at a time."""

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from oncall_cli.store.door import Door
from tests.conftest import Cli
from tests.years import fill_years

NOVEMBER = """\
November 2026
┌──────────┬──────────┬──────────┬──────────┬──────────┬──────────┬──────────┐
│Monday    │Tuesday   │Wednesday │Thursday  │Friday    │Saturday  │Sunday    │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│          │          │          │          │          │          │  1       │
│          │          │          │          │          │          │ ana      │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│  2       │  3       │  4       │  5       │  6       │  7       │  8       │
│ ben      │ ben      │ ben      │ ben      │ ben      │ ben      │ ben      │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│  9       │ 10       │ 11 *     │ 12       │ 13       │ 14       │ 15       │
│ cy       │ cy       │ cy       │ cy       │ cy       │ cy       │ cy       │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│ 16       │ 17       │ 18       │ 19       │ 20       │ 21       │ 22       │
│ ana      │ ana      │ ana      │ ana      │ ana      │ ana      │ ana      │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│ 23       │▶24       │ 25 +     │ 26 *+    │ 27       │ 28       │ 29       │
│ ben      │ ben      │ cy       │ ben      │ ben      │ ben      │ ben      │
├──────────┼──────────┼──────────┼──────────┼──────────┼──────────┼──────────┤
│ 30       │          │          │          │          │          │          │
│ cy       │          │          │          │          │          │          │
└──────────┴──────────┴──────────┴──────────┴──────────┴──────────┴──────────┘
ana is Ana Ruiz, ben is Ben Okafor, cy is Cy Young
▶ today   * holiday   + cover: the name is who is on in the evening
* Wed 2026-11-11  Veterans Day
* Thu 2026-11-26  Thanksgiving Day
+ cy for ben, Wed 2026-11-25 18:00 to Thu 2026-11-26 08:00
Each week runs Monday 18:01 to Monday 06:59, America/Chicago.
"""

YEAR_2026 = """\
2026; each week by its first day
Jan  05 -      12 -      19 -*     26 -
Feb  02 -      09 -      16 -*     23 -
Mar  02 -      09 -      16 -      23 -      30 -
Apr  06 -      13 -      20 -      27 -
May  04 -      11 -      18 -      25 -*
Jun  01 -      08 -      15 -*     22 -      29 -*
Jul  06 -      13 -      20 -      27 -
Aug  03 -      10 -      17 -      24 -      31 -
Sep  07 -*     14 -      21 -      28 -
Oct  05 -      12 -*     19 -      26 ana
Nov  02 ben    09 cy*    16 ana   ▶23 ben*+  30 cy
Dec  07 ben↔   14 ana↔   21 cy*    28 ana*
▶ now   * holiday   ↔ changed hands   + cover   - nobody
Each week runs Monday 18:01 to Monday 06:59, America/Chicago.
"""

YEAR_2027_OF_CY = """\
2027; each week by its first day
Jan ~11 cy
Feb ~01 cy  ~22 cy
Mar ~15 cy
Apr ~05 cy  ~26 cy
May ~17 cy
Jun ~07 cy  ~28 cy*
Jul ~19 cy
Aug ~09 cy  ~30 cy
Sep ~20 cy
Oct ~11 cy*
Nov ~01 cy  ~22 cy*
Dec ~13 cy
~ projected, not announced   * holiday
Next weeks of cy: 2026-11-30, 2026-12-21, 2027-01-11
Each week runs Monday 18:01 to Monday 06:59, America/Chicago.
"""


@pytest.fixture
def lived(team: Cli) -> Cli:
    """The team after ben was ill for a night and ana and ben have swapped."""
    night = "2026-11-25T18:00/2026-11-26T08:00"
    team("cover", "add", "cy", night, "--reason", "ben is ill", "--as", "dee")
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    team("swap", "approve", "1", "--as", "dee")
    return team


def weeks_of(cli: Cli, *argv: str) -> list[str]:
    return [week["week"] for week in cli("rotation", "show", *argv, "--json").json["weeks"]]


def test_a_month_is_a_grid_of_its_evenings(lived: Cli) -> None:
    assert lived("rotation", "show", "--month", "2026-11").out == NOVEMBER


def test_a_year_is_a_line_for_each_month(lived: Cli) -> None:
    assert lived("rotation", "show", "--year", "2026").out == YEAR_2026
    assert lived("rotation", "show", "--year", "2027", "--person", "cy").out == YEAR_2027_OF_CY


def test_the_days_of_a_month_say_who_is_on_that_evening(lived: Cli) -> None:
    answer = lived("rotation", "show", "--month", "2026-11", "--json").json
    assert (answer["month"], answer["year"], len(answer["days"])) == ("2026-11", None, 30)
    days = {day["day"]: day for day in answer["days"]}
    assert days["2026-11-23"]["person"] == "ben"  # the handover is at its 18:01
    assert days["2026-11-22"]["person"] == "ana"
    assert days["2026-11-25"] == {
        "day": "2026-11-25", "person": "cy", "name": "Cy Young", "cover": True, "projected": False,
        "holiday": None, "is_today": False,
    }  # fmt: skip
    assert days["2026-11-26"]["holiday"] == "Thanksgiving Day"
    assert [day for day in days if days[day]["cover"]] == ["2026-11-25"]
    assert [day for day in days if days[day]["is_today"]] == ["2026-11-24"]
    assert [week["week"] for week in answer["weeks"]] == [
        "2026-10-26", "2026-11-02", "2026-11-09", "2026-11-16", "2026-11-23", "2026-11-30"
    ]  # fmt: skip
    assert "roster" not in answer


def test_a_month_asks_what_who_answers(lived: Cli) -> None:
    for day in lived("rotation", "show", "--month", "2026-11", "--json").json["days"]:
        at = lived("rotation", "who", "--at", f"{day['day']}T23:59", "--json").json
        assert at["person"] == day["person"]


def test_a_change_of_a_week_is_told_below_its_month(lived: Cli) -> None:
    said = lived("rotation", "show", "--month", "2026-12").out
    assert "Week 2026-12-07 is ben's: swap 1, was ana\n" in said
    assert "~ projected" not in said
    assert "│  4 ~     │" in lived("rotation", "show", "--month", "2027-01").out


def test_a_members_month_has_their_days_alone(lived: Cli) -> None:
    lines = lived("rotation", "show", "--month", "2027-01", "--person", "cy").out.splitlines()
    assert re.findall(
        r"[a-z]+", "".join(line for line in lines if line.startswith("│ ") and "~" not in line)
    ) == (["cy"] * 7)
    assert sum("~" in cell for line in lines for cell in line.split("│")) == 7 + 1  # and the sign's meaning
    assert "cy is Cy Young" in lines


def test_a_members_weeks_are_their_own_and_those_they_cover(lived: Cli) -> None:
    said = lived("rotation", "show", "--person", "cy", "--weeks", "3").out
    assert said == (
        "   Week        On call     Before  After  Holidays and changes\n"
        + "─" * 80
        + "\n"
        + "▶  2026-11-23  Ben Okafor  ana     cy     Thanksgiving Day; cy covers Wed 18:00\n"
        + "                                          to Thu 08:00\n"
        + "   2026-11-30  Cy Young    ben     ben\n"
        + "Next weeks of cy: 2026-11-30, 2026-12-21, 2027-01-11\n"
        + "Each week runs Monday 18:01 to Monday 06:59, America/Chicago.\n"
    )
    assert weeks_of(lived, "--person", "ana", "--weeks", "5") == ["2026-12-14"]


def test_an_assigned_week_is_shown_with_its_reason_and_a_long_one_is_cut(team: Cli) -> None:
    reason = "ana has a long journey to see all of the family in the north of the country"
    team("rotation", "assign", "2026-12-07", "cy", "--reason", reason, "--as", "dee")
    said = " ".join(team("rotation", "show", "--from", "2026-12-07", "--weeks", "1").out.split())
    assert "assigned, was ana: ana has a long journey to see all of the family in the nort… Each" in said
    week = team("rotation", "show", "--from", "2026-12-07", "--weeks", "1", "--json").json["weeks"][0]
    assert (week["cause"], week["reason"]) == ("assigned", reason)


@pytest.mark.parametrize(
    ("bare", "whole"),
    [
        (("--month",), ("--month", "2026-11")),
        (("--year",), ("--year", "2026")),
        (("--quarter",), ("--quarter", "2026-Q4")),
        (("--year", "--person", "cy"), ("--year=2026", "--person=cy")),
        (("--person", "cy", "--month"), ("--month", "this", "--person", "cy")),
        (("--quarter", "last"), ("--quarter", "2026-Q3")),
        (("--month", "next"), ("--month", "2026-12")),
        (("--year", "next"), ("--year", "2027")),
    ],
)
def test_a_period_is_named_from_the_one_that_runs(
    team: Cli, bare: tuple[str, ...], whole: tuple[str, ...]
) -> None:
    assert team("rotation", "show", *bare).out == team("rotation", "show", *whole).out


@pytest.mark.parametrize(
    ("argv", "said"),
    [
        (("--month", "--year"), "--month and --year each say which weeks to show"),
        (("--quarter", "--month", "2027-02"), "--quarter and --month each say which weeks to show"),
        (("--year", "--weeks", "3"), "--year says which weeks to show, and so do --weeks and --from"),
        (("--month", "--from", "next"), "--month says which weeks to show, and so do"),
        (("--month", "2027-13"), "'2027-13' is not a month"),
        (("--year", "27"), "'27' is not a year"),
        (("--quarter", ""), "'' is not a quarter"),
        (("--person", ""), "'' is not a handle"),
        (("--format", "xlsx"), "'xlsx' is no format of weeks"),
        (("--out", "weeks.txt"), "'.txt', which weeks.txt ends in, is no format"),
    ],
)
def test_what_cannot_be_asked_is_said(team: Cli, argv: tuple[str, ...], said: str) -> None:
    assert said in team("rotation", "show", *argv, code=2).err


def test_a_view_can_be_pasted_elsewhere_or_written_to_a_file(lived: Cli, tmp_path: Path) -> None:
    asked = ("rotation", "show", "--quarter", "2026-Q4")
    rows = list(csv.DictReader(io.StringIO(lived(*asked, "--format", "csv").out.removeprefix("\ufeff"))))
    shown = lived(*asked, "--json").json["weeks"]
    assert [(row["week"], row["person"] or None, row["start"]) for row in rows] == [
        (week["week"], week["person"], week["start"]) for week in shown
    ]
    assert "| 2026-12-07 |" in lived(*asked, "--format", "md").out
    assert json.loads(lived(*asked, "--format", "json").out) == lived(*asked, "--json").json
    out = tmp_path / "weeks.md"
    said = lived(*asked, "--out", str(out))
    assert said.out == f"Wrote 13 weeks, 2026-10-05 to 2026-12-28, to {out}.\n"
    assert out.read_text(encoding="utf-8") == lived(*asked, "--format", "md").out


def test_wide_names_and_long_handles_stay_in_their_boxes(team: Cli) -> None:
    handles = ("administrator-of-the-line-one", "administrator-of-the-line-two", "zoe")
    for handle in handles:
        team("team", "add", handle, "--name", "山田太郎" * 6, "--as", "dee")
    team("rotation", "set", *handles, "--from", "2027-02-01", "--as", "dee")
    lines = team("rotation", "show", "--month", "2027-02").out.splitlines()
    assert {len(line) for line in lines if line[0] in "┌│├└"} == {78}
    assert "│ adminis…1" in lines[5]
    assert "│ adminis…2" in lines[8]
    legend = " ".join(lines[lines.index(next(line for line in lines if line.startswith("└"))) + 1 :])
    assert legend.startswith(f"adminis…1 is administrator-of-the-line-one, {'山田太郎' * 6}, adminis…2 is")
    assert max(cell_len(line) for line in lines) <= 80
    year = team("rotation", "show", "--year", "2027").out.splitlines()
    assert max(map(len, year)) <= 80
    assert sum("administrator-of-the-line-one" in line for line in year) > 12
    assert any(line.startswith("    ~") for line in year)  # a month of several lines


def test_colours_are_a_members_own_whatever_is_shown(lived: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")

    def colours(*argv: str) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for code, handle in re.findall(
            r"\x1b\[([0-9;]+)m ?(ana|ben|cy)\b", lived("rotation", "show", *argv).out
        ):
            found.setdefault(handle, set()).add(code.split(";")[-1])
        return found

    november = colours("--month", "2026-11")
    assert {handle: len(codes) for handle, codes in november.items()} == {"ana": 1, "ben": 1, "cy": 1}
    assert len(set.union(*november.values())) == 3
    assert colours("--year", "2026") == november == colours("--month", "2026-12")


def test_ten_years_of_weeks_are_asked_no_more_than_ten_weeks(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    rows = Door.rows

    def counted(self: Door, *args: Any) -> Any:
        found = rows(self, *args)
        asked.append(len(found))
        return found

    monkeypatch.setattr(Door, "rows", counted)
    reads = {}
    for weeks, orders in ((10, 1), (520, 60)):
        path = tmp_path / f"{weeks}.db"
        cli("init", "--store", str(path))
        fill_years(path, weeks, cli.now.date().replace(day=23), orders=orders)
        asked.clear()
        shown = cli("rotation", "show", "--year", "--store", str(path), "--json").json
        assert len(shown["weeks"]) == 52
        reads[weeks] = (len(asked), sum(asked))
    assert reads[520][0] == reads[10][0]
    # The year's own weeks, one line for each order, and thirty places of the orders of that year.
    assert reads[520][1] < reads[10][1] + 52 + 60 + 30 * 10
