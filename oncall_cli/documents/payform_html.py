"""A pay form, or payroll's many, as one HTML file: no script and nothing from the network, for a screen, a
phone or paper, where every form begins on a page of its own."""

from collections.abc import Mapping, Sequence
from functools import cache

from markupsafe import Markup

from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents.html_page import page_template
from oncall_cli.documents.payform_said import (
    CALL_COLUMNS,
    LINE_COLUMNS,
    RIGHT,
    WEEK_COLUMNS,
    Row,
    calls_said,
    head_said,
    missing_said,
    notes_said,
    shown,
    signatures_said,
    standby_said,
    status_said,
    totals_said,
    weeks_said,
    work_said,
)
from oncall_cli.documents.payroll_said import (
    PEOPLE_COLUMNS,
    payroll_head_said,
    payroll_notes_said,
    payroll_status_said,
    people_said,
)

_WHOLE = frozenset({"Date", "From", "To", "Until", "Week"})
"""The columns of dates and times, which are never broken."""


def html_of(form: PayForm) -> bytes:
    """The form as a page that prints, with DRAFT across it while it is one."""
    return _page(shown(form.title), None, [_form(form)])


def payroll_html_of(payroll: Payroll) -> bytes:
    """What each member's forms come to, and then every form on a page of its own."""
    summary = {
        "team": shown(payroll.team),
        "status": payroll_status_said(payroll),
        "head": payroll_head_said(payroll),
        "people": (PEOPLE_COLUMNS, people_said(payroll)),
        "notes": payroll_notes_said(payroll),
    }
    title = f"Pay forms of {payroll.team}, {payroll.period.first} to {payroll.period.last}"
    return _page(shown(title), summary, [_form(form) for form in payroll.forms])


def _form(form: PayForm) -> dict[str, object]:
    return {
        "name": shown(form.name),
        "draft": form.state == "draft",
        "status": status_said(form),
        "head": head_said(form),
        "tables": [
            ("Weeks", *_filled(WEEK_COLUMNS, weeks_said(form))),
            ("Standby", *_filled(LINE_COLUMNS, standby_said(form))),
            ("Work", *_filled(LINE_COLUMNS, work_said(form))),
            ("Calls", *_filled(CALL_COLUMNS, calls_said(form))),
        ],
        "currency": shown(form.currency),
        "totals": totals_said(form),
        "missing": missing_said(form),
        "notes": notes_said(form),
        "signatures": signatures_said(form),
    }


def _filled(columns: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[Row]]:
    """A table without the columns that have nothing in them, so that the others have the room."""
    kept = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return [columns[place] for place in kept], [[row[place] for place in kept] for row in rows]


def _page(title: str, payroll: Mapping[str, object] | None, forms: Sequence[Mapping[str, object]]) -> bytes:
    return (
        page_template("payform.html")
        .render(title=title, payroll=payroll, forms=forms, kind_of=_kind_of)
        .encode()
    )


@cache
def _kind_of(column: str) -> Markup:
    """What a column holds, as the attribute that styles it."""
    kind = "number" if column in RIGHT else "date" if column in _WHOLE else "text"
    return Markup(' class="{}"').format(kind)
