"""What a calendar server tells of its places: a question about one of them, and the answer as a table."""

from oncall_cli.documents.caldav.address import Address, named
from oncall_cli.documents.caldav.said import no_server, nothing_at
from oncall_cli.documents.caldav.wire import Wire
from oncall_cli.documents.caldav.xml import NoMultistatus, Resource, resources

XML = "application/xml; charset=utf-8"

_NO_DAV = frozenset({200, 204, 301, 302, 303, 400, 405, 415, 501})
"""How servers answer that have never heard of such a question."""


_GONE = frozenset({404, 410})


class Told(dict[Address, Resource]):
    """What a server told, by place; `of` is the place that was asked about, where that is by now."""

    def __init__(self, of: Address, found: dict[Address, Resource]) -> None:
        super().__init__(found)
        self.of = of


def told(wire: Wire, place: Address, question: bytes, depth: int = 0) -> Told:
    """What a server tells of a folder, and with a depth of 1 of what is right in it. NotFound where there is
    nothing, BadValue where what answers is no calendar server."""
    said = wire.ask("PROPFIND", place, question, is_long=depth > 0, Depth=str(depth), Content_Type=XML)
    if said.status in _NO_DAV:
        raise no_server(place)
    if said.status != 207:
        raise wire.failure(said)
    try:
        answers = resources(said.body)
    except NoMultistatus:
        raise no_server(place) from None
    of = said.address._replace(is_folder=True)
    found: dict[Address, Resource] = {}
    for resource in answers:
        where = named(of, resource.href)
        if where is not None and where.parts == of.parts and resource.status in _GONE:
            raise nothing_at(of)
        if where is not None and resource.status < 300:
            found.setdefault(where._replace(is_folder=resource.is_folder), resource)
    return Told(of, found)
