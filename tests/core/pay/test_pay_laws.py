"""Laws of pay that hold for every duty and call, not only for those somebody thought of."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.form import calls_paid, pay_lines, total
from oncall_cli.core.pay.model import Call, Duty
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.span import Span, total_minutes
from oncall_cli.core.week import WeekShape, held_span, week_span

ZONES = [
    ZoneInfo(name)
    for name in (
        "America/Chicago",
        "Europe/Warsaw",
        "Asia/Beirut",
        "Australia/Lord_Howe",
        "Asia/Kolkata",
        "America/Havana",
    )
]
zones = st.sampled_from(ZONES)
amounts = st.decimals(min_value=0, max_value=1_000, places=2)
merges = st.sampled_from(["separate", "absorb", "extend", "pool"])
roundings = st.fixed_dictionaries(
    {"minutes": st.sampled_from([0, 5, 6, 15, 60]), "mode": st.sampled_from(["up", "nearest", "down"])}
)
weeks = st.dates(date(2025, 1, 1), date(2027, 12, 31)).map(lambda day: day - timedelta(days=day.weekday()))
EPOCH = datetime(2026, 3, 7, tzinfo=UTC)


@st.composite
def some_calls(draw: st.DrawFn, most: int = 6) -> list[Call]:
    starts = draw(st.lists(st.integers(0, 3 * 1440), max_size=most))
    calls = []
    for number, start in enumerate(starts):
        first = EPOCH + timedelta(minutes=start)
        calls.append(
            Call(start=first, end=first + timedelta(minutes=draw(st.integers(0, 300))), ticket=number)
        )
    return calls


@st.composite
def some_rules(draw: st.DrawFn) -> PayRules:
    kinds = {kind: draw(st.decimals(1, 3, places=2)) for kind in ("weekday", "saturday", "sunday", "holiday")}
    standby: dict[str, Any] = {
        "unit": draw(st.sampled_from(["none", "week", "day", "hour", "block"])),
        "week": draw(amounts),
        "hour": {"weekday": draw(amounts)},
        "day": {"weekday": draw(amounts)},
        "day_by": draw(st.sampled_from(["start", "calendar", "majority", "shift"])),
        "first": draw(amounts),
        "block": draw(amounts),
        "guarantee_hours": draw(st.integers(0, 5)),
    }
    callout = {
        "rate": draw(amounts),
        "multiplier": kinds,
        "minimum": draw(st.sampled_from([0, 15, 30, 120])),
        "merge": draw(merges),
        "merge_window": draw(st.none() | st.integers(0, 180)),
        "rounding": draw(roundings),
        "included": draw(st.sampled_from([0, 10])),
        "split": draw(st.sampled_from(["midnight", "start"])),
        "cap_per_hour": draw(st.none() | st.integers(0, 60)),
        "minimum_amount": draw(amounts),
        "flat_fee": draw(amounts),
    }
    return PayRules.model_validate({"standby": standby, "callout": callout})


def weekly(zone: ZoneInfo, week: date, cuts: Sequence[int] = ()) -> list[Duty]:
    """The week as one duty, or cut into parts after so many of its minutes."""
    span = week_span(week, WeekShape(zone))
    if not cuts:
        return [Duty(start=span.start, end=span.end, whole_week=True, week=week)]
    edges = [span.start, *(span.start + timedelta(minutes=cut) for cut in sorted(set(cuts))), span.end]
    return [
        Duty(start=start, end=end, week=week, week_start=span.start, week_end=span.end)
        for start, end in pairwise(edges)
    ]


@given(some_rules(), some_calls(), weeks, zones, st.data())
def test_the_total_is_the_sum_of_the_lines_whatever_order_they_come_from(
    rules: PayRules, calls: list[Call], week: date, zone: ZoneInfo, data: st.DataObject
) -> None:
    duties = weekly(zone, week, data.draw(st.lists(st.integers(1, 9_000), max_size=2)))
    lines = pay_lines(duties, calls, lambda _: rules, {week}, zone)
    assert total(lines) == sum(line.amount for line in lines)
    assert all(line.amount == line.amount.quantize(Decimal("0.01")) >= 0 for line in lines)
    shuffled = pay_lines(
        data.draw(st.permutations(duties)), data.draw(st.permutations(calls)), lambda _: rules, {week}, zone
    )
    assert shuffled == lines


@given(some_rules(), some_calls(), zones)
def test_the_calls_listed_add_up_to_the_lines(rules: PayRules, calls: list[Call], zone: ZoneInfo) -> None:
    lines = pay_lines([], calls, lambda _: rules, (), zone)
    rows = calls_paid(calls, lambda _: rules, (), zone)
    assert sorted(row.ticket for row in rows if row.ticket is not None) == list(range(len(calls)))
    assert sum(row.amount for row in rows) == sum(line.amount for line in lines)
    assert sum(row.paid for row in rows) == sum(line.paid or 0 for line in lines)


def minutes_worked(calls: Sequence[Call]) -> int:
    """The minutes that any of the calls holds, each once."""
    minute = timedelta(minutes=1)
    return len({call.start + step * minute for call in calls for step in range(call.span.minutes)})


@given(some_calls(), st.sampled_from(["absorb", "extend", "pool"]), zones)
def test_overlapping_calls_never_exceed_the_clock(calls: list[Call], merge: str, zone: ZoneInfo) -> None:
    rules = PayRules.model_validate({"callout": {"merge": merge}})
    paid = sum(line.paid or 0 for line in pay_lines([], calls, lambda _: rules, (), zone))
    assert paid == minutes_worked(calls)


@given(some_calls(), some_rules(), zones)
def test_work_is_paid_in_full_at_least(calls: list[Call], rules: PayRules, zone: ZoneInfo) -> None:
    """Unless minutes are left to standby, rounded down or capped, merging never pays less than the clock."""
    rounding = {**rules.callout.rounding.model_dump(), "mode": "up"}
    table = rules.callout.model_dump() | {"rounding": rounding, "included": 0, "cap_per_hour": None}
    paid = calls_paid(calls, lambda _: PayRules.model_validate({"callout": table}), (), zone)
    assert sum(row.paid for row in paid) >= minutes_worked(calls)


@given(some_rules(), some_calls(most=1), st.integers(0, 200), zones)
def test_a_longer_call_never_pays_less(rules: PayRules, calls: list[Call], more: int, zone: ZoneInfo) -> None:
    """Of one call, where every kind of day has one multiplier: only then do minutes that a minimum adds
    to the first date not lose to minutes worked on the second."""
    callout = rules.callout.model_dump(mode="json") | {"multiplier": {"weekday": "1.5"}}
    flat = PayRules.model_validate({"callout": callout})
    longer = [call.model_copy(update={"end": call.end + timedelta(minutes=more)}) for call in calls]
    before, after = (total(pay_lines([], some, lambda _: flat, (), zone)) for some in (calls, longer))
    tolerance = Decimal("0.01")  # two dates are two lines, and each is rounded by itself
    assert after >= before - tolerance


@given(amounts, st.lists(st.integers(1, 9_300), min_size=1, max_size=5), weeks, zones)
def test_the_parts_of_a_week_make_the_whole(
    amount: Decimal, cuts: list[int], week: date, zone: ZoneInfo
) -> None:
    rules = PayRules.model_validate({"standby": {"unit": "week", "week": amount}})
    (whole,) = weekly(zone, week)
    parts = weekly(zone, week, cuts)
    each = [total(pay_lines([part], [], lambda _: rules, (), zone)) for part in parts]
    assert sum(each) == total(pay_lines([whole], [], lambda _: rules, (), zone)) == amount


@given(weeks, zones)
def test_hours_of_a_week_are_its_elapsed_minutes(week: date, zone: ZoneInfo) -> None:
    rules = PayRules.model_validate({"standby": {"unit": "hour", "hour": {"weekday": "60"}}})
    lines = pay_lines(weekly(zone, week), [], lambda _: rules, (), zone)
    assert total(lines) == week_span(week, WeekShape(zone)).minutes


@given(weeks, zones, st.integers(0, 2_000), st.integers(1, 9_000))
def test_time_cut_into_days_is_all_there(week: date, zone: ZoneInfo, offset: int, length: int) -> None:
    start = held_span(week, WeekShape(zone)).start + timedelta(minutes=offset)
    span = Span(start, start + timedelta(minutes=length))
    days = PayDays(lambda _: PayRules(), (), zone)
    dated = days.by_date(span)
    for pieces in ([piece for _, piece in dated], days.wall_days(span)):
        assert [span.start, *(piece.end for piece in pieces)] == [
            *(piece.start for piece in pieces),
            span.end,
        ]
        assert total_minutes(pieces) == length
    assert all(days.day(piece.start) == day for day, piece in dated)
    assert len({day for day, _ in dated}) == len(dated)
    clocks = {piece.start.astimezone(zone).time() for piece in days.wall_days(span)}
    assert len(clocks) <= 2  # one, but for a clock time that a change of clocks skips


@given(some_calls(), some_rules(), zones)
def test_split_only_moves_minutes_between_dates(calls: list[Call], rules: PayRules, zone: ZoneInfo) -> None:
    minutes = []
    for split in ("midnight", "start"):
        callout = rules.callout.model_copy(update={"split": split, "minimum_amount": Decimal(0)})
        held = rules.model_copy(update={"callout": callout})
        minutes.append(
            sum(line.paid or 0 for line in pay_lines([], calls, lambda _, held=held: held, (), zone))
        )
    assert minutes[0] == minutes[1]
