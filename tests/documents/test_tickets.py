"""Tickets as files: nothing that a caller says is a formula, breaks a table or steers a terminal."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from oncall_cli.answers.ticket import Papers, TicketShown, WorkShown
from oncall_cli.core.clock import Clock
from oncall_cli.core.text import visible
from oncall_cli.documents.ticket_rows import rows_of
from oncall_cli.documents.tickets import document_of
from oncall_cli.documents.tickets_csv import COLUMNS

CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
HOUR = timedelta(hours=1)


def ticket(**fields: object) -> TicketShown:
    empty = dict.fromkeys(name for name, field in TicketShown.model_fields.items() if field.is_required())
    usual = {
        "id": 7,
        "status": "waiting",
        "channel": "email",
        "priority": 0,
        "received": CAME,
        "caller": "Jo",
        "description": "down",
        "non_critical": False,
        "after_hours": True,
        "documents": Papers(help_desk="HD-1", contact_log=None, work_order=None, pay_form=None),
        "clocks": (),
        "work": (),
        "events": (),
        "now": CAME + HOUR,
    }
    return TicketShown.model_validate({**empty, **usual, **fields})


def rows(*tickets: TicketShown) -> list[dict[str, str]]:
    _, content = document_of(tickets, "csv")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_row_has_every_field_of_a_ticket_in_a_column_of_its_name() -> None:
    more = {
        "tell",
        "requester",
        "first_time",
        "rings",
        "tried",
        "error",
        "reference",
        "workaround",
        "location",
    }
    assert more <= set(COLUMNS)
    late = Clock(name="response", due=CAME, met=CAME + HOUR, state="missed")
    held = Clock(name="follow_up", due=CAME, met=None, state="running", paused=True)
    work = [
        WorkShown(person=who, start=CAME, end=CAME + HOUR, minutes=60, kind="office")
        for who in ("ana", "ben")
    ]
    [row] = rows(ticket(clocks=(late, held), work=tuple(work), first_time=False, rings=0))
    assert list(row) == list(COLUMNS)
    assert (row["response_state"], row["follow_up_state"], row["update_state"]) == ("missed", "paused", "")
    assert (row["received"], row["response_met"]) == (CAME.isoformat(), (CAME + HOUR).isoformat())
    assert (row["minutes_worked"], row["first_time"], row["rings"], row["tier"]) == ("120", "no", "0", "")
    assert (row["help_desk"], row["contact_log"], row["after_hours"]) == ("HD-1", "", "yes")


texts = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40)
nasty = texts | st.sampled_from(
    ["=1+1", "+49 555", "@x", "-2", "a|b\n|c", "`x` <b>", "\x1b[31m", "\u202etxt"]
)


@given(said=st.lists(nasty, min_size=1, max_size=4))
def test_what_callers_say_stays_text_in_its_own_row(said: list[str]) -> None:
    tickets = [ticket(id=number, caller=text, description=text) for number, text in enumerate(said)]
    found = rows(*tickets)
    assert [row["id"] for row in found] == [str(number) for number in range(len(said))]
    for row in found:
        assert not row["caller"].lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))
        assert not set("\x1b\u202e") & set(row["caller"])
    count, content = document_of(iter(tickets), "md")
    html = MarkdownIt("commonmark").enable("table").render(content.decode())
    assert (count, html.count("<tr>")) == (len(said), len(said) + 1)
    assert html.count("<td>") == 8 * len(said)
    assert "<b>" not in html


@given(said=st.lists(texts, max_size=3))
def test_json_reads_back(said: list[str]) -> None:
    count, content = document_of([ticket(caller=text) for text in said], "json")
    told = json.loads(content)["tickets"]
    assert (count, [one["caller"] for one in told]) == (len(said), said)


@pytest.mark.parametrize(
    ("fields", "clock"),
    [
        ({"deferred_until": CAME + 2 * HOUR}, "deferred until 2026-11-24 10:10"),
        ({"clocks": (Clock(name="follow_up", due=CAME, met=None, state="late"),)}, "late since"),
        (
            {"clocks": (Clock(name="update", due=CAME, met=None, state="running", paused=True),)},
            "update paused",
        ),
    ],
)
def test_a_table_says_what_comes_next(fields: dict[str, object], clock: str) -> None:
    assert clock in document_of([ticket(**fields)], "md")[1].decode()


@given(
    said=st.text(st.sampled_from("' =+@-\n\ta1\x1b\r\uff1d"), min_size=1, max_size=8)
    .map(str.strip)
    .filter(bool)
)
def test_what_is_written_is_read_back_but_for_what_steers(said: str) -> None:
    _, content = document_of([ticket(description=said)], "csv")
    [row] = rows_of(content, "log.csv", ["description"], COLUMNS).rows
    assert row.cells["description"] == visible(said, lines=True)


def test_work_is_told_apart_by_whose_it_is() -> None:
    work = [
        WorkShown(
            person=who, start=CAME, end=CAME + length, minutes=length // timedelta(minutes=1), kind="office"
        )
        for who, length in (("ana", HOUR), ("ben", HOUR / 2), ("ana", 2 * HOUR))
    ]
    names = ("worked", "worked_by_others", "minutes_worked")
    told = [
        [rows(ticket(assignee=who, work=tuple(work)))[0][name] for name in names] for who in ("ana", None)
    ]
    start = "2026-11-24T08:10:00+00:00"
    both = f"{start}/2026-11-24T09:10:00+00:00; {start}/2026-11-24T10:10:00+00:00"
    assert told == [[both, "30", "210"], ["", "210", "210"]]
    assert rows(ticket(assignee="ana"))[0]["worked_by_others"] == ""
