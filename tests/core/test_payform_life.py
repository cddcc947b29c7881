"""The life of a pay form: every state and step, and what replaced what."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, get_args

import pytest

from oncall_cli.core.payform_life import (
    STANDING,
    TRANSITIONS,
    FormStep,
    TurnedIn,
    TurnedInState,
    dates_said,
    next_state,
    paid_before,
    replaced_by,
    waiting_among,
)
from oncall_cli.errors import Refused

MOMENT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def form(number: int, state: TurnedInState, *, signed: bool | None = None, **fields: Any) -> TurnedIn:
    """A form; whether it was signed follows from its state where that is not said."""
    is_signed = state == "approved" if signed is None else signed
    said: dict[str, Any] = {
        "id": number, "person": "ana", "week": date(2026, 11, 23), "first": date(2026, 11, 23),
        "last": date(2026, 11, 30), "start": datetime(2026, 11, 24, tzinfo=UTC),
        "end": datetime(2026, 11, 30, 13, tzinfo=UTC), "state": state, "currency": "USD",
        "total": Decimal("300.00"), "form": "{}", "submitted": MOMENT,
        "approved": MOMENT if is_signed else None, "approved_by": "dee" if is_signed else None,
    }  # fmt: skip
    return TurnedIn(**(said | fields))


@pytest.mark.parametrize("state", get_args(TurnedInState))
@pytest.mark.parametrize("step", get_args(FormStep))
def test_every_step_from_every_state(state: TurnedInState, step: FormStep) -> None:
    allowed = {
        "approve": {"submitted": "approved"},
        "send_back": {"submitted": "sent_back"},
        "replace": {"submitted": "replaced", "approved": "replaced"},
    }[step]
    back = {"sent_back_by": "dee", "sent_back_because": "no"}
    if state in allowed:
        assert next_state(form(1, state), step) == allowed[state]
    else:
        with pytest.raises(Refused, match=r"pay form 1 (is|was) "):
            next_state(form(1, state, **back), step)


def test_what_is_closed_stays_closed() -> None:
    open_ = {state for state, _ in TRANSITIONS}
    assert open_ == set(STANDING)
    assert set(get_args(TurnedInState)) - open_ == {"sent_back", "replaced"}


def test_a_refusal_says_why_and_the_way_on() -> None:
    with pytest.raises(Refused) as signed:
        next_state(form(4, "approved"), "send_back")
    assert signed.value.message == "pay form 4 is signed by dee, and what is signed is not sent back"
    assert "ana says oncall payform submit --week 2026-11-23 --correction REASON" in (signed.value.hint or "")
    with pytest.raises(Refused) as back:
        next_state(form(4, "sent_back", sent_back_by="dee", sent_back_because="no end"), "approve")
    assert back.value.message == "pay form 4 was sent back by dee: no end"
    assert back.value.hint == "ana turns it in anew: oncall payform submit --week 2026-11-23"
    of_dates = form(4, "approved", week=None)
    with pytest.raises(Refused) as dated:
        next_state(of_dates, "send_back")
    assert f"submit --period {of_dates.first}/{of_dates.last} --correction" in (dated.value.hint or "")


def test_what_is_paid_and_what_waits() -> None:
    period = [
        form(1, "replaced", signed=True),
        form(2, "approved"),
        form(3, "sent_back"),
        form(4, "submitted"),
    ]
    paid, waiting = paid_before(period), waiting_among(period)
    assert (paid and paid.id, waiting and waiting.id) == (2, 4)
    assert paid_before(period[2:]) is waiting_among(period[:3]) is None


def test_of_what_was_paid_the_signed_correction_replaced_it() -> None:
    period = [
        form(1, "replaced", signed=True),
        form(2, "sent_back"),
        form(3, "replaced", signed=False),
        form(4, "approved"),
        form(5, "submitted"),
    ]
    assert [after and after.id for after in (replaced_by(one, period) for one in period)] == [
        4, None, 4, None, None,
    ]  # fmt: skip


def test_a_form_is_for_a_week_or_for_dates() -> None:
    assert form(1, "submitted").dates_said == "the week of 2026-11-23"
    assert dates_said(None, date(2026, 11, 1), date(2026, 11, 30)) == "2026-11-01 to 2026-11-30"
