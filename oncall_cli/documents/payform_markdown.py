"""A pay form as Markdown that people can print and sign; no name or text in it can break its tables."""

from collections.abc import Callable, Sequence
from datetime import datetime

from oncall_cli.answers.payform import CallShown, FormWeek, PayForm
from oncall_cli.answers.rotation import CoverShown
from oncall_cli.core.pay.model import PayLine
from oncall_cli.core.text import visible
from oncall_cli.documents.rota_words import change_said

_STEERS = {char: f"\\{char}" for char in "\\`*_[]|~#"} | {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_RIGHT = frozenset({"Quantity", "Rate", "Amount", "Worked", "Paid"})
_LINE = "_" * 40


def markdown_of(form: PayForm) -> bytes:
    """The whole form: who, weeks, standby, calls, totals, what is missing, and places to sign."""
    work = [line for line in form.lines if line.kind not in ("standby", "holiday_addon")]
    standby = [line for line in form.lines if line.kind in ("standby", "holiday_addon")]
    blocks = [
        f"**DRAFT** — not submitted{': something is missing' if form.missing else ''}",
        f"# Pay form: {plain(form.name)}",
        _head(form),
        *_section("Weeks", [_weeks(form.weeks)] if form.weeks else ["None."]),
        *_section("Standby", [_lines(standby)] if standby else ["None."]),
        *_section("Work", [_lines(work)] if work else ["None."]),
        *_section("Calls", [_calls(form)] if form.calls else ["None."]),
        *_section("Totals", [_totals(form)]),
        *_section("Missing", [_missing(form)] if form.missing else ["Nothing."]),
        *(_section("Notes", ["\n".join(f"- {plain(note)}" for note in form.notes)]) if form.notes else []),
        *_section(
            "Signatures", [f"Technician: {_LINE} Date: {_LINE[:16]}", f"Manager: {_LINE} Date: {_LINE[:16]}"]
        ),
    ]
    return ("\n\n".join(blocks) + "\n").encode()


def plain(text: str) -> str:
    """Text that Markdown and HTML show as it is, on one line."""
    shown = visible(" ".join(text.split("\n")))
    return "".join(_STEERS.get(char, char) for char in shown)


def _section(title: str, blocks: Sequence[str]) -> list[str]:
    return [f"## {title}", *blocks]


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table; cells are made plain here."""
    rules = ["---:" if column in _RIGHT else "---" for column in columns]
    body = [[plain(cell) for cell in row] for row in rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in [list(columns), rules, *body])


def _head(form: PayForm) -> str:
    pairs = [
        ("Technician", f"{form.name} ({form.person})"),
        ("Payroll number", form.payroll or "not given"),
        ("Team", form.team),
        ("Period", f"{form.period.first} to {form.period.last}, {form.timezone}"),
        ("Policy", form.policy),
        ("Due", _moment(form.due)),
        ("Total", f"{form.total:f} {form.currency}"),
    ]
    return "\n".join(f"- {name}: {plain(text)}" for name, text in pairs)


def _weeks(weeks: Sequence[FormWeek]) -> str:
    rows = [
        [
            str(week.week),
            _moment(week.start),
            _moment(week.end),
            f"{week.name} ({week.owner})" if week.owner else "nobody",
            "; ".join([*changes_of(week), *(cover_said(one, _moment) for one in week.cover)]),
        ]
        for week in weeks
    ]
    return _table(["Week", "From", "Until", "Whose", "Holidays and changes"], rows)


def cover_said(cover: CoverShown, said: Callable[[datetime], str]) -> str:
    """Who covers, and when, in moments as `said` writes them."""
    return f"covered by {cover.person} from {said(cover.start)} to {said(cover.end)}"


def changes_of(week: FormWeek) -> list[str]:
    """What a form tells of a week: its holidays, a swap or another owner than the order's, and its stage."""
    told = list(week.holidays)
    change = change_said(week)
    told += [change] if change else []
    return told if week.stage == "ended" else [*told, week.stage]


def _lines(lines: Sequence[PayLine]) -> str:
    rows = [
        [
            str(line.date),
            line.label,
            str(line.ticket or ""),
            f"{line.quantity:f} {line.unit}",
            f"{line.rate:f}",
            f"{line.amount:f}",
            line.why,
        ]
        for line in lines
    ]
    return _table(["Date", "For", "Ticket", "Quantity", "Rate", "Amount", "Why"], rows)


def _calls(form: PayForm) -> str:
    columns = [
        "Date",
        "From",
        "To",
        "Ticket",
        "Caller",
        "Summary",
        "Also worked",
        "Worked",
        "Paid",
        "Amount",
        "Note",
    ]
    return _table(columns, [_call(call) for call in form.calls])


def _call(call: CallShown) -> list[str]:
    return [
        str(call.date),
        f"{call.start:%H:%M}",
        f"{call.end:%H:%M}",
        f"{call.ticket or ''}" + (f" ({call.reference})" if call.reference else ""),
        call.caller or "",
        call.summary or "",
        ", ".join(call.others),
        f"{call.worked} min",
        f"{call.paid} min",
        f"{call.amount:f}",
        "" if call.amount else call.why,
    ]


def _totals(form: PayForm) -> str:
    rows = [[kind.label, f"{kind.amount:f}"] for kind in form.totals]
    return _table([form.currency, "Amount"], [*rows, ["Total", f"{form.total:f}"]])


def _missing(form: PayForm) -> str:
    return "\n".join(f"- Ticket {lack.ticket}: {plain(lack.what)}" for lack in form.missing)


def _moment(moment: datetime) -> str:
    return f"{moment:%a %Y-%m-%d %H:%M}"
