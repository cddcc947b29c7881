"""Laws of a ticket's life: whatever steps are tried, what was told stays true."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from oncall_cli.core import ticket_step as step
from oncall_cli.core.ticket import Channel, Ticket, documents_missing, is_non_critical, queue_key
from oncall_cli.core.ticket_log import ticket_of
from oncall_cli.errors import Refused

CAME = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
people = st.sampled_from(["ana", "ben", "cy"])


def logged(channel: Channel = "email", on_duty: str | None = "ana") -> Ticket:
    said = dict.fromkeys(
        ("requester", "tell", "customer", "location", "affected", "reference", "tried", "error", "phone")
    )
    said |= {"channel": channel, "caller": "Jo", "email": "jo@example.com", "description": "down"}
    return ticket_of(said, tier=1, first_time=None, rings=None, received=CAME, on_duty=on_duty).model_copy(
        update={"id": 1}
    )


class Life(RuleBasedStateMachine):
    """Any steps in any order: those that are refused change nothing, the others keep the rules of T4."""

    @initialize(channel=st.sampled_from(["phone", "email"]))
    def log(self, channel: Channel) -> None:
        self.ticket = logged(channel)
        self.moment = CAME
        self.first_answer = self.ticket.on_it_at

    def _later(self, minutes: int) -> datetime:
        self.moment += minutes * MINUTE
        return self.moment

    @precondition(lambda self: self.ticket.status != "done")
    @rule(person=people, minutes=st.integers(0, 90))
    def on_it(self, person: str, minutes: int) -> None:
        self.ticket = step.on_it(self.ticket, person, self._later(minutes))
        self.first_answer = self.first_answer or self.moment
        assert self.ticket.status == "on_it"
        assert self.ticket.assignee == person

    @precondition(lambda self: self.ticket.status in ("open", "on_it"))
    @rule(minutes=st.integers(0, 90))
    def wait(self, minutes: int) -> None:
        before = self.ticket
        self.ticket = step.waiting(self.ticket, self._later(minutes))
        assert (self.ticket.status, self.ticket.assignee) == ("waiting", before.assignee)

    @precondition(lambda self: self.ticket.status != "done")
    @rule(person=people, minutes=st.integers(0, 90))
    def done(self, person: str, minutes: int) -> None:
        before = self.ticket
        self.ticket = step.done(self.ticket, person, "restarted", self._later(minutes))
        assert self.ticket.done_at == self.moment
        assert self.ticket.assignee == (before.assignee or person)

    @precondition(lambda self: self.ticket.status == "done")
    @rule(minutes=st.integers(0, 90))
    def reopen(self, minutes: int) -> None:
        before = self.ticket
        self.ticket = step.reopened(self.ticket, self._later(minutes))
        self.first_answer = self.first_answer or before.done_at
        assert self.ticket.status == "open"
        assert self.ticket.followed_up_at is not None
        assert self.ticket.on_it_at is not None

    @precondition(lambda self: self.ticket.status == "done")
    @rule(person=people)
    def nothing_but_reopening_follows_done(self, person: str) -> None:
        for refused in (
            lambda: step.on_it(self.ticket, person, self.moment),
            lambda: step.waiting(self.ticket, self.moment),
            lambda: step.done(self.ticket, person, "again", self.moment),
        ):
            with pytest.raises(Refused, match="is Done") as caught:
                refused()
            assert "reopen" in (caught.value.hint or "")

    @precondition(lambda self: self.ticket.status != "done")
    @rule()
    def only_done_reopens(self) -> None:
        with pytest.raises(Refused, match="nothing to reopen"):
            step.reopened(self.ticket, self.moment)

    @precondition(lambda self: self.ticket.status == "waiting")
    @rule()
    def nobody_waits_twice(self) -> None:
        with pytest.raises(Refused, match="waiting already"):
            step.waiting(self.ticket, self.moment)

    @invariant()
    def says_how_it_was_resolved(self) -> None:
        is_done = self.ticket.status == "done"
        assert (self.ticket.done_at is not None) == is_done
        assert (self.ticket.resolution is not None) == is_done

    @invariant()
    def first_answer_stays(self) -> None:
        assert self.ticket.on_it_at == self.first_answer
        assert self.ticket.status != "on_it" or self.ticket.on_it_at is not None

    @invariant()
    def nothing_happens_before_what_happened(self) -> None:
        assert self.ticket.last_step_at == self.moment >= self.ticket.received


Life.TestCase.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
TestLife = Life.TestCase


@given(late=st.integers(-300, 300), seconds=st.integers(0, 59))
def test_a_step_lies_between_the_last_one_and_now(late: int, seconds: int) -> None:
    ticket = logged().model_copy(update={"last_step_at": CAME + timedelta(seconds=seconds)})
    said, now = CAME + late * MINUTE, CAME + 120 * MINUTE
    if 0 <= late <= 120:
        taken = step.step_moment(ticket, said, now)
        assert ticket.last_step_at <= taken <= now
        assert abs(taken - said) < MINUTE
    else:
        with pytest.raises(Refused, match="future" if late > 120 else "before the last step"):
            step.step_moment(ticket, said, now)


def test_a_call_is_on_it_from_the_answer_and_a_message_is_nobodys() -> None:
    call, mail = logged("phone"), logged("email")
    assert (call.status, call.on_it_at, call.assignee) == ("on_it", CAME, "ana")
    assert (mail.status, mail.on_it_at, mail.assignee) == ("open", None, None)
    assert logged("phone", on_duty=None).status == "on_it"


def test_follow_ups_count_from_the_first_and_updates_from_the_last() -> None:
    early, late = CAME + MINUTE, CAME + 9 * MINUTE
    for order in ([early, late], [late, early]):
        ticket = logged()
        for moment in order:
            ticket = step.updated(step.followed_up(ticket, moment), moment)
        assert (ticket.followed_up_at, ticket.updated_at) == (early, late)


@given(order=st.permutations(["help_desk", "contact_log", "work_order"]))
def test_documents_are_complete_with_the_last_one_filed(order: list[str]) -> None:
    ticket = logged()
    for count, field in enumerate(order, 1):
        assert ticket.documented_at is None
        ticket = step.documented(ticket, {field: f"no. {count}"}, CAME + count * MINUTE)
    assert ticket.documented_at == CAME + 3 * MINUTE
    corrected = step.documented(ticket, {order[0]: "no. 7"}, CAME + 9 * MINUTE)
    assert corrected.documented_at == ticket.documented_at
    lacking = step.documented(corrected, {order[1]: None}, CAME + 10 * MINUTE)
    assert (lacking.documented_at, documents_missing(lacking)) == (None, [order[1]])


def test_tier_1_is_answered_first_then_what_was_raised_then_what_is_older() -> None:
    old, raised, critical, young = (
        logged().model_copy(update={"id": number, "tier": tier, "priority": priority, "received": received})
        for number, tier, priority, received in (
            (1, 4, 0, CAME),
            (2, 3, 5, CAME + MINUTE),
            (3, 1, 0, CAME + 9 * MINUTE),
            (4, 2, 0, CAME + 2 * MINUTE),
        )
    )
    queue = sorted([young, old, raised, critical], key=queue_key)
    assert [ticket.id for ticket in queue] == [3, 2, 1, 4]


@pytest.mark.parametrize(
    ("channel", "tier", "expected"),
    [
        ("phone", 3, True),
        ("voicemail", 4, True),
        ("phone", 2, False),
        ("email", 4, False),
        ("phone", None, False),
    ],
)
def test_only_the_line_itself_can_be_misused(channel: Channel, tier: int | None, expected: bool) -> None:
    assert is_non_critical(channel, tier, {1, 2}) is expected
