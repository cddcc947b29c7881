"""What goes on a form: laws of periods, the calls that work makes, and what a form lacks."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.payform import (
    FormPay,
    WeekStood,
    calls_of,
    dates_period,
    duties_of,
    form_pay,
    missing_of,
    week_period,
)
from oncall_cli.core.span import Span
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WeekShape
from oncall_cli.errors import BadValue, Refused

CHICAGO = ZoneInfo("America/Chicago")
OFFICE = ((time(7), time(18)),)
THANKSGIVING = date(2026, 11, 26)
TIMETABLE = Timetable(
    [DatedHours(date.min, WeekShape(CHICAGO), (OFFICE,) * 5 + ((), ()))], {THANKSGIVING: "Thanksgiving Day"}
)
WEEKS = [date(2026, 10, 26) + timedelta(weeks=step) for step in range(5)]  # in the first, clocks change
DAYS = {"weekday": "10.59", "saturday": "22.56", "sunday": "30.74", "holiday": "41.07"}
HOURS = {"weekday": "1.01", "saturday": "1.67", "sunday": "2.33"}
RULES: dict[str, dict[str, Any]] = {
    "week": {"standby": {"unit": "week", "week": "333.33", "holiday_addon": "20.01"}},
    "week and days": {
        "standby": {
            "unit": "week",
            "week": "300",
            "week_void_on_callout": True,
            "day": DAYS,
            "holiday_addon": "9",
        }
    },
    "week void, no days": {"standby": {"unit": "week", "week": "299.99", "week_void_on_callout": True}},
    "short parts by the hour": {
        "standby": {"unit": "week", "week": "300", "day": DAYS, "hour": HOURS, "day_min_hours": 60}
    },
    "days": {"standby": {"unit": "day", "day": DAYS}, "callout": {"merge": "separate", "minimum": 30}},
    "calendar days": {"standby": {"unit": "day", "day": DAYS, "day_by": "calendar", "last_day": "overnight"}},
    "majority": {"standby": {"unit": "day", "day": DAYS, "day_by": "majority"}},
    "shift": {"standby": {"unit": "day", "day": DAYS, "day_by": "shift"}},
    "hours": {"standby": {"unit": "hour", "hour": HOURS, "pause_in_callout": True}},
    "blocks": {
        "standby": {"unit": "block", "first": "20", "first_hours": 8, "block": "3.33", "block_hours": 2}
    },
    "guarantee": {"standby": {"unit": "week", "week": "100", "guarantee_hours": "7"}},
    "absorb": {"callout": {"minimum": 120, "minimum_amount": "31", "flat_fee": "2", "included": 3}},
    "extend": {"callout": {"minimum": 90, "merge": "extend", "rounding": {"minutes": 15}}},
    "caps": {"callout": {"minimum": 20, "merge": "separate", "cap_per_hour": 45, "split": "start"}},
}


def rules(name: str) -> PayRules:
    return PayRules.model_validate({"base_rate": "19.99", **RULES[name]})


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def stood(week: date, *held: Span) -> WeekStood:
    span = TIMETABLE.span(week)
    return WeekStood(week, span, held or (span,))


def paid(period: tuple[date, date], weeks: list[WeekStood], calls: list[Call], rule: PayRules) -> FormPay:
    return form_pay(dates_period(*period, CHICAGO), weeks, calls, lambda _: rule, {THANKSGIVING}, CHICAGO)


@st.composite
def months(draw: st.DrawFn) -> tuple[list[WeekStood], list[Call]]:
    """Some weeks of one member, whole or less the middle of them, and calls at any after-hours time."""
    weeks = []
    for week in draw(st.lists(st.sampled_from(WEEKS), unique=True)):
        span = TIMETABLE.span(week)
        first, last = sorted(draw(st.tuples(st.integers(1, 9000), st.integers(1, 9000))))
        cover = draw(st.booleans()) and first < last
        parts = (
            Span(span.start, span.start + timedelta(minutes=first)),
            Span(span.start + timedelta(minutes=last), span.end),
        )
        weeks.append(stood(week, *(parts if cover else ())))
    begun = st.integers(0, 35 * 24 * 4).map(
        lambda quarter: moment("2026-10-26") + quarter * timedelta(minutes=15)
    )
    work = [
        Work(ticket=number, person="ana", start=start, end=start + timedelta(minutes=minutes))
        for number, (start, minutes) in enumerate(
            draw(st.lists(st.tuples(begun, st.integers(1, 200)), max_size=12)), 1
        )
    ]
    return weeks, calls_of(work, TIMETABLE)


@given(month=months(), rule=st.sampled_from(sorted(RULES)), step=st.integers(0, 40))
@settings(deadline=None)
def test_a_period_cut_in_two_pays_the_same(
    month: tuple[list[WeekStood], list[Call]], rule: str, step: int
) -> None:
    first, last = date(2026, 10, 24), date(2026, 12, 4)
    cut = first + timedelta(days=step)
    whole = paid((first, last), *month, rules(rule))
    before = paid((first, cut), *month, rules(rule))
    after = paid((cut + timedelta(days=1), last), *month, rules(rule))
    assert before.total + after.total == whole.total
    assert len(before.calls) + len(after.calls) == len(whole.calls) == len(month[1])


@given(
    month=months(), rule=st.sampled_from(sorted(RULES)), step=st.integers(0, 40), length=st.integers(0, 20)
)
@settings(deadline=None)
def test_the_total_is_the_sum_of_lines_and_calls_are_theirs(
    month: tuple[list[WeekStood], list[Call]], rule: str, step: int, length: int
) -> None:
    first = date(2026, 10, 24) + timedelta(days=step)
    form = paid((first, first + timedelta(days=length)), *month, rules(rule))
    assert form.total == sum(line.amount for line in form.lines)
    of_calls = sum(line.amount for line in form.lines if line.kind in ("call_out", "call_fee"))
    assert sum(call.amount for call in form.calls) == of_calls
    assert all(line.amount >= 0 and line.date >= first for line in form.lines)


@given(month=months(), rule=st.sampled_from(sorted(RULES)))
@settings(deadline=None)
def test_weeks_pay_together_what_their_dates_pay(
    month: tuple[list[WeekStood], list[Call]], rule: str
) -> None:
    weeks, calls = month
    by_weeks = [
        form_pay(
            week_period(week, TIMETABLE),
            [one for one in weeks if one.week == week],
            calls,
            lambda _: rules(rule),
            {THANKSGIVING},
            CHICAGO,
        )
        for week in [WEEKS[0] - timedelta(days=7), *WEEKS]
    ]
    by_dates = paid((WEEKS[0] - timedelta(days=7), WEEKS[-1] + timedelta(days=7)), weeks, calls, rules(rule))
    assert sum(form.total for form in by_weeks) == by_dates.total


def test_a_cut_week_is_shared_by_its_minutes() -> None:
    rule = PayRules.model_validate({"standby": {"unit": "week", "week": "300", "holiday_addon": "25"}})
    week = stood(date(2026, 11, 23))
    until_friday = paid((date(2026, 11, 23), date(2026, 11, 27)), [week], [], rule)
    assert [str(line.amount) for line in until_friday.lines] == ["194.91", "25.00"]
    weekend = paid((date(2026, 11, 28), date(2026, 11, 30)), [week], [], rule)
    assert [(line.date, line.amount) for line in weekend.lines] == [(date(2026, 11, 28), Decimal("105.09"))]
    assert "54 h 59 min of 156 h 58 min" in weekend.lines[0].why


def test_no_cent_is_lost_when_every_day_has_a_form_of_its_own() -> None:
    days = [date(2026, 11, 23) + timedelta(days=step) for step in range(8)]
    for amount in ("100.00", "333.33", "299.99"):
        rule = PayRules.model_validate({"standby": {"unit": "week", "week": amount}})
        assert sum(paid((day, day), [stood(days[0])], [], rule).total for day in days) == Decimal(amount)


def test_hours_of_a_cut_week_are_those_stood_by_in_the_period() -> None:
    week = stood(date(2026, 11, 16))
    saturday = paid((date(2026, 11, 21), date(2026, 11, 21)), [week], [], rules("hours"))
    assert [(line.label, line.quantity) for line in saturday.lines] == [("Standby, Saturday", 24)]
    tail = paid((date(2026, 11, 22), date(2026, 11, 23)), [week], [], rules("hours"))
    assert [(line.label, str(line.quantity)) for line in tail.lines if line.amount] == [
        ("Standby, weekday", "6.9833"),
        ("Standby, Sunday", "24.00"),
    ]


def test_a_call_out_after_the_period_still_turns_its_week_into_days() -> None:
    late = Call(start=moment("2026-11-21T20:00"), end=moment("2026-11-21T21:00"), ticket=1)
    early, week = (date(2026, 11, 16), date(2026, 11, 18)), [stood(date(2026, 11, 16))]
    assert [line.unit for line in paid(early, week, [], rules("week and days")).lines] == ["week"]
    assert [str(line.amount) for line in paid(early, week, [late], rules("week and days")).lines] == [
        "10.59"
    ] * 3


def test_a_call_paid_with_one_of_the_day_before_is_listed_where_it_began() -> None:
    calls = [
        Call(start=moment("2026-11-24T23:30"), end=moment("2026-11-24T23:50"), ticket=1),
        Call(start=moment("2026-11-25T00:10"), end=moment("2026-11-25T02:00"), ticket=2),
    ]
    first = paid((date(2026, 11, 24), date(2026, 11, 24)), [], calls, rules("absorb"))
    second = paid((date(2026, 11, 25), date(2026, 11, 25)), [], calls, rules("absorb"))
    assert [call.ticket for call in first.calls] == [1]
    assert [(call.ticket, call.amount, call.why) for call in second.calls] == [
        (2, 0, "paid with the call of 2026-11-24 23:30")
    ]
    assert (second.lines, second.total) == ((), 0)


def test_pooled_calls_are_the_period_s_own() -> None:
    rule = PayRules.model_validate(
        {"base_rate": "60", "callout": {"merge": "pool", "rounding": {"minutes": 60}}}
    )
    calls = [
        Call(start=moment(f"2026-11-{day}T20:00"), end=moment(f"2026-11-{day}T20:20"), ticket=day)
        for day in (24, 25)
    ]
    assert paid((date(2026, 11, 24), date(2026, 11, 25)), [], calls, rule).total == 60
    assert paid((date(2026, 11, 25), date(2026, 11, 25)), [], calls, rule).total == 60


def test_a_currency_without_cents_has_none_on_an_empty_form() -> None:
    empty = paid((date(2026, 11, 24), date(2026, 11, 24)), [], [], PayRules(currency="JPY"))
    assert (empty.currency, str(empty.total)) == ("JPY", "0")


def test_two_currencies_have_no_total() -> None:
    calls = [
        Call(start=moment(f"2026-11-{day}T20:00"), end=moment(f"2026-11-{day}T20:20")) for day in (24, 25)
    ]
    period = dates_period(date(2026, 11, 24), date(2026, 11, 25), CHICAGO)

    def rules_on(day: date) -> PayRules:
        return PayRules(currency="USD" if day.day < 25 else "CAD", base_rate=Decimal(1))

    with pytest.raises(Refused, match="CAD, USD"):
        form_pay(period, [], calls, rules_on, (), CHICAGO)


def test_parts_of_a_week_name_the_week_they_are_of() -> None:
    whole = stood(date(2026, 11, 16))
    assert [(duty.whole_week, duty.week) for duty in duties_of(whole)] == [(True, whole.week)]
    part = Span(whole.span.start, whole.span.start + timedelta(hours=5))
    [duty] = duties_of(stood(whole.week, part))
    assert (duty.whole_week, duty.end, duty.week_end) == (False, part.end, whole.span.end)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("2026-11-24T17:30", "2026-11-24T19:00", [("2026-11-24T18:01", "2026-11-24T19:00")]),
        ("2026-11-24T09:00", "2026-11-24T10:00", []),
        (
            "2026-11-30T06:30",
            "2026-11-30T18:30",
            [("2026-11-30T06:30", "2026-11-30T07:00"), ("2026-11-30T18:01", "2026-11-30T18:30")],
        ),
        ("2026-11-26T09:00", "2026-11-26T10:00", [("2026-11-26T09:00", "2026-11-26T10:00")]),
        ("2026-11-24T20:00:10", "2026-11-24T20:05:59", [("2026-11-24T20:00", "2026-11-24T20:05")]),
    ],
    ids=["into the evening", "office hours", "across handover day", "a holiday", "seconds"],
)
def test_work_is_a_call_where_it_is_after_hours(start: str, end: str, parts: list[tuple[str, str]]) -> None:
    work = Work(ticket=7, person="ana", start=moment(start), end=moment(end))
    calls = calls_of([work], TIMETABLE)
    assert [(call.start, call.end) for call in calls] == [(moment(a), moment(b)) for a, b in parts]
    assert {call.ticket for call in calls} <= {7}


@given(told=st.lists(st.tuples(st.sampled_from([1, 2]), st.integers(0, 60), st.integers(1, 20)), max_size=8))
@settings(deadline=None)
def test_a_minute_of_one_ticket_is_in_one_call(told: list[tuple[int, int, int]]) -> None:
    at = [moment("2026-11-24T13:00") + count * timedelta(minutes=10) for count in range(81)]
    work = [
        Work(ticket=number, person="ana", start=at[first], end=at[first + length])
        for number, first, length in told
    ]
    paid_at = [
        (call.ticket, one) for call in calls_of(work, TIMETABLE) for one in at if call.start <= one < call.end
    ]
    worked = {(number, one) for number, first, length in told for one in at[first : first + length]}
    assert len(paid_at) == len(set(paid_at))
    assert set(paid_at) == {(number, one) for number, one in worked if TIMETABLE.after_hours(one)}


def test_calls_that_only_touch_stay_two() -> None:
    work = [
        Work(ticket=7, person="ana", start=moment(f"2026-11-24T20:{a}"), end=moment(f"2026-11-24T20:{b}"))
        for a, b in (("10", "20"), ("00", "10"))
    ]
    assert [call.span.minutes for call in calls_of(work, TIMETABLE)] == [10, 10]


def test_periods() -> None:
    week = week_period(date(2026, 11, 23), TIMETABLE)
    assert week.last == date(2026, 11, 30)
    assert week.span == Span(moment("2026-11-23T18:01"), moment("2026-11-30T07:00"))
    days = dates_period(date(2026, 10, 31), date(2026, 11, 1), CHICAGO)
    assert days.span.minutes == 49 * 60
    with pytest.raises(BadValue, match="ends before"):
        dates_period(date(2026, 11, 2), date(2026, 11, 1), CHICAGO)
    with pytest.raises(BadValue, match="two years"):
        dates_period(date(2026, 1, 1), date(2028, 1, 2), CHICAGO)


def test_what_a_form_lacks() -> None:
    came = moment("2026-11-24T20:00")

    def ticket(number: int, **fields: Any) -> Ticket:
        return Ticket(
            id=number, channel="phone", received=came, caller="Cara", phone="1", description="x",
            last_step_at=came, on_it_at=came, **fields,
        )  # fmt: skip

    filed = {"help_desk": "H1", "contact_log": "noted", "work_order": "W1"}
    done = {"status": "done", "done_at": came, "resolution": "restarted"}
    assert missing_of([ticket(1, **done, **filed)]) == []
    lacks = missing_of(
        [ticket(3, status="waiting", **filed), ticket(2, **done, **(filed | {"work_order": None}))]
    )
    assert [(lack.ticket, lack.what) for lack in lacks] == [
        (2, "work order is not filed"),
        (3, "has no end: it is waiting"),
    ]
