"""The story of a ticket on a screen: whole where it is short, its two ends where it is long."""

import pytest

from oncall_cli.render.ticket_story import FIRST, LAST
from tests.conftest import Cli


def story(team: Cli, notes: int) -> list[str]:
    """The lines of the story of a ticket that came in by mail, with a note every minute of two days."""
    said = ("-n", "Jo", "-e", "jo@example.com", "-d", "down")
    team("ticket", "log", "-c", "email", *said, "--as", "ana")
    for number in range(notes):
        team.at(f"2026-11-{24 + 2 * number // notes}T12:{number:02}:00-06:00")
        team("ticket", "note", "1", f"[{number}]", "--as", "ana")
    lines = team("ticket", "show", "1").out.splitlines()
    return lines[next(at for at, line in enumerate(lines) if "came in" in line) :]


def told(lines: list[str], notes: int) -> list[int]:
    return [number for number in range(notes) if any(line.endswith(f": [{number}]") for line in lines)]


@pytest.mark.parametrize("rows", [FIRST + LAST, FIRST + LAST + 1])
def test_a_story_that_fits_is_told_whole(team: Cli, rows: int) -> None:
    lines = story(team, rows - 1)
    assert told(lines, rows - 1) == [*range(rows - 1)]
    assert not any(" more:" in line for line in lines)


def test_of_a_long_story_both_ends_are_told(team: Cli) -> None:
    lines = story(team, 58)
    assert told(lines, 58) == [*range(FIRST - 1), *range(58 - LAST, 58)]
    (gap,) = (at for at, line in enumerate(lines) if " more:" in line)
    left_out = 59 - FIRST - LAST
    assert lines[gap].strip() == f"… {left_out} more: oncall ticket show 1 --json has them all"
    assert lines[gap + 1].startswith("Tue 2026-11-24 12:18")
    assert len(team("ticket", "show", "1", "--json").json["events"]) == 59
