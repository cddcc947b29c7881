"""Random histories of a team, exported after each step: exactly what changed is told, once, and truly."""

import contextlib
import io
import json
import os
import tempfile
from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from oncall_cli.cli import run
from oncall_cli.commands.feed import FeedWriter
from oncall_cli.commands.frame import World
from oncall_cli.session import Session
from tests.soak.feed_memory import FeedMemory, Told

SOAK = bool(os.environ.get("ONCALL_SOAK"))
EXAMPLES, STEPS = (60, 40) if SOAK else (4, 12)

ZONE = ZoneInfo("America/Chicago")
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
FIRST, COUNT = date(2026, 11, 30), 6
"""The weeks of every file; the last of them is not published at first."""
PEOPLE = ("ana", "ben", "cy")
FEEDS = (*PEOPLE, "dee", None)
POLICY = """
[team]
name = "{name}"
timezone = "{zone}"
clock = "{clock}"
[ready]
checks = []
[swap]
approval = "notice"
notice_days = {notice}
[phone]
line = "{line}"
[phone.reminders]
charge = "{charge}"
[calendar]
leave_out = {leave_out}
"""
USUAL = {
    "name": "Desk",
    "zone": "America/Chicago",
    "clock": "24h",
    "notice": 5,
    "line": "+1 555 0100",
    "charge": "21:30",
    "leave_out": "[]",
}
CHANGES: dict[str, list[Any]] = {
    "name": ["Desk", "Dealer desk"],
    "zone": ["America/Chicago", "Europe/Paris"],
    "clock": ["24h", "12h"],
    "notice": [5, 3],
    "line": ["+1 555 0100", "+1 555 9999"],
    "charge": ["21:30", "20:00"],
    "leave_out": ["[]", '["carry", "pay_form"]'],
}
_TEMPLATE: list[bytes] = []

people = st.sampled_from(PEOPLE)
weeks = st.integers(0, COUNT - 1).map(lambda place: FIRST + place * WEEK)


class Exported(RuleBasedStateMachine):
    """One team's store, its clock, and what the phones of its members have been told."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Path(self.folder.name) / "oncall.db"
        self.now = datetime(2026, 11, 10, 15, tzinfo=UTC)
        self.turned = False
        self.policy = dict(USUAL)
        self.lines = [(date.min, USUAL["line"])]
        self.swaps: list[tuple[str, str]] = []
        self.memory: defaultdict[str | None, FeedMemory] = defaultdict(FeedMemory)
        if not _TEMPLATE:
            self._begin()
            _TEMPLATE.append(self.store.read_bytes())
        self.store.write_bytes(_TEMPLATE[0])

    def _begin(self) -> None:
        self.does("init", "--policy", self._policy_file())
        self.does("team", "add", "dee", "--name", "Dee", "--role", "manager")
        for handle in PEOPLE:
            self.does("team", "add", handle, "--name", handle.upper(), acts="dee")
        self.does("rotation", "set", *PEOPLE, "--from", FIRST - WEEK, acts="dee")
        self.does("rotation", "publish", "2026-Q4", acts="dee")

    def _policy_file(self) -> Path:
        path = self.store.with_name("policy.toml")
        path.write_text(POLICY.format_map(self.policy), encoding="utf-8")
        return path

    def does(self, *words: object, acts: str | None = None, may_fail: bool = False) -> Any:
        """What the program answers; nothing where a rule said no."""
        out, err = io.StringIO(), io.StringIO()
        argv = [*map(str, words), "--json", "--store", str(self.store), *(["--as", acts] if acts else [])]
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run(argv, World(clock=lambda: self.now, interactive=False, login="desk"))
        event(f"{' '.join(argv[:2])}: exit {code}")
        assert code == 0 or (may_fail and code in (1, 2, 3)), f"{argv}: exit {code}: {err.getvalue()}"
        return json.loads(out.getvalue()) if code == 0 else None

    def managed(self, *words: object) -> Any:
        return self.does(*words, acts="dee", may_fail=True)

    @initialize(days=st.integers(0, 40))
    def begins(self, days: int) -> None:
        """Some histories begin when most of the weeks are over."""
        self.now += days * DAY

    @rule(hours=st.integers(1, 400))
    def time_passes(self, hours: int) -> None:
        self.now += hours * HOUR

    @rule(give=weeks, take=weeks)
    def weeks_are_swapped(self, give: date, take: date) -> None:
        self._swap(str(give), str(take))

    @precondition(lambda self: self.swaps)
    @rule(data=st.data())
    def swap_is_undone(self, data: st.DataObject) -> None:
        give, take = data.draw(st.sampled_from(self.swaps))
        self._swap(take, give)

    def _swap(self, give: str, take: str) -> None:
        owners = {week["week"]: week["person"] for week in self.shown()}
        words = ("--give", give, "--take", take, "--with", owners[take])
        asked = self.does("swap", "request", *words, acts=owners[give], may_fail=True)
        if asked and self.does("swap", "accept", asked["id"], acts=owners[take], may_fail=True):
            self.swaps.append((give, take))

    @rule(week=weeks, who=people)
    def week_is_assigned(self, week: date, who: str) -> None:
        self.managed("rotation", "assign", week, who, "--reason", "agreed")

    @rule(
        who=st.sampled_from([*PEOPLE, "dee"]),
        week=weeks,
        begins=st.integers(0, 156),
        hours=st.integers(1, 170),
    )
    def somebody_covers(self, who: str, week: date, begins: int, hours: int) -> None:
        shown = {one["week"]: one for one in self.shown()}[str(week)]
        start, end = (datetime.fromisoformat(shown[name]) for name in ("start", "end"))
        until = min(start + (begins + hours) * HOUR, end)
        span = f"{(start + begins * HOUR).isoformat()}/{until.isoformat()}"
        self.managed("cover", "add", who, span, "--reason", "ill")

    @rule(data=st.data())
    def cover_is_removed(self, data: st.DataObject) -> None:
        covers = self.does("cover", "list", "--all")["covers"]
        if covers:
            cover = data.draw(st.sampled_from(covers))
            self.managed("cover", "remove", cover["id"], "--reason", "a slip")

    @rule(who=st.sampled_from([*PEOPLE, "dee"]), name=st.sampled_from(["Zoë; \\N", "李小龙", "X"]))
    def somebody_is_renamed(self, who: str, name: str) -> None:
        self.managed("team", "edit", who, "--name", f"{name} {who}")

    @rule(who=people, day=weeks)
    def somebody_leaves(self, who: str, day: date) -> None:
        self.managed("team", "leave", who, "--on", day + 3 * DAY)

    @rule()
    def quarter_is_published(self) -> None:
        self.managed("rotation", "publish", "2027-Q1")

    @rule(data=st.data(), key=st.sampled_from(sorted(CHANGES)), week=weeks)
    def policy_changes(self, data: st.DataObject, key: str, week: date) -> None:
        old = dict(self.policy)
        self.policy[key] = data.draw(st.sampled_from(CHANGES[key]))
        # One date after another, for a policy that holds from an earlier one would end where this one begins.
        week = max(week, self.lines[-1][0])
        if self.managed("policy", "apply", self._policy_file(), "--from", week):
            self.lines.append((week, self.policy["line"]))
        else:
            self.policy = old

    def shown(self) -> list[Any]:
        """The weeks of the files as `rotation show` has them, and the ones before and after."""
        show = ("rotation", "show", "--from", FIRST - WEEK, "--weeks", COUNT + 2)
        found: list[Any] = self.does(*show)["weeks"]
        return found

    def _export(self) -> None:
        """Every calendar in two windows, of which one begins with this week, and as it is published."""
        self.now += 5 * HOUR
        self.turned = not self.turned
        local = self.now.astimezone(ZONE).date()
        this = min(max(local - timedelta(days=local.weekday()), FIRST), FIRST + (COUNT - 1) * WEEK)
        weeks = self.shown()
        back: dict[str | None, set[str]] = {feed: set() for feed in FEEDS}
        for first in sorted({FIRST, this}, reverse=self.turned):
            session = Session(store_path=self.store, as_handle="dee", clock=lambda: self.now)
            with session.transaction():
                writer = FeedWriter(session, first, COUNT - (first - FIRST) // WEEK)
                for feed in FEEDS:
                    back[feed] |= self._read(writer, feed, first, weeks)
            session.close()
        for feed, uids in back.items():
            assert not any(self.memory[feed].told[uid].cancelled for uid in uids)

    def _read(self, writer: FeedWriter, feed: str | None, first: date, weeks: list[Any]) -> set[str]:
        """What the file does not call off any more, as it has come back before the window that it shows."""
        memory = self.memory[feed]

        def content(keep_gone: bool) -> bytes:
            one = writer.person(feed, keep_gone=keep_gone) if feed else writer.team(keep_gone=keep_gone)
            return one.content()

        told = memory.reads(content(keep_gone=True), self.now)
        live = {uid: one for uid, one in told.items() if not one.cancelled}
        if first == FIRST:
            known = dict(memory.told)
            assert memory.reads(content(keep_gone=False), self.now) == live
            assert memory.told == known
        gone, called_off = told.keys() - live.keys(), memory.to_call_off(self.now)
        assert gone <= called_off
        assert gone == called_off or first > FIRST
        around = [one for one in weeks if date.fromisoformat(one["week"]) >= first - WEEK]
        self._is_true(feed, list(live.values()), around)
        return called_off - gone

    def _is_true(self, feed: str | None, live: list[Told], weeks: list[Any]) -> None:
        """The weeks and covers are those of the schedule, and name those around them."""
        expected = set()
        for before, week, after in zip(weeks, weeks[1:], weeks[2:], strict=False):
            span = (_utc(week["start"]), _utc(week["end"]))
            status = "CONFIRMED" if week["state"] == "published" else "TENTATIVE"
            near = ("yours" if one["person"] == feed else one["name"] for one in (before, after))
            around = "Week before: {}. Week after: {}.".format(*near)
            if feed in (None, week["person"]):
                says = f"On call: {week['name']}"
                if feed:
                    covered = (_utc(cover["end"]) - _utc(cover["start"]) for cover in week["cover"])
                    all_of_it = sum(covered, timedelta()) == span[1] - span[0]
                    says = "Your week:" if all_of_it else "You are on call"
                expected.add((says, *span, status, around))
            if feed == week["person"] and not (week["cover"] and week["cover"][0]["start"] == week["start"]):
                line = next(line for day, line in reversed(self.lines) if str(day) <= week["week"])
                (starts,) = [
                    one
                    for one in live
                    if one.shown["summary"] == "Your on-call week starts" and one.shown["start"] == span[0]
                ]
                assert line in starts.shown["description"]
            for cover in week["cover"]:
                if feed in (None, cover["person"]):
                    ends = (_utc(cover["start"]), _utc(cover["end"]))
                    expected.add(("cover", *ends, status, around))
        found = set()
        for one in live:
            said, shown = one.shown["summary"], one.shown
            said = "cover" if said.startswith(("Cover:", "You cover")) else said
            said = "Your week:" if said.startswith("Your week:") else said
            if said in ("cover", "You are on call", "Your week:") or said.startswith("On call:"):
                where = shown["description"].split("\n")[1]
                found.add((said, shown["start"], shown["end"], shown["status"], where))
        assert found == expected

    def check_invariants(self, *args: Any, **settings: Any) -> None:
        super().check_invariants(*args, **settings)
        self._export()

    def teardown(self) -> None:
        self.folder.cleanup()


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


@pytest.mark.soak
def test_whatever_happens_a_calendar_tells_exactly_what_changed() -> None:
    run_state_machine_as_test(
        Exported,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SOAK else [])),
            suppress_health_check=list(HealthCheck),
        ),
    )
