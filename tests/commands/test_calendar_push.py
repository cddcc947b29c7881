"""Pushing a calendar to real servers: what is on them afterwards, whatever happened there meanwhile."""

import re
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import vobject

from oncall_cli.documents.caldav.server import CalendarServer
from oncall_cli.errors import Refused
from tests.caldav_servers import PASSWORD, Asked, Calendar, hanging_up
from tests.commands.test_calendar import BACK, SCRIPTS, SWAP, applied, swapped, told
from tests.conftest import Cli, Out

WEEKS = ("--from", "2026-12-07", "--weeks", "2")
ICS = re.compile(rb"[0-9a-f-]{36}\.ics")


@pytest.fixture
def few(team: Cli, tmp_path: Path) -> Cli:
    """The team, with few reminders: three events for each week."""
    out = ("swap_deadline", "take_over", "test_call", "carry", "charge", "pay_form")
    applied(team, tmp_path / "few.toml", f"[calendar]\nleave_out = {list(out)}\n", "2026-11-25")
    return team


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    """The password that the servers want is in the environment."""
    monkeypatch.setenv("ONCALL_CALDAV_PASSWORD", PASSWORD)


@pytest.fixture(params=["radicale", "xandikos"])
def calendar(request: pytest.FixtureRequest) -> Calendar:
    """An empty calendar on one real server and then on the other."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Calendar)
    return found


def pushed(cli: Cli, calendar: Calendar, *more: str, code: int = 0, whose: str = "ana") -> Out:
    place = ("--url", calendar.url, "--user", calendar.user)
    return cli("calendar", "push", "--person", whose, *WEEKS, *place, *more, code=code)


def counts(out: Out) -> dict[str, int]:
    """How many events are new, changed, cancelled and as they were; what is none is left out."""
    answer = out.json
    names = ("created", "updated", "cancelled", "unchanged", "set_right")
    return {name: answer[name] for name in names if answer[name]}


def files(calendar: Calendar) -> dict[str, str]:
    """What the server has: the texts by the names of their files."""
    status, listed = calendar.ask("PROPFIND", Depth="1")
    assert status == 207
    names = sorted({name.decode() for name in ICS.findall(listed)})
    return {name: text(calendar, name) for name in names}


def text(calendar: Calendar, name: str) -> str:
    status, data = calendar.ask("GET", name)
    assert status == 200
    return data.decode()


def events(calendar: Calendar) -> dict[str, Any]:
    """The events on the server by UID, each alone in a file that is called by it."""
    found = {}
    for name, data in files(calendar).items():
        whole = vobject.readOne(data)
        (event,) = whole.contents["vevent"]
        assert name == f"{event.uid.value}.ics"
        assert "method" not in whole.contents
        assert event.dtstart.value.tzinfo
        found[event.uid.value] = event
    return found


def uid_of(calendar: Calendar, summary: str) -> str:
    return next(uid for uid, event in events(calendar).items() if event.summary.value == summary)


def edited(calendar: Calendar, uid: str, *changes: tuple[str, str]) -> str:
    """What another program makes of an object: parts of its text are replaced by others."""
    data = text(calendar, f"{uid}.ics").replace("\r\n ", "")
    for before, after in changes:
        assert before in data
        data = data.replace(before, after, 1)
    status, _ = calendar.ask("PUT", f"{uid}.ics", data.encode(), Content_Type="text/calendar")
    assert status in {200, 201, 204}
    return data


def test_what_is_pushed_is_what_an_export_holds_one_object_for_each_event(
    few: Cli, calendar: Calendar
) -> None:
    done = pushed(few, calendar)
    assert done.out == "Pushed 3 of 3 events to 127.0.0.1: 3 new.\n"
    assert done.err == ""
    exported = vobject.readOne(few("calendar", "export", "--person", "ana", *WEEKS).out).contents["vevent"]
    there = events(calendar)
    assert {uid: told(event) for uid, event in there.items()} == {
        event.uid.value: told(event) for event in exported
    }
    assert all(
        there[event.uid.value].contents.get("valarm", []) != []
        for event in exported
        if "valarm" in event.contents
    )
    before = files(calendar)
    again = pushed(few.at("2026-11-26T09:00:00-06:00"), calendar)
    assert again.out == "Pushed 0 of 3 events to 127.0.0.1: 3 as they were.\n"
    assert files(calendar) == before


def test_a_swap_changes_events_in_place_and_cancels_what_is_given(few: Cli, calendar: Calendar) -> None:
    pushed(few, calendar)
    before = events(calendar)
    swapped(few, SWAP, "1")
    assert counts(pushed(few, calendar, "--json")) == {"created": 3, "cancelled": 3}
    given = events(calendar)
    gone = {uid for uid, event in given.items() if event.status.value == "CANCELLED"}
    assert gone == before.keys()
    assert all("valarm" not in given[uid].contents for uid in gone)
    assert {given[uid].sequence.value for uid in gone} == {"1"}
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 6}
    swapped(few, BACK, "2")
    assert counts(pushed(few, calendar, "--json")) == {"updated": 3, "cancelled": 3}
    back = events(calendar)
    assert back.keys() == given.keys()
    assert all(told(back[uid])[:3] == told(before[uid])[:3] for uid in before)
    assert {back[uid].sequence.value for uid in before} == {"2"}


def test_what_is_over_or_cancelled_is_not_brought_to_a_new_calendar(few: Cli, radicale: Calendar) -> None:
    pushed(few, radicale)
    swapped(few, SWAP, "1")
    pushed(few, radicale)
    radicale.ask("DELETE")
    radicale.ask("MKCALENDAR")
    few.at("2026-12-17T12:00:00-06:00")
    assert counts(pushed(few, radicale, "--json")) == {"created": 2}
    assert {event.status.value for event in events(radicale).values()} == {"CONFIRMED"}
    assert all(event.dtend.value.isoformat() > "2026-12-17" for event in events(radicale).values())


ACKNOWLEDGED = (
    "END:VALARM",
    "ACKNOWLEDGED:20261208T000105Z\r\nX-APPLE-LOCAL-DEFAULT-ALARM:FALSE\r\nEND:VALARM",
)
LAST_SEEN = ("TRANSP:TRANSPARENT", "TRANSP:TRANSPARENT\r\nX-MOZ-LASTACK:20261208T000105Z")
STAMPED = ("LAST-MODIFIED:2026", "LAST-MODIFIED:2027")


def snooze(uid: str) -> tuple[str, str]:
    alarm = (
        f"BEGIN:VALARM\r\nUID:5nooze\r\nACTION:DISPLAY\r\nDESCRIPTION:x\r\nRELATED-TO;RELTYPE=SNOOZE:{uid}\r\n"
        "TRIGGER;VALUE=DATE-TIME:20261208T001000Z\r\nEND:VALARM\r\nEND:VEVENT"
    )
    return "END:VEVENT", alarm


def test_what_a_phone_noted_is_no_change_and_stays_when_the_event_changes(
    few: Cli, calendar: Calendar
) -> None:
    pushed(few, calendar)
    uid = uid_of(calendar, "Your on-call week starts")
    alarm = events(calendar)[uid].valarm.uid.value
    edited(calendar, uid, ACKNOWLEDGED, LAST_SEEN, STAMPED, snooze(alarm))
    noted = text(calendar, f"{uid}.ics")
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}
    assert text(calendar, f"{uid}.ics") == noted
    few("team", "edit", "cy", "--name", "Cyrus Young", "--as", "dee")
    changed = counts(pushed(few, calendar, "--json"))
    assert changed.keys() == {"updated"}
    after = events(calendar)[uid]
    assert "Cyrus Young" in after.description.value
    assert (after.sequence.value, after.x_moz_lastack.value) == ("1", "20261208T000105Z")
    rung = {part.uid.value: part for part in after.contents["valarm"]}
    assert rung.keys() == {alarm, "5nooze"}
    assert rung[alarm].acknowledged.value == "20261208T000105Z"
    assert rung[alarm].x_apple_local_default_alarm.value == "FALSE"
    assert rung["5nooze"].related_to.value == alarm
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}


def test_what_somebody_changed_there_is_set_right_under_a_higher_revision_and_said(
    few: Cli, calendar: Calendar
) -> None:
    pushed(few, calendar)
    uid = uid_of(calendar, "Your on-call week starts")
    edited(
        calendar, uid, ("SUMMARY:Your on-call week starts", "SUMMARY:Nothing"), ("SEQUENCE:0", "SEQUENCE:4")
    )
    done = pushed(few, calendar)
    assert done.out == "Pushed 1 of 3 events to 127.0.0.1: 1 changed, 2 as they were.\n"
    assert done.err == (
        "note: changed on 127.0.0.1 by somebody else, and set right: "
        "Your on-call week starts (Mon 2026-12-07 18:01)\n"
    )
    after = events(calendar)[uid]
    assert (after.summary.value, after.sequence.value) == ("Your on-call week starts", "5")
    exported = few("calendar", "export", "--person", "ana", *WEEKS).out
    assert exported.count("SEQUENCE:5") == 1
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}


def test_what_was_deleted_there_comes_back(few: Cli, radicale: Calendar) -> None:
    pushed(few, radicale)
    uid = uid_of(radicale, "Your on-call week starts")
    radicale.ask("DELETE", f"{uid}.ics")
    assert counts(pushed(few, radicale, "--json")) == {"created": 1, "unchanged": 2}


def test_what_is_not_ours_is_left_alone(few: Cli, calendar: Calendar) -> None:
    own = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:me\r\nBEGIN:VEVENT\r\nUID:dentist\r\nDTSTAMP:20261201T000000Z\r\n"
        "DTSTART:20261208T000100Z\r\nSUMMARY:Dentist\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    calendar.ask("PUT", "dentist.ics", own.encode(), Content_Type="text/calendar")
    kept = text(calendar, "dentist.ics")
    assert counts(pushed(few, calendar, "--json")) == {"created": 3}
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}
    assert text(calendar, "dentist.ics") == kept


def meddling(calendar: Calendar, deed: Callable[[], object], times: int) -> Callable[[Asked], bool]:
    """Another program does something right before an object is written, so many times."""
    left = [times]

    def wanted(said: Asked) -> bool:
        if said.method == "PUT" and left[0]:
            left[0] -= 1
            deed()
        return False

    return wanted


def test_what_another_program_writes_at_the_same_time_is_read_again_and_kept(
    few: Cli, calendar: Calendar
) -> None:
    pushed(few, calendar)
    uid = uid_of(calendar, "You are on call")
    few("team", "edit", "ana", "--name", "Ana R.", "--as", "dee")
    few("team", "edit", "cy", "--name", "Cyrus Young", "--as", "dee")

    def seen() -> None:
        edited(calendar, uid, LAST_SEEN)

    with hanging_up(calendar, meddling(calendar, seen, 1)) as between:
        done = pushed(few, between, "--json")
    assert counts(done) == {"updated": 3}
    after = events(calendar)[uid]
    assert (after.sequence.value, after.x_moz_lastack.value) == ("1", "20261208T000105Z")
    assert "Cyrus Young" in after.description.value
    assert {event.sequence.value for event in events(calendar).values()} == {"1"}


def test_what_another_program_writes_again_and_again_is_left_and_said(few: Cli, radicale: Calendar) -> None:
    pushed(few, radicale)
    uid = uid_of(radicale, "Your on-call week starts")
    seconds = iter(range(10, 60))

    def changed() -> None:
        edited(radicale, uid, ("DTSTAMP:", f"X-SEEN:{next(seconds)}\r\nDTSTAMP:"))

    changed()
    edited(radicale, uid, ("SUMMARY:Your", "SUMMARY:My"))
    with hanging_up(radicale, meddling(radicale, changed, 9)) as between:
        done = pushed(few, between, code=1)
    assert "1 event was being changed there at the same time" in done.err
    assert counts(pushed(few, radicale, "--json")) == {"updated": 1, "unchanged": 2}


@pytest.mark.parametrize("lost", ["question", "answer"])
def test_a_server_gone_half_way_keeps_what_it_has_and_the_next_run_doubles_nothing(
    few: Cli, calendar: Calendar, lost: Any
) -> None:
    put = iter(range(100))
    with hanging_up(calendar, lambda said: said.method == "PUT" and next(put) > 0, lost=lost) as between:
        done = pushed(few, between, code=4)
    assert "pushed 1 of 3 events to 127.0.0.1, then " in done.err
    assert "run it again: only what is missing is written" in done.err
    there = events(calendar)
    assert len(there) == (1 if lost == "question" else 2)
    assert counts(pushed(few, calendar, "--json")) == {"created": 3 - len(there), "unchanged": len(there)}
    assert len(events(calendar)) == 3
    assert {event.sequence.value for event in events(calendar).values()} == {"0"}


def test_a_store_from_an_older_copy_goes_on_above_the_server_and_cancels_what_it_forgot(
    few: Cli, radicale: Calendar, tmp_path: Path
) -> None:
    pushed(few, radicale)
    shutil.copy(few.path, tmp_path / "copy")
    swapped(few, SWAP, "1")
    pushed(few, radicale)
    shutil.copy(tmp_path / "copy", few.path)
    done = pushed(few, radicale, "--json")
    assert counts(done) == {"updated": 3, "cancelled": 3, "set_right": 3}
    there = events(radicale)
    assert {(event.status.value, event.sequence.value) for event in there.values()} == {
        ("CONFIRMED", "2"),
        ("CANCELLED", "1"),
    }
    weeks = {
        told(event)[0][:10]: told(event)[2] for event in there.values() if "You are on call" in told(event)[1]
    }
    assert weeks == {"2026-12-07": "CONFIRMED", "2026-12-14": "CANCELLED"}
    assert counts(pushed(few, radicale, "--json")) == {"unchanged": 6}
    swapped(few, SWAP, "1")
    assert counts(pushed(few, radicale, "--json")) == {"updated": 3, "cancelled": 3}
    assert {(event.status.value, event.sequence.value) for event in events(radicale).values()} == {
        ("CANCELLED", "3"),
        ("CONFIRMED", "2"),
    }


def test_a_dry_run_says_what_a_run_would_do_and_does_nothing(few: Cli, radicale: Calendar) -> None:
    remembered = few.path.read_bytes()
    said = pushed(few, radicale, "--dry-run", "--json").json
    assert few.path.read_bytes() == remembered
    assert files(radicale) == {}
    assert "Would push 3 of 3 events to 127.0.0.1: 3 new." in pushed(few, radicale, "--dry-run").out
    done = pushed(few, radicale, "--json").json
    assert said | {"dry_run": False} == done
    assert len(done["events"]) == 3


def test_a_calendar_is_made_where_there_is_none_if_that_is_wanted(few: Cli, calendar: Calendar) -> None:
    place = calendar._replace(url=f"{calendar.url.rstrip('/')}-made/")
    assert f"there is nothing at {place.url}" in pushed(few, place, code=3).err
    said = pushed(few, place, "--create", "--dry-run").out
    assert said.startswith('Would make the calendar "On call: Ana Ruiz". Would push 3 of 3 events')
    assert place.ask("GET")[0] == 404
    made = pushed(few, place, "--create").out
    assert made == 'Made the calendar "On call: Ana Ruiz". Pushed 3 of 3 events to 127.0.0.1: 3 new.\n'
    assert len(events(place)) == 3
    assert counts(pushed(few, place, "--create", "--json")) == {"unchanged": 3}


def test_a_hostile_name_is_the_same_the_next_time(few: Cli, calendar: Calendar) -> None:
    few("team", "edit", "cy", "--name", "".join(SCRIPTS)[:190], "--as", "dee")
    few("team", "edit", "ben", "--name", SCRIPTS[0], "--as", "dee")
    pushed(few, calendar)
    assert counts(pushed(few, calendar, "--json")) == {"unchanged": 3}


def test_the_team_s_calendar_is_pushed_from_this_week_on_with_no_alarm(few: Cli, radicale: Calendar) -> None:
    place = ("--url", radicale.url, "--user", radicale.user)
    answer = few("calendar", "push", "--team", *place, "--json").json
    assert (answer["person"], answer["start"], answer["weeks"]) == (None, "2026-10-26", 30)
    assert {event.contents.get("valarm") for event in events(radicale).values()} == {None}
    assert min(told(event)[0] for event in events(radicale).values())[:10] == "2026-11-23"


def test_a_wrong_password_is_refused_and_remembers_nothing(
    few: Cli, radicale: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = few.path.read_bytes()
    monkeypatch.setenv("ONCALL_CALDAV_PASSWORD", "s3same")
    wrong = pushed(few, radicale, code=1)
    assert "did not take the login of ana" in wrong.err
    assert "s3same" not in wrong.err
    monkeypatch.delenv("ONCALL_CALDAV_PASSWORD")
    assert "ONCALL_CALDAV_PASSWORD" in pushed(few, radicale, code=1).err
    nobody = few("calendar", "push", "--person", "ana", "--url", radicale.url, code=1)
    assert "--user" in nobody.err
    assert few.path.read_bytes() == before
    assert files(radicale) == {}


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (("--person", "zed", "--url", "http://127.0.0.1:1/"), 3),
        (("--person", "ana", "--team", "--url", "http://127.0.0.1:1/"), 2),
        (("--team", "--url", "ftp://example.com/"), 2),
        (("--team", "--url", "http://dav.example.com/"), 2),
        (("--team", "--url", "https://ana:s3same@dav.example.com/"), 2),
        (("--team", "--url", "http://127.0.0.1:1/a/"), 4),
        (("--team",), 2),
    ],
)
def test_what_cannot_be_pushed_is_said(team: Cli, argv: tuple[str, ...], code: int) -> None:
    said = team("calendar", "push", *argv, code=code)
    assert said.err.startswith("oncall: error: ")
    assert "s3same" not in said.err


def refusing(monkeypatch: pytest.MonkeyPatch, wanted: Callable[[int], bool], error: BaseException) -> None:
    """The server does not take the events that are `wanted` by their place in the row."""
    create, places = CalendarServer.create, count()

    def refused(server: CalendarServer, uid: str, data: bytes) -> None:
        if wanted(next(places)):
            raise error
        create(server, uid, data)

    monkeypatch.setattr(CalendarServer, "create", refused)


TOO_BIG = Refused("127.0.0.1 takes nothing of that size")


def test_an_event_that_is_refused_does_not_keep_the_others_away(
    few: Cli, radicale: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(monkeypatch, lambda place: place == 1, TOO_BIG)
    done = pushed(few, radicale, code=1)
    assert done.err == (
        "oncall: error: pushed 2 of 3 events to 127.0.0.1; it refused 1 event\n"
        "  You are on call: 127.0.0.1 takes nothing of that size\n"
        "hint: run it again: only what is missing is written\n"
    )
    assert len(events(radicale)) == 2


def test_where_all_is_refused_it_is_not_tried_to_the_end(
    team: Cli, radicale: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = []
    refusing(monkeypatch, lambda place: bool(tried.append(place) or True), TOO_BIG)
    done = pushed(team, radicale, code=1)
    assert "pushed 0 of 21 events to 127.0.0.1; it refused 3 events in a row, and the rest" in done.err
    assert len(tried) == 3


def test_an_interrupted_push_says_how_far_it_came(
    few: Cli, radicale: Calendar, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        refusing(patched, lambda place: place == 1, KeyboardInterrupt())
        done = pushed(few, radicale, code=130)
    assert done.out == "Pushed 1 of 3 events to 127.0.0.1: 1 new, 2 left.\n"
    assert done.err == "note: interrupted; run it again: only what is missing is written\n"
    assert counts(pushed(few, radicale, "--json")) == {"created": 2, "unchanged": 1}
