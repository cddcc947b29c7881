"""What a pay form says, in rows of plain text: Markdown, HTML and PDF set the same words in their own ways.

Every text here is one line and harmless to show, but raw: each document still escapes it for what it is.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from oncall_cli.answers.payform import CallShown, FormWeek, PayForm, Signature
from oncall_cli.answers.rotation import CoverShown
from oncall_cli.core.pay.model import PayLine
from oncall_cli.core.text import visible
from oncall_cli.documents.money import money_shown, number_shown
from oncall_cli.documents.rota_words import change_said

Row = list[str]

WEEK_COLUMNS = ("Week", "From", "Until", "Whose", "Holidays and changes")
LINE_COLUMNS = ("Date", "For", "Ticket", "Quantity", "Rate", "Amount", "Why")
CALL_COLUMNS = (
    *("Date", "From", "To", "Ticket", "Caller", "Summary", "Also worked"),
    *("Worked", "Paid", "Amount", "Note"),
)
RIGHT = frozenset({"Quantity", "Rate", "Amount", "Worked", "Paid", "Forms", "Not signed", "Total"})
"""The columns of numbers."""

_STATUS = {"draft": "DRAFT, not turned in", "submitted": "Turned in, not signed", "approved": "Approved"}
_STANDBY = ("standby", "holiday_addon")


def shown(text: str) -> str:
    """Text from anywhere on one line, what would steer a reader's eye or program written out."""
    return visible(" ".join(text.split("\n")))


def status_said(form: PayForm) -> str:
    """How far the form has come, and the form that replaced it, if one did."""
    later = f", replaced by pay form {form.replaced_by}" if form.replaced_by else ""
    return ("DRAFT, sent back" if is_sent_back(form) else _STATUS[form.state]) + later


def is_sent_back(form: PayForm) -> bool:
    """Whether the form is itself the one that a manager sent back."""
    return form.sent_back is not None and form.sent_back.form == form.form


def head_said(form: PayForm) -> list[tuple[str, str]]:
    """Whose form it is and for when, by what policy, due when, and its total."""
    numbered = [("Pay form", str(form.form))] if form.form else []
    pairs = [
        *numbered,
        ("Technician", f"{form.name} ({form.person})"),
        ("Payroll number", form.payroll or "not given"),
        ("Team", form.team),
        ("Period", f"{form.period.first} to {form.period.last}"),
        ("Timezone", form.timezone),
        ("Policy", form.policy),
        ("Due", moment_shown(form.due)),
        ("Total", total_said(form)),
    ]
    return [(name, shown(text)) for name, text in pairs]


def total_said(form: PayForm) -> str:
    """The total with the currency's sign, and its code in letters beside it: "$360.00 (USD)"."""
    return with_code(form.total, form.currency, form.locale)


def with_code(amount: Decimal, currency: str, locale: str) -> str:
    """An amount with the currency's sign, and its code where the sign is not the code itself."""
    money = money_shown(amount, currency, locale)
    return money if currency in money else f"{money} ({currency})"


def weeks_said(form: PayForm) -> list[Row]:
    """A row of WEEK_COLUMNS for each week."""
    return _rows(
        [
            str(week.week),
            moment_shown(week.start),
            moment_shown(week.end),
            f"{week.name} ({week.owner})" if week.owner else "nobody",
            "; ".join([*changes_of(week), *(cover_said(one, moment_shown) for one in week.cover)]),
        ]
        for week in form.weeks
    )


def standby_said(form: PayForm) -> list[Row]:
    """A row of LINE_COLUMNS for each line that pays for being available."""
    return lines_said(form, [line for line in form.lines if line.kind in _STANDBY])


def work_said(form: PayForm) -> list[Row]:
    """A row of LINE_COLUMNS for each line that pays for work."""
    return lines_said(form, [line for line in form.lines if line.kind not in _STANDBY])


def lines_said(form: PayForm, lines: Sequence[PayLine]) -> list[Row]:
    """A row of LINE_COLUMNS for each of these lines of the form."""
    return _rows(
        [
            str(line.date),
            line.label,
            str(line.ticket or ""),
            f"{number_shown(line.quantity, form.locale)} {line.unit}",
            number_shown(line.rate, form.locale),
            number_shown(line.amount, form.locale),
            line.why,
        ]
        for line in lines
    )


def calls_said(form: PayForm) -> list[Row]:
    """A row of CALL_COLUMNS for each call; the note says why a call that has no money has none."""
    return _rows(_call(call, form.locale) for call in form.calls)


def _call(call: CallShown, locale: str) -> Row:
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
        number_shown(call.amount, locale),
        "" if call.amount else call.why,
    ]


def totals_said(form: PayForm) -> list[Row]:
    """What each kind of line comes to, and last the total with the currency's sign."""
    kinds = [[kind.label, number_shown(kind.amount, form.locale)] for kind in form.totals]
    return _rows([*kinds, ["Total", money_shown(form.total, form.currency, form.locale)]])


def missing_said(form: PayForm) -> list[str]:
    """What keeps the form from being final, by ticket."""
    return [shown(f"Ticket {lack.ticket}: {lack.what}") for lack in form.missing]


def notes_said(form: PayForm) -> list[str]:
    """What became of the form before this one, and what a reader has to know of the weeks."""
    told = []
    if form.replaces:
        before = money_shown(form.replaces.total, form.currency, form.locale)
        because = f", because {form.replaces.because}" if form.replaces.because else ""
        change = change_shown(form.replaces.difference, form.currency, form.locale)
        told.append(f"Replaces pay form {form.replaces.form} of {before}: {change}{because}")
    if form.sent_back:
        back = form.sent_back
        when = _signed_at(back.moment, form)
        told.append(
            f"Pay form {back.form} was sent back by {back.name} ({back.person}), {when}: {back.reason}"
        )
    return [shown(text) for text in (*told, *form.notes)]


def change_shown(difference: Decimal, currency: str, locale: str) -> str:
    """By how much an amount is more or less: "+$14.00", "-$3.50", "no change"."""
    if not difference:
        return "no change"
    money = money_shown(difference, currency, locale)
    return f"+{money}" if difference > 0 else money


def signatures_said(form: PayForm) -> list[tuple[str, str]]:
    """Each place for a signature, and who signed there and when; nothing where it is still to be signed."""
    return [
        ("Technician", _signed(form.submitted, form)),
        ("Manager", _signed(form.approved, form)),
    ]


def _signed(signature: Signature | None, form: PayForm) -> str:
    if signature is None:
        return ""
    by = f", by {signature.by}" if signature.by else ""
    return shown(f"{signature.name} ({signature.person}), {_signed_at(signature.moment, form)}{by}")


def _signed_at(moment: datetime, form: PayForm) -> str:
    return f"{moment.astimezone(ZoneInfo(form.timezone)):%Y-%m-%d %H:%M}"


def moment_shown(moment: datetime) -> str:
    """A day and time in the offset that it has: "Mon 2026-11-23 18:01"."""
    return f"{moment:%a %Y-%m-%d %H:%M}"


def cover_said(cover: CoverShown, said: Callable[[datetime], str]) -> str:
    """Who covers, and when, in moments as `said` writes them."""
    return f"covered by {cover.person} from {said(cover.start)} to {said(cover.end)}"


def changes_of(week: FormWeek) -> list[str]:
    """What a form tells of a week: its holidays, a swap or another owner than the order's, and its stage."""
    told = list(week.holidays)
    change = change_said(week)
    told += [change] if change else []
    return told if week.stage == "ended" else [*told, week.stage]


def _rows(rows: Iterable[Sequence[str]]) -> list[Row]:
    return [[shown(cell) for cell in row] for row in rows]
