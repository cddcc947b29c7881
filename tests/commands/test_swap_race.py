"""Two programs at the same instant: of what excludes each other one is applied, and the other told (S5)."""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from oncall_cli.core.swap import Swap
from oncall_cli.session import system_clock
from oncall_cli.store.door import Act
from oncall_cli.store.store import open_store
from tests.conftest import Cli

ROUNDS = 6
"""Races of a kind: enough for both to win now and then."""

RACER = """
import contextlib, io, json, sys
from datetime import datetime
from oncall_cli.cli import run
from oncall_cli.commands import rotation, swap
from oncall_cli.commands.frame import World

now = datetime.fromisoformat(sys.argv[1])
for line in sys.stdin:
    said, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(told):
        code = run(json.loads(line), World(clock=lambda: now, interactive=False, login="nobody"))
    print(json.dumps([code, told.getvalue()]), flush=True)
"""

ASK = ("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
ACCEPT = ("swap", "accept", "1", "--as", "ben")
APPROVE = ("swap", "approve", "1", "--as", "dee")
WITHDRAW = ("swap", "withdraw", "1", "--as", "ana")


class Told(NamedTuple):
    """How a program ended, and what it said to standard error."""

    code: int
    err: str


class Racers:
    """Two programs that have started and wait for what to do; both are then told at once."""

    def __init__(self, home: Path) -> None:
        moment = datetime(2026, 11, 24, 8, 10, tzinfo=UTC).isoformat()
        self._programs = [
            subprocess.Popen(
                [sys.executable, "-c", RACER, moment],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                env={**os.environ, "HOME": str(home), "XDG_STATE_HOME": str(home)},
            )
            for _ in range(2)
        ]

    def race(self, store: Path, *lines: tuple[str, ...], swapped: bool = False) -> list[Told]:
        """What became of each line; `swapped`: the second program is told first."""
        pairs = list(zip(self._programs, lines, strict=True))
        for program, line in reversed(pairs) if swapped else pairs:
            assert program.stdin
            program.stdin.write(json.dumps([*line, "--store", str(store)]) + "\n")
            program.stdin.flush()
        return [Told(*json.loads(program.stdout.readline())) for program, _ in pairs if program.stdout]

    def end(self) -> None:
        for program in self._programs:
            program.communicate()
            assert program.returncode == 0


@pytest.fixture(scope="module")
def racers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Racers]:
    both = Racers(tmp_path_factory.mktemp("racers"))
    yield both
    both.end()


class After(NamedTuple):
    """What a race left behind: how each ended, the swaps' states, the owners, and every swapped turn."""

    told: list[Told]
    states: dict[int, str]
    owners: dict[str, str]
    swapped: list[tuple[str, str, int]]

    @property
    def loser(self) -> str:
        """The one sentence that the one who came second was told."""
        (said,) = [told.err for told in self.told if told.code]
        assert said.startswith("oncall: error: ")
        assert said.count("\n") == said.count("\nhint: ") + 1
        return said.partition("\n")[0].removeprefix("oncall: error: ")


def raced(team: Cli, racers: Racers, one: tuple[str, ...], other: tuple[str, ...]) -> Iterator[After]:
    """The state after each of many races from where the team stands now; what always holds is checked."""
    start = team.path.read_bytes()
    weeks = looked_at(team.path, []).owners
    for number in range(ROUNDS):
        path = team.path.with_name(f"race-{number}.db")
        path.write_bytes(start)
        after = looked_at(path, racers.race(path, one, other, swapped=number % 2 == 1))
        assert after.owners.keys() == weeks.keys()
        applied = [number for number, state in after.states.items() if state == "applied"]
        moved = Counter(swap for _, _, swap in after.swapped)
        assert moved == dict.fromkeys(applied, 2), "one turn for each week of a swap that is applied"
        yield after


def looked_at(path: Path, told: list[Told]) -> After:
    store = open_store(path)
    try:
        rows = store.door.rows("SELECT week, person FROM announced ORDER BY week")
        turns = store.door.rows("SELECT week, person, swap FROM turn WHERE cause = 'swapped' ORDER BY week")
        assert len({row["week"] for row in rows}) == len(rows)
        return After(
            told=told,
            states={swap.id: swap.state for swap in store.swaps.all()},
            owners={row["week"]: row["person"] for row in rows},
            swapped=[(row["week"], row["person"], row["swap"]) for row in turns],
        )
    finally:
        store.door.close()


EXCHANGED = [("2026-12-07", "ben", 1), ("2026-12-14", "ana", 1)]


def enough_notice(team: Cli) -> None:
    """From now on a swap is applied when it is accepted."""
    policy = team.path.with_name("notice.toml")
    policy.write_text('[swap]\napproval = "notice"', encoding="utf-8")
    team("policy", "apply", str(policy), "--from", "2026-11-24", "--as", "dee")


def test_two_requests_for_one_week(team: Cli, racers: Racers) -> None:
    other = ("swap", "request", "--give", "2026-12-14", "--take", "2026-12-21", "--with", "cy", "--as", "ben")
    for after in raced(team, racers, ASK, other):
        assert sorted(told.code for told in after.told) == [0, 1]
        assert after.loser == "week 2026-12-14 is in swap 1 already, which is requested"
        assert after.states == {1: "requested"}


@pytest.mark.parametrize("notice", [False, True])
def test_two_accept_the_same_swap(team: Cli, racers: Racers, notice: bool) -> None:
    if notice:
        enough_notice(team)
    team(*ASK)
    for after in raced(team, racers, ACCEPT, ACCEPT):
        assert sorted(told.code for told in after.told) == [0, 1]
        if notice:
            assert after.loser == "swap 1 is applied and cannot be accepted any more"
            assert after.swapped == EXCHANGED
        else:
            assert after.loser == "swap 1 is accepted already"
            assert after.states == {1: "accepted"}


def test_accept_against_withdraw(team: Cli, racers: Racers) -> None:
    enough_notice(team)
    team(*ASK)
    for after in raced(team, racers, ACCEPT, WITHDRAW):
        assert sorted(told.code for told in after.told) == [0, 1]
        if after.told[0].code == 0:
            assert after.loser == "swap 1 is applied and cannot be withdrawn any more"
            assert after.swapped == EXCHANGED
        else:
            assert after.loser == "swap 1 is withdrawn and cannot be accepted any more"
            assert (after.states, after.swapped) == ({1: "withdrawn"}, [])


def test_approve_against_withdraw(team: Cli, racers: Racers) -> None:
    team(*ASK)
    team(*ACCEPT)
    for after in raced(team, racers, APPROVE, WITHDRAW):
        assert sorted(told.code for told in after.told) == [0, 1]
        won = "applied" if after.told[0].code == 0 else "withdrawn"
        assert after.states == {1: won}
        assert after.loser.startswith(f"swap 1 is {won} and cannot be ")
        assert after.swapped == (EXCHANGED if won == "applied" else [])


def test_two_swaps_that_came_to_collide_are_accepted(team: Cli, racers: Racers) -> None:
    """No two open swaps can be asked for that name one week; should a store hold two, one of them wins."""
    enough_notice(team)
    team(*ASK)
    store = team.store()
    first = store.swaps.find(1)
    assert first
    second = Swap(**first.model_dump() | {"give": date(2026, 12, 14), "take": date(2026, 12, 21)})
    second = second.model_copy(update={"requester": "ben", "partner": "cy"})
    with store.door.transaction(Act("dee", None, "root", team.now)):
        assert store.swaps.add(second).id == 2
    store.door.close()
    team.opened.clear()
    for after in raced(team, racers, ACCEPT, ("swap", "accept", "2", "--as", "cy")):
        assert sorted(told.code for told in after.told) == [0, 1]
        if after.told[0].code == 0:
            assert after.loser == "swap 2 can go no further: week 2026-12-14 is ana's, not ben's"
            assert (after.states, after.swapped) == ({1: "applied", 2: "requested"}, EXCHANGED)
        else:
            assert after.loser == "swap 1 can go no further: week 2026-12-14 is cy's, not ben's"
            assert after.states == {1: "requested", 2: "applied"}
            assert after.swapped == [("2026-12-14", "cy", 2), ("2026-12-21", "ben", 2)]


def test_approve_against_assign(team: Cli, racers: Racers) -> None:
    """A week in an open swap is not assigned; once the swap is applied it is a week like any other."""
    team(*ASK)
    team(*ACCEPT)
    assign = ("rotation", "assign", "2026-12-07", "cy", "--reason", "ill", "--as", "dee")
    for after in raced(team, racers, APPROVE, assign):
        approved, assigned = after.told
        assert (approved.code, after.states, after.swapped) == (0, {1: "applied"}, EXCHANGED)
        assert after.owners["2026-12-14"] == "ana"
        if assigned.code:
            assert after.loser == "week 2026-12-07 is in swap 1, which is accepted"
        assert after.owners["2026-12-07"] == ("ben" if assigned.code else "cy")


def test_programs_as_people_start_them_ask_for_one_week(cli: Cli) -> None:
    cli.now = system_clock()
    cli("init")
    for handle in ("ana", "ben", "cy"):
        cli("team", "add", handle, "--name", handle.title())
    cli("team", "add", "dee", "--name", "Dee", "--role", "manager")
    cli("rotation", "set", "ana", "ben", "cy", "--from", "this", "--as", "dee")
    coming = cli("rotation", "publish", "next", "--as", "dee", "--json").json["weeks"]
    week = [week["week"] for week in coming if week["person"] == "ana"][-1]
    ask = ("swap", "request", "--give", week, "--as", "ana", "--with")
    programs = [
        subprocess.Popen(
            [sys.executable, "-m", "oncall_cli", *ask, partner],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for partner in ("ben", "cy")
    ]
    told = [program.communicate()[1] for program in programs]
    assert sorted(program.returncode for program in programs) == [0, 1]
    assert len([said for said in told if f"week {week} is in swap 1 already" in said]) == 1
    assert len(cli.store().swaps.all()) == 1
