"""Laws of periods: however a time is cut into forms, they pay together what one form pays for all of it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform import FormPay, WeekStood, dates_period, form_pay
from oncall_cli.core.week import DAY, instant
from oncall_cli.errors import Refused
from tests.core.pay.drawn import EPOCH, minutes_worked, some_calls, some_rules, stood_in, zones

FIRST, LAST = date(2026, 3, 7), date(2026, 4, 6)
WEEKS = [date(2026, 3, 9) + step * timedelta(weeks=1) for step in range(4)]  # clocks change in three of them
HOLIDAYS = {date(2026, 3, 17), date(2026, 3, 29)}
RulesOn = Callable[[date], PayRules]


class Month(NamedTuple):
    """A member's month: weeks stood by in a zone, calls at any time, and the dates after which forms end."""

    zone: ZoneInfo
    weeks: list[WeekStood]
    calls: list[Call]
    cuts: list[date]

    def paid(self, first: date, last: date, rules_on: RulesOn) -> FormPay:
        period = dates_period(first, last, self.zone)
        return form_pay(period, self.weeks, self.calls, rules_on, HOLIDAYS, self.zone)

    def forms(self, rules_on: RulesOn, *more: date) -> list[FormPay]:
        edges = sorted({FIRST - DAY, *self.cuts, *more, LAST})
        return [self.paid(before + DAY, last, rules_on) for before, last in pairwise(edges)]


@st.composite
def months(draw: st.DrawFn) -> Month:
    gaps = st.none() | st.tuples(st.integers(1, 4_500), st.integers(4_501, 9_000))
    zone = draw(zones)
    weeks = [
        stood_in(week, zone, draw(gaps))
        for week in draw(st.lists(st.sampled_from(WEEKS), min_size=1, unique=True))
    ]
    calls = draw(some_calls(4, since=EPOCH + DAY, days=28))
    # Calls at the edges are what forms lose or pay twice: one over each cut, and one that begins with it.
    cuts = draw(st.lists(st.dates(FIRST, LAST - DAY), min_size=1, max_size=2))
    for number, cut in enumerate(cuts, len(calls)):
        midnight = instant(cut + DAY, time(0), zone)
        before, after = draw(st.tuples(st.integers(0, 90), st.integers(0, 90)))
        minute = timedelta(minutes=1)
        calls.append(Call(start=midnight - before * minute, end=midnight + after * minute, ticket=number))
        calls.append(Call(start=midnight, end=midnight + 40 * minute, ticket=number + 100))
    # Three shares of a week show what rounding each by itself would lose; two never do.
    more = [cuts[0] + step * DAY for step in range(draw(st.sampled_from([0, 4])))]
    return Month(zone, weeks, calls, [cut for cut in (*cuts, *more) if cut < LAST])


def from_then_on(before: PayRules, after: PayRules, day: date) -> RulesOn:
    return lambda asked: before if asked < day else after


changes = st.dates(FIRST, LAST)
unpooled = st.sampled_from(["separate", "absorb", "extend"]).flatmap(lambda merge: some_rules(merge=merge))


@given(months(), unpooled, unpooled, changes)
def test_forms_pay_together_what_one_form_pays(
    month: Month, before: PayRules, after: PayRules, change: date
) -> None:
    rules_on = from_then_on(before, after, change)
    whole, forms = month.paid(FIRST, LAST, rules_on), month.forms(rules_on)
    assert sum(form.total for form in forms) == whole.total
    assert sum(len(form.calls) for form in forms) == len(whole.calls) == len(month.calls)
    assert all(form.total == sum(line.amount for line in form.lines) for form in forms)


@settings(max_examples=50)
@given(months(), some_rules(merge="pool"))
def test_pooled_calls_leave_the_standby_of_every_week_as_it_is(month: Month, pooled: PayRules) -> None:
    """The pool is a period's own; nothing else of a week may depend on where periods end."""
    alike = ("standby", "holiday_addon")
    whole, *forms = [
        sum((line.amount for line in form.lines if line.kind in alike), Decimal(0))
        for form in (month.paid(FIRST, LAST, lambda _: pooled), *month.forms(lambda _: pooled))
    ]
    assert sum(forms) == whole


@given(months(), st.tuples(*[st.sampled_from(["absorb", "extend", "pool"])] * 2), changes)
def test_no_minute_of_work_is_lost_or_paid_twice_where_forms_end(
    month: Month, merges: tuple[str, str], change: date
) -> None:
    before, after = (
        PayRules.model_validate({"base_rate": "60", "callout": {"merge": one}}) for one in merges
    )
    forms = month.forms(from_then_on(before, after, change))
    worked = minutes_worked(month.calls)
    assert sum(call.paid for form in forms for call in form.calls) == worked
    assert sum(form.total for form in forms) == worked


@settings(max_examples=50)
@given(months())
def test_every_minute_stood_by_is_on_one_form(month: Month) -> None:
    by_hour = {"unit": "hour", "hour": {"weekday": "60"}}
    rules = PayRules.model_validate({"standby": by_hour})
    stood = sum(part.minutes for week in month.weeks for part in week.held)
    assert sum(form.total for form in month.forms(lambda _: rules)) == stood


@settings(max_examples=50)
@given(months(), some_rules(), some_rules(), changes)
def test_where_the_currency_changes_a_form_up_to_there_and_one_from_there_can_be_made(
    month: Month, before: PayRules, after: PayRules, change: date
) -> None:
    euro = after.model_copy(update={"currency": "EUR"})
    change = month.cuts[0] + DAY if month.cuts else change
    forms = month.forms(from_then_on(before, euro, change), *([change - DAY] if change > FIRST else []))
    assert {form.currency for form in forms} <= {"USD", "EUR"}
    assert all(form.total == sum(line.amount for line in form.lines) for form in forms)


EURO_DAY = date(2026, 1, 1)
YEAR_END = stood_in(date(2025, 12, 29), ZoneInfo("Europe/Sofia"))


def sofia(
    first: str, last: str, calls: list[Call], then: dict[str, Any] | None = None, **table: Any
) -> FormPay:
    """A form of the week in which Bulgaria left the lev for the euro; `then` is what the euro changes."""
    lev = PayRules.model_validate({"currency": "BGN", **table})
    euro = PayRules.model_validate({"currency": "EUR", **table, **(then or {})})
    period = dates_period(date.fromisoformat(first), date.fromisoformat(last), ZoneInfo("Europe/Sofia"))
    rules_on = from_then_on(lev, euro, EURO_DAY)
    return form_pay(period, [YEAR_END], calls, rules_on, {EURO_DAY}, ZoneInfo("Europe/Sofia"))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_date_of_a_last_morning_in_another_currency_is_paid_once() -> None:
    """The euro comes with Monday morning; the night before it is still Sunday's, the seventh date."""
    sunday, monday = date(2026, 3, 29), date(2026, 3, 30)
    zone = ZoneInfo("America/Chicago")
    month = Month(zone, [stood_in(date(2026, 3, 23), zone)], [], [sunday])
    for standby in (
        {"unit": "week", "week": "0", "holiday_addon": "50"},
        {"unit": "day", "day": {"weekday": "0", "sunday": "0", "holiday": "50"}},
    ):
        dollar = PayRules.model_validate({"currency": "USD", "standby": standby})
        euro = dollar.model_copy(update={"currency": "EUR"})
        up_to, since = month.forms(from_then_on(dollar, euro, monday))
        assert [(str(line.amount), line.date) for line in up_to.lines] == [("50.00", sunday)]
        assert since.lines == ()


def test_a_week_in_which_the_currency_changes_is_shared_by_both() -> None:
    week = {"unit": "week", "week": "313.94", "holiday_addon": "9"}  # about two an hour, then one
    euro = {"standby": week | {"week": "156.97", "holiday_addon": "5"}}
    old = sofia("2025-12-29", "2025-12-31", [], euro, standby=week)
    assert [(str(line.amount), line.kind) for line in old.lines] == [("107.97", "standby")]
    new = sofia("2026-01-01", "2026-01-31", [], euro, standby=week)
    assert [(str(line.amount), line.kind) for line in new.lines] == [
        ("102.99", "standby"),
        ("5.00", "holiday_addon"),
    ]
    assert (old.currency, new.currency) == ("BGN", "EUR")
    with pytest.raises(Refused, match="BGN, EUR"):
        sofia("2025-12-29", "2026-01-31", [], euro, standby=week)


def test_a_call_over_the_night_of_the_change_stays_in_the_currency_it_began_in() -> None:
    call = Call(start=utc("2025-12-31T21:30"), end=utc("2025-12-31T22:30"), ticket=1)
    old = sofia("2025-12-31", "2025-12-31", [call], base_rate="60")
    assert [(line.label, line.amount) for line in old.lines] == [
        ("Call-out, weekday", 30),
        ("Call-out, holiday", 30),
    ]
    assert (old.currency, sofia("2026-01-01", "2026-01-31", [call], base_rate="60").lines) == ("BGN", ())


def test_a_pool_is_of_one_currency() -> None:
    calls = [Call(start=utc(f"{day}T20:00"), end=utc(f"{day}T20:20")) for day in ("2025-12-30", "2026-01-02")]
    table = {"base_rate": "60", "callout": {"merge": "pool", "minimum": 30}}
    old, new = (
        sofia(*dates, calls, **table)
        for dates in (("2025-12-29", "2025-12-31"), ("2026-01-01", "2026-01-05"))
    )
    assert [(form.currency, form.total) for form in (old, new)] == [("BGN", 30), ("EUR", 30)]
    with pytest.raises(Refused, match="BGN, EUR"):
        sofia("2025-12-29", "2026-01-05", calls, **table)


def test_each_part_of_a_week_is_guaranteed_its_hours_in_its_own_currency() -> None:
    call = Call(start=utc("2026-01-02T20:00"), end=utc("2026-01-02T21:00"), ticket=1)
    table = {"base_rate": "10", "standby": {"guarantee_hours": "10"}}
    old, new = (
        sofia(*dates, [call], **table)
        for dates in (("2025-12-29", "2025-12-31"), ("2026-01-01", "2026-01-05"))
    )
    assert [line.amount for line in old.lines] == [Decimal("34.39")]
    assert [line.amount for line in new.lines] == [10, Decimal("55.61")]


def test_pooled_minutes_fill_up_the_guarantee_of_the_week_they_were_worked_in() -> None:
    zone = ZoneInfo("America/Chicago")
    table = {"base_rate": "10", "callout": {"merge": "pool", "rounding": {"minutes": 60}}}
    rules = PayRules.model_validate(table | {"standby": {"guarantee_hours": "2"}})
    weeks = [stood_in(week, zone) for week in WEEKS[:2]]
    calls = [
        Call(start=utc(f"2026-03-{day}T03:00"), end=utc(f"2026-03-{day}T03:40"), ticket=day)
        for day in (11, 18)
    ]
    month = Month(zone, weeks, calls, [date(2026, 3, 12)])
    whole = month.paid(FIRST, LAST, lambda _: rules)
    of_pool = [line.amount for line in whole.lines if line.kind == "guarantee"]
    assert of_pool == [
        Decimal("6.67"),
        Decimal("13.33"),
    ]  # 80 min, paid as 120: 80 of the first week, 40 of the next
    assert whole.total == 40
    first, second = month.forms(lambda _: rules)
    shares = [line.amount for form in (first, second) for line in form.lines if line.kind == "guarantee"]
    assert sum(shares[:2]) == Decimal("13.33")  # of the week that is cut, 40 min count on both forms


def test_a_pool_keeps_to_its_period_and_an_overlap_to_the_call_it_began_with() -> None:
    zone = ZoneInfo("UTC")
    rules = PayRules.model_validate({"base_rate": "60", "callout": {"merge": "pool", "minimum": 60}})
    calls = [
        Call(start=utc("2026-03-10T23:50"), end=utc("2026-03-11T00:30"), ticket=1),
        Call(start=utc("2026-03-11T00:10"), end=utc("2026-03-11T00:40"), ticket=2),
        Call(start=utc("2026-03-11T08:00"), end=utc("2026-03-11T08:10"), ticket=3),
    ]
    month = Month(zone, [], calls, [date(2026, 3, 10)])
    old, new = month.forms(lambda _: rules)
    assert [(call.ticket, call.paid) for call in old.calls] == [(1, 60)]
    assert [(call.ticket, call.paid, call.why) for call in new.calls] == [
        (2, 0, "paid with the call of 2026-03-10 23:50"),
        (3, 60, "10 min, minimum 60, weekday ×1 at 60.00"),
    ]
