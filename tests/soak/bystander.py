"""A bystander with a good memory: what was done about a ticket, and what an answer must then say of it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("America/Chicago")
MINUTE, WEEK = timedelta(minutes=1), timedelta(weeks=1)
HOLIDAY = date(2026, 11, 26)


@dataclass
class Kept:
    """What a bystander with a good memory knows of one ticket."""

    id: int
    word: str
    channel: str
    tier: int | None
    received: datetime
    hands: str | None
    steps: list[tuple[str, datetime]] = field(default_factory=list)
    deeds: list[datetime] = field(default_factory=list)
    work: set[tuple[str, datetime, datetime]] = field(default_factory=set)
    second: set[str] = field(default_factory=set)
    papers: dict[str, str | None] = field(default_factory=dict)
    words: list[str] = field(default_factory=list)
    priority: int = 0
    escalated: int = 0
    deferred: datetime | None = None
    workaround: str | None = None

    @property
    def status(self) -> str:
        if self.steps:
            return {"reopened": "open"}.get(self.steps[-1][0], self.steps[-1][0])
        return "on_it" if self.channel == "phone" else "open"

    @property
    def last(self) -> datetime:
        return self.steps[-1][1] if self.steps else self.received

    @property
    def answered(self) -> datetime | None:
        """When somebody was first On It: at once in a call, else with On It or a Done that was reopened."""
        if self.channel == "phone":
            return self.received
        steps = self.steps[:-1] if self.status == "done" else self.steps
        moments = [moment for kind, moment in self.steps if kind == "on_it"]
        return min(moments + [moment for kind, moment in steps if kind == "done"], default=None)


def agrees(kept: Kept, shown: Any, now: datetime) -> None:
    """One ticket as an answer shows it is the one that is remembered."""
    assert (shown["id"], shown["status"], shown["assignee"]) == (kept.id, kept.status, kept.hands)
    assert (shown["channel"], shown["tier"]) == (kept.channel, kept.tier)
    assert (shown["priority"], shown["workaround"]) == (kept.priority, kept.workaround)
    moments = {name: shown[name] and utc(shown[name]) for name in ("received", "on_it_at", "done_at")}
    is_done = kept.status == "done"
    assert moments == {
        "received": kept.received,
        "on_it_at": kept.answered,
        "done_at": kept.last if is_done else None,
    }
    assert bool(shown["resolution"]) == is_done
    assert (shown["deferred_until"] and utc(shown["deferred_until"])) == kept.deferred
    assert {name: shown["documents"][name] for name in kept.papers} == kept.papers
    work = {(one["person"], utc(one["start"]), utc(one["end"])) for one in shown["work"]}
    assert work == kept.work
    assert sum(one["minutes"] for one in shown["work"]) == sum(
        (end - start) // MINUTE for _, start, end in kept.work
    )
    assert len(shown["escalations"]) == kept.escalated
    _story_agrees(kept, shown["events"])
    for clock in shown["clocks"]:
        _clock_agrees(clock, now)


def _story_agrees(kept: Kept, events: Any) -> None:
    moments = [utc(one["moment"]) for one in events]
    assert (events[0]["kind"], moments[0]) == ("logged", kept.received)
    steps = [
        (one["kind"], moment)
        for one, moment in zip(events, moments, strict=True)
        if one["kind"] in ("on_it", "waiting", "done", "reopened")
    ]
    at_receipt = [("on_it", kept.received)] if len(steps) > len(kept.steps) else []
    assert steps == at_receipt + kept.steps
    since = moments[1 + len(at_receipt) :]  # work that was taken back may have been told of a time before
    assert since == sorted(since)
    text = "\n".join(one["text"] or "" for one in events)
    assert all(word in text for word in kept.words[1:])


def _clock_agrees(clock: Any, now: datetime) -> None:
    due, met = utc(clock["due"]), clock["met"] and utc(clock["met"])
    if met is None:
        assert clock["state"] == ("running" if now <= due else "late")
    elif clock["name"] != "answer":
        assert clock["state"] == ("met" if met <= due else "missed")
    assert not clock["paused"] or clock["state"] == "running"


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).astimezone(UTC)


def monday_of(moment: datetime) -> date:
    today = moment.astimezone(ZONE).date()
    return today - timedelta(days=today.weekday())


def minutes_of(kept: Kept, who: str) -> set[datetime]:
    """Every minute that somebody worked on a ticket, each once."""
    return {
        start + step * MINUTE
        for person, start, end in kept.work
        if person == who
        for step in range((end - start) // MINUTE)
    }


def week_of_form(minute: datetime) -> date | None:
    """The week on whose form a minute stands, or nothing where it is the office's or the handover day's."""
    local = minute.astimezone(ZONE)
    clock, monday = (local.hour, local.minute), monday_of(minute)
    is_office = (7, 0) <= clock <= (18, 0)
    if local.weekday() == 0 and clock < (18, 1):
        return None if is_office else monday - WEEK
    is_free = local.weekday() > 4 or local.date() == HOLIDAY
    return None if is_office and not is_free else monday
