"""What can be billed for non-critical use of the line: through the program, by customer and period."""

import csv
import io
import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.store.door import Act
from oncall_cli.store.store import open_store

CHICAGO = ZoneInfo("America/Chicago")
PAY = """
[team]
timezone = "America/Chicago"

[pay]
base_rate = "20.00"
standby = {{ unit = "week", week = "300.00" }}

[pay.misuse]
tiers = {tiers}
fee = "{fee}"
"""
MISUSE = ("report", "misuse")
NOVEMBER = (*MISUSE, "--month", "2026-11", "--json")


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def log(path: Path, received: str, customer: str | None, tier: int | None = 3, **rest: Any) -> int:
    """A ticket of a caller at a customer; `worked` is by whom and from when to when on the day it came."""
    worked = rest.pop("worked", ())
    came = moment(received)
    fields = {
        "id": 0,
        "status": "on_it",
        "channel": "phone",
        "caller": "Cara",
        "phone": "555",
        "assignee": "ana",
    }
    ticket = Ticket.model_validate(
        fields
        | {"description": "How do I\nprint?", "tier": tier, "customer": customer}
        | {"received": came, "on_it_at": came, "last_step_at": came}
        | rest
    )
    store = open_store(path)
    with store.door.transaction(Act("ana", None, "ana", came)):
        number = store.tickets.add(ticket).id
        for person, start, end in worked:
            span = (moment(f"{received[:10]}T{clock}") for clock in (start, end))
            store.tickets.add_work(Work(ticket=number, person=person, start=next(span), end=next(span)))
    store.door.close()
    return number


def apply(
    team: Any, tmp_path: Path, day: str, /, *, fee: str = "150.00", tiers: str = "[3, 4]", **swap: str
) -> None:
    text = PAY.format(fee=fee, tiers=tiers)
    for old, new in swap.items():
        text = text.replace(f"[{old}]\n", f"[{old}]\n{new}\n")
    policy = tmp_path / f"{day}.toml"
    policy.write_text(text, encoding="utf-8")
    now = team.now
    team.at(f"{day}T10:00:00-06:00")("policy", "apply", policy, "--from", day, "--as", "dee")
    team.now = now


@pytest.fixture
def desk(team: Any, tmp_path: Path) -> Any:
    """The team in December with a fee from October, and three calls in November that are not for the line."""
    apply(team, tmp_path, "2026-10-01")
    log(
        team.path,
        "2026-11-24T22:10",
        "Acme Corp",
        reference="R-7",
        worked=[("ana", "22:10", "22:24"), ("ben", "22:15", "22:30"), ("ana", "22:20", "22:30")],
    )
    log(team.path, "2026-11-02T23:59", " ACME  corp", 4, channel="voicemail", assignee=None, caller="Dan")
    log(team.path, "2026-11-30T23:59", None, deferred_until=moment("2026-12-01T07:00"))
    return team.at("2026-12-18T09:00:00-06:00")


def numbers(answer: Any) -> list[int]:
    return [one["ticket"] for one in answer.json["tickets"]]


def test_each_ticket_has_what_a_bill_says_of_it(desk: Any) -> None:
    report = desk(*NOVEMBER).json
    assert report["period"] == {"from": "2026-11-01", "to": "2026-11-30"}
    assert [one["ticket"] for one in report["tickets"]] == [2, 1, 3], "by customer, then by time"
    assert report["tickets"][1] == {
        "ticket": 1,
        "reference": "R-7",
        "received": "2026-11-24T22:10:00-06:00",
        "after_hours": True,
        "customer": "ACME corp",
        "caller": "Cara",
        "channel": "phone",
        "tier": 3,
        "summary": "How do I",
        "assignee": "ana",
        "worked_by": ["ana", "ben"],
        "minutes": 35,
        "deferred_until": None,
        "fee": "150.00",
        "currency": "USD",
    }
    assert report["customers"] == [
        {"tickets": 2, "minutes": 35, "amount": "300.00", "currency": "USD", "customer": "ACME corp"},
        {"tickets": 1, "minutes": 0, "amount": "150.00", "currency": "USD", "customer": None},
    ]
    assert report["totals"] == [{"tickets": 3, "minutes": 35, "amount": "450.00", "currency": "USD"}]
    assert report["notes"] == [
        "ticket 3 names no customer: oncall ticket edit 3 --customer NAME",
        "1 of them was deferred, and counted all the same: the line was used",
    ]


def test_what_is_for_the_line_or_came_another_way_is_not_billed(desk: Any) -> None:
    for tier, channel in ((1, "phone"), (2, "voicemail"), (3, "email"), (4, "walk-in"), (3, "ticket")):
        log(desk.path, "2026-11-10T20:00", "Acme", tier, channel=channel)
    assert numbers(desk(*NOVEMBER)) == [2, 1, 3]


def test_each_ticket_is_judged_by_the_policy_of_its_day(desk: Any, tmp_path: Path) -> None:
    apply(desk, tmp_path, "2026-11-10", fee="200.50", tiers="[4]")
    unbilled = log(desk.path, "2026-11-12T20:00", None, 3)
    apply(desk, tmp_path, "2026-11-20", fee="99", tiers="[2, 3]", pay='currency = "EUR"')
    log(desk.path, "2026-11-12T20:00", "Acme Corp", 3)
    log(desk.path, "2026-11-12T20:00", "Acme Corp", 4)
    log(desk.path, "2026-11-22T20:00", "Acme Corp", 2)
    report = desk(*NOVEMBER).json
    assert [(one["ticket"], one["fee"], one["currency"]) for one in report["tickets"]] == [
        (2, "150.00", "USD"),
        (6, "200.50", "USD"),
        (1, "99.00", "EUR"),
        (3, "99.00", "EUR"),
    ]
    assert [(one["customer"], one["currency"], one["amount"]) for one in report["customers"]] == [
        ("Acme Corp", "EUR", "99.00"),
        ("Acme Corp", "USD", "350.50"),
        (None, "EUR", "99.00"),
    ]
    assert [(one["currency"], one["tickets"], one["amount"]) for one in report["totals"]] == [
        ("EUR", 2, "198.00"),
        ("USD", 2, "350.50"),
    ]
    theirs = desk(*NOVEMBER, "--customer", "acme").json["notes"]
    assert not any(f"{unbilled}" in note for note in theirs), "what is not billed is nobody's"
    assert "Total: 4 tickets, €198.00 and $350.50" in desk(*MISUSE, "--month", "2026-11").out


def test_a_period_s_dates_are_both_inside_to_the_minute_of_the_team_s_clock(desk: Any) -> None:
    def in_period(period: str) -> list[int]:
        return numbers(desk(*MISUSE, "--period", period, "--json"))

    assert in_period("2026-11-02/2026-11-24") == [2, 1]
    assert in_period("2026-11-03/2026-11-29") == [1]
    assert in_period("2026-11-30/2026-11-30") == [3]
    log(desk.path, "2026-12-01T00:00", "Zed")
    assert in_period("2026-11-30/2026-11-30") == [3]
    assert in_period("2026-12-01/today") == [4]


def test_left_out_it_is_last_month_and_the_title_says_so(desk: Any) -> None:
    log(desk.path, "2026-12-02T20:00", "Zed")
    last = desk(*MISUSE)
    assert last.out.startswith("Non-critical use of the line in 2026-11, last month\n")
    assert numbers(desk(*MISUSE, "--json")) == [2, 1, 3]
    this = desk(*MISUSE, "--month")
    assert this.out.startswith("Non-critical use of the line in 2026-12, so far\n")
    assert "Zed: 1 ticket, $150.00" in this.out
    none = desk(*MISUSE, "--month", "2026-10")
    assert none.out == "No non-critical use of the line to bill in 2026-10.\n"


def test_one_customer_s_tickets_and_what_may_be_theirs_too(desk: Any) -> None:
    log(desk.path, "2026-11-12T20:00", "Müller & Söhne")
    log(desk.path, "2026-11-12T20:00", None, 2)
    acme = desk(*NOVEMBER, "--customer", "acme  CORP")
    assert numbers(acme) == [2, 1]
    assert acme.json["notes"] == ["ticket 3 names no customer, and may be this one's"]
    assert [one["customer"] for one in desk(*NOVEMBER, "--customer", "MULLER").json["customers"]] == [
        "Müller & Söhne"
    ]
    nobody = desk(*MISUSE, "--month", "2026-11", "--customer", "[red]x").out
    assert nobody.startswith(
        "No non-critical use of the line to bill by a customer with '[red]x' in the name"
    )


def test_a_call_without_a_tier_is_named_since_nobody_can_say_whether_it_is_billed(desk: Any) -> None:
    log(desk.path, "2026-11-12T20:00", "Acme", None)
    log(desk.path, "2026-11-12T20:00", "Acme", None, channel="email")
    report = desk(*NOVEMBER).json
    assert (len(report["tickets"]), report["without_tier"]) == (3, [4])
    assert "ticket 4 came over the line and has no tier" in report["notes"][1]
    assert "oncall ticket edit 4 --tier N" in desk(*MISUSE, "--month", "2026-11").out


@pytest.mark.parametrize(
    ("day", "said"), [("2026-11-01", "the policy has no fee"), ("2026-11-20", "of 2 of them")]
)
def test_without_a_fee_every_ticket_is_listed_all_the_same(
    desk: Any, tmp_path: Path, day: str, said: str
) -> None:
    apply(desk, tmp_path, day, fee="0")
    report = desk(*NOVEMBER).json
    assert len(report["tickets"]) == 3
    assert said in report["notes"][-1]
    assert report["totals"][0]["amount"] == ("0.00" if day == "2026-11-01" else "150.00")


def test_no_pay_form_knows_of_it(desk: Any, tmp_path: Path) -> None:
    def forms() -> list[Any]:
        whole = [
            desk("payform", "show", "--person", who, "--period", "2026-11-01/2026-12-17", "--json").json
            for who in ("ana", "ben", "cy")
        ]
        return [{name: value for name, value in form.items() if name != "policy"} for form in whole]

    billed = forms()
    assert Decimal(billed[0]["total"]) > 300
    desk(*MISUSE, "--month", "2026-11", "--format", "csv", "--out", tmp_path / "bill.csv")
    assert forms() == billed
    for fee, tiers in (("0", "[]"), ("9999.99", "[1, 2, 3, 4]")):
        apply(desk, tmp_path, "2026-10-01", fee=fee, tiers=tiers)
        assert forms() == billed


def test_every_format_says_the_same(desk: Any, tmp_path: Path) -> None:
    asked = (*MISUSE, "--month", "2026-11")
    report = desk(*asked, "--json").json
    assert json.loads(desk(*asked, "--format", "json").out) == report
    rows = list(csv.DictReader(io.StringIO(desk(*asked, "--format", "csv").out.removeprefix("\ufeff"))))
    assert [int(row["ticket"]) for row in rows] == numbers(desk(*asked, "--json"))
    assert sum(Decimal(row["fee"]) for row in rows) == Decimal(report["totals"][0]["amount"])
    for name in ("bill.CSV", "bill.md", "bill.json"):
        said = desk(*asked, "--out", tmp_path / name)
        assert said.out == (
            f"Wrote 3 tickets of non-critical use, 2026-11-01 to 2026-11-30, to {tmp_path / name}.\n"
        )
        chosen = name[5:].lower()
        printed = desk(*asked, "--format", chosen).out.replace("\r\n", "\n").encode()
        assert (tmp_path / name).read_bytes().replace(b"\r\n", b"\n") == printed


def test_the_screen_fits_80_columns_and_its_tables_stand_in_line(desk: Any) -> None:
    log(
        desk.path, "2026-11-12T20:00", "W" * 200, caller="\x1b[31mRed\u202e", description="[bold]" + "x" * 500
    )
    log(desk.path, "2026-11-12T20:00", "李小龍", caller="李小龍" * 20, description="印刷" * 60)
    out = desk(*MISUSE, "--month", "2026-11").out
    assert max(map(len, out.splitlines())) <= 80
    assert not set("\x1b\u202e") & set(out)
    assert "\\x1b[31mRed" in out
    assert "2026-11-12 20:00" in out
    heads = [line for line in out.splitlines() if line.startswith("No.")]
    assert len(heads) == 4
    assert len(set(heads)) == 1
    assert "Total: 5 tickets, $750.00" in out


def test_the_screen_tells_the_time_as_the_team_reads_it(desk: Any, tmp_path: Path) -> None:
    apply(desk, tmp_path, "2026-12-18", team='clock = "12h"')
    out = desk(*MISUSE, "--month", "2026-11").out
    assert "2026-11-24 10:10 PM" in out
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--month", "13"), "'13' is not a month"),
        (("--period", "2026-11-01"), "'2026-11-01' is not a period"),
        (("--period", "2026-11-02/2026-11-01"), "ends before it has begun"),
        (("--period", "x/y"), "'x' is not a date"),
        (("--month", "2026-11", "--period", "2026-11-01/2026-11-02"), "--period and --month each say"),
        (("--customer", " "), "the customer's name is empty"),
        (("--format", "xlsx"), "'xlsx' is no format of the report: table, csv, md, json"),
        (("--out", "bill.pdf"), "is no format of the report"),
        (("--format", "table", "--out", "bill.csv"), "a table is for the screen"),
    ],
)
def test_wrong_options_get_one_sentence(desk: Any, words: tuple[str, ...], said: str) -> None:
    assert said in desk(*MISUSE, *words, code=2).err.splitlines()[0]
