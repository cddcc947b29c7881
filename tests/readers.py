"""Programs that read calendars and share no code with the one that writes them: what each finds in a file.

Before Python's readers see a file its zones get names that nobody knows, so that none of them can take a
zone from a list of its own: what they find is what the file says.
"""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import icalendar
import recurring_ical_events
import vobject
from dateutil.tz import tzical
from ical.calendar_stream import IcsCalendarStream

ICAL_JS = Path(__file__).parent / "ical_js" / "read.mjs"
WHERE = "ONCALL_ICAL_JS"
"""The environment variable that names the folder with node_modules/ical.js."""

_names = count()


class Read(NamedTuple):
    """An event as a reader found it: the instants in UTC at which it begins, ends and rings."""

    uid: str
    summary: str
    description: str
    status: str
    sequence: int
    start: datetime
    end: datetime
    rings: tuple[datetime, ...]


def own_zones(calendar: bytes) -> bytes:
    """The calendar with each of its zones under a name that is not in use anywhere."""
    for name in re.findall(rb"\r\nTZID:([^\r]*)", calendar):
        new = f"Zone-{next(_names)}".encode()
        calendar = calendar.replace(b"\r\nTZID:" + name + b"\r", b"\r\nTZID:" + new + b"\r")
        calendar = calendar.replace(b";TZID=" + name + b":", b";TZID=" + new + b":")
    return calendar


def by_vobject(calendar: bytes) -> list[Read]:
    """By vobject, which has a parser of its own and reads zones with dateutil.

    It is given the zones of the file, for by itself it takes a zone that is at +0000 in the winters of 2000
    to 2020 for UTC, and then looks its name up elsewhere.
    """
    text = own_zones(calendar).decode()
    zones = tzical(StringIO(text.replace("\r\n", "\n")))
    for name in re.findall("\r\nTZID:([^\r]*)", text):
        vobject.icalendar.registerTzid(name, zones.get(name))
    return [_by_vobject(event) for event in vobject.readOne(text).contents.get("vevent", [])]


def _by_vobject(event: Any) -> Read:
    start = event.dtstart.value.astimezone(UTC)
    return Read(
        uid=event.uid.value,
        summary=event.summary.value,
        description=event.description.value,
        status=event.status.value,
        sequence=int(event.sequence.value),
        start=start,
        end=event.dtend.value.astimezone(UTC),
        rings=tuple(start + alarm.trigger.value for alarm in event.contents.get("valarm", [])),
    )


def by_ical(calendar: bytes) -> list[Read]:
    """By `ical`, which refuses what is not as RFC 5545 has it.

    It overlooks the parts of a zone that do not repeat, so only a zone of two yearly rules is read from the
    file; of any other it knows the name.
    """
    text = (own_zones(calendar) if b"\r\nRRULE:" in calendar else calendar).decode()
    found = IcsCalendarStream.calendar_from_ics(text)
    return [_by_ical(event) for event in found.events]


def _by_ical(event: Any) -> Read:
    start = event.dtstart.astimezone(UTC)
    return Read(
        uid=event.uid,
        summary=event.summary,
        description=event.description,
        status=event.status.value,
        sequence=event.sequence,
        start=start,
        end=event.dtend.astimezone(UTC),
        rings=tuple(start + alarm.trigger for alarm in event.alarm),
    )


def by_recurring(calendar: bytes) -> list[Read]:
    """By recurring-ical-events, which many scripts use, with icalendar below it."""
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(own_zones(calendar)))
    return [_by_icalendar(event) for event in found.all()]


def _by_icalendar(event: Any) -> Read:
    start = event.start.astimezone(UTC)
    return Read(
        uid=event["UID"],
        summary=event["SUMMARY"],
        description=event["DESCRIPTION"],
        status=event["STATUS"],
        sequence=event["SEQUENCE"],
        start=start,
        end=event.end.astimezone(UTC),
        rings=tuple(start + alarm.TRIGGER for alarm in event.walk("VALARM")),
    )


def missing_ical_js() -> str:
    """Why ical.js cannot be asked on this machine; empty where it can."""
    if not shutil.which("node"):
        return "node is not there to run ical.js"
    folder = os.environ.get(WHERE)
    if not folder or not (Path(folder) / "node_modules" / "ical.js").is_dir():
        return f"{WHERE} names no folder with node_modules/ical.js (npm install --prefix FOLDER ical.js@2)"
    return ""


class ReadByJs(NamedTuple):
    """What ical.js finds in one calendar: its events, and the instants of the wall-clock times asked for."""

    events: list[Read]
    instants: list[datetime]


def by_ical_js(calendars: Iterable[bytes], asked: Sequence[Sequence[datetime]] = ()) -> list[ReadByJs]:
    """By ical.js, which Thunderbird and many web calendars use: several calendars in one go.

    `asked` are naive wall-clock times in the one zone of each of the calendars.
    """
    clocks = [[f"{local:%Y%m%dT%H%M%S}" for local in locals_] for locals_ in asked]
    texts = [calendar.decode() for calendar in calendars]
    work = [
        {"calendar": text, "asked": clocks[number] if clocks else []} for number, text in enumerate(texts)
    ]
    argv = ["node", str(ICAL_JS), os.environ[WHERE]]
    ended = subprocess.run(argv, input=json.dumps(work), capture_output=True, text=True)
    assert ended.returncode == 0, ended.stderr
    return [
        ReadByJs(
            events=[_by_ical_js(event) for event in found["events"]],
            instants=[_instant(seconds) for seconds in found["instants"]],
        )
        for found in json.loads(ended.stdout)
    ]


def _by_ical_js(event: Any) -> Read:
    known = {key: event[key] for key in ("uid", "summary", "description", "status", "sequence")}
    rings = tuple(_instant(seconds) for seconds in event["rings"])
    return Read(start=_instant(event["start"]), end=_instant(event["end"]), rings=rings, **known)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
