"""A story in its order: the receipt before all else."""

from datetime import UTC, datetime, timedelta

from oncall_cli.core.ticket import About, Ticket, TicketEvent
from oncall_cli.core.ticket_story import as_corrected

CAME = datetime(2026, 11, 24, 12, 0, 40, tzinfo=UTC)


def event(kind: str, seconds: int, about: About | None = None) -> TicketEvent:
    return TicketEvent(kind=kind, moment=CAME + timedelta(seconds=seconds), person="ana", about=about)


def test_what_is_said_without_its_seconds_comes_after_the_receipt_of_that_minute() -> None:
    ticket = Ticket(
        id=1,
        status="on_it",
        channel="phone",
        received=CAME,
        caller="Jo",
        description="down",
        on_it_at=CAME,
        last_step_at=CAME,
    )
    story = [event("note", 90), event("note", -40), event("logged", 0, About(how="phone")), event("on_it", 0)]
    assert [one.kind for one in as_corrected(ticket, story)] == ["logged", "on_it", "note", "note"]
    assert [one.moment for one in as_corrected(ticket, story)][2:] == [story[1].moment, story[0].moment]
