"""Two years of weeks through the program, found by every reader at the instants that zoneinfo says."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.conftest import Cli
from tests.readers import Read, by_ical, by_ical_js, by_recurring, by_vobject, missing_ical_js

SOAK = bool(os.environ.get("ONCALL_SOAK"))
ZONES = [
    "America/Chicago",
    "America/Sao_Paulo",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Africa/Casablanca",
]
MORE_ZONES = [
    "Africa/Cairo",
    "America/Asuncion",
    "America/Havana",
    "America/Nuuk",
    "America/Santiago",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Atlantic/Azores",
    "Etc/GMT+12",
    "Europe/Dublin",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "UTC",
]
WEEK, DAY, MINUTE = timedelta(days=7), timedelta(days=1), timedelta(minutes=1)
FIRST, WEEKS = date(2026, 11, 30), 104
CASES = [(zone, FIRST) for zone in ZONES + (MORE_ZONES if SOAK else [])]
# Neither changes its clocks any more; both did.
CASES += [("America/Sao_Paulo", date(2017, 9, 4)), ("Africa/Casablanca", date(2022, 11, 28))]
TURNS = ("ana", "ben", "cy", "eve", "fay", "gus")


def at(day: date, clock: str, zone: str) -> datetime:
    """The instant of a time of day, with the offset before the change where it is skipped or repeated."""
    return datetime.combine(day, time.fromisoformat(clock), ZoneInfo(zone)).astimezone(UTC)


def weeks_from(first: date) -> list[date]:
    return [first + count * WEEK for count in range(WEEKS)]


def changes_in(week: date, zone: str) -> bool:
    return at(week, "12:00", zone) + WEEK != at(week + WEEK, "12:00", zone)


def made(cli: Cli, zone: str, first: date, tmp_path: Path, rotation: str = "") -> Cli:
    """A team in the zone whose turns begin two weeks before the first week."""
    policy = tmp_path / "zone.toml"
    policy.write_text(f'[team]\nname = "Desk"\ntimezone = "{zone}"\n{rotation}', encoding="utf-8")
    cli.at(f"{first - WEEK}T12:00:00+00:00")
    cli("init", "--policy", str(policy))
    for handle in TURNS:
        cli("team", "add", handle, "--name", handle.capitalize())
    cli("team", "add", "dee", "--name", "Dee", "--role", "manager")
    cli("rotation", "set", *TURNS, "--from", str(first - 2 * WEEK), "--as", "dee")
    return cli


def exported(cli: Cli, first: date, *whose: str) -> bytes:
    return cli("calendar", "export", *whose, "--from", str(first), "--weeks", str(WEEKS)).out.encode()


def owners(cli: Cli, zone: str, first: date) -> dict[date, str]:
    """Who has which week, from two before the file to one after it; ana has each in which clocks change."""
    days = [first + count * WEEK for count in range(-2, WEEKS + 1)]
    found = {week: TURNS[number % len(TURNS)] for number, week in enumerate(days)}
    for week in weeks_from(first):
        if changes_in(week, zone) and found[week] != "ana":
            cli("rotation", "assign", str(week), "ana", "--reason", "clocks change", "--as", "dee")
            found[week] = "ana"
    return found


def rings(mine: dict[date, str], zone: str, first: date) -> Iterator[datetime]:
    """When ana's phone rings, by the times of day of the policy that stands in."""
    for week in weeks_from(first):
        if mine[week] == "ana":
            if mine[week - WEEK] != "ana":
                yield at(week, "17:30", zone)  # take over the phone
            yield at(week, "18:01", zone)  # the week starts
            yield at(week, "18:30", zone)  # call the line
            for day in range(7):
                yield at(week + day * DAY, "17:00" if day else "18:01", zone)  # carry the phone
                yield at(week + day * DAY, "21:30", zone)  # charge it
            yield at(week + WEEK, "17:30", zone)  # hand it over, or keep it
            yield at(week + WEEK, "07:30", zone)  # the pay form
            yield at(week - 5 * DAY, "18:01", zone) - timedelta(hours=24)  # the last day to ask for a swap


def js(calendar: bytes) -> list[Read]:
    return by_ical_js([calendar])[0].events


READERS: list[Callable[[bytes], list[Read]]] = [by_vobject, by_ical, by_recurring]
if not missing_ical_js():
    READERS.append(js)


@pytest.mark.parametrize(("zone", "first"), CASES)
@pytest.mark.soak
def test_every_reader_finds_two_years_of_weeks_and_reminders(
    cli: Cli, zone: str, first: date, tmp_path: Path
) -> None:
    made(cli, zone, first, tmp_path)
    mine = owners(cli, zone, first)
    weeks = {
        (f"On call: {mine[week].capitalize()}", at(week, "18:01", zone), at(week + WEEK, "06:59", zone))
        for week in weeks_from(first)
    }
    own = {(start, end) for owner, start, end in weeks if owner == "On call: Ana"}
    rung = Counter((start, start + timedelta(minutes=15)) for start in rings(mine, zone, first))
    assert len(own) >= WEEKS // len(TURNS)
    team, ana = exported(cli, first, "--team"), exported(cli, first, "--person", "ana")
    for reader in READERS:
        assert {(event.summary, event.start, event.end) for event in reader(team)} == weeks, reader
        read = reader(ana)
        assert {(event.start, event.end) for event in read if not event.rings} == own, reader
        assert Counter((event.start, event.end) for event in read if event.rings) == rung, reader
        assert all(event.rings in ((), (event.start,)) for event in read), reader


@pytest.mark.parametrize(
    ("zone", "start", "end", "first"),
    [
        ("America/Chicago", "02:30", "02:15", date(2026, 11, 29)),
        ("America/Chicago", "01:30", "01:29", date(2026, 10, 4)),
        ("Europe/London", "01:30", "01:15", date(2026, 11, 29)),
        ("Australia/Lord_Howe", "02:15", "02:14", date(2026, 11, 29)),
        ("Australia/Lord_Howe", "01:45", "01:31", date(2026, 11, 29)),
        ("Africa/Casablanca", "02:30", "02:29", date(2022, 11, 27)),
    ],
)
def test_a_handover_in_an_hour_that_is_skipped_or_repeated_is_found_by_every_reader(
    cli: Cli, zone: str, start: str, end: str, first: date, tmp_path: Path
) -> None:
    made(cli, zone, first, tmp_path, f'[rotation]\nday = "sunday"\nstart = "{start}"\nend = "{end}"\n')
    sundays = weeks_from(first)
    clock = time.fromisoformat(start)
    local = [datetime.combine(day, clock, ZoneInfo(zone)) for day in sundays]
    assert any(moment.utcoffset() != moment.replace(fold=1).utcoffset() for moment in local)
    spans = {
        (at(day, start, zone), min(at(day + WEEK, end, zone), at(day + WEEK, start, zone) - MINUTE))
        for day in sundays
    }
    team = exported(cli, first, "--team")
    for reader in READERS:
        assert {(event.start, event.end) for event in reader(team)} == spans, reader


@pytest.mark.skipif(bool(missing_ical_js()), reason=missing_ical_js())
def test_ical_js_reads_with_the_zone_of_the_file_and_no_other(cli: Cli, tmp_path: Path) -> None:
    team = exported(made(cli, "America/Chicago", FIRST, tmp_path), FIRST, "--team")
    winter = {event.uid: event.start for event in js(team) if event.start.month == 1}
    moved = {event.uid: event.start for event in js(team.replace(b"TZOFFSETTO:-0600", b"TZOFFSETTO:-0700"))}
    assert winter
    assert {uid: moved[uid] - start for uid, start in winter.items()} == dict.fromkeys(
        winter, timedelta(hours=1)
    )
    with pytest.raises(AssertionError, match="not in a zone of the file"):
        js(team.replace(b"DTSTART;TZID=America/Chicago:", b"DTSTART;TZID=Europe/London:"))
