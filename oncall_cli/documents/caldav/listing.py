"""The objects of a calendar on a server: what is in its folder, and the text of each.

The folder is listed and then read in portions. Asking for events alone in one go would be shorter, but some
servers find none then. Whatever a portion does not bring is read by itself.
"""

from collections.abc import Iterator, Mapping, Sequence

from oncall_cli.core.push.step import ServerObject, There
from oncall_cli.core.push.stray import is_like_ours
from oncall_cli.documents.caldav.address import Address, named
from oncall_cli.documents.caldav.ask import XML, Told, told
from oncall_cli.documents.caldav.object import LARGEST, component_of
from oncall_cli.documents.caldav.said import too_long
from oncall_cli.documents.caldav.wire import LONGEST, Wire
from oncall_cli.documents.caldav.xml import MEMBERS, NoMultistatus, resources, these

PORTION = 50
"""How many objects are asked for at once."""

_OTHER_KINDS = frozenset({"vtodo", "vjournal", "vfreebusy", "vavailability"})
_NOT_FOR_US = frozenset({403, 404, 410})


def listed(wire: Wire, calendar: Address) -> There:
    """The events in a calendar by UID; where several have the same, the one whose address is made of it, else
    the first by address. What lies under an address of our making counts as what it is called, whatever it
    holds."""
    there = There()
    size = 0
    for found in sorted(_objects(wire, calendar)):
        size += len(found.data)
        if size > LONGEST:
            raise too_long(calendar.host, LONGEST)
        name = _called(calendar, found.href)
        uid = name or (uid_of(found.data) if len(found.data) <= LARGEST else None)
        if uid is None:
            continue
        first = there.get(uid)
        is_ours = found.href == calendar.below(f"{uid}.ics").path
        if first is None or is_ours:
            there[uid] = found
        if first is not None:
            there.doubles.append((uid, first if is_ours else found))
    return there


def _called(calendar: Address, href: str) -> str | None:
    """The UID that an address is made of, as we make them; nothing for one that others made."""
    place = named(calendar, href)
    name = place.parts[-1] if place and place.parts else ""
    uid = name.removesuffix(".ics")
    return uid if uid != name and is_like_ours(uid) else None


def read(wire: Wire, place: Address) -> ServerObject | None:
    """An object by itself, or nothing where it is not there or not to be read."""
    said = wire.ask("GET", place, most=LONGEST, Accept="text/calendar")
    if said.status in _NOT_FOR_US:
        return None
    if said.status != 200:
        raise wire.failure(said)
    return ServerObject(place.path, said.headers.get("etag", "").strip() or None, said.body)


def uid_of(data: bytes) -> str | None:
    """The UID of the event that an object is; nothing where it is none, or several."""
    lines = [event.line("UID") for event in component_of(data).named("VEVENT")]
    uids = {line.value.strip() if line else "" for line in lines}
    return uids.pop() or None if len(uids) == 1 else None


def _objects(wire: Wire, calendar: Address) -> Iterator[ServerObject]:
    """Everything in the calendar that may be an event."""
    answer = told(wire, calendar, MEMBERS, depth=1)
    calendar, tags = answer.of, _tags(answer)
    left, at_once = list(tags), PORTION
    while left:
        portion = left[:at_once]
        texts = _texts(wire, calendar, portion) if at_once > 1 else {}
        if texts is None:
            at_once = 1
            continue
        left = left[at_once:]
        for place in portion:
            whole = texts.get(place) or read(wire, place)
            if whole is not None:
                yield whole if whole.etag else whole._replace(etag=tags[place])


def _tags(answer: Told) -> dict[Address, str | None]:
    """The tags of what is right in a folder, by address; nothing for what has none."""
    return {
        place: resource.etag
        for place, resource in answer.items()
        if not resource.is_folder and answer.of.holds(place) and not _is_of_other_kind(resource.kind)
    }


def _is_of_other_kind(kind: str) -> bool:
    """Whether the type of an object (text/calendar; component=vtodo) says that it is no event."""
    _, _, component = kind.replace(" ", "").replace('"', "").partition("component=")
    return component.partition(";")[0] in _OTHER_KINDS


def _texts(wire: Wire, calendar: Address, places: Sequence[Address]) -> Mapping[Address, ServerObject] | None:
    """Those of some objects that the server gives in one answer; nothing where it knows no such question."""
    question = these([place.path for place in places])
    said = wire.ask("REPORT", calendar, question, is_long=True, Depth="1", Content_Type=XML)
    if said.status != 207:
        return None
    try:
        answers = resources(said.body)
    except NoMultistatus:
        return {}
    wanted, texts = set(places), {}
    for resource in answers:
        place = named(calendar, resource.href)
        if place in wanted and resource.data is not None:
            texts[place] = ServerObject(place.path, resource.etag, resource.data)
    return texts
