"""A row of a past log makes the ticket that the steps told one by one would have made."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.past_row import Ground
from oncall_cli.core.ticket import CHANNELS
from oncall_cli.core.ticket_past import COLUMNS, Past, past_of
from oncall_cli.core.ticket_story import as_corrected

ZONE = ZoneInfo("America/Chicago")
NOW = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
GROUND = Ground(NOW, ZONE, lambda _day: {1: "Critical", 2: "High"}, frozenset({"ana"}))
ROW = {
    "channel": "phone",
    "caller": "Jo",
    "phone": "555",
    "description": "down",
    "received": "2026-11-20T22:14",
}


def read(**cells: str) -> Past:
    past = past_of(ROW | cells, GROUND, "log.csv")
    assert isinstance(past, Past), past
    return past


@given(
    channel=st.sampled_from(list(CHANNELS)),
    steps=st.lists(st.integers(0, 10**5), min_size=2, max_size=2).map(sorted),
    has=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_no_step_is_lost_or_out_of_order(
    channel: str, steps: list[int], has: tuple[bool, bool, bool]
) -> None:
    received = NOW - timedelta(days=100)
    on_it_at, done_at = (received + timedelta(minutes=minutes) for minutes in steps)
    cells = {"channel": channel, "received": received.isoformat()}
    cells |= {"on_it_at": on_it_at.isoformat()} if has[0] else {}
    cells |= {"done_at": done_at.isoformat(), "resolution": "fixed"} if has[1] else {}
    cells |= {"assignee": "ana"} if has[2] else {}
    ticket, story, _ = read(**cells)
    assert ticket.received == received
    assert ticket.status == ("done" if has[1] else "on_it" if has[0] or channel == "phone" else "open")
    assert ticket.on_it_at == (on_it_at if has[0] else received if channel == "phone" else None)
    assert ticket.done_at == (done_at if has[1] else None)
    assert ticket.last_step_at == max(filter(None, (received, ticket.on_it_at, ticket.done_at)))
    assert ticket.assignee == ("ana" if has[2] else None)
    assert [event.moment for event in story] == sorted(event.moment for event in story)
    assert as_corrected(ticket, story) == list(story)


@pytest.mark.parametrize(
    ("status", "kept", "told"),
    [
        ("", "on_it", ["logged", "on_it"]),
        ("On It", "on_it", ["logged", "on_it"]),
        ("ON-IT", "on_it", ["logged", "on_it"]),
        ("waiting", "waiting", ["logged", "waiting"]),
        ("Open", "open", ["logged"]),
    ],
)
def test_a_status_is_kept_where_the_row_agrees(status: str, kept: str, told: list[str]) -> None:
    ticket, story, _ = read(status=status)
    assert ticket.status == kept
    assert [event.kind for event in story] == told


def test_what_waits_or_was_opened_again_does_so_from_the_last_step_that_is_known() -> None:
    for status, kind in (("waiting", "waiting"), ("open", "reopened")):
        ticket, story, _ = read(status=status, on_it_at="2026-11-20T22:30", priority="7", channel="email")
        assert (ticket.status, ticket.priority) == (status, 7)
        assert (story[-1].kind, story[-1].moment) == (kind, ticket.on_it_at)
        assert ticket.last_step_at == ticket.on_it_at


def test_what_is_filed_counts_from_the_last_step() -> None:
    papers = {"help_desk": "HD-1", "contact_log": "CL-1", "work_order": "WO-1"}
    ticket = read(**papers, done_at="2026-11-20T23:00", resolution="fixed").ticket
    assert ticket.documented_at == ticket.done_at
    assert read(help_desk="HD-1").ticket.documented_at is None


def test_a_minute_is_a_minute_whatever_its_seconds() -> None:
    ticket = read(
        received="2026-11-20T22:14:40",
        on_it_at="2026-11-20T22:14",
        done_at="2026-11-20 22:14",
        resolution="x",
    ).ticket
    assert ticket.received == ticket.on_it_at == ticket.done_at


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"received": ""}, "it still needs received"),
        ({"phone": " ", "caller": ""}, "it still needs caller and phone or email"),
        ({"first_time": "maybe"}, "first_time is yes or no, not 'maybe'"),
        ({"rings": "-1"}, "rings is a number from 0 to 99"),
        ({"rings": "²"}, "rings is a number from 0 to 99"),
        ({"received": "1980-01-01T00:00"}, "before 1990"),
        ({"received": "x" * 500}, "…' is no date and time"),
        ({"assignee": "Not A Handle"}, "not a handle"),
        ({"worked": "22:20/22:40", "assignee": "ana"}, "worked '22:20/22:40' is no span with a date"),
        ({"worked": "2026-11-20T22:20/5m;2026-11-20T22:20/5m", "assignee": "ana"}, "the same span twice"),
        (
            {"worked": "2026-11-24T02:00/20m", "assignee": "ana"},
            "worked ends 2026-11-24 02:20, which lies in the future",
        ),
        (
            {
                "worked": "2026-11-13T00:00/2026-11-23T00:00",
                "assignee": "ana",
                "received": "2026-11-12T00:00",
            },
            "to 2026-11-23 00:00 is longer than a week",
        ),
        ({"help_desk": "a\x1bb"}, "help-desk ticket holds"),
        ({"priority": "10"}, "priority is a number from 0 to 9, not '10'"),
        ({"priority": "²"}, "priority is a number from 0 to 9"),
        ({"status": "closed"}, "status is open, on_it, waiting, done or empty, not 'closed'"),
        ({"status": "done"}, "its status is Done without done_at"),
        ({"status": "On It", "channel": "email", "email": "a@b.c"}, "On It without on_it_at"),
        (
            {"status": "waiting", "done_at": "2026-11-20T23:00", "resolution": "x"},
            "its status is waiting, and done_at says that it is Done",
        ),
        ({"note": "\ud800"}, "the note is not readable text"),
        ({"done_at": "2027-01-01T00:00", "resolution": "x"}, "done_at 2027-01-01 00:00 lies in the future"),
    ],
)
def test_what_is_wrong_is_said_in_words(cells: dict[str, str], sentence: str) -> None:
    faults = past_of(ROW | cells, GROUND, "log.csv")
    assert isinstance(faults, list)
    assert [sentence in fault for fault in faults] == [True]


@pytest.mark.parametrize("received", ["", "yesterday", "1980-01-01T00:00", "2027-01-01T00:00"])
def test_every_fault_of_a_row_is_said_whatever_is_wrong_with_its_date(received: str) -> None:
    today = NOW.astimezone(ZONE).date()
    tiers = {today: {1: "Critical", 2: "High"}}
    ground = GROUND._replace(tiers=lambda day: tiers.get(day, {5: "Other"}))
    cells = {"received": received, "tier": "9", "assignee": "ana", "worked": "2026-11-24T02:00/20m"}
    faults = past_of(ROW | cells, ground, "log.csv")
    assert isinstance(faults, list)
    assert [any(said in fault for fault in faults) for said in ("no tier '9'", "in the future")] == [True] * 2
    undated = past_of(ROW | {"received": "", "tier": "High"}, ground, "log.csv")
    assert undated == ["it still needs received"]


@given(cells=st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)))
def test_whatever_stands_in_a_row_it_is_a_ticket_or_faults(cells: dict[str, str]) -> None:
    read = past_of(ROW | cells, GROUND, "log.csv")
    assert isinstance(read, Past) or (read and all(read))
