"""Calendar files as programs write them, well and badly; each bad one with what is to be found in it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vDuration

CHICAGO = """\
BEGIN:VTIMEZONE
TZID:America/Chicago
BEGIN:DAYLIGHT
DTSTART:20070311T020000
TZOFFSETFROM:-0600
TZOFFSETTO:-0500
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20071104T020000
TZOFFSETFROM:-0500
TZOFFSETTO:-0600
RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU
END:STANDARD
END:VTIMEZONE
"""
OUTLOOK_S = CHICAGO.replace("DTSTART:2007", "DTSTART:1601")
HEAD = """\
VERSION:2.0
PRODID:-//somebody//a program//EN
X-WR-CALNAME:On call
REFRESH-INTERVAL;VALUE=DURATION:PT6H
"""
ALARM = "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Wake up\nTRIGGER:PT0S\nEND:VALARM\n"
EVENT = {
    "UID": "7c7c2d0f-1",
    "DTSTAMP": "20260101T000000Z",
    "SEQUENCE": "0",
    "SUMMARY": "Week",
    "DTSTART;TZID=America/Chicago": "20261123T180100",
    "DTEND;TZID=America/Chicago": "20261130T065900",
}
START, END = "DTSTART;TZID=America/Chicago", "DTEND;TZID=America/Chicago"


def event(alarm: str = ALARM, more: str = "", **changed: str | None) -> str:
    """A good event with some of its properties changed, or left out (None)."""
    names = {"start": START, "end": END}
    properties = EVENT | {names.get(name, name.upper()): value for name, value in changed.items()}
    lines = "".join(f"{name}:{value}\n" for name, value in properties.items() if value is not None)
    return f"BEGIN:VEVENT\n{lines}{more}{alarm}END:VEVENT\n"


def at(stamp: str, *, zone: str = "", **changed: str | None) -> str:
    """A good event that starts at a time written this way, and has no end."""
    return event(more=f"DTSTART{zone}:{stamp}\n", start=None, end=None, **changed)


def alarm(**changed: str | None) -> str:
    """A good alarm with some of its properties changed, or left out (None)."""
    properties = {"ACTION": "DISPLAY", "DESCRIPTION": "Wake up", "TRIGGER": "PT0S"}
    properties |= {name.upper(): value for name, value in changed.items()}
    lines = "".join(f"{name}:{value}\n" for name, value in properties.items() if value is not None)
    return f"BEGIN:VALARM\n{lines}END:VALARM\n"


def calendar(*parts: str, zones: str = CHICAGO, head: str = HEAD) -> bytes:
    """A calendar of such parts, or of one good event."""
    body = "".join(parts or [event()])
    return f"BEGIN:VCALENDAR\n{head}{zones}{body}END:VCALENDAR\n".replace("\n", "\r\n").encode()


def by_icalendar(zone: str, weeks: int = 40) -> bytes:
    """Weeks in a zone that icalendar describes by lists of dates."""
    made = Calendar()
    for line in HEAD.splitlines()[:3]:
        name, _, value = line.partition(":")
        made.add(name, value)
    made.add("X-PUBLISHED-TTL", vDuration(timedelta(hours=6)))
    monday = datetime(2026, 11, 23, 18, 1, tzinfo=ZoneInfo(zone))
    for number in range(weeks):
        part = Event()
        start = monday + timedelta(weeks=number)
        for name, value in (("dtstart", start), ("dtend", start + timedelta(hours=1))):
            part.add(name, value)
        part.add("uid", f"7c7c2d0f-{number}")
        part.add("summary", f"Week {number}")
        part.add("dtstamp", datetime(2026, 1, 1, tzinfo=UTC))
        part.add("sequence", 0)
        made.add_component(part)
    made.add_missing_timezones()
    written: bytes = made.to_ical()
    return written


def lf(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


GOOD = calendar()
_LATE_ZONE = CHICAGO.replace("2007", "2027")
_RENAMED = CHICAGO.replace("America/Chicago", "Central Standard Time")
_WINTER = """\
BEGIN:VTIMEZONE
TZID:America/Chicago
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:-0600
TZOFFSETTO:-0600
END:STANDARD
END:VTIMEZONE
"""
_OWN_ZONE = CHICAGO.replace("America/Chicago", "Our Office")
_ALL_DAY = {"zone": ";VALUE=DATE", "stamp": "20261123"}

BAD: dict[str, tuple[bytes, Sequence[str]]] = {
    # Times
    "no start": (calendar(event(start=None, end=None)), ["time-unread"]),
    "a day that is not there": (calendar(event(start="20260231T180100")), ["time-unread"]),
    "an end that cannot be read": (calendar(event(end="later")), ["time-unread"]),
    "a length that cannot be read": (calendar(event(end=None, duration="P")), ["time-unread"]),
    "over before it starts": (calendar(event(end="20261123T180000")), ["end-before-start"]),
    "a length before it starts": (calendar(event(end=None, duration="-PT1H")), ["end-before-start"]),
    "a time that is skipped": (calendar(event(start="20270314T023000", end=None)), ["time-skipped"]),
    "a time that comes twice": (calendar(event(start="20271107T013000", end=None)), ["time-twice"]),
    "no timezone": (calendar(at("20261123T180100")), ["floating"]),
    "the calendar's timezone alone": (
        calendar(at("20261123T180100"), head=HEAD + "X-WR-TIMEZONE:America/Chicago\n"),
        ["floating-named"],
    ),
    "a calendar's timezone that nobody knows": (
        calendar(head=HEAD + "X-WR-TIMEZONE:Central Time\n"),
        ["zone-said"],
    ),
    "a description of another zone": (
        calendar(zones=CHICAGO.replace("-0", "-1").replace("-1600", "-0700").replace("-1500", "-0600")),
        ["zone-differs"],
    ),
    "the rule of Europe": (
        calendar(
            event(start="20270322T180100", end=None),
            zones=CHICAGO.replace("2SU", "-1SU").replace("BYMONTH=11;BYDAY=1SU", "BYMONTH=10;BYDAY=-1SU"),
        ),
        ["zone-differs"],
    ),
    "a rule that has ended": (
        calendar(
            event(start="20270701T180100", end=None),
            zones=CHICAGO.replace("BYDAY=2SU", "BYDAY=2SU;UNTIL=20250101T000000Z"),
        ),
        ["zone-differs"],
    ),
    "a rule that was counted out": (
        calendar(
            event(start="20270701T180100", end=None),
            zones=CHICAGO.replace("BYDAY=2SU", "BYDAY=2SU;COUNT=3"),
        ),
        ["zone-differs"],
    ),
    "lists of dates": (
        by_icalendar("America/Chicago"),
        ["zone-dates-wrong", "alarms-none"],
    ),
    "a list of dates that is long over": (by_icalendar("Asia/Tokyo"), ["alarms-none"]),
    "a description that begins later": (calendar(zones=_LATE_ZONE), ["zone-late"]),
    "no description": (calendar(zones=""), ["zone-missing"]),
    "no description of a zone of Windows": (
        calendar(at("20261123T180100", zone=";TZID=Central Standard Time"), zones=""),
        ["zone-missing"],
    ),
    "a zone that nobody knows": (calendar(at("20261123T180100", zone=";TZID=Here")), ["zone-unknown"]),
    "a zone of Windows": (
        calendar(at("20261123T180100", zone=';TZID="Central Standard Time"'), zones=_RENAMED),
        ["zone-name"],
    ),
    "a zone of one's own": (
        calendar(at("20261123T180100", zone=";TZID=Our Office"), zones=_OWN_ZONE),
        ["zone-name"],
    ),
    "a zone with a name before it": (
        calendar(
            at("20261123T180100", zone=";TZID=/example.org/20260101/America/Chicago"),
            zones=CHICAGO.replace("TZID:", "TZID:/example.org/20260101/"),
        ),
        ["zone-name"],
    ),
    "an offset is missing": (calendar(zones=CHICAGO.replace("TZOFFSETTO:-0500\n", "")), ["zone-broken"]),
    "a zone of nothing": (
        calendar(zones="BEGIN:VTIMEZONE\nTZID:America/Chicago\nEND:VTIMEZONE\n"),
        ["zone-broken"],
    ),
    "a rule for every second": (
        calendar(zones=CHICAGO.replace("FREQ=YEARLY;BYMONTH=3;BYDAY=2SU", "FREQ=SECONDLY")),
        ["zone-broken"],
    ),
    "two descriptions": (
        calendar(zones=CHICAGO + CHICAGO.replace("2SU", "1SU")),
        ["zone-twice"],
    ),
    "a start twice": (calendar(event(more="DTSTART:20261124T000200Z\n")), ["said-twice"]),
    "an end and a length": (calendar(event(duration="PT9H")), ["said-twice"]),
    "a timezone and UTC": (calendar(event(start="20261123T180100Z")), ["said-twice"]),
    "a zone of UTC and UTC": (calendar(at("20261123T180100Z", zone=";TZID=UTC")), []),
    "an alarm with two times": (
        calendar(event(ALARM.replace("TRIGGER", "TRIGGER:-P1D\nTRIGGER"))),
        ["said-twice"],
    ),
    "a rule of its own": (calendar(event(more="RRULE:FREQ=WEEKLY\n")), ["repeats"]),
    "a series with a description of winter alone": (
        calendar(event(more="RRULE:FREQ=WEEKLY;COUNT=52\n"), zones=_WINTER),
        ["zone-differs", "repeats"],
    ),
    "a series of winters with that description": (
        calendar(
            event(more="RRULE:FREQ=YEARLY\n"),
            event(uid="2", start="20261101T180100", end=None, more="RRULE:FREQ=WEEKLY;UNTIL=20270301\n"),
            event(uid="3", start="20261101T190100", end=None, more="RRULE:FREQ=DAILY;COUNT=90\n"),
            zones=_WINTER,
        ),
        ["repeats"],
    ),
    "a date in summer with that description": (
        calendar(event(more="RDATE;TZID=America/Chicago:20270705T180000\n"), zones=_WINTER),
        ["zone-differs", "repeats"],
    ),
    "a rule that nobody knows": (
        calendar(event(more="RRULE:FREQ=SOMETIMES\n")),
        ["rule-unread", "repeats"],
    ),
    "a rule for no number of times": (
        calendar(event(more="RRULE:FREQ=WEEKLY;COUNT=0\n")),
        ["rule-unread", "repeats"],
    ),
    "a series of which nothing is left": (
        calendar(
            event(more="RRULE:FREQ=DAILY;COUNT=2\nEXDATE:20261124T000100Z,20261125T000100Z\n"),
            event(uid="2", start="20261201T180100", end=None),
        ),
        ["series-empty", "repeats"],
    ),
    "a series of which one time is left": (
        calendar(event(more="RRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261124T000100Z,20261125T000100Z\n")),
        ["repeats"],
    ),
    "a whole day": (
        calendar(event(), at(_ALL_DAY["stamp"], zone=_ALL_DAY["zone"], uid="2")),
        ["all-day", "alarm-all-day"],
    ),
    # Alarms
    "an alarm without a time": (calendar(event(alarm(trigger=None))), ["alarm-unread"]),
    "an alarm at a time that is none": (calendar(event(alarm(trigger="-P1H"))), ["alarm-unread"]),
    "an alarm after the start": (calendar(event(alarm(trigger="PT15M"))), ["alarm-after"]),
    "an alarm before the end": (
        calendar(event(ALARM.replace("TRIGGER:PT0S", "TRIGGER;RELATED=END:-PT5M"))),
        ["alarm-from-end"],
    ),
    "an alarm at a moment": (
        calendar(event(ALARM.replace("TRIGGER:PT0S", "TRIGGER;VALUE=DATE-TIME:20261124T000000Z"))),
        ["alarm-fixed"],
    ),
    "an alarm at a moment after the start": (
        calendar(event(ALARM.replace("TRIGGER:PT0S", "TRIGGER;VALUE=DATE-TIME:20261124T000200Z"))),
        ["alarm-fixed-late"],
    ),
    "an alarm by mail": (calendar(event(alarm(action="EMAIL"))), ["alarm-mail"]),
    "an alarm that starts a program": (calendar(event(alarm(action="PROCEDURE"))), ["alarm-procedure"]),
    "an alarm of another kind": (
        calendar(event(alarm(action="X-BUZZ"))),
        ["alarm-silent", "alarm-action"],
    ),
    "an alarm of another kind beside one": (
        calendar(event(ALARM + alarm(action="X-BUZZ"))),
        ["alarm-action", "alarm-several"],
    ),
    "an alarm long before": (calendar(event(alarm(trigger="-P400D"))), ["alarm-silent"]),
    "an alarm that has just rung": (calendar(event(alarm(trigger="-P30D"))), []),
    "an alarm at a moment long ago": (
        calendar(event(ALARM.replace("TRIGGER:PT0S", "TRIGGER;VALUE=DATE-TIME:20200101T000000Z"))),
        ["alarm-silent", "alarm-fixed"],
    ),
    "an alarm for one of two": (
        calendar(event(), event("", uid="2", start="20261207T180100", end=None)),
        ["alarms-some"],
    ),
    "a week and its reminders": (
        calendar(
            event(""),
            event(uid="2", start="20261123T173000", end="20261123T174500"),
            event("", uid="3", start="20261207T180100", end="20261214T065900"),
            event(uid="4", start="20261209T180000", end="20261209T181500"),
        ),
        [],
    ),
    "a day before one that rings": (
        calendar(
            event("", end="20261124T180100"),
            event(alarm(trigger="-PT15M"), uid="2", start="20261124T180000", end="20261125T180100"),
        ),
        ["alarms-some"],
    ),
    "an alarm of an event that is cancelled": (
        calendar(event(), event(uid="2", status="CANCELLED", start="20261130T180100", end=None)),
        ["alarm-cancelled"],
    ),
    "an alarm that was turned off": (
        calendar(event(alarm(acknowledged="20270101T000000Z"))),
        ["alarm-acknowledged"],
    ),
    "two alarms": (calendar(event(ALARM + alarm(trigger="-PT1H"))), ["alarm-several"]),
    "an alarm of a day": (
        calendar(at(_ALL_DAY["stamp"], zone=_ALL_DAY["zone"])),
        ["all-day", "alarm-all-day"],
    ),
    "an alarm without words": (calendar(event(alarm(description=None))), ["alarm-no-words"]),
    "an alarm by the week": (calendar(event(alarm(trigger="-P1W"))), ["alarm-weeks"]),
    "alarms that are over": (
        calendar(event(start="20251123T180100", end="20251124T180100")),
        ["alarms-past"],
    ),
    "no alarm": (calendar(event("")), ["alarms-none"]),
    # Doubles
    "no number": (calendar(event(uid=None)), ["uid-missing"]),
    "a number twice": (calendar(event(), event(start="20261124T180100")), ["uid-twice"]),
    "an event twice": (calendar(event(), event(uid="2")), ["same-event"]),
    "an event twice, once in UTC": (
        calendar(event(end=None), at("20261124T000100Z", uid="2")),
        ["same-event"],
    ),
    "a number with a time in it": (calendar(event(uid="20260101T101500Z-1@host")), ["uid-dated"]),
    "no version": (calendar(event(sequence=None)), ["version-missing"]),
    "no stamp": (calendar(event(dtstamp=None)), ["stamp-missing"]),
    "an invitation": (calendar(head=HEAD + "METHOD:REQUEST\n"), ["method-invites"]),
    "published": (calendar(head=HEAD + "METHOD:PUBLISH\n"), ["method-publish"]),
    "people": (calendar(event(more="ORGANIZER:mailto:a@example.com\n")), ["people"]),
    # The file
    "Windows' letters": (GOOD.replace(b"SUMMARY:Week", b"SUMMARY:Caf\xe9"), ["encoding"]),
    "UTF-16": (GOOD.decode().encode("utf-16"), ["encoding"]),
    "control characters": (GOOD.replace(b"SUMMARY:Week", b"SUMMARY:We\x07ek"), ["controls"]),
    "cut off": (GOOD.removesuffix(b"END:VCALENDAR\r\n"), ["cut-off"]),
    "an event that does not end": (GOOD.replace(b"END:VEVENT\r\n", b""), ["crossed"]),
    "parts without end": (
        GOOD.replace(b"BEGIN:VALARM\r\n", b"BEGIN:VALARM\r\n" * 9),
        ["alarm-unread", "cut-off", "crossed", "alarm-action"],
    ),
    "a line that says nothing": (GOOD.replace(b"SUMMARY:Week", b"SUMMARY"), ["junk"]),
    "no version of the format": (calendar(head=HEAD.replace("VERSION:2.0\n", "")), ["header"]),
    "two calendars": (
        GOOD + calendar(event(uid="2", start="20261130T180100", end=None)),
        ["several-calendars"],
    ),
    "more than a megabyte": (
        calendar(event(more=f"COMMENT:{'a' * 1_000_000}\n")),
        ["too-large", "long-lines"],
    ),
    "a byte order mark": (b"\xef\xbb\xbf" + GOOD, ["mark"]),
    "bare line ends": (lf(GOOD), ["line-ends"]),
    "long lines": (GOOD.replace(b"Week", b"Week" * 30), ["long-lines"]),
    "a fold in a character": (
        GOOD.replace(b"SUMMARY:Week", b"SUMMARY:Caf\xc3\r\n \xa9"),
        ["cut-characters"],
    ),
    "a tail": (GOOD + b"X-MORE:text\r\n", ["tail"]),
    "bare commas": (calendar(event(summary="Week, then")), ["bare-commas"]),
    "no name": (calendar(head=HEAD.replace("X-WR-CALNAME:On call\n", "")), ["no-name"]),
    "no refresh": (calendar(head="".join(HEAD.splitlines(True)[:3])), ["no-refresh"]),
    "a refresh that cannot be read": (calendar(head=HEAD.replace("PT6H", "often")), ["refresh-unread"]),
    "nothing": (calendar(""), ["no-events"]),
    "tasks": (calendar(event(), "BEGIN:VTODO\nUID:t\nEND:VTODO\n"), ["others"]),
}
"""Files by what is wrong with them, and the keys of what is found, at the beginning of November 2026."""
