"""Raising and lowering the priority of a ticket, with why, and whether the requester knows (T6)."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Result
from oncall_cli.commands.frame import verb
from oncall_cli.commands.ticket_contacts import Told, untold_note
from oncall_cli.commands.ticket_frame import Number, app, found, text_or_stdin, told
from oncall_cli.commands.ticket_reply import Draft, Send, check_reply, reply
from oncall_cli.core import priority as rule
from oncall_cli.core.text import long_text
from oncall_cli.core.ticket import Because, Ticket, TicketEvent
from oncall_cli.core.ticket_step import check_not_done
from oncall_cli.session import Session


@verb(app, "priority", writes=True)
def priority(
    session: Session,
    number: Number,
    level: Annotated[
        int | None, typer.Argument(metavar="LEVEL", help="0 to 9; left out, one more than it has.")
    ] = None,
    because: Annotated[
        list[str] | None,
        typer.Option(
            "--because",
            metavar="WHY",
            help="clients (many are hit), blocked (no way to work), people or impact; repeatable.",
            autocompletion=lambda: list(rule.WHY),
        ),
    ] = None,
    people: Annotated[
        int | None, typer.Option("--people", metavar="N", help="How many people are hit.")
    ] = None,
    note: Annotated[
        str | None,
        typer.Option("--note", help="More on why; - reads standard input.", callback=text_or_stdin),
    ] = None,
    told_: Told = None,
    draft: Draft = None,
    send: Send = False,
) -> Result:
    """Raise the priority of a ticket, and say why. Of one tier, the higher priority is answered first. --note
    says why it is lowered."""
    before = found(session, number)
    check_not_done(before)
    asked = rule.priority_asked(before, level)
    reasons = rule.because_of(because or (), people)
    if asked == before.priority:
        unsaid = f"the note was not kept: oncall ticket note {number} TEXT keeps it"
        line = f"Ticket {number} has priority {asked} already; nothing was changed."
        return told(session, before, line, *([unsaid] if note is not None else []))
    check_reply(session, before, draft=draft, send=send)
    if asked > before.priority and not reasons:
        reasons, people = _reasons(session, before)
    words = long_text(note, "note") if note is not None else None
    if asked < before.priority:
        rule.check_lowered(before, reasons, words)
    after = rule.with_priority(before, asked)
    session.store.tickets.change(before, after)
    about = rule.about_priority(asked, reasons, people, told_)
    event = TicketEvent(
        kind="priority", moment=session.now, person=session.actor.handle, text=words, about=about
    )
    session.store.tickets.add_event(number, event)
    why = rule.because_said(reasons, people)
    replied = reply(session, after, "priority", draft=draft, send=send, because=_sentence(why), text=words)
    raised = "raised" if asked > before.priority else "lowered"
    said = f", {raised} from {before.priority}" + (f": {why}" if why else "")
    untold = untold_note(after, f"that its priority is {raised}", told=told_ or send)
    return told(session, after, f"Ticket {number} has priority {asked}{said}.", *replied, *untold)


def _sentence(why: str) -> str | None:
    """Reasons as a sentence that the requester reads."""
    return f"{why[:1].upper()}{why[1:]}." if why else None


def _reasons(session: Session, ticket: Ticket) -> tuple[tuple[Because, ...], int | None]:
    """Why a priority is raised, asked where somebody can be; BadValue where nobody says it."""
    question = f"Why is ticket {ticket.id} raised: clients, blocked, impact, or how many people are hit?"
    said = session.ask_for("because", question, _answered)
    if said is None:
        rule.check_raised(ticket, ())
    return _answered(said or "")


def _answered(text: str) -> tuple[tuple[Because, ...], int | None]:
    """What a person says is why: reasons, and a number for how many people are hit."""
    words = text.replace(",", " ").split()
    numbers = [int(word) for word in words if word.isdecimal() and len(word) < 9]
    people = numbers[0] if numbers else None
    reasons = rule.because_of([word for word in words if not word.isdecimal() and word != "and"], people)
    if not reasons:
        rule.because_of([text], None)
    return reasons, people
