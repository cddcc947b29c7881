"""Many programs at once: every ticket that was acknowledged is there, each with a number of its own (Y3)."""

import subprocess
import sys
from typing import Any

EIGHT, FIFTY = 8, 50

LOG_FIFTY = """
import sys
from datetime import UTC, datetime
from oncall_cli.cli import run
from oncall_cli.commands.frame import World

world = World(clock=lambda: datetime(2026, 11, 24, 8, 10, tzinfo=UTC), login="nobody", interactive=False)
for count in range(int(sys.argv[2])):
    words = f"process {sys.argv[1]}, call {count}"
    ended = run(["ticket", "log", "-c", "phone", "-n", "Jo", "-p", "555 0101", "-d", words, "--json"], world)
    if ended:
        sys.exit(ended)
"""


def test_eight_programs_log_four_hundred_tickets(team: Any) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-c", LOG_FIFTY, str(number), str(FIFTY)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for number in range(EIGHT)
    ]
    ended = [(process.communicate(timeout=120), process.returncode) for process in running]
    assert [(errors, code) for (_, errors), code in ended] == [("", 0)] * EIGHT
    assert sum(out.count('"id": ') for (out, _), _ in ended) == EIGHT * FIFTY

    kept = team.store().tickets.latest(1000)
    assert len({ticket.id for ticket in kept}) == len(kept) == EIGHT * FIFTY
    said = {f"process {number}, call {count}" for number in range(EIGHT) for count in range(FIFTY)}
    assert {ticket.description for ticket in kept} == said
    events = team.store().tickets.events_of([ticket.id for ticket in kept])
    assert all([event.kind for event in story] == ["logged", "on_it"] for story in events.values())
