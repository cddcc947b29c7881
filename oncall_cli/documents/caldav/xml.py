"""What a calendar server is asked in XML, and what its answers say.

An answer is read a resource at a time, by a parser that takes no entities and no document types, and no depth
or number of elements, and no tag of a length, that no honest answer has.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

DAV, CALDAV = "{DAV:}", "{urn:ietf:params:xml:ns:caldav}"

_SPACES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_DEEPEST, _MOST, _LONGEST_TAG = 50, 1_000_000, 1 << 17
_LONGEST_COMPLAINT = 1 << 16
_NO_RULES = frozenset({"exception", "sabredav-version"})
_COMPLAINTS = frozenset({"message", "responsedescription", "human-readable", "error-description"})

COLORS = {
    "aqua": "#00FFFF",
    "black": "#000000",
    "blue": "#0000FF",
    "fuchsia": "#FF00FF",
    "gray": "#808080",
    "green": "#008000",
    "lime": "#00FF00",
    "maroon": "#800000",
    "navy": "#000080",
    "olive": "#808000",
    "orange": "#FFA500",
    "purple": "#800080",
    "red": "#FF0000",
    "silver": "#C0C0C0",
    "teal": "#008080",
    "white": "#FFFFFF",
    "yellow": "#FFFF00",
}
"""The colors of a policy as calendar servers write them."""


class NoMultistatus(Exception):
    """An answer is not what a calendar server says, or is damaged."""


class Resource(NamedTuple):
    """What a server tells of one of its places. Nothing stands for what it does not tell. `lacks_events`: it
    says that the place takes no events; `homes` and `persons`: the hrefs it names as the places of somebody's
    calendars, and of whoever is logged in."""

    href: str
    status: int = 200
    is_folder: bool = False
    is_calendar: bool = False
    lacks_events: bool = False
    name: str = ""
    etag: str | None = None
    kind: str = ""
    data: bytes | None = None
    homes: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()


WHAT_IT_IS = (
    f"{_HEAD}<propfind {_SPACES}><prop><resourcetype/><displayname/><C:supported-calendar-component-set/>"
    "<C:calendar-home-set/><current-user-principal/></prop></propfind>"
).encode()
"""Asks what a place is, and where the calendars of whoever asks are."""

MEMBERS = (
    f"{_HEAD}<propfind {_SPACES}><prop><resourcetype/><getetag/><getcontenttype/></prop></propfind>"
).encode()
"""Asks what is in a folder."""


def these(hrefs: Sequence[str]) -> bytes:
    """Asks for the text of some objects."""
    wanted = "".join(f"<href>{escape(href)}</href>" for href in hrefs)
    return (
        f"{_HEAD}<C:calendar-multiget {_SPACES}><prop><getetag/><C:calendar-data/></prop>{wanted}"
        "</C:calendar-multiget>"
    ).encode()


def new_calendar(name: str, color: str) -> bytes:
    """Asks for a calendar of events with a name and a color, which is one of CSS's by name."""
    return (
        f'{_HEAD}<C:mkcalendar {_SPACES} xmlns:A="http://apple.com/ns/ical/"><set><prop>'
        f"<displayname>{escape(name)}</displayname><A:calendar-color>{COLORS[color]}</A:calendar-color>"
        '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
        "</prop></set></C:mkcalendar>"
    ).encode()


def resources(body: bytes) -> list[Resource]:
    """What a multistatus says, resource by resource. NoMultistatus where it is none."""
    from defusedxml.ElementTree import DefusedXMLParser, iterparse

    found: list[Resource] = []
    depth = count = 0
    parser = DefusedXMLParser(target=TreeBuilder(), forbid_dtd=True)
    try:
        for event, element in iterparse(_Pieces(body, parser.parser), ("start", "end"), parser):
            if event == "start":
                depth, count = depth + 1, count + 1
                if depth > _DEEPEST or count > _MOST or (depth == 1 and element.tag != f"{DAV}multistatus"):
                    raise NoMultistatus
            else:
                depth -= 1
                if depth == 1:
                    if element.tag == f"{DAV}response":
                        found += _resource(element)
                    element.clear()
    except (ParseError, ValueError, LookupError) as error:  # defusedxml's errors are ValueErrors
        raise NoMultistatus from error
    return found


class _Pieces:
    """An answer for a parser to read. What has no end yet is read from its beginning with every piece, so a
    tag or a remark of many pieces would take hours: NoMultistatus."""

    def __init__(self, body: bytes, parser: "XMLParserType") -> None:
        self._rest = BytesIO(body)
        self._parser = parser

    def read(self, size: int = -1, /) -> bytes:
        """The next piece, unless the parser is too far behind."""
        if self._rest.tell() - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise NoMultistatus
        return self._rest.read(size)


def complaint(body: bytes) -> str:
    """The words in which a server says what is wrong, if it says so in XML; else the names of the rules that
    were broken; else nothing."""
    root = _small(body)
    for element in root.iter() if root is not None else ():
        if _local(element) in _COMPLAINTS and element.text and element.text.strip():
            return element.text
    return ", ".join(sorted(broken_rules(body)))


def broken_rules(body: bytes) -> frozenset[str]:
    """The rules of WebDAV and CalDAV that an answer names as broken."""
    root = _small(body)
    rules = root if root is not None and root.tag == f"{DAV}error" else ()
    return frozenset(_local(rule) for rule in rules) - _NO_RULES


def _small(body: bytes) -> Element | None:
    """An answer that is XML and no longer than an honest complaint."""
    from defusedxml.ElementTree import fromstring

    with suppress(ParseError, ValueError, LookupError):
        root: Element = fromstring(body[:_LONGEST_COMPLAINT], forbid_dtd=True)
        return root
    return None


def _resource(response: Element) -> Iterator[Resource]:
    href = _text(response.find(f"{DAV}href"))
    if href is None or not href.strip():
        return
    told = Resource(href.strip(), status=_status(response) or 200)
    for part in response.findall(f"{DAV}propstat"):
        if (_status(part) or 200) == 200 and (prop := part.find(f"{DAV}prop")) is not None:
            told = _with(told, prop)
    yield told


def _with(told: Resource, prop: Element) -> Resource:
    kinds = {one.tag for one in prop.iterfind(f"{DAV}resourcetype/*")}
    takes = {
        one.get("name", "").upper() for one in prop.iterfind(f"{CALDAV}supported-calendar-component-set/*")
    }
    data = _text(prop.find(f"{CALDAV}calendar-data"))
    etag = (_text(prop.find(f"{DAV}getetag")) or "").strip()
    return told._replace(
        is_folder=told.is_folder or f"{DAV}collection" in kinds,
        is_calendar=told.is_calendar or f"{CALDAV}calendar" in kinds,
        lacks_events=told.lacks_events or bool(takes and "VEVENT" not in takes),
        name=(_text(prop.find(f"{DAV}displayname")) or told.name).strip(),
        etag=etag or told.etag,
        kind=(_text(prop.find(f"{DAV}getcontenttype")) or told.kind).lower(),
        data=told.data if data is None or not data.strip() else _lines(data),
        homes=told.homes + _hrefs(prop, f"{CALDAV}calendar-home-set"),
        persons=told.persons + _hrefs(prop, f"{DAV}current-user-principal"),
    )


def _hrefs(prop: Element, name: str) -> tuple[str, ...]:
    texts = (_text(one) for one in prop.iterfind(f"{name}/{DAV}href"))
    return tuple(text.strip() for text in texts if text and text.strip())


def _lines(data: str) -> bytes:
    """An object as it was written: XML makes its line ends other ones."""
    return data.strip().replace("\r\n", "\n").replace("\n", "\r\n").encode("utf-8") + b"\r\n"


def _status(element: Element) -> int | None:
    words = (_text(element.find(f"{DAV}status")) or "").split()
    return int(words[1]) if len(words) > 1 and words[1].isdecimal() and words[1].isascii() else None


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: Element | None) -> str | None:
    """All text of an element; nothing where there is none."""
    return None if element is None else "".join(element.itertext())
