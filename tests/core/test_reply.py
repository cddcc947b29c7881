"""Whom a reply goes to and what it answers: laws over any thread, and the cases that mail is full of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.address import ADDRESS_LIMIT, addresses_in, is_usable
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.member import Member
from oncall_cli.core.message import Mailbox, Message
from oncall_cli.core.reply import SUBJECT_LIMIT, THREAD_MOST, Sent, can_be_answered, envelope, subject_of
from oncall_cli.core.ticket import Ticket
from oncall_cli.errors import Refused

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
ANA = Member(handle="ana", name="Ana Ruiz", email="Ana@Example.com")
DANA = Mailbox(address="dana@x.org", name="Dana Fox")
POOL = [
    "dana@x.org",
    "DANA@x.org",
    "al@x.org",
    "bo@y.org",
    "ana@example.com",
    "ANA@example.com",
    "help@d.org",
]

mailboxes = st.builds(Mailbox, address=st.sampled_from(POOL), name=st.sampled_from([None, "Al", "Bo, Jr."]))
identities = st.integers(0, 99).map(lambda number: f"<{number}@x.org>")


def ticket(**said: object) -> Ticket:
    needed = {
        "id": 12,
        "status": "open",
        "channel": "email",
        "caller": "Dana Fox",
        "description": "cannot log in",
    }
    return Ticket.model_validate({**needed, "received": NOON, "last_step_at": NOON, **said})


def message(sender: Mailbox = DANA, *people: Mailbox, **said: object) -> Message:
    return Message.model_validate(
        {
            "ticket": 12,
            "message_id": "<1@x.org>",
            "sender": sender,
            "people": people,
            "moment": NOON,
            "text": "?",
        }
        | said
    )


messages = st.builds(
    lambda sender, people, own, thread: message(sender, *people, message_id=own, thread=tuple(thread)),
    mailboxes,
    st.lists(mailboxes, max_size=4),
    st.none() | identities,
    st.lists(identities, max_size=30),
)


def keys(found: tuple[Mailbox, ...]) -> list[str]:
    return [mailbox.address.lower() for mailbox in found]


@given(st.lists(messages, max_size=4), st.sampled_from([None, *POOL]), st.sets(st.sampled_from(POOL)))
def test_everybody_gets_it_once_and_oneself_never(
    thread: list[Message], email: str | None, watchers: set[str]
) -> None:
    rules = MailRules(sender="help@d.org", watchers=tuple(watchers))
    oneself = {"ana@example.com", "help@d.org"}
    asked = ticket(email=email, tell="Cy <cy@z.org>")
    made = envelope(asked, thread, ANA, rules)
    got = keys(made.everybody)
    assert len(got) == len(set(got))
    people = {one.address.lower() for sent in thread for one in (sent.sender, *sent.people)}
    people |= {address.lower() for address in watchers} | {"cy@z.org"} | ({email.lower()} if email else set())
    assert set(got) == people - oneself
    assert made.to
    wrote = [sent.sender.address.lower() for sent in thread if sent.sender.address.lower() not in oneself]
    if wrote:
        assert wrote[-1] in keys(made.to)


@given(st.lists(messages, max_size=4), st.lists(identities, max_size=4))
def test_a_reply_stands_in_its_thread(thread: list[Message], ours: list[str]) -> None:
    sent = [Sent(message_id=one, made=NOON + timedelta(minutes=1)) for one in ours]
    made = envelope(ticket(email="dana@x.org"), thread, ANA, MailRules(), sent)
    assert len(made.references) == len(set(made.references)) <= THREAD_MOST
    assert made.in_reply_to == (made.references[-1] if made.references else None)
    parents = [one for one in thread if one.message_id]
    if parents and len(made.references) < THREAD_MOST:
        known = {*parents[-1].thread, parents[-1].message_id, *ours}
        assert set(made.references) == known
    if parents and parents[-1].thread:
        assert made.references[0] == parents[-1].thread[0]


def test_it_goes_to_who_wrote_last_with_everybody_else_in_copy() -> None:
    al, bo = Mailbox(address="al@x.org", name="Al"), Mailbox(address="bo@y.org")
    thread = [message(DANA, al, Mailbox(address="ana@example.com")), message(al, DANA, bo)]
    made = envelope(ticket(email="dana@x.org"), thread, ANA, MailRules(watchers=("don@d.org", "BO@y.org")))
    assert made.to == (al,)
    assert made.cc == (DANA, bo, Mailbox(address="don@d.org"))


def test_a_reply_of_ones_own_in_the_thread_answers_whoever_wrote_before() -> None:
    mine = message(Mailbox(address="ana@example.com"), DANA)
    assert envelope(ticket(), [message(DANA), mine], ANA, MailRules()).to == (DANA,)
    assert envelope(ticket(), [mine], ANA, MailRules()).to == (DANA,)


def test_the_callers_own_address_is_answered_beside_a_machines_notice() -> None:
    made = envelope(ticket(email="dana@x.org"), [message(Mailbox(address="pbx@d.org"))], ANA, MailRules())
    assert sorted(keys(made.to)) == ["dana@x.org", "pbx@d.org"]
    assert DANA in made.to


def test_without_a_thread_it_goes_to_the_caller_and_begins_one() -> None:
    made = envelope(ticket(email="dana@x.org", requester="Al <al@x.org>, bo@y.org."), [], ANA, MailRules())
    assert (made.to, keys(made.cc)) == ((DANA,), ["al@x.org", "bo@y.org"])
    assert (made.in_reply_to, made.references) == (None, ())
    assert (made.sender.name, made.sender.address) == ("Ana Ruiz", "Ana@Example.com")


def test_our_own_replies_are_part_of_the_thread_once_nothing_came_in_since() -> None:
    before, after = (
        Sent(message_id="<a@d>", made=NOON - timedelta(hours=1)),
        Sent(message_id="<b@d>", made=NOON),
    )
    assert envelope(ticket(), [message()], ANA, MailRules(), [before, after]).references == (
        "<1@x.org>",
        "<b@d>",
    )
    alone = envelope(ticket(email="dana@x.org"), [], ANA, MailRules(), [before, after])
    assert (alone.references, alone.in_reply_to) == (("<a@d>", "<b@d>"), "<b@d>")


def test_a_long_thread_keeps_its_first_message_and_its_last_ones() -> None:
    thread = tuple(f"<{number}@x.org>" for number in range(2, 500))
    found = envelope(ticket(), [message(thread=thread)], ANA, MailRules()).references
    assert len(found) == THREAD_MOST
    assert (found[0], found[-2:]) == ("<2@x.org>", ("<499@x.org>", "<1@x.org>"))


@pytest.mark.parametrize("broken", ["<1@x.org>\r\nBcc: evil@z.org", "1@x.org", "<a b@x>", "<é@x>", "", "<>"])
def test_what_is_no_identity_is_in_no_header(broken: str) -> None:
    made = envelope(ticket(), [message(message_id=broken, thread=(broken, "<0@x>"))], ANA, MailRules())
    assert set(made.references) <= {"<0@x>"}


def test_nobody_to_write_to_and_nobody_to_write_from_say_the_way_on() -> None:
    with pytest.raises(Refused, match="ticket 12 has no email address") as refused:
        envelope(ticket(phone="555-0100"), [], ANA, MailRules(watchers=("don@d.org",)))
    alone = "; the step itself needs neither --send nor --draft"
    assert refused.value.hint == f"oncall ticket edit 12 --email ADDRESS, or call 555-0100{alone}"
    with pytest.raises(Refused, match="nobody but yourself") as refused:
        envelope(ticket(email="ana@example.com"), [], ANA, MailRules())
    assert (refused.value.hint or "").endswith(f"oncall ticket edit 12 --email ADDRESS{alone}")
    with pytest.raises(Refused, match="no address to reply from") as refused:
        envelope(ticket(email="dana@x.org"), [], Member(handle="ben", name="Ben"), MailRules())
    assert "team edit ben --email" in (refused.value.hint or "")
    assert "[mail] sender" in (refused.value.hint or "")


def test_the_policys_sender_stands_under_the_members_name() -> None:
    made = envelope(ticket(email="dana@x.org"), [], ANA, MailRules(sender="help@d.org"))
    assert made.sender == Mailbox(address="help@d.org", name="Ana Ruiz")


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Printer down", "Re: Printer down"),
        ("Re: Printer down", "Re: Printer down"),
        ("RE: AW: sv: Antw: re[2]: Printer", "Re: Printer"),
        ("回复：打印机", "Re: 打印机"),
        ("Fwd: Re: Printer", "Re: Fwd: Re: Printer"),
        ("Regarding: the printer", "Re: Regarding: the printer"),
        ("Printer\r\nBcc: evil@z.org", "Re: Printer Bcc: evil@z.org"),
        ("\u202egnp.exe\x1b[2J", "Re: gnp.exe [2J"),
        ("Re:", "Ticket 12: cannot log in"),
        (None, "Ticket 12: cannot log in"),
        ("  ", "Ticket 12: cannot log in"),
    ],
)
def test_a_subject_has_one_re_and_one_line(subject: str | None, answer: str) -> None:
    assert subject_of(ticket(), [message(subject=subject)]) == answer


@given(st.text(max_size=400), st.text(min_size=1, max_size=400))
def test_whatever_the_subject_the_answer_is_short_and_answering_it_again_changes_nothing(
    subject: str, description: str
) -> None:
    asked = ticket(description=description)
    once = subject_of(asked, [message(subject=subject)])
    assert len(once) <= SUBJECT_LIMIT
    assert len(once.splitlines()) == 1
    if once.startswith("Re: "):
        assert subject_of(asked, [message(subject=once)]) == once


def test_a_description_of_a_megabyte_makes_a_short_subject() -> None:
    for description in ("x" * 1_000_000, "word " * 200_000, "\n" * 99 + "x"):
        assert len(subject_of(ticket(description=description), [])) < 100


def test_addresses_are_found_in_words() -> None:
    said = 'the shop (al@x.org), "Bo, Jr." <bo@y.org>; Cy Young <cy@z.org>, nobody, a@@b, dee@d.org!'
    assert [(one.name, one.address) for one in addresses_in(said)] == [
        (None, "al@x.org"),
        ("Bo, Jr.", "bo@y.org"),
        ("Cy Young", "cy@z.org"),
        (None, "dee@d.org"),
    ]
    assert list(addresses_in(None)) == list(addresses_in("the night shift @ harbor")) == []


@pytest.mark.parametrize(
    ("address", "usable"),
    [
        ("a@b", True),
        ('"john doe"@x.org', True),
        ("müller@bücher.de", True),
        ("a@b\r\nBcc: c@d", False),
        ("a@b, c@d", False),
        ("a@b>", False),
        ("\u202ea@b", False),
        ('"a"b"@x.org', False),
        (f"{'a' * ADDRESS_LIMIT}@b", False),
        (f"{'a' * 65}@b", False),
        (f"{'a' * 64}@{'b' * 63}.c", True),
        (f"a@{'b' * 64}.c", False),
        ("a@b.c..", False),
        ("a@b.c.", False),
        ("x@y..z", False),
        ("x@.z", False),
        ("a@-b.c", False),
        ("a@b-.c", False),
        ("a@b-c.d", True),
        ("", False),
    ],
)
def test_only_one_whole_address_can_be_written_to(address: str, usable: bool) -> None:
    assert is_usable(address) == usable
    thread = [message(DANA, Mailbox(address=address))]
    assert (address in [one.address for one in envelope(ticket(), thread, ANA, MailRules()).cc]) == usable


def test_a_ticket_can_be_answered_by_any_of_its_addresses() -> None:
    assert can_be_answered(ticket(), [message()])
    assert can_be_answered(ticket(email="a@b"), [])
    assert can_be_answered(ticket(tell="a@b"), [])
    assert not can_be_answered(ticket(tell="the night shift", phone="555"), [])
