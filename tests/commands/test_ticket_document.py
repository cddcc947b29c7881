"""The four documents of a ticket: recorded, taken back, and what is missing until when."""

from datetime import timedelta
from typing import Any

import pytest

CALL = (
    "ticket",
    "log",
    "-c",
    "phone",
    "-n",
    "Jo Field",
    "-p",
    "+1 555 0101",
    "-d",
    "Billing is down",
    "-t",
    "3",
)
DOCUMENT = ("ticket", "document", "1")


@pytest.fixture
def call(team: Any) -> Any:
    """The team at 03:10, an hour after a call in the night that ben answered."""
    team(*CALL, "--as", "ben")
    team.now += timedelta(hours=1)
    return team


def clock(team: Any) -> Any:
    clocks = team("ticket", "show", "1", "--json").json["clocks"]
    return next(one for one in clocks if one["name"] == "documents")


def test_documents_are_met_with_the_last_one_and_open_when_one_is_taken_back(call: Any) -> None:
    call("ticket", "work", "1", "02:10/02:40", "--as", "ben")
    assert call(*DOCUMENT, "--help-desk", "HD-7", "--work-order", "WO 5").out == (
        "Ticket 1: help-desk ticket HD-7, work order WO 5; "
        "still missing: contact log note, due by Wed 2026-11-25 02:10.\n"
    )
    assert (
        call(*DOCUMENT, "--contact-log", "C1").out == "Ticket 1: contact log note C1; nothing is missing.\n"
    )
    assert (clock(call)["state"], clock(call)["met"]) == ("met", "2026-11-24T03:10:00-06:00")
    call(*DOCUMENT, "--work-order", " ")
    assert (clock(call)["state"], clock(call)["met"]) == ("running", None)
    call.now += timedelta(days=1)
    assert "still missing: work order, late since 02:10" in call(*DOCUMENT, "--contact-log", "C2").out


def test_what_is_recorded_already_is_said_and_changes_nothing(call: Any) -> None:
    call(*DOCUMENT, "--help-desk", "HD-7")
    before = call.store().records.latest(99)
    assert call(*DOCUMENT, "--help-desk", "HD-7").out == "Ticket 1 is as before; nothing was changed.\n"
    assert call(*DOCUMENT, "--work-order", "").out == "Ticket 1 is as before; nothing was changed.\n"
    assert "the work order holds" in call(*DOCUMENT, "--work-order", "a\nb", code=2).err
    assert call.store().records.latest(99) == before


def test_without_options_the_four_are_shown_and_nothing_is_written(call: Any) -> None:
    call(*DOCUMENT, "--help-desk", "HD-7")
    call.path.chmod(0o400)
    assert (
        call(*DOCUMENT).out
        == """\
Documents of ticket 1
Help-desk ticket  HD-7
Contact log note  missing
Work order        missing
Pay form          missing: no work after hours is told
Due               in 23 h 00, Wed 2026-11-25 02:10

Next
  oncall ticket document 1 --contact-log REF --work-order REF
  oncall ticket work 1 SPAN
"""
    )
    assert call(*DOCUMENT, "--json").json == {
        "ticket": 1,
        "documents": {"help_desk": "HD-7", "contact_log": None, "work_order": None, "pay_form": None},
        "missing": ["contact_log", "work_order", "pay_form"],
        "due": "2026-11-25T02:10:00-06:00",
        "met": None,
        "state": "running",
    }
    assert "there is no ticket 2" in call("ticket", "document", "2", code=3).err


def test_a_pay_form_entry_is_missing_until_work_after_hours_is_told(call: Any) -> None:
    papers = ("--help-desk", "HD-7", "--contact-log", "C1", "--work-order", "WO 5")
    filed = call(*DOCUMENT, *papers)
    assert filed.out.endswith("; still missing: pay form entry.\n")
    assert "oncall ticket work 1 SPAN" in filed.err
    call("ticket", "work", "1", "02:10/02:40", "--as", "ben")
    call.now += timedelta(days=2)
    shown = call(*DOCUMENT).out
    assert "of week 2026-11-23" in shown
    assert "met, Tue 2026-11-24 03:10" in shown
    assert "Next" not in shown


def test_a_call_in_office_hours_needs_no_pay_form_and_late_papers_say_so(team: Any) -> None:
    team(*CALL, "--received", "2026-11-20T10:00", "--as", "ben")
    shown = team(*DOCUMENT).out
    assert "none is needed: no work after hours" in shown
    assert "late by 2 d 16 h, due Sat 2026-11-21 10:00" in shown
    team(*DOCUMENT, "--help-desk", "H", "--contact-log", "C", "--work-order", "W")
    assert "missed, Tue 2026-11-24 02:10; it was due Sat 2026-11-21 10:00" in team(*DOCUMENT).out
