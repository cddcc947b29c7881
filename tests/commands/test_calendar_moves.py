"""What each kind of change tells anew in the calendars of a team: those events, and no other.

cy has week 2026-11-30, ana 12-07, ben 12-14, cy 12-21 and ana 12-28; ben's 2027-01-04 and cy's 01-11 are not
published yet.
"""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from oncall_cli.commands.feed import FeedWriter
from oncall_cli.core.revision import Entry
from oncall_cli.session import Session
from tests.conftest import POLICY, Cli

FEEDS = ("ana", "ben", "cy", "dee", "team")
WHOLE = 21
"""The events of a week in its owner's calendar: those below, and seven times each carry and charge."""
ONCE = ("week", "swap_deadline", "take_over", "starts", "test_call", "hand_over", "pay_form")
Command = tuple[str, ...]
Moved = dict[str, dict[str, int]]
"""How many events of a week are told anew (new, changed or called off), by calendar and week."""


class Change(NamedTuple):
    """Commands, after others that had been exported already, and what they move. `policy` is put into force
    from a date."""

    moves: Moved
    commands: tuple[Command, ...] = ()
    before: tuple[Command, ...] = ()
    policy: str = ""
    day: str = "2026-12-21"


def swap(give: str, take: str, number: str) -> tuple[Command, ...]:
    ask = ("swap", "request", "--give", give, "--take", take, "--with", "ben", "--as", "ana")
    return (ask, ("swap", "accept", number, "--as", "ben"), ("swap", "approve", number, "--as", "dee"))


def from_the_21st(count: int) -> Moved:
    """That many events of each week from 2026-12-21 on, in its owner's calendar."""
    return {
        "cy": {"2026-12-21": count, "2027-01-11": count},
        "ana": {"2026-12-28": count},
        "ben": {"2027-01-04": count},
    }


def in_the_team_s(*weeks: str) -> dict[str, int]:
    return dict.fromkeys(weeks, 1)


SWAPPED = {
    "ana": {"2026-12-07": WHOLE, "2026-12-14": WHOLE},
    "ben": {"2026-12-07": WHOLE, "2026-12-14": WHOLE},
    "cy": {"2026-11-30": WHOLE, "2026-12-21": WHOLE},  # Another week after it, another week before it.
    "team": in_the_team_s("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21"),
}
ON_COVER = {"ana": {"2026-12-07": 8}, "cy": {"2026-12-07": 7}, "team": {"2026-12-07": 2}}
COVER = ("cover", "add", "cy", "2026-12-09T12:00/2026-12-11T12:00", "--reason", "ill", "--as", "dee")
WEEKS = ("2026-11-30", "2026-12-07", "2026-12-14", "2026-12-21", "2026-12-28", "2027-01-04", "2027-01-11")

CHANGES = {
    "nothing but time": Change({}),
    "a technician joins the team": Change({}, (("team", "add", "eve", "--name", "Eve", "--as", "dee"),)),
    "a swap": Change(SWAPPED, swap("2026-12-07", "2026-12-14", "1")),
    "a swap undone": Change(
        SWAPPED, swap("2026-12-14", "2026-12-07", "2"), swap("2026-12-07", "2026-12-14", "1")
    ),
    "a swap there and back between two exports": Change(
        {}, swap("2026-12-07", "2026-12-14", "1") + swap("2026-12-14", "2026-12-07", "2")
    ),
    # The week, when the owner's first stretch ends, the cover, two evenings with two reminders each, and
    # handing back; to who covers, these (but the first two) and the pay form.
    "a cover": Change(ON_COVER, (COVER,)),
    "a cover removed": Change(
        ON_COVER, (("cover", "remove", "1", "--reason", "well again", "--as", "dee"),), (COVER,)
    ),
    "a week reassigned": Change(
        {
            "ana": {"2026-12-07": WHOLE},
            "dee": {"2026-12-07": WHOLE},
            "cy": {"2026-11-30": WHOLE},
            "ben": {"2026-12-14": WHOLE},
            "team": in_the_team_s("2026-11-30", "2026-12-07", "2026-12-14"),
        },
        (("rotation", "assign", "2026-12-07", "dee", "--reason", "ill", "--as", "dee"),),
    ),
    # Nobody's own calendar calls them by name.
    "a technician renamed": Change(
        {
            "ana": {"2026-12-07": WHOLE, "2026-12-28": WHOLE},
            "cy": {"2026-11-30": WHOLE, "2026-12-21": WHOLE, "2027-01-11": WHOLE},
            "team": in_the_team_s(*WEEKS),
        },
        (("team", "edit", "ben", "--name", "Benedict Okafor", "--as", "dee"),),
    ),
    "whom to tell renamed": Change(
        {
            "ana": {"2026-12-07": WHOLE, "2026-12-28": WHOLE},
            "ben": {"2026-12-14": WHOLE, "2027-01-04": WHOLE},
            "cy": {"2026-11-30": WHOLE, "2026-12-21": WHOLE, "2027-01-11": WHOLE},
            "team": in_the_team_s(*WEEKS),
        },
        (("team", "edit", "dee", "--name", "Dee Lind", "--as", "dee"),),
    ),
    "a quarter published": Change(
        {
            "ben": {"2027-01-04": WHOLE},
            "cy": {"2027-01-11": WHOLE},
            "team": in_the_team_s("2027-01-04", "2027-01-11"),
        },
        (("rotation", "publish", "2027-Q1", "--as", "dee"),),
    ),
    "a member leaves": Change(
        {
            "cy": {"2027-01-11": WHOLE},
            "ben": {"2027-01-04": WHOLE, "2027-01-11": WHOLE - 1},  # Nobody to take the phone over from.
            "team": in_the_team_s("2027-01-04", "2027-01-11"),
        },
        (("team", "leave", "cy", "--on", "2027-01-05", "--as", "dee"),),
    ),
    "the number of the line": Change(from_the_21st(2), policy='[phone]\nline = "+1 555 0100"'),
    "the time of a reminder": Change(from_the_21st(7), policy='[phone.reminders]\ncharge = "20:00"'),
    "the notice of a swap": Change(from_the_21st(1), policy="[swap]\nnotice_days = 3"),
    "a reminder left out": Change(from_the_21st(7), policy='[calendar]\nleave_out = ["carry"]'),
    "two reminders left out": Change(
        from_the_21st(2), policy='[calendar]\nleave_out = ["test_call", "pay_form"]'
    ),
    "what does not show": Change({}, policy='[calendar]\ncolor = "red"\nrefresh = "1h"\nweeks = 30'),
    "the name of the team": Change(from_the_21st(1), policy='name = "Campus desk"'),
    "the clock": Change(
        from_the_21st(len(ONCE) - 1) | {"team": in_the_team_s(*WEEKS[3:])}, policy='clock = "12h"'
    ),
    # The week before hands the phone over when the first one of the new zone begins.
    "the zone": Change(
        {
            "ana": {"2026-12-28": 1},
            "ben": {"2027-01-04": WHOLE},
            "cy": {"2027-01-11": WHOLE},
            "team": in_the_team_s("2027-01-04", "2027-01-11"),
        },
        policy='timezone = "Europe/Paris"',
        day="2027-01-04",
    ),
}


def put_in_force(team: Cli, path: Path, policy: str, day: str) -> None:
    """The team's policy with some lines more; a key of its first table takes the place of what it had."""
    if policy.startswith("["):
        text = f"{POLICY}\n{policy}\n"
    else:
        key = policy.split(" ", maxsplit=1)[0]
        kept = [line for line in POLICY.splitlines() if not line.startswith(f"{key} ")]
        text = "\n".join(kept).replace("[team]", f"[team]\n{policy}")
    path.write_text(text, encoding="utf-8")
    team("policy", "apply", str(path), "--from", day, "--as", "dee")


def entries(team: Cli) -> dict[str, dict[str, Entry]]:
    """Every calendar of the weeks from 2026-11-30 on, as a file to import holds them, by UID."""
    session = Session(store_path=team.path, as_handle="dee", clock=lambda: team.now)
    with session.transaction():
        writer = FeedWriter(session, date(2026, 11, 30), 7)
        feeds = {feed: writer.person(feed, keep_gone=True) for feed in FEEDS if feed != "team"}
        feeds["team"] = writer.team(keep_gone=True)
    session.close()
    return {name: {entry.uid: entry for entry in feed.entries} for name, feed in feeds.items()}


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_moves_exactly_the_events_it_concerns(team: Cli, tmp_path: Path, what: str) -> None:
    change = CHANGES[what]
    for command in change.before:
        team(*command)
    before = entries(team)
    for command in change.commands:
        team(*command)
    if change.policy:
        put_in_force(team, tmp_path / "new.toml", change.policy, change.day)
    team.at("2026-11-25T09:00:00-06:00")
    after = entries(team)
    assert moved(team, before, after) == change.moves
    assert entries(team.at("2026-11-26T09:00:00-06:00")) == after


def moved(team: Cli, before: dict[str, dict[str, Entry]], after: dict[str, dict[str, Entry]]) -> Moved:
    """How many events of which week are not the same in both."""
    found: Moved = {}
    for feed in FEEDS:
        assert before[feed].keys() <= after[feed].keys()
        anew = [entry for uid, entry in after[feed].items() if before[feed].get(uid) != entry]
        for entry in anew:
            old = before[feed].get(entry.uid)
            assert entry.revision.modified == team.now
            assert entry.revision.sequence == (old.revision.sequence + 1 if old else 0)
        if anew:
            found[feed] = dict(Counter(str(entry.event.slot) for entry in anew))
    return found


def test_a_week_holds_the_events_that_are_counted_above(team: Cli) -> None:
    kinds = [entry.event.kind for entry in entries(team)["ana"].values() if str(entry.event.slot) == WEEKS[1]]
    assert Counter(kinds) == Counter([*ONCE, *["carry", "charge"] * 7])
    assert len(kinds) == WHOLE
