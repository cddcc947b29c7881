"""Tickets as a team lives with them: whatever is done about them in whatever order, every answer says the
same, what a rule refuses changes nothing, and nothing that was recorded is ever changed."""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule, run_state_machine_as_test

from tests.soak.bystander import MINUTE, ZONE, Kept
from tests.soak.desk import DAY, PEOPLE, POLICY, Desk

SOAK = bool(os.environ.get("ONCALL_SOAK"))
EXAMPLES, STEPS, MOST = (100, 80, 9) if SOAK else (8, 40, 3)

HOUR = timedelta(hours=1)
HURRY = """
[tiers.3]
response = "2m"
[clocks]
follow_up = "2h"
[clocks.pauses]
waiting = ["response", "documents"]
"""

people = st.sampled_from(PEOPLE)
ago = st.sampled_from([0, 0, 1, 3, 20]) | st.integers(-3, 90)
tiers = st.sampled_from([None, 1, 2, 3, 4])
channels = st.sampled_from(["phone", "phone", "voicemail", "email", "walk-in"])


class TicketLife(Desk):
    """What people do about tickets."""

    @initialize(data=st.data())
    def two_are_logged(self, data: st.DataObject) -> None:
        for _ in range(2):
            self.is_logged(data.draw(channels), data.draw(tiers), data.draw(people), data.draw(ago), False)

    @rule(minutes=st.sampled_from([1, 4, 14, 16, 55, 61, 60 * 9, 60 * 25, 60 * 24 * 3]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @precondition(lambda self: len(self.tickets) < MOST)
    @rule(channel=channels, tier=tiers, who=people, minutes=ago | st.just(0), is_worked=st.booleans())
    def is_logged(self, channel: str, tier: int | None, who: str, minutes: int, is_worked: bool) -> None:
        number, received = len(self.tickets) + 1, self.now - minutes * MINUTE
        word = f"zq{number}zq"
        says = ("-c", channel, "-n", f"Caller {number}", "-p", "555-0100", "-d", f"It is down: {word}")
        when = ("--received", received.isoformat())
        if is_worked:
            when = ("--worked", f"{max(minutes, 0)}m")
        tiered = ("-t", tier) if tier else ()
        may = minutes > 0 or (minutes == 0 and not is_worked)
        if not self.tries(may, "log", *says, *when, *tiered, who=who):
            return
        kept = Kept(number, word, channel, tier, received, who if channel == "phone" else None)
        kept.words.append(word)
        if is_worked:
            kept.work.add((who, received, self.now))
        self.tickets.append(kept)
        self.agrees(kept)

    def steps(
        self, kept: Kept, name: str, kind: str, minutes: int, allowed: bool, who: str, *says: object
    ) -> bool:
        moment = self.now - minutes * MINUTE
        may = allowed and kept.last <= moment <= self.now
        answer = self.tries(may, name, kept.id, "--at", moment.isoformat(), *says, who=who)
        if answer is None:
            return False
        kept.steps.append((kind, moment))
        kept.deeds.append(moment)
        kept.deferred = None
        return True

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, minutes=ago)
    def is_on_it(self, data: st.DataObject, who: str, minutes: int) -> None:
        kept = self.one(data)
        if kept.status == "on_it" and kept.hands == who and kept.deferred is None:
            before = self._everything()
            self.does("ticket", "on-it", kept.id, who=who)
            assert self._everything() == before
        elif self.steps(kept, "on-it", "on_it", minutes, kept.status != "done", who):
            kept.hands = who
        self.agrees(kept)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, minutes=ago)
    def waits(self, data: st.DataObject, who: str, minutes: int) -> None:
        kept = self.one(data)
        allowed = kept.status in ("open", "on_it")
        self.steps(kept, "wait", "waiting", minutes, allowed, who, "--reason", "she looks")
        self.agrees(kept)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, minutes=ago, says=st.booleans())
    def is_done(self, data: st.DataObject, who: str, minutes: int, says: bool) -> None:
        kept = self.one(data)
        words = ("-r", f"restarted by r{kept.word}") if says else ()
        if self.steps(kept, "done", "done", minutes, says and kept.status != "done", who, *words):
            kept.hands = kept.hands or who
            kept.words.append(f"r{kept.word}")
        self.agrees(kept)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, minutes=ago)
    def is_reopened(self, data: st.DataObject, who: str, minutes: int) -> None:
        kept = self.one(data)
        self.steps(kept, "reopen", "reopened", minutes, kept.status == "done", who, "--reason", "again")
        self.agrees(kept)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, begun=st.integers(1, 200), minutes=st.integers(1, 120))
    def is_worked_on(self, data: st.DataObject, who: str, begun: int, minutes: int) -> None:
        kept = self.one(data)
        start = self.now - begun * MINUTE
        told = (who, start, start + minutes * MINUTE)
        may = kept.received <= start and told[2] <= self.now and told not in kept.work
        if self.tries(may, "work", kept.id, f"{start.isoformat()}/{minutes}m", who=who):
            kept.work.add(told)

    @precondition(lambda self: any(kept.work for kept in self.tickets))
    @rule(data=st.data(), who=people | st.just("dee"))
    def work_is_taken_back(self, data: st.DataObject, who: str) -> None:
        kept = data.draw(st.sampled_from([kept for kept in self.tickets if kept.work]))
        told = data.draw(st.sampled_from(sorted(kept.work)))
        span = f"{told[1].isoformat()}/{told[2].isoformat()}"
        words = ("work", kept.id, span, "--person", told[0], "--remove")
        if self.tries(who in (told[0], "dee"), *words, who=who):
            kept.work.remove(told)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), kind=st.sampled_from(["note", "follow-up", "update"]), who=people, minutes=ago)
    def is_told(self, data: st.DataObject, kind: str, who: str, minutes: int) -> None:
        kept = self.one(data)
        word = f"n{len(kept.words)}{kept.word}"
        moment = self.now if kind == "note" else self.now - minutes * MINUTE
        says = () if kind == "note" else ("--at", moment.isoformat(), "--how", "phone")
        if kind == "update":
            says = (*says, "--workaround", f"turn it off: w{word}")
        if self.tries(kept.received <= moment <= self.now, kind, kept.id, f"she says {word}", *says, who=who):
            kept.deeds.append(moment)
            kept.words.append(word)
            if kind == "update":
                kept.workaround = f"turn it off: w{word}"

    @precondition(lambda self: self.tickets)
    @rule(
        data=st.data(),
        papers=st.dictionaries(
            st.sampled_from(["help-desk", "contact-log", "work-order"]), st.sampled_from(["", "X 1"])
        ),
    )
    def is_documented(self, data: st.DataObject, papers: dict[str, str]) -> None:
        kept = self.one(data)
        options = [word for name, text in papers.items() for word in (f"--{name}", text)]
        after = {**kept.papers, **{name.replace("-", "_"): text or None for name, text in papers.items()}}
        self.tries(True, "document", kept.id, *options)
        if {name: text for name, text in after.items() if text} != {
            name: text for name, text in kept.papers.items() if text
        }:
            kept.papers = after
            kept.deeds.append(self.now)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), channel=channels | st.none(), tier=tiers, minutes=st.integers(-60, 90), who=people)
    def is_corrected(
        self, data: st.DataObject, channel: str | None, tier: int | None, minutes: int, who: str
    ) -> None:
        kept = self.one(data)
        received = kept.received - minutes * MINUTE
        firsts = [*kept.deeds, *(start for _, start, _ in kept.work)]
        may = received <= self.now and (minutes == 0 or received <= min(firsts, default=received))
        says = [] if channel is None else ["-c", channel]
        says += [] if tier is None else ["-t", tier]
        if self.tries(may, "edit", kept.id, "--received", received.isoformat(), *says, who=who) is None:
            return
        was_call, kept.channel = kept.channel == "phone", channel or kept.channel
        kept.tier, kept.received = tier or kept.tier, received
        if not kept.steps and was_call != (kept.channel == "phone"):
            kept.hands = None if was_call else who
        if kept.tier in (None, 1, 2):
            kept.deferred = None
        self.agrees(kept)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), level=st.integers(0, 10), is_right=st.booleans(), who=people)
    def is_given_a_priority(self, data: st.DataObject, level: int, is_right: bool, who: str) -> None:
        kept = self.one(data)
        raised = level > kept.priority
        says = ("--because", "blocked") if raised == is_right else ("--note", "it can wait")
        may = kept.status != "done" and level < 10 and (is_right or level == kept.priority)
        if self.tries(may, "priority", kept.id, level, *says, who=who) and level != kept.priority:
            kept.priority = level
            kept.deeds.append(self.now)
            self.all_say_the_same()

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people, minutes=ago)
    def is_escalated(self, data: st.DataObject, who: str, minutes: int) -> None:
        kept = self.one(data)
        moment = self.now - minutes * MINUTE
        may = kept.status != "done" and kept.received <= moment <= self.now
        words = ("escalate", kept.id, "--reason", "beyond me", "--at", moment.isoformat())
        if self.tries(may, *words, who=who):
            kept.escalated += 1
            kept.deeds.append(moment)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), who=people)
    def is_brought_in(self, data: st.DataObject, who: str) -> None:
        kept = self.one(data)
        may = kept.status != "done" and who != kept.hands and who not in kept.second
        if self.tries(may, "escalate", kept.id, "--second", who):
            kept.second.add(who)
            kept.deeds.append(self.now)

    @precondition(lambda self: self.tickets)
    @rule(data=st.data(), hours=st.integers(0, 1500))
    def is_deferred(self, data: st.DataObject, hours: int) -> None:
        kept = self.one(data)
        until = self.now + hours * HOUR
        may = kept.status != "done" and kept.tier in (3, 4) and 0 < hours <= 60 * 24
        if self.tries(may, "defer", kept.id, "--until", until.isoformat()) and kept.deferred != until:
            kept.deferred = until
            kept.deeds.append(self.now)

    @precondition(lambda self: self.tickets)
    @rule(days=st.integers(-3, 9), policy=st.sampled_from([POLICY, POLICY + HURRY]))
    def policy_changes(self, days: int, policy: str) -> None:
        file = self.store.with_name("next.toml")
        file.write_text(policy, encoding="utf-8")
        self._run(("policy", "apply", file, "--from", self.now.astimezone(ZONE).date() + days * DAY), "dee")
        self.record = self._record()

    @precondition(lambda self: self.tickets)
    @rule(data=st.data())
    def every_word_is_found(self, data: st.DataObject) -> None:
        kept = self.one(data)
        for word in (kept.word, data.draw(st.sampled_from(kept.words))):
            found = self.does("ticket", "search", word)["found"]
            assert [one["ticket"]["id"] for one in found] == [kept.id]

    def teardown(self) -> None:
        self.all_say_the_same()
        for who in {who for kept in self.tickets for who, _, _ in kept.work}:
            self.pay_counts_what_was_worked_after_hours(who)
        super().teardown()


@pytest.mark.soak
def test_tickets_are_what_was_done_about_them_whatever_that_was() -> None:
    run_state_machine_as_test(
        TicketLife,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SOAK else [])),
            suppress_health_check=list(HealthCheck),
        ),
    )
