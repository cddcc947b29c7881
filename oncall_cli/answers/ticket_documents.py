"""The documents of one ticket as an answer (T9)."""

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.ticket import Papers, TicketShown
from oncall_cli.core.clock import ClockState
from oncall_cli.core.model import Moment
from oncall_cli.core.ticket import DOCUMENTS


class DocumentsShown(Answer):
    """The four documents, which of them are missing, and until when those that are filed by hand have to be.

    A pay form entry is missing where a call came in after hours and no work of that kind is told.
    """

    ticket: int
    documents: Papers
    missing: tuple[str, ...]
    due: Moment
    met: Moment | None
    state: ClockState
    now: Moment = Field(exclude=True)


def documents_of(ticket: TicketShown) -> DocumentsShown:
    """A ticket's documents; the clock is the ticket's own."""
    clock = next(clock for clock in ticket.clocks if clock.name == "documents")
    missing = [field for field in DOCUMENTS if getattr(ticket.documents, field) is None]
    if ticket.after_hours and ticket.documents.pay_form is None:
        missing.append("pay_form")
    return DocumentsShown(
        ticket=ticket.id,
        documents=ticket.documents,
        missing=tuple(missing),
        due=clock.due,
        met=clock.met,
        state=clock.state,
        now=ticket.now,
    )
