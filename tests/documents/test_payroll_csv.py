"""Payroll as CSV: the rows of each form's own CSV under one head, so that sums by kind are what is paid."""

import csv
import io
from decimal import Decimal

from oncall_cli.documents.payform import payroll_of
from oncall_cli.documents.payform_csv import COLUMNS, csv_of, payroll_csv_of
from tests.documents.forms import HOSTILE, form, payroll, signed


def rows(document: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(document.decode("utf-8-sig"), newline="")))


def test_columns_are_only_ever_added() -> None:
    first = (
        "state,person,name,payroll,from,to,policy,kind,label,date,ticket,quantity,unit,rate,amount,currency"
    )
    assert ",".join(COLUMNS).startswith(f"{first},why,worked,paid,missing,form")
    assert payroll_csv_of(payroll(form())).startswith(f"\ufeff{first}".encode())


def test_payroll_is_every_forms_own_rows() -> None:
    forms = (signed("Ana Ruiz"), form(HOSTILE, person="ben"), form("Cy", lines=(), total=Decimal("0.00")))
    document = payroll_of(payroll(*forms), "csv")
    assert rows(document) == [row for one in forms for row in rows(csv_of(one))]
    assert document.count(b"\xef\xbb\xbf") == document.count(b"state,person") == 1
    totals = [row for row in rows(document) if row["kind"] == "total"]
    assert [Decimal(row["amount"]) for row in totals] == [one.total for one in forms]
    assert [row["form"] for row in totals] == ["8", "", ""]
    lines = [row for row in rows(document) if row["kind"] != "total"]
    assert sum(Decimal(row["amount"]) for row in lines) == sum(Decimal(row["amount"]) for row in totals)


def test_every_line_of_a_form_bears_its_number_and_the_total_what_it_replaces() -> None:
    standby, call, total = rows(csv_of(signed("Ana")))
    assert {row["form"] for row in (standby, call, total)} == {"8"}
    assert (total["replaces"], total["difference"]) == ("3", "-14.00")
    assert (standby["replaces"], call["difference"]) == ("", "")


def test_payroll_of_nothing_is_a_head() -> None:
    assert rows(payroll_csv_of(payroll())) == []
