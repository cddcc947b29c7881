"""What a push puts right on a server once and for all, and what it only tells of."""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.caldav_servers import Calendar
from tests.caldav_shelf import Shelf, shelf
from tests.commands.test_calendar_push import counts, few, password, pushed, text, uid_of
from tests.conftest import Cli

__all__ = ["few", "password"]

STARTS = b"Your on-call week starts"
OTHER = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:me\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20261201T000000Z\r\n"
    "DTSTART:20261208T000100Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def kept() -> Iterator[Shelf]:
    """An empty calendar on a server that keeps everything."""
    with shelf() as found:
        yield found


def also(before: bytes, line: bytes) -> Callable[[bytes], bytes]:
    """One more line, right before the first that begins so."""
    return lambda data: data.replace(before, line + b"\r\n" + before, 1)


def instead(before: bytes, after: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(before, after)


UNREADABLE = {
    "empty": lambda _: b"\r\n",
    "twice": lambda data: data + data,
    "a bare CR": instead(b"SUMMARY:Your", b"SUMMARY:Yo\rur"),
    "no name": also(b"END:VEVENT", b";X:1"),
    "another's": lambda _: OTHER.encode(),
    "a task": instead(b"VEVENT", b"VTODO"),
}
MISLEADING = {
    "other offsets": instead(b"TZOFFSETTO:-0600", b"TZOFFSETTO:+0900"),
    "a method": also(b"BEGIN:VTIMEZONE", b"METHOD:CANCEL"),
    "a second trigger": also(b"DESCRIPTION:Your", b"TRIGGER:P9D"),
    "a second action": also(b"DESCRIPTION:Your", b"ACTION:NONE"),
}


def test_what_is_broken_under_our_name_is_put_right_once(few: Cli, kept: Shelf) -> None:
    pushed(few, kept.calendar)
    path = kept.path_of(STARTS)
    kept.objects["/cal/dentist.ics"] = b"no calendar\r\n"
    stamped = re.compile(rb"SEQUENCE:\d+|(?:DTSTAMP|LAST-MODIFIED):\w+")
    for name, change in (UNREADABLE | MISLEADING).items():
        right = kept.objects[path]
        kept.objects[path] = change(right)
        assert kept.objects[path] != right, name
        done = pushed(few, kept.calendar)
        assert done.out.endswith(": 1 changed, 2 as they were.\n"), name
        assert "by somebody else, and set right: Your on-call week starts (Mon 2026-12-07" in done.err
        assert stamped.sub(b"", kept.objects[path]) == stamped.sub(b"", right)
        assert kept.objects["/cal/dentist.ics"] == b"no calendar\r\n"
        assert counts(pushed(few, kept.calendar, "--json")) == {"unchanged": 3}


def test_somebody_elses_event_under_our_name_is_put_right_where_a_server_lets_us(
    few: Cli, radicale: Calendar, xandikos: Calendar
) -> None:
    for calendar in (xandikos, radicale):
        pushed(few, calendar)
        uid = uid_of(calendar, STARTS.decode())
        calendar.ask("DELETE", f"{uid}.ics")
        assert calendar.ask("PUT", f"{uid}.ics", OTHER.encode(), Content_Type="text/calendar")[0] == 201
        if calendar is xandikos:
            assert counts(pushed(few, calendar, "--json")) == {"updated": 1, "unchanged": 2, "set_right": 1}
            assert STARTS.decode() in text(calendar, f"{uid}.ics")
        else:
            said = pushed(few, calendar, code=1).err
            assert "127.0.0.1 lets no event take the place of another one at /ana/calendar-" in said
            assert "hint: delete that one there, and run it again" in said
            calendar.ask("DELETE", f"{uid}.ics")
            assert counts(pushed(few, calendar, "--json")) == {"created": 1, "unchanged": 2}
        assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}


ROUGH = {
    "no description of the zone": lambda data: re.sub(
        rb"BEGIN:VTIMEZONE.*END:VTIMEZONE\r\n", b"", data, flags=re.S
    ),
    "another zone of the same offset": lambda data: re.sub(
        rb"(?s)BEGIN:DAYLIGHT.*END:STANDARD\r\n",
        b"BEGIN:STANDARD\r\nDTSTART:20201101T020000\r\nTZOFFSETFROM:-0500\r\nTZOFFSETTO:-0600\r\nEND:STANDARD\r\n",
        data,
    ),
    "a rule nobody reads": instead(b"FREQ=YEARLY", b"FREQ=SECONDLY"),
    "a line of a name with a _": also(b"END:VEVENT", b"X_SEEN:1"),
    "a far SEQUENCE": instead(b"SEQUENCE:0", b"SEQUENCE:2147483647"),
}


def test_what_only_looks_otherwise_stays(few: Cli, kept: Shelf) -> None:
    pushed(few, kept.calendar)
    path = kept.path_of(STARTS)
    right = kept.objects[path]
    for name, change in ROUGH.items():
        kept.objects[path] = changed = change(right)
        assert changed != right, name
        assert counts(pushed(few, kept.calendar, "--json")) == {"unchanged": 3}, name
        assert kept.objects[path] == changed


def test_a_sequence_that_nobody_counted_to_is_no_endless_race(few: Cli, kept: Shelf) -> None:
    pushed(few, kept.calendar)
    path = kept.path_of(STARTS)
    for number in (999_999_999, 1_000_000_000, 2**31 - 1, 2**31, 10**12):
        theirs = kept.objects[path].replace(b"SUMMARY:Your", b"SUMMARY:My")
        theirs = re.sub(rb"LAST-MODIFIED:\w+", b"LAST-MODIFIED:99990101T000000Z", theirs)
        kept.objects[path] = re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:%d" % number, theirs)
        assert counts(pushed(few, kept.calendar, "--json"))["updated"] == 1
        assert counts(pushed(few, kept.calendar, "--json")) == {"unchanged": 3}
        (said,) = re.findall(rb"SEQUENCE:(\d+)", kept.objects[path])
        assert int(said) <= 10**9
    few("calendar", "export", "--person", "ana")


def test_an_event_that_is_there_twice_is_told_of_and_not_touched(few: Cli, kept: Shelf) -> None:
    pushed(few, kept.calendar)
    path = kept.path_of(STARTS)
    copy = kept.objects[path].replace(b"SUMMARY:Your", b"SUMMARY:My")
    for name in ("a", "zz"):
        kept.objects[f"/cal/{name}.ics"] = copy
    kept.objects["/cal/mine.ics"] = kept.objects["/cal/mine-2.ics"] = OTHER.encode()
    done = pushed(few, kept.calendar)
    assert done.out.endswith(": 3 as they were.\n")
    assert done.err == (
        "note: some events are on 127.0.0.1 twice; the other ones stay as they are, and may ring wrongly "
        "until they are deleted there: /cal/a.ics, /cal/zz.ics\n"
    )
    assert kept.objects["/cal/a.ics"] == kept.objects["/cal/zz.ics"] == copy


def test_a_calendar_is_one_persons(few: Cli, kept: Shelf) -> None:
    pushed(few, kept.calendar)
    before, remembered = dict(kept.objects), few.path.read_bytes()
    for whose in (("--person", "ben"), ("--team",)):
        place = ("--url", kept.calendar.url, "--user", "ana")
        for more in ((), ("--dry-run",)):
            wrong = few("calendar", "push", *whose, *place, *more, code=1)
            assert "the calendar there is that of Ana Ruiz already" in wrong.err
            assert "--create makes it" in wrong.err
    assert (kept.objects, few.path.read_bytes()) == (before, remembered)
    kept.objects.clear()
    few("calendar", "push", "--team", *place)
    assert "that of the team already" in pushed(few, kept.calendar, code=1).err


def test_what_is_not_brought_is_said(few: Cli, kept: Shelf) -> None:
    few.at("2026-12-10T12:00:00-06:00")
    done = pushed(few, kept.calendar)
    assert done.out == "Pushed 2 of 2 events to 127.0.0.1: 2 new.\n"
    assert done.err == "note: 1 event that is over is not brought to a phone\n"
    assert pushed(few, kept.calendar).err == ""
    kept.objects.clear()
    none = pushed(few, kept.calendar, whose="dee")
    assert none.out == "Pushed 0 of 0 events to 127.0.0.1.\n"
    assert none.err == "note: Dee Park has no week from 2026-12-07 to 2026-12-21\n"
