"""The whole life of a ticket, whatever is done about it: what it says of itself is what was done, in order,
and what a clock was met by stays."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, assume, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oncall_cli.core import ticket_step as step
from oncall_cli.core.clock import Clock, ClockRules, Pauses, TierTimes, clocks_of, next_due
from oncall_cli.core.pause import pauses_of
from oncall_cli.core.ticket import DOCUMENTS, About, Channel, Ticket, TicketEvent
from oncall_cli.core.ticket_edit import changes_said, edited, moved, standing
from oncall_cli.core.ticket_log import ticket_of
from oncall_cli.core.ticket_story import as_corrected
from oncall_cli.errors import Refused

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BEGIN = datetime(2026, 11, 24, 8, 10, tzinfo=UTC)
RULES = ClockRules(
    rings=3,
    response={"email": 15 * MINUTE, "voicemail": HOUR},
    follow_up=5 * HOUR,
    documents=4 * HOUR,
    pauses=Pauses(waiting=("follow_up", "update"), deferred=("response", "follow_up", "update")),
)
SAID = ("requester", "tell", "customer", "location", "affected", "reference", "tried", "error", "phone")

channels = st.sampled_from(["phone", "email", "voicemail", "walk-in"])
people = st.sampled_from(["ana", "ben", "cy"])
ago = st.integers(-2, 40)


class Life(RuleBasedStateMachine):
    """One ticket, its story as a store keeps it, and what a bystander with a good memory would say of it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = BEGIN
        said = dict.fromkeys(SAID) | {"caller": "Jo", "email": "jo@example.com", "description": "down"}
        self.ticket = ticket_of(
            said | {"channel": "email"}, tier=1, first_time=None, rings=None, received=BEGIN, on_duty="ana"
        )
        self.story: list[TicketEvent] = []
        self.is_logged = False
        self.hands: str | None = None
        self.steps: list[tuple[str, datetime]] = []
        self.deeds: list[datetime] = []
        self.spoken: list[datetime] = []
        self.met: dict[str, datetime] = {}

    def tells(self, kind: str, moment: datetime, about: About | None = None) -> None:
        """The story as the store gives it back: by moment, and what was told first before the rest."""
        self.story.append(TicketEvent(kind=kind, moment=moment, person="ana", about=about))
        self.story.sort(key=lambda one: one.moment)

    @precondition(lambda self: not self.is_logged)
    @rule(channel=channels, before=st.integers(0, 90))
    def logs(self, channel: Channel, before: int) -> None:
        received = self.now - before * MINUTE
        kept = {name: getattr(self.ticket, name) for name in (*SAID, "caller", "email", "description")}
        ticket = ticket_of(
            kept | {"channel": channel}, tier=1, first_time=None, rings=None, received=received, on_duty="ana"
        )
        self.ticket = ticket.model_copy(update={"id": 1})
        self.tells("logged", received, About(how=channel))
        if channel == "phone":
            self.tells("on_it", received)
            self.hands = "ana"
        self.is_logged = True

    @rule(minutes=st.sampled_from([1, 5, 14, 15, 16, 59, 60, 61, 240, 300, 3000]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    def takes(
        self, name: str, kind: str, minutes: int, allowed: bool, act: Callable[[datetime], Ticket]
    ) -> bool:
        """A step, so many minutes ago; whether a rule let it pass, as it must exactly where it is allowed,
        not in the future and not before the step it follows."""
        asked = self.now - minutes * MINUTE
        last = self.steps[-1][1] if self.steps else self.ticket.received
        may = allowed and last <= asked <= self.now
        before = self.ticket
        try:
            step.next_status(before, name)
            moment = step.step_moment(before, asked, self.now)
            self.ticket = act(moment)
        except Refused:
            assert not may, (name, asked)
            return False
        assert may, (name, asked)
        self.tells(kind, moment)
        self.steps.append((kind, moment))
        self.deeds.append(moment)
        event(f"{before.status} {name}")
        return True

    @precondition(lambda self: self.is_logged)
    @rule(person=people, minutes=ago)
    def on_it(self, person: str, minutes: int) -> None:
        allowed = self.ticket.status != "done"
        if self.takes("on_it", "on_it", minutes, allowed, lambda when: step.on_it(self.ticket, person, when)):
            self.hands = person

    @precondition(lambda self: self.is_logged)
    @rule(minutes=ago)
    def waits(self, minutes: int) -> None:
        allowed = self.ticket.status in ("open", "on_it")
        self.takes("wait", "waiting", minutes, allowed, lambda when: step.waiting(self.ticket, when))

    @precondition(lambda self: self.is_logged)
    @rule(person=people, minutes=ago)
    def done(self, person: str, minutes: int) -> None:
        allowed = self.ticket.status != "done"
        if self.takes(
            "done", "done", minutes, allowed, lambda when: step.done(self.ticket, person, "restarted", when)
        ):
            self.hands = self.hands or person

    @precondition(lambda self: self.is_logged)
    @rule(minutes=ago)
    def reopens(self, minutes: int) -> None:
        allowed = self.ticket.status == "done"
        if self.takes("reopen", "reopened", minutes, allowed, lambda when: step.reopened(self.ticket, when)):
            self.spoken.append(self.steps[-2][1])

    @precondition(lambda self: self.is_logged)
    @rule(minutes=st.integers(-2, 300), kind=st.sampled_from(["follow_up", "update"]))
    def speaks(self, minutes: int, kind: str) -> None:
        asked = self.now - minutes * MINUTE
        may = self.ticket.received <= asked <= self.now
        try:
            moment = step.told_moment(self.ticket, asked, self.now)
        except Refused:
            assert not may
            return
        assert may
        if kind == "follow_up":
            self.ticket = step.followed_up(self.ticket, moment)
            self.spoken.append(moment)
        else:
            self.ticket = step.updated(self.ticket, moment, "restart it")
        self.tells(kind, moment)
        self.deeds.append(moment)

    @precondition(lambda self: self.is_logged)
    @rule(kind=st.sampled_from(["note", "attached", "replied", "escalated", "second_call", "priority"]))
    def is_done_about_it(self, kind: str) -> None:
        self.tells(kind, self.now)
        self.deeds.append(self.now)

    @precondition(lambda self: self.is_logged)
    @rule(references=st.dictionaries(st.sampled_from(sorted(DOCUMENTS)), st.sampled_from(["X 1", None])))
    def files(self, references: dict[str, str | None]) -> None:
        was_complete = self.ticket.documented_at
        self.ticket = step.documented(self.ticket, references, self.now)
        is_complete = all(getattr(self.ticket, field) for field in DOCUMENTS)
        assert self.ticket.documented_at == ((was_complete or self.now) if is_complete else None)
        self.tells("document", self.now)
        self.deeds.append(self.now)
        self.met.pop("documents", None)

    @precondition(lambda self: self.is_logged and self.ticket.status != "done")
    @rule(hours=st.integers(1, 70))
    def defers(self, hours: int) -> None:
        until = self.now + hours * HOUR
        self.ticket = self.ticket.model_copy(update={"deferred_until": until})
        self.tells("deferred", self.now, About(until=until))
        self.deeds.append(self.now)

    @precondition(lambda self: self.is_logged)
    @rule(channel=channels | st.none(), minutes=st.integers(-30, 90), duty=people)
    def corrects(self, channel: Channel | None, minutes: int, duty: str) -> None:
        received = self.ticket.received - minutes * MINUTE
        assume(received <= self.now)
        before = self.ticket
        may = minutes == 0 or not self.deeds or received <= min(self.deeds)
        try:
            received = moved(before, received, self.story, [])
        except Refused:
            assert not may
            return
        assert may
        corrected = edited(before, {"channel": channel}, received=received)
        self.ticket = standing(before, corrected, self.story, duty)
        was_call, is_call = before.channel == "phone", self.ticket.channel == "phone"
        if not self.steps and was_call != is_call:
            self.hands = duty if is_call else None
        if self.ticket != before:
            assert changes_said(before, self.ticket, self.now)
            self.tells("edited", self.now)
        self.met.clear()

    def clocks(self) -> dict[str, Clock]:
        story = as_corrected(self.ticket, self.story)
        tier = TierTimes(update_every=HOUR)
        return {
            clock.name: clock
            for clock in clocks_of(self.ticket, RULES, tier, self.now, pauses_of(self.ticket, story))
        }

    @invariant()
    def it_stands_as_its_steps_left_it(self) -> None:
        ticket, is_call = self.ticket, self.ticket.channel == "phone"
        standings = {"on_it": "on_it", "waiting": "waiting", "done": "done", "reopened": "open"}
        first = "on_it" if is_call and self.is_logged else "open"
        assert ticket.status == (standings[self.steps[-1][0]] if self.steps else first)
        assert ticket.last_step_at == (self.steps[-1][1] if self.steps else ticket.received)
        assert ticket.assignee == self.hands
        is_done = ticket.status == "done"
        assert (ticket.done_at, ticket.resolution) == (
            (ticket.last_step_at, "restarted") if is_done else (None, None)
        )
        steps = self.steps[:-1] if is_done else self.steps
        answers = [moment for kind, moment in self.steps if kind == "on_it"]
        answers += [moment for kind, moment in steps if kind == "done"]
        if is_call and self.is_logged:
            answers = [ticket.received]
        assert ticket.on_it_at == min(answers, default=None)
        assert ticket.on_it_at is None or ticket.on_it_at >= ticket.received
        assert ticket.followed_up_at == min(self.spoken, default=None)
        assert not (is_done and ticket.deferred_until)

    @precondition(lambda self: self.is_logged)
    @invariant()
    def its_story_is_told_in_order(self) -> None:
        told = as_corrected(self.ticket, self.story)
        moments = [one.moment for one in told]
        assert moments == sorted(moments)
        assert (told[0].kind, told[0].moment) == ("logged", self.ticket.received)
        assert sorted(one.kind for one in told) == sorted(one.kind for one in self.story)
        at_receipt = [("on_it", self.ticket.received)] if len(told) > 1 and self._was_a_call() else []
        kinds = ("on_it", "waiting", "done", "reopened")
        assert [(one.kind, one.moment) for one in told if one.kind in kinds] == at_receipt + self.steps

    def _was_a_call(self) -> bool:
        return sum(one.kind == "on_it" for one in self.story) > sum(kind == "on_it" for kind, _ in self.steps)

    @precondition(lambda self: self.is_logged)
    @invariant()
    def every_clock_agrees_with_itself_and_what_was_met_stays_met(self) -> None:
        clocks = self.clocks()
        for clock in clocks.values():
            if clock.met is None:
                assert clock.state == ("running" if self.now <= clock.due else "late")
            else:
                assert clock.state == ("met" if clock.met <= clock.due else "missed")
            assert not clock.paused or clock.state == "running"
            assert clock.due >= self.ticket.received
        for name, moment in self.met.items():
            assert name in clocks, name
            assert clocks[name].met is not None, name
            assert clocks[name].met <= moment, name
        self.met |= {clock.name: clock.met for clock in clocks.values() if clock.met is not None}
        first = next_due(list(clocks.values()))
        assert (first is None) == all(clock.met for clock in clocks.values())
        assert ("update" in clocks) == (self.ticket.status != "done")


def test_a_ticket_says_what_was_done_about_it_whatever_that_was() -> None:
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=150, stateful_step_count=40, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
