"""The demo at any moment: a whole team, and every document of it opened by another program."""

import csv
import json
from pathlib import Path

import pytest
import vobject
from markdown_it import MarkdownIt

from tests.conftest import Cli

MOMENTS = [
    "2026-11-21T19:00:00+00:00",
    "2026-11-23T19:30:00+00:00",  # handover day
    "2026-11-24T02:01:00+00:00",  # the first minute of a week
    "2027-03-14T10:30:00+00:00",  # the hour after the clocks went forward
    "2026-12-31T23:59:00+00:00",
]


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_demo_is_a_whole_team_at_any_moment(cli: Cli, tmp_path: Path, moment: str) -> None:
    folder = tmp_path / "demo"
    made = cli.at(moment)("demo", str(folder), "--json").json
    assert set(made["files"]) == {path.name for path in folder.iterdir()}
    assert [ticket["status"] for ticket in made["tickets"]["tickets"]] == ["open", "waiting", "on_it"]
    assert all(week["state"] == "published" for week in made["rotation"]["weeks"])
    assert [week["swap"] for week in made["rotation"]["weeks"]].count(1) == 2
    assert made["form"]["calls"]
    assert made["form"]["missing"]
    store = ("--store", str(folder / "oncall.db"))
    assert cli("now", "--json", *store).json["tickets"]


def test_every_document_of_the_demo_opens_in_another_program(cli: Cli, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    form = cli.at(MOMENTS[0])("demo", str(folder), "--json").json["form"]
    for file in folder.glob("*.ics"):
        calendar = vobject.readOne(file.read_bytes().decode())
        assert calendar.vevent_list
        assert calendar.vtimezone.tzid.value == "America/Los_Angeles"
    published = {path.name: path.read_bytes() for path in (folder / "calendars").iterdir()}
    assert b"Dealer desk" in published.pop("index.html")
    told = [len(getattr(vobject.readOne(file.decode()), "vevent_list", ())) for file in published.values()]
    assert sum(count > 0 for count in told) == 6  # five who take turns, and the team
    (spreadsheet,) = folder.glob("payform-*.csv")
    with spreadsheet.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[-1]["amount"] == form["total"]
    (document,) = folder.glob("*.json")
    assert json.loads(document.read_text(encoding="utf-8")) == form
    (page,) = folder.glob("payform-*.md")
    tables = MarkdownIt().enable("table").parse(page.read_text(encoding="utf-8"))
    assert sum(token.type == "table_open" for token in tables) == 5


def test_a_demo_leaves_a_folder_with_something_in_it_alone(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "kept.txt").write_text("mine", encoding="utf-8")
    assert "is not empty" in cli("demo", str(tmp_path), code=1).err
    assert "cannot be made" in cli("demo", str(tmp_path / "kept.txt" / "x"), code=4).err
