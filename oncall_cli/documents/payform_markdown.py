"""A pay form, or payroll's many, as Markdown that people can print and sign; no name or text can break its
tables."""

from collections.abc import Sequence

from oncall_cli.answers.payform import PayForm
from oncall_cli.answers.payroll import Payroll
from oncall_cli.documents.markdown import plain
from oncall_cli.documents.payform_said import (
    CALL_COLUMNS,
    LINE_COLUMNS,
    RIGHT,
    WEEK_COLUMNS,
    calls_said,
    head_said,
    is_sent_back,
    missing_said,
    notes_said,
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
    people_said,
)

_LINE = "_" * 40


def markdown_of(form: PayForm) -> bytes:
    """The whole form: who, weeks, standby, calls, totals, what is missing, and places to sign."""
    return _page(_form(form, "#"))


def payroll_markdown_of(payroll: Payroll) -> bytes:
    """What each member's forms come to, and then every form."""
    blocks = [
        f"# Pay forms: {plain(payroll.team)}",
        _pairs(payroll_head_said(payroll)),
        *_section("## Members", _table(PEOPLE_COLUMNS, people_said(payroll)), "None."),
        *_section("## Notes", _list(payroll_notes_said(payroll))),
    ]
    for form in payroll.forms:
        blocks += ["---", *_form(form, "##")]
    return _page(blocks)


def _form(form: PayForm, level: str) -> list[str]:
    """The form's blocks, its own heading at a level and its sections one below."""
    under = f"{level}#"
    heading = f"{level} Pay form: {plain(form.name)}"
    return [
        *([_standing(form), heading] if level == "#" else [heading, _standing(form)]),
        _pairs(head_said(form)),
        *_section(f"{under} Weeks", _table(WEEK_COLUMNS, weeks_said(form)), "None."),
        *_section(f"{under} Standby", _table(LINE_COLUMNS, standby_said(form)), "None."),
        *_section(f"{under} Work", _table(LINE_COLUMNS, work_said(form)), "None."),
        *_section(f"{under} Calls", _table(CALL_COLUMNS, calls_said(form)), "None."),
        *_section(f"{under} Totals", _table([form.currency, "Amount"], totals_said(form))),
        *_section(f"{under} Missing", _list(missing_said(form)), "Nothing."),
        *_section(f"{under} Notes", _list(notes_said(form))),
        f"{under} Signatures",
        *(f"{place}: {_signed(by)}" for place, by in signatures_said(form)),
    ]


def _standing(form: PayForm) -> str:
    """How far the form has come; a draft says in capitals that it is one, and why it cannot be final yet."""
    if form.state != "draft":
        return f"**{plain(status_said(form))}**"
    why = "sent back" if is_sent_back(form) else "not submitted"
    return f"**DRAFT** — {why}{': something is missing' if form.missing else ''}"


def _page(blocks: Sequence[str]) -> bytes:
    return ("\n\n".join(blocks) + "\n").encode()


def _section(heading: str, block: str, otherwise: str = "") -> list[str]:
    """A heading and what is under it, else what is said there instead; no heading where that is nothing."""
    return [heading, block or otherwise] if block or otherwise else []


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; cells are made plain here."""
    if not rows:
        return ""
    rules = ["---:" if column in RIGHT else "---" for column in columns]
    head = [plain(column) for column in columns]
    body = [[plain(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rules, *body])


def _pairs(pairs: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"- {name}: {plain(text)}" for name, text in pairs)


def _list(items: Sequence[str]) -> str:
    return "\n".join(f"- {plain(item)}" for item in items)


def _signed(by: str) -> str:
    return plain(by) if by else f"{_LINE} Date: {_LINE[:16]}"
