"""A damaged file is a sentence or does no harm, wherever the damage lies and whatever is asked of it."""

import os
import random

import pytest

from tests.conftest import Cli

SOAK = bool(os.environ.get("ONCALL_SOAK"))
ROUNDS = 1200 if SOAK else 12

ASKED: list[tuple[str, ...]] = [
    ("now",),
    ("team", "list"),
    ("rotation", "show"),
    ("rotation", "who"),
    ("swap", "list", "--all"),
    ("ticket", "list", "--all"),
    ("ticket", "show", "1"),
    ("store", "log"),
    ("policy", "show"),
    ("policy", "history"),
    ("payform", "show", "--person", "ana", "--week", "2026-11-23"),
    ("calendar", "export", "--person", "ana"),
    ("swap", "approve", "1", "--as", "dee"),
    ("ticket", "note", "2", "seen", "--as", "ana"),
    ("ticket", "log", "-c", "chat", "-n", "Kim", "-p", "555-0100", "-d", "down", "--as", "ana"),
]


def busy(team: Cli) -> bytes:
    """The team's store after some days of work: something in every table."""
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    team("swap", "accept", "1", "--as", "ben")
    for caller in ("Kim", "Lee", "Max"):
        said = ("-n", caller, "-p", "555-0100", "-d", "The line is down. " * 20, "-t", "2")
        team("ticket", "log", "-c", "phone", *said, "--received", "-30m", "--as", "ana")
    team("ticket", "done", "1", "-r", "restarted", "--work", "-30m/now", "--as", "ana")
    team("calendar", "export", "--person", "ana")
    return team.path.read_bytes()


def hurt(whole: bytes, places: list[int], chance: random.Random) -> bytes:
    """The file changed, wiped, or cut off at one of the places."""
    content = bytearray(whole)
    at = chance.choice(places)
    length = chance.choice([1, 1, 1, 4, 16, 200])
    kind = chance.choice(["bit", "bit", "letter", "letter", "letter", "noise", "noise", "zero", "cut"])
    if kind == "bit":
        content[at] ^= 1 << chance.randrange(8)
    elif kind == "letter":
        content[at] = chance.choice(b"09Az\"' n\xff")
    elif kind == "cut":
        del content[at:]
    else:
        end = min(at + length, len(content))
        content[at:end] = bytes(end - at) if kind == "zero" else chance.randbytes(end - at)
    return bytes(content)


@pytest.mark.soak
def test_no_damage_makes_a_fault_of_the_program(team: Cli) -> None:
    whole = busy(team)
    written = [place for place, byte in enumerate(whole) if byte]
    chance = random.Random(None if SOAK else 7)
    ended = set()
    for _ in range(ROUNDS):
        content = hurt(whole, written, chance)
        for end in ("-wal", "-shm"):
            team.path.with_name(team.path.name + end).unlink(missing_ok=True)
        for argv in chance.sample(ASKED, 4):
            team.path.write_bytes(content)
            said = team(*argv, code=None)
            ended.add(said.code)
            # 1 and 3: what is damaged may still make sense, as another rule or another name.
            if said.code not in (0, 1, 3, 4) or "Traceback" in said.err:
                bad = team.path.with_name("damaged.db")
                bad.write_bytes(content)
                pytest.fail(f"{argv} on {bad} ended with {said.code}: {said.err}")
    assert ended >= {0, 4}
