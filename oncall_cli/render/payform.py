"""How pay forms look on a screen: every line with its reason under it, money in one column."""

from collections.abc import Sequence
from decimal import Decimal

from rich.text import Text

from oncall_cli.answers.payform import CallShown, FormWeek, KindTotal, PayForm, PayTried
from oncall_cli.core.pay.model import LineUnit, PayLine
from oncall_cli.core.text import visible
from oncall_cli.documents.payform_markdown import changes_of, cover_said
from oncall_cli.render.screen import Screen

_UNITS: dict[LineUnit, str] = {"hour": "h"}


def form(screen: Screen, answer: PayForm) -> None:
    """A member's form: the period and whose weeks it has, lines, calls, totals, what is missing, due when."""
    screen.pairs(
        [
            ("Team", f"{answer.team}, {answer.timezone}"),
            ("Payroll", answer.payroll),
            ("Policy", answer.policy),
            ("Due", screen.moment(answer.due)),
        ]
    )
    screen.line()
    if answer.weeks:
        _weeks(screen, answer.weeks)
    _lines(screen, answer.lines, answer.totals, answer.total, answer.currency)
    if answer.calls:
        screen.line()
        _calls(screen, answer.calls)
    screen.line()
    if not answer.missing:
        screen.line("Nothing is missing.")
        return
    screen.line("Missing, and until then a draft:", "bold")
    for ticket in dict.fromkeys(lack.ticket for lack in answer.missing):
        what = "; ".join(lack.what for lack in answer.missing if lack.ticket == ticket)
        screen.line(f"Ticket {ticket} {what}.")


def tried(screen: Screen, answer: PayTried) -> None:
    """What a rule would pay."""
    base = f"{answer.base_rate:f} {answer.currency}"
    screen.line(f"{answer.file}, {answer.timezone}, base rate {base} an hour")
    screen.line()
    _lines(screen, answer.lines, answer.totals, answer.total, answer.currency)


def _weeks(screen: Screen, weeks: Sequence[FormWeek]) -> None:
    rows = [
        [
            str(week.week),
            f"{week.start:%a} {screen.time(week.start)} – {week.end:%a %m-%d} {screen.time(week.end)}",
            f"{week.name} ({week.owner})" if week.owner else "nobody",
            "; ".join(changes_of(week)),
        ]
        for week in weeks
    ]
    screen.table(["Week", "Runs", "Whose", ""], rows, whole=["Week", "Runs"])
    for week in weeks:
        for cover in week.cover:
            screen.line(f"{week.week}: {cover_said(cover, screen.moment)}")
    screen.line()


def _lines(
    screen: Screen, lines: Sequence[PayLine], totals: Sequence[KindTotal], total: Decimal, currency: str
) -> None:
    if not lines:
        screen.line(f"No lines: nothing is paid. Total {currency} {total:f}.")
        return
    rows: list[list[str | Text]] = [
        [
            str(line.date),
            _what(line),
            f"{line.quantity:f} {_UNITS.get(line.unit, line.unit)}",
            f"{line.rate:f}",
            f"{line.amount:f}",
        ]
        for line in lines
    ]
    sums = [(kind.label, kind.amount) for kind in totals] if len(totals) > 1 else []
    rows += [["", Text(label), "", "", f"{amount:f}"] for label, amount in sums]
    rows.append(["", Text("Total", style="bold"), "", currency, Text(f"{total:f}", style="bold")])
    numbers = ["Quantity", "Rate", "Amount"]
    screen.table(["Date", "For", *numbers], rows, right=numbers, whole=["Date", *numbers])


def _what(line: PayLine) -> Text:
    """The label with its ticket, and the reason below it."""
    ticket = f", ticket {line.ticket}" if line.ticket else ""
    return Text.assemble(visible(line.label), ticket, ("\n" + visible(line.why), "dim"))


def _calls(screen: Screen, calls: Sequence[CallShown]) -> None:
    rows: list[list[str | Text]] = [
        [
            f"{call.start:%a %m-%d} {screen.time(call.start)}–{screen.time(call.end)}",
            str(call.ticket or ""),
            _who(call),
            f"{call.worked} → {call.paid}",
            f"{call.amount:f}",
        ]
        for call in calls
    ]
    columns = ["Call", "No.", "Caller", "Min → paid", "Amount"]
    screen.table(columns, rows, right=columns[3:], whole=["Call", "No.", *columns[3:]])


def _who(call: CallShown) -> Text:
    """The caller, below what it was about, and why a call that has no money has none."""
    summary = visible(call.summary or "")
    short = summary if len(summary) <= 60 else summary[:59] + "…"
    also = f" (with {', '.join(call.others)})" if call.others else ""
    below = [short] if short else []
    if not call.amount:
        below.append(visible(call.why))
    return Text.assemble(visible(call.caller or ""), also, *(("\n" + line, "dim") for line in below))
