"""A reply on its way out: what is kept of it, and which states it has, so that it goes out once (T7).

- It waits from the moment it is kept. Whoever sends it claims it first, and what came of that is told after;
  only what waits can be claimed, so that two who send at once never send one twice.
- Not taken for sure (no connection, lost before the end of the text was given, "try later") waits again.
- Where the server takes it for some and puts others off ("try later"), it waits again for those alone; who
  has it is never given it again. Whom the server refuses for good does not keep it from the rest.
- Refused by the server's word for good, as a whole or for all, stays refused until a person says what to do.
- Unsure is one whose end was given and not answered for, or whose sender was killed: nobody knows whether it
  arrived, so it is sent again by a person's word alone. Whoever is late to tell what came of it still may.
- Sent and dropped are final. Whatever happens, its identity (Message-ID) and its source stay the same.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from ipaddress import ip_address
from typing import Literal

from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.core.model import Frozen, Moment
from oncall_cli.errors import Refused

MailState = Literal["waiting", "sending", "sent", "unsure", "refused", "dropped"]
Ended = Literal["taken", "not_taken", "refuse", "unanswered"]
"""What came of a try: the server took it, surely did not, refused it for good, or nobody knows."""

MailStep = Literal["claim", "taken", "in_part", "not_taken", "refuse", "unanswered", "again", "drop"]

TRANSITIONS: dict[tuple[MailState, MailStep], MailState] = {
    ("waiting", "claim"): "sending",
    ("sending", "taken"): "sent",
    ("sending", "in_part"): "waiting",
    ("sending", "not_taken"): "waiting",
    ("sending", "refuse"): "refused",
    ("sending", "unanswered"): "unsure",
    ("unsure", "taken"): "sent",
    ("unsure", "in_part"): "waiting",
    ("unsure", "not_taken"): "waiting",
    ("unsure", "refuse"): "refused",
    ("unsure", "unanswered"): "unsure",
    ("refused", "again"): "waiting",
    ("unsure", "again"): "waiting",
    ("waiting", "again"): "waiting",
    ("waiting", "drop"): "dropped",
    ("refused", "drop"): "dropped",
    ("unsure", "drop"): "dropped",
}
OPEN: tuple[MailState, ...] = ("waiting", "sending", "unsure", "refused")
"""The states of what somebody still has to look after."""

LEASE = timedelta(minutes=15)
"""How long a claim holds; no try takes as long, so that an older one belongs to a program that was ended."""

ENDED_WHILE_SENDING = "the program ended while it was being sent"


class Refusal(Frozen):
    """A recipient whom the server refused for good, and what it said."""

    address: str
    said: str


class Mail(Frozen):
    """A mail as it is kept. `recipients` are bare addresses, `got` those of them who have it, `refused` those
    it goes past; `source` is all of it, as its bytes (UTF-8) go to the server; `tried` is when it was last
    claimed, `why` what came of that."""

    id: int = 0
    ticket: int
    kind: ReplyKind
    person: str | None
    message_id: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    source: str
    made: Moment
    state: MailState = "waiting"
    attempts: int = 0
    tried: Moment | None = None
    why: str | None = None
    got: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()

    @property
    def left(self) -> tuple[str, ...]:
        """Who is still to get it; nobody once it is sent."""
        gone = {*self.got, *(one.address for one in self.refused)}
        return tuple(address for address in self.recipients if address not in gone)


class MailStepTaken(Frozen):
    """A step of a mail: the state it came into, when, by whom and why."""

    state: MailState
    moment: Moment
    person: str | None
    why: str | None


def as_of(mail: Mail, moment: datetime) -> Mail:
    """The mail as it counts at a moment: a claim that is older than any try can be is unsure."""
    if mail.state != "sending" or mail.tried is None or abs(moment - mail.tried) < LEASE:
        return mail
    return mail.model_copy(update={"state": "unsure", "why": ENDED_WHILE_SENDING})


def claimed(mail: Mail, moment: datetime) -> Mail:
    """The mail in the hands of whoever sends it from a moment on; Refused where it does not wait."""
    changes = {"attempts": mail.attempts + 1, "tried": moment, "why": None}
    return mail.model_copy(update={"state": next_state(mail, "claim"), **changes})


def settled(
    mail: Mail,
    claim: Mail,
    ended: Ended,
    why: str | None,
    *,
    later: Collection[str] = (),
    refused: Collection[Refusal] = (),
) -> Mail:
    """The mail once it is known what came of a try: `later` are the recipients who were put off,
    `refused` those who never get it. As it is where that try is not its last, or somebody has decided about
    it meanwhile. Where nobody has it and nobody is left, it is refused as a whole."""
    turned = {one.address: one for one in (*mail.refused, *refused)}
    past = tuple(turned[address] for address in mail.recipients if address in turned)
    asked = [address for address in mail.left if address not in turned]
    taken = [address for address in asked if ended == "taken" and address not in later]
    got = tuple(address for address in mail.recipients if address in {*mail.got, *taken})
    left = len(asked) > len(taken)
    step: MailStep = ended
    if got and not left:
        step = "taken"
    elif taken:
        step = "in_part"
    state = TRANSITIONS.get((mail.state, step))
    if state is None or mail.attempts != claim.attempts:
        return mail
    said = [f"{one.address} was refused: {one.said}" for one in past]
    because = "; ".join([why, *said] if why else said) or None
    change = {"state": state, "why": because, "got": got, "refused": past if got or left else ()}
    return mail.model_copy(update=change)


def again(mail: Mail) -> Mail:
    """A mail that a person wants to be sent in spite of what came of it, to everybody who does not have it;
    Refused where it is out, given up or being sent."""
    return mail.model_copy(update={"state": next_state(mail, "again"), "refused": ()})


def dropped(mail: Mail, reason: str) -> Mail:
    """A mail that is given up; Refused where it is out, given up already or being sent."""
    return mail.model_copy(update={"state": next_state(mail, "drop"), "why": reason})


def next_state(mail: Mail, step: MailStep) -> MailState:
    """The state after a step; Refused where the mail is not in a state that allows it."""
    state = TRANSITIONS.get((mail.state, step))
    if state is not None:
        return state
    if mail.state == "sending":
        raise Refused(
            f"reply {mail.id} is being sent right now",
            hint=f"oncall mail show {mail.id} says what came of it",
        )
    if mail.state in ("sent", "dropped"):
        raise Refused(f"reply {mail.id} was {mail.state} already")
    raise Refused(
        f"reply {mail.id} is {mail.state}, so it is not sent again by itself: {mail.why}",
        hint=f"oncall mail send {mail.id} --again, or give it up: oncall mail drop {mail.id} --reason TEXT",
    )


def is_here(host: str) -> bool:
    """Whether a server's name stands for this machine."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def people_said(addresses: tuple[str, ...]) -> str:
    """Whom a mail goes to, in short: dana@example.com and 2 more."""
    more = len(addresses) - 1
    return f"{addresses[0]} and {more} more" if more > 0 else "".join(addresses)


def outcome_said(mail: Mail) -> str:
    """What came of sending a mail, and the way on where it is not out."""
    because = f": {mail.why}" if mail.why else ""
    if mail.state == "sent":
        refused = f", but {mail.why}" if mail.why else ""
        return f"the reply was sent to {people_said(mail.got)}{refused}"
    before = f"the reply was sent to {people_said(mail.got)}; " if mail.got else ""
    it = f"that to {people_said(mail.left)}" if mail.got else "the reply"
    if mail.state == "waiting":
        return f"{before}{it} waits{because}; oncall mail send tries again"
    if mail.state == "refused":
        return f"{before}{it} was refused{because}; oncall mail show {mail.id} has it whole"
    if mail.state == "unsure":
        way = f"it is not sent again by itself, but by oncall mail send {mail.id} --again"
        return f"{before}whether {it} arrived is not known{because}; {way}"
    return f"{before}{it} is {'being sent' if mail.state == 'sending' else mail.state}"


_LEFT: dict[MailState, str] = {
    "waiting": "waiting",
    "sending": "being sent",
    "refused": "refused",
    "unsure": "unsure (it may have arrived)",
    "dropped": "dropped",
}


def left_said(mails: list[Mail]) -> str:
    """How many mails are not out, or not to all of their recipients, how they stand, and why the first of
    those that were tried is not."""
    counts = {state: sum(mail.state == state for mail in mails) for state in _LEFT}
    said = ", ".join(f"{count} {_LEFT[state]}" for state, count in counts.items() if count)
    why = next((mail.why for mail in mails if mail.why), None)
    ones = "1 reply is" if len(mails) == 1 else f"{len(mails)} replies are"
    whole = " to everybody" if any(mail.got for mail in mails) else ""
    return f"{ones} not sent{whole}, {said}" + (f": {why}" if why else "")
