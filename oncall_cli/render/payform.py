"""How pay forms look on a screen: every line with its reason under it, money in one column."""

from collections.abc import Sequence

from rich.text import Text

from oncall_cli.answers.payform import (
    CallShown,
    FormWeek,
    PayForm,
    PayFormsApproved,
    PayTried,
    SentBack,
    Signature,
)
from oncall_cli.core.pay.model import LineUnit, PayLine
from oncall_cli.core.payform_difference import Difference
from oncall_cli.core.text import visible
from oncall_cli.documents.money import money_shown, number_shown
from oncall_cli.documents.payform_said import change_shown, changes_of, cover_said, with_code
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
            *_life(screen, answer),
        ]
    )
    screen.line()
    if answer.weeks:
        _weeks(screen, answer.weeks)
    _lines(screen, answer)
    if answer.calls:
        screen.line()
        _calls(screen, answer.calls, answer.locale)
    screen.line()
    if answer.form:
        _differences(screen, answer.differences)
        return
    if not answer.missing:
        screen.line("Nothing is missing.")
        return
    screen.line("Missing, and until then a draft:", "bold")
    for ticket in dict.fromkeys(lack.ticket for lack in answer.missing):
        what = "; ".join(lack.what for lack in answer.missing if lack.ticket == ticket)
        screen.line(f"Ticket {ticket} {what}.")


def _life(screen: Screen, answer: PayForm) -> list[tuple[str, str | None]]:
    """What became of a form, and of the one before it."""
    replaces = answer.replaces
    before = None
    if replaces:
        total = money_shown(replaces.total, answer.currency, answer.locale)
        change = change_shown(replaces.difference, answer.currency, answer.locale)
        before = f"form {replaces.form} of {total}, {change}"
        before += f": {replaces.because}" if replaces.because else ""
    return [
        ("Turned in", _signed(screen, answer.submitted)),
        ("Signed", _signed(screen, answer.approved)),
        ("Sent back", _sent_back(screen, answer.sent_back, answer.form)),
        ("Replaces", before),
        ("Replaced by", f"form {answer.replaced_by}" if answer.replaced_by else None),
    ]


def _signed(screen: Screen, signature: Signature | None) -> str | None:
    if signature is None:
        return None
    by = f", through {signature.by}" if signature.by else ""
    return f"{screen.moment(signature.moment)} by {signature.name} ({signature.person}){by}"


def _sent_back(screen: Screen, back: SentBack | None, form: int | None) -> str | None:
    if back is None:
        return None
    which = "" if back.form == form else f"form {back.form}, "
    return f"{which}{screen.moment(back.moment)} by {back.name} ({back.person}): {back.reason}"


def _differences(screen: Screen, differences: Sequence[Difference]) -> None:
    """What today's tickets and rules would make otherwise, each as it was and as it would be."""
    if not differences:
        return
    screen.line("Otherwise by today's tickets and rules; a correction would change it:", "bold")
    rows: list[list[str | Text]] = [[_about(one), one.was or "not there", _now(one)] for one in differences]
    screen.table(["What", "On this form", "Today"], rows)


def _about(one: Difference) -> str:
    day = str(one.date) if one.date and one.what in ("line", "call") else ""
    ticket = f"ticket {one.ticket}" if one.ticket else ""
    return ", ".join(part for part in (one.label, ticket, day) if part)


def _now(one: Difference) -> Text:
    why = ("\n" + visible(one.why), "dim") if one.why else ""
    return Text.assemble(visible(one.now or "not there"), why)


def approved(screen: Screen, answer: PayFormsApproved) -> None:
    """The forms that were signed at once, one a line."""
    rows: list[list[str | Text]] = [
        [
            str(form.form),
            f"{form.name} ({form.person})",
            f"{form.period.first} to {form.period.last}",
            with_code(form.total, form.currency, form.locale),
        ]
        for form in answer.forms
    ]
    screen.table(["Form", "Whose", "For", "Total"], rows, right=["Form", "Total"], whole=["For", "Total"])


def tried(screen: Screen, answer: PayTried) -> None:
    """What a rule would pay, and what of it a form would pay otherwise."""
    base = f"{number_shown(answer.base_rate, answer.locale)} {answer.currency}"
    screen.line(f"{answer.file}, {answer.timezone}, base rate {base} an hour")
    screen.line()
    _lines(screen, answer)
    if len(answer.calls) > 1:
        screen.line()
        _calls(screen, answer.calls, answer.locale)
    if answer.notes:
        screen.line()
    for note in answer.notes:
        screen.line(f"Note: {note}.")


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


def _lines(screen: Screen, answer: PayForm | PayTried) -> None:
    locale, totals = answer.locale, answer.totals
    if not answer.lines:
        total = with_code(answer.total, answer.currency, locale)
        screen.line(f"No lines: nothing is paid. Total {total}.")
        return
    rows: list[list[str | Text]] = [
        [
            str(line.date),
            _what(line),
            f"{number_shown(line.quantity, locale)} {_UNITS.get(line.unit, line.unit)}",
            number_shown(line.rate, locale),
            number_shown(line.amount, locale),
        ]
        for line in answer.lines
    ]
    sums = [(kind.label, kind.amount) for kind in totals] if len(totals) > 1 else []
    rows += [["", Text(label), "", "", number_shown(amount, locale)] for label, amount in sums]
    money = money_shown(answer.total, answer.currency, locale)
    # No code beside it: among the signs that a place writes, each is one currency's alone ("$", "CA$").
    rows.append(["", Text("Total", style="bold"), "", "", Text(money, style="bold")])
    numbers = ["Quantity", "Rate", "Amount"]
    screen.table(["Date", "For", *numbers], rows, right=numbers, whole=["Date", *numbers])


def _what(line: PayLine) -> Text:
    """The label with its ticket, and the reason below it."""
    ticket = f", ticket {line.ticket}" if line.ticket else ""
    return Text.assemble(visible(line.label), ticket, ("\n" + visible(line.why), "dim"))


def _calls(screen: Screen, calls: Sequence[CallShown], locale: str) -> None:
    rows: list[list[str | Text]] = [
        [
            f"{call.start:%a %m-%d} {screen.time(call.start)}–{screen.time(call.end)}",
            str(call.ticket or ""),
            _who(call),
            f"{call.worked} → {call.paid}",
            number_shown(call.amount, locale),
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
