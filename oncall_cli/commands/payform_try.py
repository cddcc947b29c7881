"""What a pay rule would pay, from a policy file and spans alone: no store, nobody's form."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from oncall_cli.answers.payform import CallShown, PayTried, totals_of
from oncall_cli.commands.payform_try_notes import try_notes
from oncall_cli.core.moment import day_of, span_of
from oncall_cli.core.pay.form import calls_paid, pay_lines, total
from oncall_cli.core.pay.model import Call, CallPaid, Duty
from oncall_cli.core.pay.number import amount_of
from oncall_cli.core.pay.rounding import cents, rate_shown
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform import LONGEST
from oncall_cli.core.span import MINUTE, Span, overlap
from oncall_cli.core.week import DAY, WEEK
from oncall_cli.errors import BadValue
from oncall_cli.policy.holidays import check_place, holidays_of, public_holidays
from oncall_cli.policy.load import policy_of, policy_text, table_of
from oncall_cli.policy.model import Policy
from oncall_cli.session import Session

WEEK_AND_CLOCKS = WEEK + timedelta(hours=2)
"""The longest that a week can be, whatever the clocks do in it."""


def tried(
    session: Session,
    file: Path,
    *,
    base_rate: str | None,
    whole_week: bool,
    duties: Sequence[str],
    calls: Sequence[str],
    holidays: Sequence[str],
) -> PayTried:
    """The lines for time stood by and worked. Work is taken as it is given, in office hours too: whoever
    tries a rule says what was a call. BadValue for a file, a span, a date or a rate that is none."""
    text = policy_text(file)
    policy = policy_of(text, str(file), timezone=session.machine_zone)
    if "pay" not in table_of(text, str(file)):
        raise BadValue(f"{file} has no [pay] table, so there is no pay rule to try")
    check_place(policy.holidays, str(file), session.now.year)
    zone, now = policy.zone, session.now
    stood = [span_of(span, now, zone) for span in duties]
    worked = [span_of(span, now, zone) for span in calls]
    _check_lengths([*zip(stood, duties, strict=True), *zip(worked, calls, strict=True)])
    if whole_week:
        _check_weeks(stood, duties)
    _check_apart(stood, duties)
    rules = policy.pay if base_rate is None else policy.pay.model_copy(update={"base_rate": _rate(base_rate)})
    named = {day_of(day, now, zone) for day in holidays}
    free = named | _holidays(policy, [*stood, *worked], zone)
    work = [Call(start=span.start, end=span.end) for span in worked]
    duty = [Duty(start=span.start, end=span.end, whole_week=whole_week) for span in stood]
    notes = try_notes(
        policy,
        free,
        zip(stood, duties, strict=True),
        zip(worked, calls, strict=True),
        whole_week=whole_week,
    )
    return _answer(file, policy, rules, duty, work, free).model_copy(update={"notes": tuple(notes)})


def _answer(
    file: Path, policy: Policy, rules: PayRules, duties: list[Duty], work: list[Call], free: set[date]
) -> PayTried:
    zone = policy.zone
    lines = tuple(pay_lines(duties, work, lambda _: rules, free, zone))
    return PayTried(
        file=str(file),
        timezone=policy.team.timezone,
        base_rate=rate_shown(rules.base_rate, rules.currency),
        currency=rules.currency,
        lines=lines,
        totals=totals_of(lines),
        total=cents(total(lines), rules.currency),
        calls=tuple(_call(call, zone) for call in calls_paid(work, lambda _: rules, free, zone)),
        locale=policy.team.locale,
    )


def _rate(text: str) -> Decimal:
    try:
        return amount_of(text)
    except ValueError as error:
        raise BadValue(f"--base-rate: {error}, not '{text}'") from None


def _check_lengths(told: Sequence[tuple[Span, str]]) -> None:
    for span, text in told:
        if span.end - span.start > LONGEST * DAY:
            raise BadValue(
                f"the span '{text}' is longer than two years", hint="try the rule on a shorter one"
            )


def _check_weeks(spans: Sequence[Span], texts: Sequence[str]) -> None:
    """BadValue where no duty is there to be a week, or one is too long for it."""
    if not spans:
        raise BadValue("--whole-week says what a duty is, and there is none", hint="add --duty START/END")
    for span, text in zip(spans, texts, strict=True):
        if span.minutes > WEEK_AND_CLOCKS // MINUTE:
            raise BadValue(
                f"the duty '{text}' is longer than a week", hint="give each week by a --duty of its own"
            )


def _check_apart(spans: Sequence[Span], texts: Sequence[str]) -> None:
    """Nobody stands by twice at once: BadValue names two duties that overlap."""
    for number, span in enumerate(spans):
        for other, text in zip(spans[:number], texts, strict=False):
            if overlap(span, other):
                raise BadValue(
                    f"the duties '{text}' and '{texts[number]}' overlap", hint="give each hour stood by once"
                )


def _holidays(policy: Policy, spans: Sequence[Span], zone: ZoneInfo) -> set[date]:
    """The policy's own holidays of the years that the spans touch."""
    edges = [(span.start.astimezone(zone).year, (span.end + DAY).astimezone(zone).year) for span in spans]
    years = {year for first, last in edges for year in range(first, last + 1)}
    return set(holidays_of(policy.holidays, public_holidays(policy.holidays, years))) if years else set()


def _call(call: CallPaid, zone: ZoneInfo) -> CallShown:
    start = call.start.astimezone(zone)
    return CallShown(
        ticket=None,
        date=start.date(),
        start=start,
        end=call.end.astimezone(zone),
        caller=None,
        summary=None,
        reference=None,
        others=(),
        worked=call.worked,
        paid=call.paid,
        amount=call.amount,
        why=call.why,
    )
