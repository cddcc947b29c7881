"""The documents of a ticket: what is filed by which number elsewhere, and what is missing until when (T9)."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.ticket_documents import DocumentsShown, documents_of
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_frame import Number, app, found, note_event, time_said, told
from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.core import ticket_step as step
from oncall_cli.core.text import one_line
from oncall_cli.core.ticket import DOCUMENTS
from oncall_cli.session import Session

_NAMES = {**DOCUMENTS, "pay_form": "pay form entry"}


@verb(app, "document")
def document(
    session: Session,
    number: Number,
    help_desk: Annotated[str | None, typer.Option("--help-desk", help="The help-desk ticket.")] = None,
    contact_log: Annotated[str | None, typer.Option("--contact-log", help="The contact log note.")] = None,
    work_order: Annotated[str | None, typer.Option("--work-order", help="The work order.")] = None,
) -> Result:
    """Record the documents filed, or show which are missing. Each is recorded by its number elsewhere; an
    empty text takes one back. Without any, the four are shown and until when they are due."""
    given = {"help_desk": help_desk, "contact_log": contact_log, "work_order": work_order}
    references = {
        field: one_line(text, DOCUMENTS[field]) if text.strip() else None
        for field, text in given.items()
        if text is not None
    }
    if not references:
        return documents_of(shown_one(session, found(session, number)))
    with session.transaction():
        return _recorded(session, number, references)


def _recorded(session: Session, number: int, references: dict[str, str | None]) -> Done:
    before = found(session, number)
    after = step.documented(before, references, session.now)
    if after == before:
        return told(session, before, f"Ticket {number} is as before; nothing was changed.")
    session.store.tickets.change(before, after)
    said = ", ".join(f"{DOCUMENTS[field]} {text or 'none'}" for field, text in references.items())
    note_event(session, after, "document", session.now, said)
    answer = shown_one(session, after)
    papers = documents_of(answer)
    notes = []
    if "pay_form" in papers.missing:
        notes.append(
            f"no work after hours is told, so it stands on no pay form: oncall ticket work {number} SPAN"
        )
    return Done(answer, f"Ticket {number}: {said}; {_missing_said(session, papers)}.", tuple(notes))


def _missing_said(session: Session, papers: DocumentsShown) -> str:
    """What is missing and until when: "still missing: work order, due by 02:10"."""
    if not papers.missing:
        return "nothing is missing"
    missing = ", ".join(_NAMES[field] for field in papers.missing)
    if papers.met is not None:
        return f"still missing: {missing}"
    due = time_said(session, papers.due)
    return f"still missing: {missing}, {'due by' if papers.state == 'running' else 'late since'} {due}"
