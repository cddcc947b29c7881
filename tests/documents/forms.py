"""Pay forms made by hand, for what writes them: two lines, a call, and a text wherever a person wrote one."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from oncall_cli.answers.payform import (
    CallShown,
    FormWeek,
    PayForm,
    PeriodShown,
    Replaced,
    SentBack,
    Signature,
    totals_of,
)
from oncall_cli.answers.payroll import CurrencyTotal, Payroll, PersonTotal
from oncall_cli.core.pay.model import PayLine
from oncall_cli.core.payform import Missing

CHICAGO = ZoneInfo("America/Chicago")
HOSTILE = (
    'a|b \\| `c` <script>x</script> [l](http://e) *s* _u_\n| evil | row |\r\x1b[31m "q", =1+1 &amp; ~~d~~'
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO)


def line(**fields: Any) -> PayLine:
    said = {
        "kind": "call_out",
        "label": "Call-out, Sunday",
        "date": date(2026, 11, 29),
        "ticket": 7,
        "quantity": "0.50",
        "unit": "hour",
        "rate": "40.00",
        "amount": "20.00",
        "why": "14 min, minimum 30, Sunday ×2 at 20.00",
        "worked": 14,
        "paid": 30,
    }
    return PayLine.model_validate(said | fields)


def form(text: str = "Invoices", **fields: Any) -> PayForm:
    """A form of two lines; `text` stands wherever a form has something that a person wrote."""
    standby = line(
        kind="standby", label="Standby, whole week", date=date(2026, 11, 23), ticket=None,
        quantity="1", unit="week", rate="300.00", amount="300.00",
        why="the whole week of 2026-11-23, at 300.00", worked=None, paid=None,
    )  # fmt: skip
    lines = (standby, line())
    week = FormWeek(
        week=date(2026, 11, 23), start=at("2026-11-23T18:01"), end=at("2026-11-30T06:59"), owner="ana",
        name=text, person="ana", state="published", ordered="ben", was="ben", swap=3,
        holidays=(text,), stage="ended",
    )  # fmt: skip
    call = CallShown(
        ticket=7, date=date(2026, 11, 29), start=at("2026-11-29T02:00"), end=at("2026-11-29T02:14"),
        caller=text, summary=text, reference=text, others=("cy",), worked=14, paid=30,
        amount=Decimal("20.00"), why="",
    )  # fmt: skip
    said: dict[str, Any] = {
        "person": "ana", "name": text, "payroll": text, "team": text, "timezone": "America/Chicago",
        "period": PeriodShown(first=date(2026, 11, 23), last=date(2026, 11, 30)), "state": "draft",
        "policy": f"policy 2 ({text})", "currency": "USD", "due": at("2026-11-30T07:30"), "weeks": (week,),
        "lines": lines, "totals": totals_of(lines), "total": Decimal("320.00"), "calls": (call,),
        "missing": (Missing(ticket=7, what="work order is not filed"),), "notes": (text,),
    }  # fmt: skip
    return PayForm(**(said | fields))


def signed(text: str, **fields: Any) -> PayForm:
    """Form 8, signed by both; it replaces one, came after one that was sent back, and was itself replaced."""
    said: dict[str, Any] = {
        "state": "approved", "form": 8, "missing": (), "replaced_by": 9,
        "submitted": Signature(person="ana", name=text, moment=at("2026-11-30T07:12"), by="ben"),
        "approved": Signature(person="dee", name="Dee Park", moment=at("2026-11-30T09:40").astimezone(UTC)),
        "sent_back": SentBack(
            form=5, person="dee", name="Dee Park", moment=at("2026-11-30T08:00"),
            reason="the call on Friday is missing",
        ),
        "replaces": Replaced(
            form=3, total=Decimal("334.00"), difference=Decimal("-14.00"),
            because="a call was counted twice",
        ),
    }  # fmt: skip
    return form(text, **(said | fields))


def payroll(*forms: PayForm, **fields: Any) -> Payroll:
    """Payroll's file of these forms, each member's total in each currency."""
    sums: dict[tuple[str, str, str | None, str], list[PayForm]] = {}
    for one in forms:
        sums.setdefault((one.person, one.name, one.payroll, one.currency), []).append(one)
    said: dict[str, Any] = {
        "team": "Dealer desk", "timezone": "America/Chicago", "by": "week", "forms": forms, "notes": (),
        "period": PeriodShown(first=date(2026, 11, 1), last=date(2026, 11, 30)),
        "people": tuple(
            PersonTotal(
                person=person, name=name, payroll=number, currency=currency, forms=len(own),
                unsigned=sum(one.state != "approved" for one in own), total=sum(one.total for one in own),
            )
            for (person, name, number, currency), own in sums.items()
        ),
        "totals": tuple(
            CurrencyTotal(currency=paid, total=sum(one.total for one in forms if one.currency == paid))
            for paid in dict.fromkeys(one.currency for one in forms)
        ),
    }  # fmt: skip
    return Payroll(**(said | fields))
