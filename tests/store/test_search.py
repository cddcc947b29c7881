"""The index of every word: always in step with the tickets, and no ticket is lost where it is damaged."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncall_cli.core.attachment import Enclosed
from oncall_cli.core.message import Mailbox, Message
from oncall_cli.core.search import query_of
from oncall_cli.core.ticket import About, Ticket, TicketEvent
from oncall_cli.core.word import words_of
from oncall_cli.errors import BadValue
from oncall_cli.store import search as looking
from oncall_cli.store import search_rows
from oncall_cli.store.door import Act
from oncall_cli.store.store import Store
from oncall_cli.store.wanted import Wanted
from tests.conftest import Cli

BEGAN = datetime(2026, 11, 24, 8, tzinfo=UTC)
ACT = Act("ana", None, "ana", BEGAN)


@pytest.fixture
def store(team: Cli) -> Any:
    """A store in the middle of a change."""
    store = team.store()
    with store.door.transaction(ACT):
        yield store


def logged(store: Store, description: str = "down", **more: Any) -> Ticket:
    fields = {"caller": "Kim", "phone": "+1 (555) 010-02", "received": BEGAN, "status": "open"} | more
    return store.tickets.add(
        Ticket.model_validate(
            {"id": 0, "channel": "email", "description": description, "last_step_at": BEGAN, **fields}
        )
    )


def found(store: Store, *words: str, wanted: Wanted | None = None) -> list[int]:
    return store.search.find(query_of(words), wanted or Wanted())


def test_whatever_belongs_to_a_ticket_is_found(store: Store) -> None:
    ticket = logged(store, "The café is dark", caller="Łukasz", email="l.k@example.com", error="E-501")
    other = logged(store, caller="李小龍", reference="HD 7", location="ภาษาไทย")
    event = TicketEvent(kind="escalated", moment=BEGAN, person="ana", text="no idea", about=About(whom="Zoë"))
    store.tickets.add_event(ticket.id, event)
    boxes = {"sender": Mailbox(address="sam@example.org", name="Sam"), "people": (Mailbox(address="x@y.z"),)}
    store.messages.add(
        Message(ticket=other.id, message_id="<1>", subject="Toner", moment=BEGAN, text="magenta", **boxes)
    )
    store.attachments.add(other.id, Enclosed("screen_shot.png", "image/png", b"x"), BEGAN, "ana")
    for words, number in (
        (["cafe", "LUKASZ", "zoe", "idea"], ticket.id),
        (["l.k@example"], ticket.id),
        (["e-501"], ticket.id),
        (["-501", "501"], None),
        (["小龍"], other.id),
        (["ษา"], other.id),
        (["toner", "magenta", "sam@example.org", "x@y.z"], other.id),
        (["shot", "png"], other.id),
        (["hd 7"], other.id),
        (["7 hd"], None),
        (["lukasz", "magenta"], None),
        (["dark", "-zoe"], None),
        (["-zoe", "7"], other.id),
    ):
        assert (words, found(store, *words)) == (words, [] if number is None else [number])


def test_a_telephone_number_is_found_however_its_digits_are_grouped(store: Store) -> None:
    ticket = logged(store)
    for words in (["555-010-02"], ["55501002"], ["+1", "(555)"], ["010 02"], ["1555"], ["5010-02"]):
        assert (words, found(store, *words)) == (words, [ticket.id])
    assert found(store, "555-011") == found(store, "999") == []


def test_what_was_corrected_is_found_as_it_is_now(store: Store) -> None:
    before = logged(store, "broken printer")
    after = before.model_copy(update={"description": "broken scanner", "workaround": "paper"})
    store.tickets.change(before, after)
    assert found(store, "printer") == []
    assert found(store, "scanner", "paper", "kim") == [before.id]
    store.tickets.change(after, after.model_copy(update={"status": "waiting"}))
    assert found(store, "scanner") == [before.id]


def test_the_nearest_come_first_and_of_equally_near_ones_the_newest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = logged(store, "printing", received=BEGAN + timedelta(hours=9))
    store.tickets.add_event(said.id, TicketEvent(kind="note", moment=BEGAN, person=None, text="for Dana"))
    asked = logged(store, "Dana asks", received=BEGAN)
    older, newer = (logged(store, caller="Dana", received=BEGAN + timedelta(hours=n)) for n in (1, 2))
    assert found(store, "dana") == [newer.id, older.id, asked.id, said.id]
    monkeypatch.setattr(looking, "TELLING_MOST", 3)
    assert found(store, "dana") == [said.id, newer.id, older.id, asked.id]


def test_only_wanted_tickets_are_found(store: Store) -> None:
    logged(store)
    waits = logged(store, status="waiting", tier=1)
    assert found(store, "kim", wanted=Wanted(statuses=("waiting",), tier=1)) == [waits.id]
    assert found(store, "kim", wanted=Wanted(tier=2)) == []


ANYTHING = st.text(
    st.sampled_from("a1 \"*:()-^+{}\x00\n;\\'é小ง") | st.characters(exclude_categories=["Cs"]), max_size=12
)


def holds(words: list[str], looked_for: tuple[str, ...]) -> bool:
    """Whether words stand side by side in a text, the last as the beginning of one."""
    size = len(looked_for)
    return any(
        tuple(words[start : start + size - 1]) == looked_for[:-1]
        and words[start + size - 1].startswith(looked_for[-1])
        for start in range(len(words) - size + 1)
    )


@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(
    ANYTHING, st.lists(ANYTHING | st.sampled_from(["AND", "OR a", "NOT", "NEAR(a b)", "who:a"]), max_size=3)
)
def test_nothing_that_is_typed_is_an_order_to_the_engine(store: Store, text: str, words: list[str]) -> None:
    try:
        query = query_of(words)
    except BadValue:
        return
    said = words_of(f"a é {text} b")
    ticket = logged(store, f"a é {text} b")
    wanted = all(holds([*said, "kim"], term.words) for term in query.wanted)
    unwanted = any(holds([*said, "kim"], term.words) for term in query.unwanted)
    if not any(char.isdecimal() for word in words for char in word):
        assert (ticket.id in store.search.find(query, Wanted())) == (wanted and not unwanted)
    assert all(store.search.alike(term.words[0]) for term in query.wanted if holds(said, term.words))


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(text=st.text(min_size=1, max_size=40), size=st.integers(1, 4))
def test_every_word_of_a_text_finds_it_whole_or_by_its_beginning(store: Store, text: str, size: int) -> None:
    ticket = logged(store, text)
    for word in words_of(text)[:8]:
        assert ticket.id in found(store, word[:size])
        assert ticket.id in found(store, word)


def test_the_index_made_anew_is_the_same(store: Store) -> None:
    ticket = logged(store, "café", email="l.k@example.com")
    about = About(whom="Zoë", phone="555-0199")
    store.tickets.add_event(
        ticket.id, TicketEvent(kind="note", moment=BEGAN, person=None, text="x", about=about)
    )
    sender = Mailbox(address="sam@example.org", name="Sam")
    store.messages.add(Message(ticket=1, message_id=None, sender=sender, moment=BEGAN, text="magenta"))
    store.attachments.add(ticket.id, Enclosed("a.png", "image/png", b"x"), BEGAN, None)
    rows = "SELECT * FROM search ORDER BY rowid"
    before = store.door.rows(rows)
    assert len(before) == 4
    assert store.search.rebuild() == 1
    assert store.door.rows(rows) == before
    assert found(store, "magenta", "cafe") == [ticket.id]


def damage(team: Cli) -> None:
    with closing(sqlite3.connect(team.path)) as connection:
        connection.execute("UPDATE search_data SET block = x'00112233' WHERE id > 10")
        connection.commit()


CALL = (
    "ticket",
    "log",
    "-c",
    "phone",
    "-n",
    "Dana",
    "-p",
    "555-0100",
    "-d",
    "Billing is down",
    "--as",
    "ana",
)


def test_a_damaged_index_is_said_and_can_be_made_anew(team: Cli) -> None:
    team(*CALL)
    damage(team)
    failed = team("ticket", "search", "billing", code=4)
    assert f"the search index of the store {team.path} is damaged" in failed.err
    assert "hint: every ticket is still there; oncall ticket reindex makes the index anew" in failed.err
    assert team("ticket", "reindex").out == "Made the search index anew: 1 ticket.\n"
    assert team("ticket", "search", "billing", "--json").json["found"][0]["ticket"]["id"] == 1


def test_no_call_is_kept_from_being_logged_by_a_damaged_index(team: Cli) -> None:
    team(*CALL)
    with closing(sqlite3.connect(team.path)) as connection:
        connection.execute("UPDATE search_data SET block = x'00' WHERE id = 10")
        connection.commit()
    team(*CALL)
    team("ticket", "edit", "1", "-d", "Payroll is down", "--as", "ana")
    team("ticket", "search", "payroll")
    assert [one["ticket"]["id"] for one in team("ticket", "search", "down", "--json").json["found"]] == [2, 1]


def test_an_event_costs_no_more_on_a_long_story_than_on_a_short_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = logged(store, "word " * 10_000)
    read: list[int] = []
    cut = search_rows.indexed
    monkeypatch.setattr(
        search_rows,
        "indexed",
        lambda texts: (read.append(sum(len(text.text) for text in texts)), cut(texts))[1],
    )
    for _ in range(5):
        store.tickets.add_event(ticket.id, TicketEvent(kind="note", moment=BEGAN, person=None, text="short"))
    after = ticket.model_copy(update={"status": "waiting"})
    store.tickets.change(ticket, after)
    assert read == [5] * 5
