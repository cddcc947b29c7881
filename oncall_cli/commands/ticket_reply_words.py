"""What a reply of a ticket says: its words, filled in from the ticket and the step, over what it answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from oncall_cli.commands.ticket_shown import shown_one
from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.member import Member
from oncall_cli.core.message import Message
from oncall_cli.core.reply import without_answers
from oncall_cli.core.reply_said import MemberSaid, Said, TeamSaid, TicketSaid
from oncall_cli.core.said import moment_said
from oncall_cli.core.ticket import STATUS_WORDS, Ticket
from oncall_cli.documents.reply_words import quotation, reply_words
from oncall_cli.session import Session

SAID_LIMIT = 100_000
"""Characters of one text that a reply holds."""
SUMMARY_LIMIT = 300
_LONG = ("tried", "error", "resolution", "workaround")
WORDS = ("because", "reason", "text")
"""What a verb has from the person, which become the `words` of a template, one below the other."""
SAYS = (*WORDS, "until", "contact")
"""All that a verb can say to its reply."""


def reply_text(
    session: Session,
    ticket: Ticket,
    kind: ReplyKind,
    member: Member,
    thread: Sequence[Message],
    said: Mapping[str, str | None],
) -> tuple[str, list[str]]:
    """The whole text of a reply with the message it answers below, and what is to be noted about it."""
    if not said.keys() <= set(SAYS):
        raise TypeError(f"a reply says {', '.join(SAYS)}, not {', '.join(said)}")
    words, fault = reply_words(kind, session.policy.mail, _said(session, ticket, member, said))
    notes = []
    if fault is not None:
        notes.append(f"the policy's mail.templates.{kind} could not be used ({fault}): the usual words were")
    if thread:
        last = thread[-1]
        wrote, when, text = last.sender.name or last.sender.address, last.moment, last.text
    else:
        wrote, when, text = ticket.caller, ticket.received, ticket.description
    introduced = f"On {moment_for_people(session, when)}, {wrote} wrote:" if when else f"{wrote} wrote:"
    return f"{words}\n{quotation(introduced, text)}", notes


def _said(session: Session, ticket: Ticket, member: Member, said: Mapping[str, str | None]) -> Said:
    """What a template can say of a ticket as it stands after the step."""
    clocks = shown_one(session, ticket).clocks
    update = next((clock.due for clock in clocks if clock.name == "update"), None)
    policy = session.policy
    same = set(TicketSaid.model_fields) & set(Ticket.model_fields) - {
        "status",
        "received",
        "description",
        *_LONG,
    }
    return Said(
        ticket=TicketSaid(
            **{name: getattr(ticket, name) for name in same},
            number=ticket.id,
            status=STATUS_WORDS[ticket.status],
            received=moment_for_people(session, ticket.received),
            summary=_cut(_first_paragraph(ticket.description), SUMMARY_LIMIT),
            description=_cut(ticket.description, SAID_LIMIT),
            **{name: _cut(getattr(ticket, name), SAID_LIMIT) for name in _LONG},
        ),
        caller=ticket.caller,
        member=MemberSaid(handle=member.handle, name=member.name, phone=member.phone, email=member.email),
        team=TeamSaid(name=policy.team.name, phone=policy.phone.line),
        words=_cut("\n\n".join(filter(None, map(said.get, WORDS))), SAID_LIMIT),
        resolution=_cut(ticket.resolution, SAID_LIMIT),
        workaround=_cut(ticket.workaround, SAID_LIMIT),
        until=said.get("until"),
        contact=said.get("contact"),
        next_update=moment_for_people(session, update) if update and update > session.now else None,
    )


def _first_paragraph(text: str) -> str:
    """Of a ticket that came as an email that is its subject; its text is quoted below anyway."""
    paragraph = text[: 2 * SUMMARY_LIMIT].partition("\n\n")[0]
    return without_answers(paragraph) or paragraph


def _cut(text: str | None, limit: int) -> str:
    return text if text and len(text) <= limit else f"{text[:limit].rstrip()} […]" if text else ""


def moment_for_people(session: Session, moment: datetime) -> str:
    """A moment for people elsewhere: on the team's clock, which it names."""
    local = session.local(moment)
    return f"{moment_said(local, session.policy.team.clock)} {local:%Z}"
