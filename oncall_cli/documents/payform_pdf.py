"""A pay form as a PDF to sign, and payroll's file: its sums first, then each form from a new page, with page
numbers of its own.

A draft has DRAFT across every page. The paper is that of the place whose way of writing money the form has.
"""

from collections.abc import Iterator, Mapping, Sequence
from importlib import resources

from oncall_cli.answers.payform import PayForm, PeriodShown
from oncall_cli.answers.payroll import Payroll
from oncall_cli.core.text import visible
from oncall_cli.documents.payform_said import (
    CALL_COLUMNS,
    LINE_COLUMNS,
    Row,
    calls_said,
    head_said,
    missing_said,
    notes_said,
    signatures_said,
    standby_said,
    status_said,
    totals_said,
    weeks_said,
    work_said,
)
from oncall_cli.documents.payroll_said import payroll_head_said, payroll_notes_said, people_said
from oncall_cli.documents.typst_page import check_glyphs, typeset

_LETTER = frozenset({"BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"})
"""Where people print on US letter; everybody else has A4."""

_FOOT = 60
"""How many characters of a name a page's foot has."""

_ABOVE = ("Technician", "Total")
"""What stands larger above the rest of a head."""


def pdf_of(form: PayForm) -> bytes:
    """The whole form: who, weeks, standby, calls, totals, what is missing, and places to sign. BadValue for
    text that no font can draw, and where the extra for PDF is not installed."""
    return _pages(form.title, form.team, form.locale, None, [form])


def payroll_pdf_of(payroll: Payroll) -> bytes:
    """What each member's forms come to, and then every form. BadValue as `pdf_of`.

    Its pages are not tagged to be read aloud: that makes a file of many forms ten times as large.
    """
    head = payroll_head_said(payroll)
    said = dict(head)
    first = {
        "paper": paper_of(payroll.locale),
        "draft": any(form.state == "draft" for form in payroll.forms),
        "final": not payroll.unsigned,
        "name": said["Team"],
        "status": said["Forms"],
        "totals": said["Total"].split("; "),
        "head": [pair for pair in head if pair[0] not in ("Team", "Forms", "Total")],
        "people": people_said(payroll),
        "notes": payroll_notes_said(payroll),
        "foot": _foot(said["Team"], payroll.period, said["Forms"]),
    }
    title = f"Pay forms of {payroll.team}, {payroll.period.first} to {payroll.period.last}"
    return _pages(title, payroll.team, payroll.locale, first, payroll.forms)


def paper_of(locale: str) -> str:
    """The paper that people of a place print on: "us-letter" or "a4". English of no place is of the US."""
    language, _, place = locale.replace("-", "_").partition("_")
    place = place.rpartition("_")[2]
    return "us-letter" if place in _LETTER or (language == "en" and not place) else "a4"


def _pages(
    title: str, team: str, locale: str, first: Mapping[str, object] | None, forms: Sequence[PayForm]
) -> bytes:
    data = {
        "payroll": first,
        "forms": [_form(form) for form in forms],
        "author": visible(team),
        "title": visible(title),
    }
    check_glyphs(_texts(data))
    source = resources.files("oncall_cli.documents").joinpath("templates/payform.typ").read_text("utf-8")
    return typeset(source, data, locale=locale, tagged=first is None)


def _form(form: PayForm) -> dict[str, object]:
    head = head_said(form)
    said = dict(head)
    return {
        "paper": paper_of(form.locale),
        "draft": form.state == "draft",
        "final": form.state == "approved" and form.replaced_by is None,
        "name": said["Technician"],
        "status": status_said(form),
        "totals": [said["Total"]],
        "head": [pair for pair in head if pair[0] not in _ABOVE],
        "missing": missing_said(form),
        "weeks": weeks_said(form),
        "standby": [_line(row) for row in standby_said(form)],
        "work": [_line(row) for row in work_said(form)],
        "calls": [_call(row) for row in calls_said(form)],
        "kinds": totals_said(form),
        "notes": notes_said(form),
        "signatures": signatures_said(form),
        "foot": _foot(said["Technician"], form.period, status_said(form)),
    }


def _foot(whose: str, period: PeriodShown, status: str) -> str:
    """What each page says at its foot, on a line or two however long a name is."""
    short = whose if len(whose) <= _FOOT else f"{whose[: _FOOT - 1]}…"
    return f"{short} · {period.first} to {period.last} · {status}"


def _line(row: Row) -> dict[str, str]:
    return {name.lower(): text for name, text in zip(LINE_COLUMNS, row, strict=True)}


def _call(row: Row) -> dict[str, object]:
    said = dict(zip(CALL_COLUMNS, row, strict=True))
    others = f"Also worked: {said['Also worked']}" if said["Also worked"] else ""
    return {
        **{
            name.lower(): said[name]
            for name in ("Date", "Ticket", "Caller", "Summary", "Worked", "Paid", "Amount")
        },
        "time": f"{said['From']}–{said['To']}",
        "more": [text for text in (others, said["Note"]) if text],
    }


def _texts(value: object) -> Iterator[str]:
    """Every text in the data, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, Sequence):
        for inner in value:
            yield from _texts(inner)
