"""More minutes never pay less, under every rule for which that can be true.

One multiplier for all kinds of day is such a rule, or `split = "start"`: else minutes that a minimum adds to
a dear date lose to minutes worked on a cheap one. A cap and a least amount together are not: minutes that one
call takes from another under the cap can be worth nothing to the first. Beyond that it depends on the call:

- the call that began last may be longer, under every merge;
- any call may be longer, or another be there, under `separate`; under `pool` too, but for a fee for each call
  (calls that come to overlap are one) and for nights (an earlier call can bring a lesser minimum);
- under `absorb` and `extend` they may not: a call that comes to reach or to overlap the next one takes its
  minimum away.
"""

from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from oncall_cli.core.pay.form import pay_lines, total
from oncall_cli.core.pay.model import Call
from oncall_cli.core.pay.rules import PayRules
from tests.core.pay.drawn import EPOCH, MINUTE, merges, some_calls, some_rules, zones

ONE_MULTIPLIER = {"weekday": "1.5"}
HOLIDAY = {EPOCH.date()}
CENT = Decimal("0.01")


def earned(calls: list[Call], rules: PayRules, zone: ZoneInfo) -> Decimal:
    return total(pay_lines([], calls, lambda _: rules, HOLIDAY, zone))


def never_less(calls: list[Call], more: list[Call], rules: PayRules, zone: ZoneInfo) -> None:
    """But for a cent for each line that the work can come to be cut into: each is rounded by itself."""
    assume(not (rules.callout.minimum_amount and rules.callout.cap_per_hour is not None))
    assert earned(more, rules, zone) >= earned(calls, rules, zone) - CENT * 2 * len(more)


def longer(call: Call, minutes: int) -> Call:
    return call.model_copy(update={"end": call.end + minutes * MINUTE})


one_price = st.one_of(some_rules(multiplier=ONE_MULTIPLIER), some_rules(split="start"))


@given(one_price, merges, some_calls(), st.integers(1, 200), zones)
def test_the_last_call_may_be_longer(
    rules: PayRules, merge: str, calls: list[Call], minutes: int, zone: ZoneInfo
) -> None:
    assume(calls)
    held = rules.model_copy(update={"callout": rules.callout.model_copy(update={"merge": merge})})
    *others, last = sorted(calls, key=lambda call: (call.start, call.end))
    never_less(calls, [*others, longer(last, minutes)], held, zone)


@settings(max_examples=50)
@given(
    st.one_of(
        some_rules(merge="separate", multiplier=ONE_MULTIPLIER), some_rules(merge="separate", split="start")
    ),
    some_calls(),
    st.integers(1, 200),
    zones,
)
def test_any_call_may_be_longer_where_each_is_paid_by_itself(
    rules: PayRules, calls: list[Call], minutes: int, zone: ZoneInfo
) -> None:
    assume(calls)
    first, *others = calls
    never_less(others, calls, rules, zone)
    never_less(calls, [longer(first, minutes), *others], rules, zone)


@settings(max_examples=50)
@given(
    some_rules(merge="pool", multiplier=ONE_MULTIPLIER, flat_fee="0", nights=[], cap_per_hour=None),
    some_calls(),
    st.integers(1, 200),
    zones,
)
def test_any_call_may_be_longer_in_a_pool(
    rules: PayRules, calls: list[Call], minutes: int, zone: ZoneInfo
) -> None:
    assume(calls)
    first, *others = calls
    never_less(others, calls, rules, zone)
    never_less(calls, [longer(first, minutes), *others], rules, zone)


def test_a_call_that_reaches_the_next_one_takes_its_minimum() -> None:
    """The case that keeps `absorb` out of the laws above, so that they say no more than is true."""
    rules = PayRules.model_validate({"base_rate": "60", "callout": {"minimum": 120}})
    evening = [Call(start=EPOCH + at * MINUTE, end=EPOCH + (at + 10) * MINUTE) for at in (0, 150)]
    zone = ZoneInfo("UTC")
    assert earned(evening, rules, zone) == 240
    assert earned([longer(evening[0], 141), evening[1]], rules, zone) == 160
