"""How long whole commands take, as ratios measured in turn within one run: `python -m tests.bench`.

Start-up is compared with an empty Python, a store with many tickets with one that has few, adding tickets
with and without the search's index, a store with ten years of weeks with one that has ten weeks, and the
calendars of a big team with those of a small one.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import patch

from oncall_cli.core.member import Member
from oncall_cli.core.rotation import Order
from oncall_cli.core.ticket import Ticket
from oncall_cli.session import system_clock
from oncall_cli.store.door import Act
from oncall_cli.store.search_index import SearchIndex
from oncall_cli.store.store import open_store
from tests.years import TEAM, WEEK, fill_years

RUNS = 7
FEW, MANY, ADDED = 20, 20_000, 3_000
TEAMS = 4, 40
BEGAN = datetime(2026, 1, 5, tzinfo=UTC)


def seconds(words: list[str], store: Path) -> float:
    """Wall-clock seconds of one process."""
    begun = time.perf_counter()
    environ = {**os.environ, "ONCALL_STORE": str(store)}
    subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL, env=environ)
    return time.perf_counter() - begun


def ratio(words: list[str], store: Path, other: list[str], other_store: Path) -> float:
    """The median of the ratios of two commands run in turn."""
    seconds(words, store), seconds(other, other_store)
    return statistics.median(seconds(words, store) / seconds(other, other_store) for _ in range(RUNS))


def made(path: Path) -> Path:
    """A new store."""
    subprocess.run(
        [sys.executable, "-m", "oncall_cli", "init", "--store", path], check=True, stdout=subprocess.DEVNULL
    )
    return path


def filled(folder: Path, tickets: int) -> Path:
    """A store with so many tickets, all but ten of them Done."""
    path = made(folder / f"{tickets}.db")
    store = open_store(path)
    with store.door.transaction(Act(None, None, "bench", BEGAN)):
        for number in range(tickets):
            received = BEGAN + number * timedelta(minutes=7)
            ended = {"status": "done", "done_at": received, "resolution": "x"} if number >= 10 else {}
            store.tickets.add(
                Ticket(
                    id=0,
                    status="on_it",
                    channel="phone",
                    received=received,
                    caller="Dana",
                    phone="555-0100",
                    description=f"Fault {number} at the desk",
                    on_it_at=received,
                    last_step_at=received,
                ).model_copy(update=ended)
            )
    store.door.close()
    return path


def indexing(folder: Path) -> float:
    """The median of the ratios of adding tickets with the search's index and without, in turn."""

    def adding(name: str) -> float:
        place = folder / name
        place.mkdir(exist_ok=True)
        begun = time.perf_counter()
        filled(place, ADDED).unlink()
        return time.perf_counter() - begun

    def adding_bare(name: str) -> float:
        with patch.object(SearchIndex, "_write"):
            return adding(name)

    return statistics.median(adding("with") / adding_bare("without") for _ in range(RUNS))


def publishing(folder: Path) -> float:
    """The ratio of publishing the calendars of a big team to those of a small one."""

    def team(members: int) -> tuple[list[str], Path]:
        path, shown = made(folder / f"team{members}.db"), folder / f"shown{members}"
        shown.mkdir()
        store, now = open_store(path), system_clock()
        handles = tuple(f"member{number:02}" for number in range(members))
        with store.door.transaction(Act(None, None, "bench", now)):
            for handle in handles:
                store.members.add(Member(handle=handle, name=handle.title()))
            start = now.date() - timedelta(days=now.weekday())
            store.rotations.add_order(Order(start=start - 9 * WEEK, handles=handles, made=now))
        store.door.close()
        return ["-m", "oncall_cli", "calendar", "publish", str(shown)], path

    (small, few), (big, many) = (team(members) for members in TEAMS)
    return ratio(big, many, small, few)


def main() -> None:
    """Prints each ratio on a line."""
    with tempfile.TemporaryDirectory() as folder:
        few, many = filled(Path(folder), FEW), filled(Path(folder), MANY)
        oncall, nothing = ["-m", "oncall_cli"], ["-c", "pass"]
        for words in (["--help"], ["now"]):
            print(f"oncall {words[0]} to an empty Python: {ratio([*oncall, *words], few, nothing, few):.1f}")
        searches = (["ticket", "search", "dana"], ["ticket", "search", "desk", "11"])
        team = ["calendar", "export", "--team"]
        for words in (["now"], ["ticket", "list"], ["ticket", "show", "7"], *searches, team):
            many_to_few = ratio([*oncall, *words], many, [*oncall, *words], few)
            print(f"oncall {' '.join(words)}, {MANY:,} tickets to {FEW}: {many_to_few:.2f}")
        print(f"adding tickets, with the index of the search to without: {indexing(Path(folder)):.2f}")
        weeks, years = made(Path(folder) / "weeks.db"), made(Path(folder) / "years.db")
        last = system_clock().date()
        last -= timedelta(days=last.weekday())
        fill_years(weeks, 10, last, orders=1)
        fill_years(years, 520, last, orders=60)
        for words in (["rotation", "show", "--year"], ["rotation", "show", "--month"], ["rotation", "who"]):
            years_to_weeks = ratio([*oncall, *words], years, [*oncall, *words], weeks)
            print(f"oncall {' '.join(words)}, ten years of weeks to ten: {years_to_weeks:.2f}")
        export = [*oncall, "calendar", "export", "--person", TEAM[0], "--from", str(last - 9 * WEEK)]
        print(f"oncall calendar export, ten years of weeks to ten: {ratio(export, years, export, weeks):.2f}")
        print(f"oncall calendar publish, {TEAMS[1]} members to {TEAMS[0]}: {publishing(Path(folder)):.2f}")


if __name__ == "__main__":
    main()
