"""What an hour pays a member, from a date on: rate."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.base_rate import MemberRates, hourly_rate, rates_shown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.team_frame import DryRun, Handle, app
from oncall_cli.core.actor import check_manager
from oncall_cli.core.base_rate import (
    BaseRate,
    in_force,
    next_change,
    pays_by_base_rate,
    rate_of,
    rate_on,
    rate_said,
)
from oncall_cli.core.member import Member
from oncall_cli.core.moment import YEARS, coming_day
from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.span import Span
from oncall_cli.core.week import WEEK, instant
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

_AT_LAST = datetime(YEARS[-1], 1, 1, tzinfo=UTC)


@verb(app, "rate")
def rate(
    session: Session,
    handle: Handle,
    amount: Annotated[
        str | None, typer.Argument(help="What an hour pays, like 24.50; left out, the rates are shown.")
    ] = None,
    policy: Annotated[bool, typer.Option("--policy", help="The policy's rate holds again.")] = False,
    from_: Annotated[
        str | None,
        typer.Option("--from", metavar="DATE", help="From which date, a past one too; left out, today."),
    ] = None,
    dry_run: DryRun = False,
) -> Result:
    """Record what an hour pays a member in place of the policy's base rate, or show it."""
    if amount is None and not policy:
        if from_ is not None or dry_run:
            raise BadValue(
                "what does an hour pay from then on?",
                hint=f"oncall team rate {handle} AMOUNT --from DATE, or --policy for the policy's rate",
            )
        return _shown(session, session.member(handle))
    if amount is not None and policy:
        raise BadValue("an hour pays the amount or the policy's rate", hint="leave one of them out")
    with session.transaction():
        check_manager(session.actor, "say what an hour pays")
        member = session.member(handle)
        own = rate_of(amount) if amount is not None else None
        day = coming_day(from_, session.now, session.timetable()) if from_ is not None else session.today
        if dry_run:
            session.rehearse()
        return _recorded(session, member, own, day, dry_run=dry_run)


def _shown(
    session: Session, member: Member, forms: tuple[int, ...] = (), *, stored: bool | None = None
) -> MemberRates:
    rates = [
        rate.model_copy(update={"recorded": session.local(rate.recorded)})
        for rate in session.store.base_rates.of(member.handle)
    ]
    rules = session.policy.pay
    return MemberRates(
        person=member.handle,
        name=member.name,
        today=session.today,
        currency=rules.currency,
        holds=hourly_rate(in_force(rates, session.today), rules),
        policy=hourly_rate(None, rules).rate,
        rates=rates_shown(rates, session.today, rules.currency),
        forms=forms,
        stored=stored,
    )


def _recorded(session: Session, member: Member, own: Decimal | None, day: date, *, dry_run: bool) -> Done:
    if member.is_gone(day):
        raise Refused(
            f"{member.handle} is in the team until {member.leaves} only",
            hint="--from DATE names a date until then",
        )
    before = session.store.base_rates.of(member.handle)
    rules = session.policies.on(day).pay
    said = "the policy's" + (f", {rate_said(rules.base_rate, rules.currency)}" if rules.base_rate else "")
    if own is not None:
        said = rate_said(own, rules.currency)
    if rate_on(before, day) == own:
        has = "the policy's rate" if own is None else said
        line = f"{member.handle} has {has} on {day} already; nothing was changed."
        return Done(_shown(session, member, stored=False), line)
    notes = _beside(before, day, rules.currency)
    if not pays_by_base_rate(rules):
        notes.append(f"the policy of {day} pays nothing by the base rate, so this changes no pay form")
    forms = _forms_changed(session, member, own, day, next_change(before, day))
    if forms:
        each = "" if len(forms) == 1 else ", and so for each"
        named = "pay form " if len(forms) == 1 else f"{len(forms)} pay forms turned in: "
        notes.append(
            f"this makes a difference to {named}{', '.join(str(form.id) for form in forms)}; "
            + ("it stays" if len(forms) == 1 else "they stay")
            + f" as turned in until a correction: oncall payform submit --person {member.handle} "
            + f"{forms[0].dates_option} --correction REASON{each}"
        )
    line = f"{'Would record the' if dry_run else 'The'} base rate of {member.handle} from {day}: {said}."
    numbers = tuple(form.id for form in forms)
    return Done(_shown(session, member, numbers, stored=not dry_run), line, tuple(notes))


def _beside(rates: list[BaseRate], day: date, currency: str) -> list[str]:
    """What was recorded of the same date, which counts no more, and how long the new rate holds."""
    notes = []
    held = in_force(rates, day)
    if held and held.holds_from == day:
        was = "the policy's rate" if held.rate is None else rate_said(held.rate, currency)
        notes.append(f"what was recorded of {day} before counts no more: {was}")
    following = next_change(rates, day)
    if following:
        then = rate_on(rates, following)
        other = "the policy's rate" if then is None else rate_said(then, currency)
        notes.append(f"it holds until {following}; from then on {other}, as recorded")
    return notes


def _forms_changed(
    session: Session, member: Member, own: Decimal | None, day: date, until: date | None
) -> tuple[TurnedIn, ...]:
    """Records the rate; the standing forms that would be worked out otherwise with it. A week is paid as a
    whole, so that a rate may reach into a form beside its own dates."""
    zone = session.policies.on(day).zone
    start = instant(day, time(), zone) - WEEK
    end = instant(until, time(), zone) + WEEK if until else _AT_LAST
    touched = session.store.payforms.touching(member.handle, Span(start, end))
    before = [_paid(session, member, form) for form in touched]
    session.store.base_rates.add(member.handle, day, own, session.now)
    after = [_paid(session, member, form) for form in touched]
    pairs = zip(touched, before, after, strict=True)
    return tuple(form for form, was, now in pairs if was != now)


def _paid(session: Session, member: Member, form: TurnedIn) -> object:
    """What today's tickets and rules pay in the period of a form, line by line."""
    from oncall_cli.commands.payform_draft import drafted
    from oncall_cli.core.payform import Period

    draft = drafted(session, member, Period(form.first, form.last, form.span), form.week)
    return draft.currency, draft.lines
