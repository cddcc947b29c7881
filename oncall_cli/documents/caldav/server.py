"""A calendar on a CalDAV server: its objects, read and written one by one, and only where they are as they
were when they were read.

A tag that is weak (W/…) or missing cannot guard a replacement: then the object is read again right before,
and replaced where it is still the same. Objects that are no events, cannot be read, or lie anywhere but right
in the calendar are left alone, unless their address is of our making.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from typing import TYPE_CHECKING

from oncall_cli.core.push.step import ServerObject, There
from oncall_cli.core.text import is_harmful, visible
from oncall_cli.errors import BadValue, NotFound, Refused

if TYPE_CHECKING:
    from oncall_cli.documents.caldav.address import Address
    from oncall_cli.documents.caldav.wire import Said, Wire

PARTS = ("httpx", "defusedxml")
"""What the extra `[caldav]` installs."""

_FINE = range(200, 300)
_GONE = frozenset({404, 410})
_TYPE = "text/calendar; charset=utf-8"
_THERE = "no-uid-conflict"
"""The rule of CalDAV that no two objects have the same UID."""


class Stale(Exception):
    """An object is not as it was when it was read, or is there though it was not: read again."""


class CalendarServer:
    """A calendar on a server. Every method raises Refused where the server does not let the person in or do
    that, and StoreFailed where it is out of reach, breaks off or has a fault."""

    def __init__(self, wire: "Wire", calendar: "Address") -> None:
        self._wire = wire
        self._calendar = calendar

    def check_calendar(self) -> None:
        """NotFound where there is nothing at the address, BadValue where there is something that is no
        calendar, both with those that are to be found from there; Refused where it takes no events."""
        from oncall_cli.documents.caldav.search import check_calendar

        self._calendar = check_calendar(self._wire, self._calendar)

    def make_calendar(self, name: str, color: str) -> None:
        """Makes a calendar at the address, in a color by its name in CSS. Refused where there is something
        already, or the server leaves that to its own pages."""
        from oncall_cli.documents.caldav.ask import XML
        from oncall_cli.documents.caldav.xml import broken_rules, new_calendar

        place = self._calendar
        said = self._wire.ask("MKCALENDAR", place, new_calendar(name, color), Content_Type=XML)
        if said.status == 201:
            return
        if said.status == 405 or "resource-must-be-null" in broken_rules(said.body):
            raise Refused(f"there is something at {place.url} already", hint="name another address")
        if said.status in {404, 409, 410}:
            raise NotFound(f"there is no folder {place.above().url} that a calendar can be made in")
        if said.status == 501:
            raise Refused(f"{place.host} makes no calendars", hint="make it on its own pages")
        raise self._wire.failure(said)

    def objects(self) -> There:
        """The events of the calendar by UID. Where two have the same, the one whose address is of our making
        counts, else the first by address. What lies under an address of our making is told of in any case."""
        from oncall_cli.documents.caldav.listing import listed

        return listed(self._wire, self._calendar)

    def create(self, uid: str, data: bytes) -> None:
        """Puts an object where none is. Stale where there is one, here or elsewhere in the calendar."""
        place = self._calendar.below(f"{uid}.ics")
        said = self._wire.ask("PUT", place, data, Content_Type=_TYPE, If_None_Match="*")
        if said.status in _FINE:
            return
        if _is_there(said):
            raise Stale
        if said.status == 409 or said.status in _GONE:
            raise NotFound(f"there is no calendar at {self._calendar.url}")
        raise self._wire.failure(said)

    def replace(self, object: ServerObject, data: bytes) -> None:
        """Puts another version in the place of an object. Stale where it is not as it was, or not there;
        Refused where it is another event, and the server lets none take its place."""
        place, etag = self._place_of(object.href), object.etag
        if not _guards(etag):
            now = self.read(object.href)
            if now is None or _text(now.data) != _text(object.data):
                raise Stale
            etag = now.etag
        guard = etag if _guards(etag) else None
        said = self._wire.ask("PUT", place, data, Content_Type=_TYPE, If_Match=guard)
        if said.status in _FINE:
            return
        if _has_conflict(said):
            raise Refused(
                f"{place.host} lets no event take the place of another one at {place.path}",
                hint="delete that one there, and run it again",
            )
        if said.status in {409, 412} or said.status in _GONE:
            raise Stale
        raise self._wire.failure(said)

    def read(self, href: str) -> ServerObject | None:
        """An object as it is now, or nothing where it is there no more."""
        from oncall_cli.documents.caldav.listing import read

        return read(self._wire, self._place_of(href))

    def _place_of(self, href: str) -> "Address":
        from oncall_cli.documents.caldav.address import named

        place = named(self._calendar, href)
        if place is None or not self._calendar.holds(place):
            raise BadValue(f"{visible(href)} is not in the calendar {self._calendar.url}")
        return place


def _is_there(said: "Said") -> bool:
    """Whether a server says that there is such an object, or another than the one that was meant."""
    return said.status == 412 or _has_conflict(said)


def _has_conflict(said: "Said") -> bool:
    """Whether a server says that the UID of an object is not its to have."""
    from oncall_cli.documents.caldav.xml import broken_rules

    return said.status in {403, 409} and _THERE in broken_rules(said.body)


def _guards(etag: str | None) -> bool:
    """Whether a tag is one that a server can compare with its own."""
    return etag is not None and not etag.startswith("W/") and etag.isascii() and etag.isprintable()


def _text(data: bytes) -> list[bytes]:
    """The lines of an object, whatever their ends."""
    return data.strip().splitlines()


@contextmanager
def calendar_server(
    url: str, user: str | None, password: str | None, *, allow_http: bool, timeout: float = 30
) -> Iterator[CalendarServer]:
    """The calendar at an address, for the time of the block; nothing is asked before a method is called.

    `timeout`: seconds to wait for any piece of an answer; the whole of one may take four times as long.
    BadValue where the address is none, would be spoken to without encryption though `allow_http` is not
    given, or the extra is not installed.
    """
    need_caldav()
    from oncall_cli.documents.caldav.address import address_of
    from oncall_cli.documents.caldav.wire import wire_to

    address = address_of(url, allow_http=allow_http)
    if user is not None and (not user or ":" in user or any(map(is_harmful, user))):
        raise BadValue(f"'{visible(user)}' is no name to log in with")
    with wire_to(address, user, password, timeout) as wire:
        yield CalendarServer(wire, address)


def need_caldav() -> None:
    """BadValue where the extra that speaks CalDAV is not installed, or not all of it."""
    lacks = [part for part in PARTS if find_spec(part) is None]
    if lacks:
        raise BadValue(
            f"a calendar server needs {', '.join(lacks)}: not installed",
            hint="pip install 'oncall-cli[caldav]'",
        )
