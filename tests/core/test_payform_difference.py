"""What today would make of a form: nothing where nothing changed, and everything that did, once each."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.pay.model import CallPaid, PayLine
from oncall_cli.core.payform_difference import Difference, Paid, WeekPaid, differences

MONDAY = date(2026, 11, 23)
NIGHT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


def line(amount: str = "15.00", **fields: Any) -> PayLine:
    said: dict[str, Any] = {
        "kind": "call_out", "label": "Call-out, weekday", "date": MONDAY, "ticket": 1,
        "quantity": Decimal("0.50"), "unit": "hour", "rate": Decimal("30.00"), "why": "14 min",
    }  # fmt: skip
    return PayLine(**(said | {"amount": Decimal(amount)} | fields))


def call(minutes: int = 14, **fields: Any) -> CallPaid:
    said: dict[str, Any] = {
        "ticket": 1, "start": NIGHT, "end": NIGHT + timedelta(minutes=minutes), "worked": minutes,
        "paid": 30, "amount": Decimal("15.00"), "why": "",
    }  # fmt: skip
    return CallPaid(**(said | fields))


def paid(**fields: Any) -> Paid:
    form = Paid((line(),), (call(),), {MONDAY: WeekPaid("ana", True)}, "policy 1", "77", "USD", Decimal(15))
    return form._replace(**fields)


def told(was: Paid, now: Paid) -> list[tuple[str, str | None, str | None]]:
    return [(one.what, one.was, one.now) for one in differences(was, now)]


lines = st.builds(
    line,
    amount=st.sampled_from(["0.00", "15.00", "22.5"]),
    ticket=st.sampled_from([None, 1, 2]),
    label=st.sampled_from(["Call-out, weekday", "Call-out, Sunday"]),
    quantity=st.sampled_from([Decimal("0.50"), Decimal("0.5"), Decimal(1)]),
)
calls = st.builds(call, minutes=st.integers(0, 3), ticket=st.sampled_from([None, 1, 2]))
weeks = st.dictionaries(
    st.sampled_from([MONDAY, MONDAY + timedelta(7)]),
    st.builds(WeekPaid, st.sampled_from(["ana", "ben"]), st.booleans()),
)
forms = st.builds(
    paid,
    lines=st.lists(lines, max_size=5),
    calls=st.lists(calls, max_size=5),
    weeks=weeks,
    policy=st.sampled_from(["policy 1", "policy 2"]),
    payroll=st.sampled_from([None, "77"]),
    currency=st.sampled_from(["USD", "EUR"]),
    total=st.sampled_from([Decimal(15), Decimal("22.50")]),
)


@given(forms)
def test_a_form_does_not_differ_from_itself(form: Paid) -> None:
    assert differences(form, form) == ()


@given(forms, st.randoms())
def test_nor_from_itself_in_another_order(form: Paid, random: Any) -> None:
    lines, calls = list(form.lines), list(form.calls)
    random.shuffle(lines)
    random.shuffle(calls)
    assert differences(form, form._replace(lines=lines, calls=calls)) == ()


@given(forms, forms)
def test_looking_back_finds_the_same_the_other_way_round(one: Paid, other: Paid) -> None:
    there = {(found.what, found.was, found.now) for found in differences(one, other)}
    back = {(found.what, found.now, found.was) for found in differences(other, one)}
    assert {(what, was is None, now is None) for what, was, now in there} == {
        (what, was is None, now is None) for what, was, now in back
    }
    assert len(differences(one, other)) == len(differences(other, one))


@given(forms, forms)
def test_lines_that_are_gone_and_new_make_up_for_the_money(one: Paid, other: Paid) -> None:
    found = [found for found in differences(one, other) if found.what == "line"]

    def money(text: str | None) -> Decimal:
        return Decimal(text.rpartition(" ")[2]) if text else Decimal(0)

    assert sum(money(each.now) - money(each.was) for each in found) == sum(
        each.amount for each in other.lines
    ) - sum(each.amount for each in one.lines)


def test_a_line_that_pays_otherwise_is_one_difference_with_its_reason() -> None:
    now = line("22.50", quantity=Decimal("0.75"), why="44 min, rounded to 45")
    assert differences(paid(), paid(lines=(now,))) == (
        Difference(
            what="line",
            label="Call-out, weekday",
            date=MONDAY,
            ticket=1,
            was="0.50 hour at 30.00: 15.00",
            now="0.75 hour at 30.00: 22.50",
            why="44 min, rounded to 45",
        ),
    )


def test_of_two_calls_on_one_ticket_the_one_that_is_gone_is_told() -> None:
    both = (line("15.00"), line("30.00", quantity=Decimal(1)))
    assert told(paid(lines=both), paid(lines=both[1:])) == [("line", "0.50 hour at 30.00: 15.00", None)]
    assert told(paid(lines=both[:1]), paid(lines=both)) == [("line", None, "1 hour at 30.00: 30.00")]


def test_another_label_is_another_line() -> None:
    other = line(label="Call-out, holiday")
    assert [(was, now) for _, was, now in told(paid(), paid(lines=(other,)))] == [
        ("0.50 hour at 30.00: 15.00", None),
        (None, "0.50 hour at 30.00: 15.00"),
    ]


def test_a_call_that_lasted_longer() -> None:
    assert told(paid(), paid(calls=(call(20),))) == [
        (
            "call",
            "2026-11-25 02:00–02:14, 14 min, 30 paid: 15.00",
            "2026-11-25 02:00–02:20, 20 min, 30 paid: 15.00",
        )
    ]


def test_a_week_that_became_somebody_else_s() -> None:
    swapped = {MONDAY: WeekPaid("ben", False)}
    assert told(paid(), paid(weeks=swapped)) == [("week", "ana", "ben")]
    assert told(paid(), paid(weeks={})) == [("week", "ana", None)]
    covered = {MONDAY: WeekPaid("ana; covered by cy", True)}
    assert told(paid(), paid(weeks=covered)) == [("week", "ana", "ana; covered by cy")]


def test_a_week_of_which_nothing_is_paid_may_change_hands() -> None:
    of_ben, of_cy = {MONDAY: WeekPaid("ben", False)}, {MONDAY: WeekPaid("cy", False)}
    assert told(paid(weeks=of_ben), paid(weeks=of_cy)) == []


def test_policy_payroll_number_and_total() -> None:
    now = paid(policy="policy 2", payroll=None, total=Decimal("20.5"), currency="EUR")
    assert told(paid(), now) == [
        ("policy", "policy 1", "policy 2"),
        ("payroll", "77", None),
        ("total", "15 USD", "20.5 EUR"),
    ]
