"""Weeks as CSV for a spreadsheet, which the import of a calendar reads back: a row for each week.

As on pay forms, a byte order mark comes first and text that would be a formula has an apostrophe before it.
"""

import csv
import io

from oncall_cli.answers.rotation import CoverShown, Rotation, WeekShown
from oncall_cli.documents.payform_csv import text_cell

COLUMNS = ("week", "start", "end", "person", "name", "state", "ordered", "swap", "cover", "holidays")


def csv_of(rotation: Rotation) -> bytes:
    """The weeks, moments with the team's offset; what a cell has several of stands between semicolons."""
    page = io.StringIO(newline="")
    rows = csv.DictWriter(page, COLUMNS, lineterminator="\r\n")
    rows.writeheader()
    rows.writerows(_row(week) for week in rotation.weeks)
    return page.getvalue().encode("utf-8-sig")


def _row(week: WeekShown) -> dict[str, str]:
    return {
        "week": str(week.week),
        "start": week.start.isoformat(),
        "end": week.end.isoformat(),
        "person": text_cell(week.person or ""),
        "name": text_cell(week.name or ""),
        "state": week.state,
        "ordered": text_cell(week.ordered or ""),
        "swap": str(week.swap or ""),
        "cover": "; ".join(_cover(cover) for cover in week.cover),
        "holidays": text_cell("; ".join(week.holidays)),
    }


def _cover(cover: CoverShown) -> str:
    return f"{text_cell(cover.person)} {cover.start.isoformat()}/{cover.end.isoformat()}"
