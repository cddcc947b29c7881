"""Finding any ticket by any of its words (T11)."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Done, Result
from oncall_cli.answers.ticket import TicketShown, TicketsWritten
from oncall_cli.answers.ticket_search import Found, Reindexed, TicketsFound
from oncall_cli.commands import ticket_wanted as wanted_
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import app
from oncall_cli.commands.ticket_pages import PAGE
from oncall_cli.commands.ticket_shown import shown_all
from oncall_cli.commands.ticket_wanted import limit_of, status_of, wanted_of
from oncall_cli.core.excerpt import excerpt_of
from oncall_cli.core.search import Query, query_of
from oncall_cli.core.searched import Text, event_texts, file_texts, message_texts, people_of, ticket_texts
from oncall_cli.documents.format import FORMATS, format_of
from oncall_cli.session import Session
from oncall_cli.store.wanted import Wanted

USUAL = 20
"""How many tickets are shown on screen where nothing else is said; a document has them all."""


@verb(app, "search")
def search(
    session: Session,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORD",
            help="The words to find; the beginning of each is enough.",
            show_default=False,
        ),
    ],
    status: wanted_.Status = None,
    tier: wanted_.Tier = None,
    channel: wanted_.Channel = None,
    person: wanted_.Person = None,
    caller: wanted_.Caller = None,
    customer: wanted_.Customer = None,
    first: wanted_.From = None,
    last: wanted_.To = None,
    missing: wanted_.Missing = False,
    late: wanted_.Late = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", help=f"How many at most; on screen {USUAL}.")
    ] = None,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    out: Out = None,
) -> Result:
    """Find tickets by any words in them. Names, texts, notes, mails and files are searched; all words have to
    be there, and the best match comes first. "Words in quotes" stand side by side; -WORD must not be there,
    and has to come behind a -- of its own: oncall ticket search -- login -printer"""
    query = query_of(words)
    chosen = format_of(format_, out, "tickets")
    most = limit_of(limit, USUAL)
    wanted = wanted_of(
        session,
        statuses=(status_of(status),) if status is not None else (),
        tier=tier,
        channel=channel,
        person=person,
        caller=caller,
        customer=customer,
        first=first,
        last=last,
        missing=missing,
        late=late,
    )
    numbers, whole = session.store.search.find(query, wanted), query
    if not numbers and query.apart:
        query = query.apart
        numbers = session.store.search.find(query, wanted)
    if chosen != "table":
        return _document(islice(_shown(session, numbers, PAGE, late=late), limit), chosen, out)
    answer = _answer(session, query, wanted, numbers, most)
    if answer.found and query is not whole:
        aside = f"Nowhere do {whole.said} stand side by side; these hold every word of it."
        return answer.model_copy(update={"advice": aside})
    return answer


@verb(app, "reindex", writes=True)
def reindex(session: Session) -> Result:
    """Make the index of the search anew. Only a damaged one needs that."""
    count = session.store.search.rebuild()
    return Done(Reindexed(tickets=count), f"Made the search index anew: {_tickets(count)}.")


def _shown(session: Session, numbers: Sequence[int], size: int, *, late: bool) -> Iterator[TicketShown]:
    """The tickets of those numbers, read page by page; only the late ones where they alone are wanted."""
    for begin in range(0, len(numbers), size):
        page = session.store.tickets.of_numbers(numbers[begin : begin + size])
        yield from (ticket for ticket in shown_all(session, page) if ticket.is_late or not late)


def _answer(
    session: Session, query: Query, wanted: Wanted, numbers: Sequence[int], most: int
) -> TicketsFound:
    late = wanted.unsettled
    shown = _shown(session, numbers, min(most, PAGE), late=late)
    found = tuple(_found(session, ticket, query) for ticket in islice(shown, most))
    more = int(next(shown, None) is not None) if late else len(numbers) - len(found)
    is_narrow = wanted != Wanted()
    none = f"No {'such ' if is_narrow else ''}ticket holds {query.said}."
    return TicketsFound(
        words=tuple(term.said for term in query.wanted),
        found=found,
        more=more,
        counted=not late,
        none=none,
        advice=None if found else _advice(session, query, is_narrow=is_narrow),
    )


def _found(session: Session, shown: TicketShown, query: Query) -> Found:
    excerpt = excerpt_of(_texts(session, shown), query)
    if excerpt is None:
        raise RuntimeError("a ticket without any text")
    return Found(ticket=shown, field=excerpt.of.group, name=excerpt.of.name, excerpt=excerpt.pieces)


def _texts(session: Session, shown: TicketShown) -> Iterator[Text]:
    """All that is searched of a ticket; what only the store has is read once it is asked for."""
    fields = dict(shown) | dict(shown.documents)
    yield from ticket_texts(fields)
    for event in shown.events:
        yield from event_texts(event.kind, event.text, dict(event.about) if event.about else None)
    for message in session.store.messages.of_ticket(shown.id):
        yield from message_texts(message.subject, message.text, people_of(message))
    for file in session.store.attachments.of_ticket(shown.id):
        yield from file_texts(file.name)


def _advice(session: Session, query: Query, *, is_narrow: bool) -> str:
    """The way on for somebody who found nothing."""
    kept = session.store.search
    term = kept.first_unknown(query.wanted)
    if term is None and is_narrow:
        return "Without the other options every ticket is searched."
    if term is None and query.unwanted:
        return f"There are such tickets with {query.unwanted[0].said}, which is not to be there."
    if term is None:
        return "Each is in some ticket, but not together: fewer words find more."
    if term.bound and len(term.words) > 1:
        return f"Nowhere do {term.said} stand side by side; without quotes they can stand anywhere."
    if len(term.words) > 1:
        return f"Nothing holds {term.said} in one piece; a shorter part of it may be found."
    meant = kept.alike(term.words[0])
    if meant:
        return f"Nothing holds {term.said}; is {meant} meant?"
    if len(query.wanted) > 1:
        return f"Nothing holds {term.said}; the other words may find it."
    return "The beginning of a word is enough."


def _document(tickets: Iterator[TicketShown], chosen: str, out: Path | None) -> Document:
    from oncall_cli.documents.tickets import document_of

    count, content = document_of(tickets, chosen)
    answer = TicketsWritten(tickets=count, format=chosen, out=str(out) if out else None)
    return Document(answer, content, out, f"Wrote {_tickets(count)} to {out}.")


def _tickets(count: int) -> str:
    return f"{count} ticket{'' if count == 1 else 's'}"
