"""A reply to everybody on a ticket's thread: whom it goes to, from whom, and what it answers (T7).

- It goes to whoever wrote last, with everybody else of the thread, those the ticket names and the watchers.
- Nobody gets it twice, and whoever writes it does not get it at all.
- It stands in its thread as RFC 5322 (3.6.4) has it.
"""

import re
from collections.abc import Iterable, Sequence

from oncall_cli.core.address import addresses_in, each_once, same
from oncall_cli.core.mail_rules import MailRules, ReplyKind
from oncall_cli.core.member import Member
from oncall_cli.core.message import Mailbox, Message
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.core.text import is_harmful
from oncall_cli.core.ticket import Ticket
from oncall_cli.errors import Refused

SUBJECT_LIMIT = 150
"""Characters of a subject; more of it nobody sees."""
SUBJECT_WORDS = 60
"""Characters of a description that make a subject where the thread has none."""
THREAD_MOST = 20
"""Identities that a reply names: the thread's first and its last ones, as mail programs do."""

REPLY_WORDS: dict[ReplyKind, str] = {
    "on_it": "On It",
    "waiting": "waiting",
    "done": "Done",
    "update": "an update",
    "escalated": "the escalation",
    "priority": "the priority",
    "deferred": "the deferral",
}
"""What each kind of reply says, in a word or two."""

_ANSWERS = re.compile(
    r"\s*(?:re|aw|sv|antw|odp|rif|res|ynt|回复|答复)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*", re.I
)
_IDENTITY = re.compile(r"<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>")


class Sent(Frozen):
    """A reply of ours that is in the thread already: its identity, and when it was made."""

    message_id: str
    made: Moment


class Envelope(Frozen):
    """Everything of a reply but its words. `in_reply_to` is the message it answers and `references` that
    one's whole thread, the oldest first; both are empty where it begins one."""

    sender: Mailbox
    to: tuple[Mailbox, ...]
    cc: tuple[Mailbox, ...]
    subject: str
    in_reply_to: str | None
    references: tuple[str, ...]

    @property
    def everybody(self) -> tuple[Mailbox, ...]:
        """Whoever gets it."""
        return (*self.to, *self.cc)


def envelope(
    ticket: Ticket,
    thread: Sequence[Message],
    member: Member,
    rules: MailRules,
    ours: Sequence[Sent] = (),
) -> Envelope:
    """The reply of a member to everybody; `thread` and `ours` are what came in and went out, oldest first.
    Refused where there is no address to write from, or nobody to write to."""
    sender = sender_of(member, rules)
    to, cc = _recipients(ticket, thread, member, rules)
    references = _references(thread, ours)
    return Envelope(
        sender=sender,
        to=tuple(to),
        cc=tuple(cc),
        subject=subject_of(ticket, thread),
        in_reply_to=references[-1] if references else None,
        references=references,
    )


def sender_of(member: Member, rules: MailRules) -> Mailbox:
    """Whom a member's replies come from: the policy's address or else their own, under their name."""
    address = rules.sender or member.email
    if address is None:
        raise Refused(
            f"there is no address to reply from: {member.handle} has none, "
            "and the policy's [mail] names no sender",
            hint=f"oncall team edit {member.handle} --email ADDRESS, or [mail] sender in the policy",
        )
    return Mailbox(address=address, name=member.name)


def can_be_answered(ticket: Ticket, thread: Sequence[Message]) -> bool:
    """Whether the ticket has an address at all to reply to."""
    return bool(_people(ticket, thread))


def on_the_mail(ticket: Ticket, thread: Sequence[Mailbox], without: Iterable[str] = ()) -> list[Mailbox]:
    """Whoever a reply to all goes to, each once, but for `without`; `thread` are those of its messages, the
    newest message first, whoever wrote it before the others."""
    people = list(thread)
    if ticket.email:
        people.insert(1 if people else 0, Mailbox(address=ticket.email, name=ticket.caller))
    named = (*addresses_in(ticket.requester), *addresses_in(ticket.tell))
    return each_once([*people, *named], without=without)


def _people(ticket: Ticket, thread: Sequence[Message], without: Iterable[str] = ()) -> list[Mailbox]:
    written = [mailbox for message in reversed(thread) for mailbox in (message.sender, *message.people)]
    return on_the_mail(ticket, written, without)


def _recipients(
    ticket: Ticket, thread: Sequence[Message], member: Member, rules: MailRules
) -> tuple[list[Mailbox], list[Mailbox]]:
    oneself = [address for address in (member.email, rules.sender) if address]
    people = _people(ticket, thread, without=oneself)
    if not people:
        raise _nobody(ticket, thread)
    mine = {same(address) for address in oneself}
    wrote = [message.sender for message in reversed(thread) if same(message.sender.address) not in mine]
    on_thread = {same(one.address) for message in thread for one in (message.sender, *message.people)}
    answered = {same(mailbox.address) for mailbox in wrote[:1]}
    if ticket.email and (not answered or same(ticket.email) not in on_thread):
        answered.add(same(ticket.email))  # a notice about a caller comes from a machine
    to = [mailbox for mailbox in people if same(mailbox.address) in answered] or people
    chosen = [*oneself, *(mailbox.address for mailbox in to)]
    watchers = [Mailbox(address=address) for address in rules.watchers]
    return to, each_once([*people, *watchers], without=chosen)


def _nobody(ticket: Ticket, thread: Sequence[Message]) -> Refused:
    way = f"oncall ticket edit {ticket.id} --email ADDRESS"
    alone = "; the step itself needs neither --send nor --draft"
    if can_be_answered(ticket, thread):
        return Refused(
            f"nobody but yourself is on ticket {ticket.id}", hint=f"name the caller's: {way}{alone}"
        )
    call = f", or call {ticket.phone}" if ticket.phone else ""
    return Refused(f"ticket {ticket.id} has no email address to reply to", hint=f"{way}{call}{alone}")


def subject_of(ticket: Ticket, thread: Sequence[Message]) -> str:
    """The thread's subject with one "Re:" before it; where it has none, the ticket and what it is about."""
    said = next((line for message in reversed(thread) if (line := _line(message.subject))), None)
    if said is not None and (subject := without_answers(said)):
        return _cut(f"Re: {subject}", SUBJECT_LIMIT)
    return f"Ticket {ticket.id}: {_cut(_line(ticket.description[: 10 * SUBJECT_WORDS]), SUBJECT_WORDS)}"


def without_answers(subject: str) -> str:
    """A subject without the "AW: Re: " that answers have put before it, whatever language wrote them."""
    while found := _ANSWERS.match(subject):
        subject = subject[found.end() :]
    return subject


def _line(text: str | None) -> str:
    """The text on one line, with nothing in it that ends one or turns the reading direction."""
    return " ".join("".join(" " if is_harmful(char) else char for char in text or "").split())


def _cut(line: str, limit: int) -> str:
    if len(line) <= limit:
        return line
    head = line[: limit - 1]
    return f"{head.rpartition(' ')[0] or head}…"


def _references(thread: Sequence[Message], ours: Sequence[Sent]) -> tuple[str, ...]:
    """The whole thread's identities up to the one that is answered; our own replies stand among them when
    nothing has come in since."""
    answered = next((message for message in reversed(thread) if _identities([message.message_id])), None)
    chain = _identities([*answered.thread, answered.message_id]) if answered else []
    since = answered.moment if answered else None
    later = [one.message_id for one in ours if since is None or one.made >= since]
    chain = [*chain, *(identity for identity in _identities(later) if identity not in chain)]
    if len(chain) > THREAD_MOST:
        chain = [chain[0], *chain[1 - THREAD_MOST :]]
    return tuple(chain)


def _identities(texts: Sequence[str | None]) -> list[str]:
    """What can stand as an identity in a header, each once; anything else was made up by a broken program."""
    return list(dict.fromkeys(text for text in texts if text and _IDENTITY.fullmatch(text)))
