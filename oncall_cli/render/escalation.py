"""Whom a ticket was escalated to, as people read it: who, how to reach them, and who does not know yet."""

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.contact import Contact, call_said
from oncall_cli.core.escalation import contact_said

SHOWN = 5
"""How many of the last escalations stand among the people; the story has them all."""


def escalated(answer: TicketShown) -> str | None:
    """The last escalations, one a line, the latest at the end; and how many came before them."""
    lines = []
    for one in answer.escalations[-SHOWN:]:
        contact = Contact(person=one.person, name=one.name, phone=one.phone, email=one.email)
        untold = "" if one.told or answer.status == "done" else "; the requester is not told yet"
        lines.append(f"{contact_said(contact, one.level, one.topic)}: {call_said(contact)}{untold}")
    earlier = len(answer.escalations) - len(lines)
    return "\n".join([*lines, *([f"and {earlier} earlier"] if earlier else [])]) or None
