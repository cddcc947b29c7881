"""Laws of a correction: what was done since stays done, and a correction taken back leaves nothing behind."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core import ticket_step as step
from oncall_cli.core.ticket import TRANSITIONS, About, Channel, Ticket, TicketEvent, Work
from oncall_cli.core.ticket_edit import changes_said, edited, moved, standing
from oncall_cli.core.ticket_log import ticket_of
from oncall_cli.core.ticket_story import as_corrected
from oncall_cli.errors import BadValue, Refused

CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FIELDS = ("requester", "tell", "customer", "location", "affected", "reference", "tried", "error", "phone")
Lived = tuple[Ticket, list[TicketEvent]]


def event(kind: str, moment: datetime) -> TicketEvent:
    return TicketEvent(kind=kind, moment=moment, person="ana")


def logged(channel: str) -> Lived:
    said = dict.fromkeys(FIELDS)
    said |= {"channel": channel, "caller": "Jo", "email": "jo@example.com", "description": "down"}
    ticket = ticket_of(said, tier=1, first_time=None, rings=None, received=CAME, on_duty="ana")
    story = [event("logged", CAME)] + ([event("on_it", CAME)] if ticket.on_it_at else [])
    return ticket.model_copy(update={"id": 1}), story


@st.composite
def lives(draw: st.DrawFn, first: int = 0) -> Lived:
    """A ticket of any channel after any steps that T4 allows, the first at least so many minutes later."""
    ticket, story = logged(draw(st.sampled_from(["phone", "email"])))
    moment = CAME + first * MINUTE
    for _ in range(draw(st.integers(0, 4))):
        moment += draw(st.integers(0, 30)) * MINUTE
        name = draw(st.sampled_from(sorted(name for status, name in TRANSITIONS if status == ticket.status)))
        if name == "on_it":
            ticket = step.on_it(ticket, draw(st.sampled_from(["ana", "ben"])), moment)
        elif name == "wait":
            ticket = step.waiting(ticket, moment)
        elif name == "done":
            ticket = step.done(ticket, "cy", "restarted", moment)
        else:
            ticket = step.reopened(ticket, moment)
        kind = {"wait": "waiting", "reopen": "reopened"}.get(name, name)
        story.append(event(kind, moment))
    return ticket, story


def corrected(
    ticket: Ticket,
    story: Sequence[TicketEvent],
    minutes: int = 0,
    channel: Channel | None = None,
    work: Sequence[Work] = (),
) -> Ticket:
    received = moved(ticket, ticket.received + minutes * MINUTE, story, work)
    return standing(ticket, edited(ticket, {"channel": channel}, received=received), story, "ana")


@given(lived=lives(), minutes=st.integers(-60, 60))
def test_a_receipt_moves_up_to_the_first_step_and_back(lived: Lived, minutes: int) -> None:
    ticket, story = lived
    steps = story[2:] if ticket.channel == "phone" else story[1:]
    if steps and minutes and CAME + minutes * MINUTE > steps[0].moment:
        with pytest.raises(Refused, match="cannot have come in at 2026-11-24"):
            corrected(ticket, story, minutes)
        return
    after = corrected(ticket, story, minutes)
    assert after.received == CAME + minutes * MINUTE <= after.last_step_at
    assert (after.status, after.assignee, after.done_at) == (ticket.status, ticket.assignee, ticket.done_at)
    if ticket.channel == "phone":
        assert after.on_it_at == after.received
    else:
        assert after.on_it_at == ticket.on_it_at
    assert after.last_step_at == (steps[-1].moment if steps else after.received)
    assert corrected(after, story, -minutes) == ticket


@given(lived=lives(first=1), minutes=st.integers(-60, 0))
def test_a_story_begins_with_the_receipt_and_keeps_its_steps(lived: Lived, minutes: int) -> None:
    ticket, story = lived
    came = 2 if ticket.channel == "phone" else 1
    told = as_corrected(corrected(ticket, story, minutes), story)
    assert [one.kind for one in told] == [one.kind for one in story]
    assert {one.moment for one in told[:came]} == {CAME + minutes * MINUTE}
    assert told[came:] == story[came:]


@given(lived=lives(first=1))
def test_a_channel_corrected_and_put_back_leaves_the_ticket_as_it_was(lived: Lived) -> None:
    ticket, story = lived
    other: Channel = "voicemail" if ticket.channel == "phone" else "phone"
    after = corrected(ticket, story, channel=other)
    if len(story) == (2 if ticket.channel == "phone" else 1):
        assert (after.status, after.on_it_at) == (("on_it", CAME) if other == "phone" else ("open", None))
    else:
        assert (after.status, after.last_step_at) == (ticket.status, ticket.last_step_at)
        assert other == "phone" or after.on_it_at != CAME
    assert corrected(after, story, channel=ticket.channel) == ticket


def test_a_receipt_is_not_after_work_or_words_about_it() -> None:
    ticket, story = logged("phone")
    work = [Work(ticket=1, person="cy", start=CAME + at * MINUTE, end=CAME + 40 * MINUTE) for at in (20, 9)]
    assert corrected(ticket, story, 9, work=work).received == CAME + 9 * MINUTE
    with pytest.raises(Refused, match="work on it began at 2026-11-24 08:19"):
        corrected(ticket, story, 10, work=work)
    for kind in ("note", "follow_up", "update", "document"):
        with pytest.raises(Refused, match="something was done about it at 2026-11-24 08:12"):
            corrected(ticket, [*story, event(kind, CAME + 2 * MINUTE)], 3)


def test_a_message_answered_as_it_came_in_keeps_its_answer() -> None:
    ticket, story = logged("email")
    answered, told = step.on_it(ticket, "ben", CAME), [*story, event("on_it", CAME)]
    earlier = corrected(answered, told, -5)
    assert (earlier.on_it_at, earlier.assignee, earlier.status) == (CAME, "ben", "on_it")
    with pytest.raises(Refused, match="something was done about it"):
        corrected(answered, told, 1)


def test_a_message_answered_as_it_came_in_keeps_its_step_where_it_was_a_call_after_all() -> None:
    ticket, _ = logged("email")
    story = [TicketEvent(kind="logged", moment=CAME, person=None, about=About(how="email"))]
    answered, told = step.on_it(ticket, "ben", CAME), [*story, event("on_it", CAME)]
    call = corrected(answered, told, -5, channel="phone")
    assert call.on_it_at == call.received == CAME - 5 * MINUTE
    assert [one.moment for one in as_corrected(call, told)] == [call.received, CAME]


def test_the_minute_of_a_receipt_is_the_receipt() -> None:
    ticket, story = logged("email")
    exact = ticket.model_copy(update={"received": CAME + timedelta(seconds=37)})
    assert moved(exact, CAME, story, []) == exact.received


def test_what_every_ticket_needs_is_not_taken_back() -> None:
    ticket, _ = logged("email")
    said = {"channel": None, "caller": " ", "phone": None, "email": "", "description": "", "customer": ""}
    with pytest.raises(BadValue, match="needs --caller, --phone or --email and --description") as caught:
        edited(ticket, said)
    assert "ticket 1" in (caught.value.hint or "")
    swapped = edited(ticket, {**said, "caller": None, "description": None, "phone": " 555 0101"})
    assert (swapped.phone, swapped.email, swapped.customer) == ("555 0101", None, None)


def test_changes_are_told_in_words_and_cut() -> None:
    before = logged("email")[0].model_copy(update={"caller": "done", "description": "x" * 99})
    after = before.model_copy(
        update={
            "tier": None,
            "caller": "Dana\tW.",
            "description": "x" * 99 + "\nmore",
            "error": "E 1\n" * 20,
            "first_time": False,
            "received": CAME - MINUTE,
            "assignee": "ben",
        }
    )
    assert changes_said(before, after, CAME).split("; ") == [
        "tier 1 → none",
        "received 2026-11-24 08:10 → 2026-11-24 08:09",
        "caller done → Dana W.",
        f"description changed after {'x' * 39}…",
        "error none → E 1 E 1 E 1 E 1 E 1 E 1 E 1 E 1 E 1 E 1…",
        "first time none → no",
        "in the hands of nobody → ben",
    ]
    assert changes_said(before, before, CAME) == ""
