"""Laws of pay that hold for every rule, duty and call, not only for those somebody thought of."""

from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.pay.days import PayDays
from oncall_cli.core.pay.form import calls_paid, pay_lines, total
from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import PayRules
from oncall_cli.core.span import Span, total_minutes
from oncall_cli.core.week import WeekShape, held_span, week_span
from tests.core.pay.drawn import (
    CHANGES,
    EPOCH,
    MINUTE,
    amounts,
    minutes_worked,
    some_calls,
    some_rules,
    weekly,
    weeks,
    zones,
)


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


@given(some_calls(), st.sampled_from(["absorb", "extend", "pool"]), zones)
def test_overlapping_calls_never_exceed_the_clock(calls: list[Call], merge: str, zone: ZoneInfo) -> None:
    rules = PayRules.model_validate({"callout": {"merge": merge}})
    paid = sum(line.paid or 0 for line in pay_lines([], calls, lambda _: rules, (), zone))
    assert paid == minutes_worked(calls)


@given(
    some_rules(minimum=0, nights=[], merge_window=0, rounding={}),
    some_calls(),
    st.sampled_from(["absorb", "extend", "pool"]),
    zones,
)
def test_without_minimums_and_steps_no_rule_pays_more_than_the_clock(
    rules: PayRules, calls: list[Call], merge: str, zone: ZoneInfo
) -> None:
    held = PayRules.model_validate({"callout": rules.callout.model_dump() | {"merge": merge}})
    paid = sum(row.paid for row in calls_paid(calls, lambda _: held, (), zone))
    assert paid <= minutes_worked(calls)


@given(some_calls(), some_rules(included=0, cap_per_hour=None), zones)
def test_work_is_paid_in_full_at_least(calls: list[Call], rules: PayRules, zone: ZoneInfo) -> None:
    """Unless minutes are left to standby, rounded down or capped, merging never pays less than the clock."""
    table = rules.callout.model_dump() | {"rounding": {"minutes": rules.callout.rounding.minutes}}
    paid = calls_paid(calls, lambda _: PayRules.model_validate({"callout": table}), (), zone)
    assert sum(row.paid for row in paid) >= minutes_worked(calls)


@given(weeks, zones, some_calls())
def test_time_is_stood_by_or_worked_and_never_both(week: date, zone: ZoneInfo, calls: list[Call]) -> None:
    """Where hours worked pause the standby, both together are the minutes of the duty."""
    [duty] = weekly(zone, week)
    moved = duty.start - EPOCH
    inside = [
        call.model_copy(update={"start": call.start + moved, "end": call.end + moved}) for call in calls
    ]
    rules = PayRules.model_validate(
        {
            "base_rate": "60",
            "standby": {"unit": "hour", "pause_in_callout": True, "hour": {"weekday": "60"}},
        }
    )
    assert (
        total(pay_lines([duty], inside, lambda _: rules, (), zone))
        == week_span(week, WeekShape(zone)).minutes
    )


@given(amounts, st.lists(st.integers(1, 9_300), min_size=1, max_size=5), weeks, zones)
def test_the_parts_of_a_week_make_the_whole(
    amount: Decimal, cuts: list[int], week: date, zone: ZoneInfo
) -> None:
    rules = PayRules.model_validate({"standby": {"unit": "week", "week": amount}})
    (whole,) = weekly(zone, week)
    parts = weekly(zone, week, cuts)
    each = [total(pay_lines([part], [], lambda _: rules, (), zone)) for part in parts]
    assert sum(each) == total(pay_lines([whole], [], lambda _: rules, (), zone)) == amount


@given(st.sampled_from(CHANGES))
def test_hours_of_a_week_are_its_elapsed_minutes(change: tuple[ZoneInfo, date]) -> None:
    rules = PayRules.model_validate({"standby": {"unit": "hour", "hour": {"weekday": "60"}}})
    zone, week = change
    [duty] = weekly(zone, week)
    elapsed = duty.end.timestamp() - duty.start.timestamp()
    assert total(pay_lines([duty], [], lambda _: rules, (), zone)) * 60 == int(elapsed)


@given(st.sampled_from(CHANGES), st.integers(0, 600), st.integers(600, 1_500), st.booleans())
def test_a_change_of_clocks_costs_a_call_no_minute(
    change: tuple[ZoneInfo, date], before: int, length: int, split: bool
) -> None:
    zone, week = change
    span = week_span(week, WeekShape(zone))
    offset = span.start.astimezone(zone).utcoffset()
    hours = (span.start + hour * 60 * MINUTE for hour in range(158))
    changed = next(one for one in hours if one.astimezone(zone).utcoffset() != offset)
    start = changed - before * MINUTE
    rules = {"base_rate": "60", "callout": {"split": "midnight" if split else "start"}}
    held, call = PayRules.model_validate(rules), Call(start=start, end=start + length * MINUTE)
    lines = pay_lines([], [call], lambda _: held, (), zone)
    assert sum(line.paid or 0 for line in lines) == total(lines) == length


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
    assert all(days.day(piece.start) == days.day(piece.end - MINUTE) == day for day, piece in dated)
    assert len({day for day, _ in dated}) == len(dated)
    clocks = {piece.start.astimezone(zone).time() for piece in days.wall_days(span)}
    assert len(clocks) <= 2  # one, but for a clock time that a change of clocks skips


@given(some_calls(), some_rules(minimum_amount="0"), zones)
def test_split_only_moves_minutes_between_dates(calls: list[Call], rules: PayRules, zone: ZoneInfo) -> None:
    minutes = []
    for split in ("midnight", "start"):
        callout = rules.callout.model_copy(update={"split": split})
        held = rules.model_copy(update={"callout": callout})
        minutes.append(
            sum(line.paid or 0 for line in pay_lines([], calls, lambda _, held=held: held, (), zone))
        )
    assert minutes[0] == minutes[1]
