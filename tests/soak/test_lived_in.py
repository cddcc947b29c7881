"""Years of a team in a few minutes: whatever people do, each week has one owner, nothing that was true of the
past becomes untrue, a swap keeps everybody's count, and every screen and file names the same people."""

import contextlib
import io
import json
import os
import tempfile
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from oncall_cli.cli import run
from oncall_cli.commands.frame import World

SOAK = bool(os.environ.get("ONCALL_SOAK"))
EXAMPLES, STEPS = (60, 60) if SOAK else (4, 20)

ZONE = ZoneInfo("America/Chicago")
WEEK, DAY, HOUR = timedelta(weeks=1), timedelta(days=1), timedelta(hours=1)
FIRST = date(2026, 10, 5)
POLICY = """
[team]
name = "Desk"
timezone = "America/Chicago"
[holidays]
country = "US"
[swap]
approval = "notice"
[ready]
checks = []
[pay]
base_rate = "20.00"
[pay.standby]
unit = "hour"
hour = { weekday = "1.00" }
"""
PEOPLE = ("ana", "ben", "cy", "dan", "eve", "fay")
_TEMPLATE: list[bytes] = []

people = st.sampled_from(PEOPLE)
near_weeks = st.integers(-3, 30)
hours = st.integers(1, 24 * 24)


class LivedIn(RuleBasedStateMachine):
    """One team's store, its clock, and what was seen of the past."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = Path(self.folder.name) / "oncall.db"
        self.now = datetime(2026, 9, 20, 15, tzinfo=UTC)
        self.has_manager = bool(_TEMPLATE)
        if not _TEMPLATE:
            self._begin()
            _TEMPLATE.append(self.store.read_bytes())
        self.store.write_bytes(_TEMPLATE[0])
        self.owners: dict[str, str] = {}
        self.on_then: dict[datetime, str | None] = {}

    def _begin(self) -> None:
        policy = self.store.with_name("policy.toml")
        policy.write_text(POLICY, encoding="utf-8")
        self.does("init", "--policy", policy)
        self.does("team", "add", "dee", "--name", "Dee", "--role", "manager")
        self.has_manager = True
        for handle in PEOPLE:
            self.does("team", "add", handle, "--name", handle.upper())
        self.does("rotation", "set", *PEOPLE[:4], "--from", FIRST)
        self.does("rotation", "publish", "2026-Q4")

    def does(self, *words: object, who: str | None = None, may_fail: bool = False) -> Any:
        """What the program answers to a member, the manager unless somebody else is named; nothing where a
        rule said no."""
        out, err = io.StringIO(), io.StringIO()
        argv = [*map(str, words), "--json", "--store", str(self.store)]
        acts = ["--as", who or "dee"] if self.has_manager else []
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = run([*argv, *acts], World(clock=lambda: self.now, interactive=False, login="desk"))
        event(f"{' '.join(argv[:2])}: exit {code}")
        assert code == 0 or (may_fail and code in (1, 2, 3)), f"{argv}: exit {code}: {err.getvalue()}"
        return json.loads(out.getvalue()) if code == 0 else None

    def week(self, step: int) -> date:
        """The first day of a week, so many from this one."""
        today = self.now.astimezone(ZONE).date()
        return today - timedelta(days=today.weekday()) + step * WEEK

    def weeks(self, first: date, count: int) -> list[Any]:
        """The weeks as `rotation show` has them."""
        shown: list[Any] = self.does("rotation", "show", "--from", first, "--weeks", count)["weeks"]
        return shown

    def every_week(self) -> list[Any]:
        return self.weeks(FIRST, (self.week(0) - FIRST) // WEEK + 40)

    @rule(hours=hours)
    def time_passes(self, hours: int) -> None:
        before = self.now
        self.now += hours * HOUR
        moment = (before + (self.now - before) / 2).replace(second=0, microsecond=0)
        self.on_then[moment] = self.does("rotation", "who", "--at", moment.isoformat())["person"]

    @rule(order=st.permutations(PEOPLE), size=st.integers(1, 6), step=near_weeks)
    def order_is_set(self, order: list[str], size: int, step: int) -> None:
        self.does("rotation", "set", *order[:size], "--from", self.week(step), may_fail=True)

    @rule(step=st.integers(0, 26), balance=st.booleans())
    def quarter_is_published(self, step: int, balance: bool) -> None:
        words = ["--balance", "holidays"] if balance else []
        self.does("rotation", "publish", self._quarter(step), *words, may_fail=True)

    @rule(step=st.integers(0, 26))
    def publication_is_undone(self, step: int) -> None:
        self.does("rotation", "publish", self._quarter(step), "--undo", may_fail=True)

    def _quarter(self, step: int) -> str:
        week = self.week(step)
        return f"{week.year}-Q{(week.month + 2) // 3}"

    @rule(who=people, step=st.integers(-5, 120), days=st.integers(0, 20))
    def somebody_is_away(self, who: str, step: int, days: int) -> None:
        first = self.now.date() + step * DAY
        self.does("team", "away", who, f"{first}/{first + days * DAY}", may_fail=True)

    @rule(data=st.data(), give=st.integers(0, 16), take=st.integers(0, 16) | st.none(), late=st.booleans())
    def weeks_are_swapped(self, data: st.DataObject, give: int, take: int | None, late: bool) -> None:
        named = {week["week"]: week for week in self.weeks(self.week(0), 17)}
        mine, yours = named[str(self.week(give))], named[str(self.week(take))] if take is not None else None
        partner = yours["person"] if yours else data.draw(people)
        words = ["--take", yours["week"]] if yours else []
        words += ["--exception", "agreed"] if late else []
        before = Counter(week["person"] for week in self.every_week())
        asked = self.does(
            *("swap", "request", "--give", mine["week"], "--with", partner, *words),
            who="dee" if late else mine["person"],
            may_fail=True,
        )
        if asked and self.does("swap", "accept", asked["id"], who=partner, may_fail=True):
            after = Counter(week["person"] for week in self.every_week())
            given = Counter() if yours else Counter({partner: 1})
            lost = Counter() if yours else Counter({mine["person"]: 1})
            assert after == before + given - lost

    @rule(step=near_weeks, who=people)
    def week_is_assigned(self, step: int, who: str) -> None:
        self.does("rotation", "assign", self.week(step), who, "--reason", "agreed", may_fail=True)

    @rule(who=people, begins=st.integers(-400, 800), hours=st.integers(1, 170))
    def somebody_covers(self, who: str, begins: int, hours: int) -> None:
        start = (self.now + begins * HOUR).replace(second=0)
        span = f"{start.isoformat()}/{(start + hours * HOUR).isoformat()}"
        cover = self.does("cover", "add", who, span, "--reason", "ill", may_fail=True)
        if cover:
            self._told_anew(cover)

    @rule(data=st.data())
    def cover_is_removed(self, data: st.DataObject) -> None:
        covers = self.does("cover", "list", "--all")["covers"]
        if covers:
            cover = data.draw(st.sampled_from(covers))
            self.does("cover", "remove", cover["id"], "--reason", "a slip")
            self._told_anew(cover)

    def _told_anew(self, cover: Any) -> None:
        """A cover of the past is the one thing that tells anew who was on; whose week it was stays."""
        start, end = (datetime.fromisoformat(cover[name]) for name in ("start", "end"))
        for moment in [moment for moment in self.on_then if start <= moment <= end]:
            del self.on_then[moment]

    @rule(who=people, days=st.integers(-3, 150))
    def somebody_leaves(self, who: str, days: int) -> None:
        self.does("team", "leave", who, "--on", self.now.date() + days * DAY, may_fail=True)

    @rule(who=people, after=people, step=near_weeks)
    def somebody_joins(self, who: str, after: str, step: int) -> None:
        self.does("team", "leave", who, "--cancel", may_fail=True)
        self.does("team", "join", who, "--after", after, "--from", self.week(step), may_fail=True)

    @rule(step=st.integers(-8, 12))
    def all_say_the_same(self, step: int) -> None:
        first = max(self.week(step), FIRST)
        shown = self.weeks(first, 6)
        for week in shown:
            self._who_agrees(week)
        self._calendar_agrees(first, shown)
        if step < -1:
            self._pay_agrees(shown[0])

    def _who_agrees(self, week: Any) -> None:
        edges = [(week["start"], None), (week["end"], None)]
        for cover in week["cover"]:
            edges += [(cover["start"], cover["person"])]
        for moment, covering in edges:
            who = self.does("rotation", "who", "--at", moment)
            inside = [
                one
                for one in week["cover"]
                if one["start"] <= moment < one["end"] or moment == one["end"] == week["end"]
            ]
            assert who["owner"] == week["person"]
            assert who["person"] == (covering or (inside[0]["person"] if inside else week["person"]))

    def _calendar_agrees(self, first: date, shown: list[Any]) -> None:
        file = self.does("calendar", "export", "--team", "--from", first, "--weeks", len(shown))["calendar"]
        events = {
            (str(event["SUMMARY"]), event["DTSTART"].dt.astimezone(UTC))
            for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
            if event.get("STATUS") != "CANCELLED" and event["DTSTART"].dt.date() >= first
        }
        expected = {(f"On call: {week['name']}", _utc(week["start"])) for week in shown}
        expected |= {
            (f"Cover: {cover['person'].upper()} for {week['name']}", _utc(cover["start"]))
            for week in shown
            for cover in week["cover"]
        }
        assert {(said.upper(), when) for said, when in events} == {
            (said.upper(), when) for said, when in expected
        }

    def _pay_agrees(self, week: Any) -> None:
        everybody = self.does("team", "list", "--all")["members"]
        hours = 0.0
        on = {cover["person"] for cover in week["cover"]}
        for member in everybody:
            form = self.does("payform", "show", "--person", member["handle"], "--week", week["week"])
            stood = sum(float(line["quantity"]) for line in form["lines"] if line["kind"] == "standby")
            assert stood or member["handle"] not in on
            assert not stood or member["handle"] in {*on, week["person"]}
            hours += stood
        length = (_utc(week["end"]) - _utc(week["start"])) / HOUR
        assert abs(hours - length) < 0.1

    def _past_is_as_it_was(self) -> None:
        now = self.now.isoformat()
        for week in self.every_week():
            assert week["person"], f"nobody has {week}"
            if _utc(week["start"]) <= self.now:
                assert self.owners.setdefault(week["week"], week["person"]) == week["person"], (now, week)

    def check_invariants(self, *args: Any, **settings: Any) -> None:
        super().check_invariants(*args, **settings)
        self._past_is_as_it_was()

    def teardown(self) -> None:
        gone = {one["handle"]: one["leaves"] for one in self.does("team", "list", "--all")["members"]}
        for week in self.every_week():
            leaves = gone[week["person"]]
            assert _utc(week["start"]) <= self.now or not leaves or week["end"][:10] <= leaves
        for moment, person in self.on_then.items():
            # A week that was nobody's can be entered afterwards (R1); nothing else of the past changes.
            assert (
                person is None or self.does("rotation", "who", "--at", moment.isoformat())["person"] == person
            )
        self.folder.cleanup()


def _utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


def _is_inside(moment: str, cover: Any, week: Any) -> bool:
    """A cover that ends with the week's last minute has that minute inside."""
    return cover["start"] <= moment < cover["end"] or moment == cover["end"] == week["end"]


@pytest.mark.soak
def test_a_team_lives_in_its_store_for_years() -> None:
    run_state_machine_as_test(
        LivedIn,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=(Phase.explicit, Phase.reuse, Phase.generate, *([Phase.shrink] if SOAK else [])),
            suppress_health_check=list(HealthCheck),
        ),
    )
