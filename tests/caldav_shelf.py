"""A calendar server that keeps whatever is laid on its shelf, however broken, and looks at tags alone."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.sax.saxutils import escape

from tests.caldav_servers import Answered, Asked, Calendar, acting

_HREF = re.compile(r"<href>(.*?)</href>")
_PLACE = "/cal/"


class Shelf:
    """The objects by their paths, and the calendar that they are in once the shelf is up."""

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.calendar = Calendar(url="", home="")

    def path_of(self, text: bytes) -> str:
        """Where the first object is that holds a text."""
        return next(path for path, data in sorted(self.objects.items()) if text in data)

    def __call__(self, said: Asked) -> Answered:
        if said.method == "PROPFIND":
            return _table([(_PLACE, "<resourcetype><collection/><C:calendar/></resourcetype>")], self._tags())
        if said.method == "REPORT":
            return _table(
                [
                    (path, f"<C:calendar-data>{escape(self.objects[path].decode())}</C:calendar-data>{tag}")
                    for path, tag in self._tags()
                    if path in _HREF.findall(said.body.decode())
                ]
            )
        now = self.objects.get(said.path)
        if said.method == "GET":
            return Answered(404) if now is None else Answered(body=now, headers=(("ETag", _tag(now)),))
        if said.method != "PUT":
            return Answered(405)
        guard = said.headers.get("if-match")
        if (said.headers.get("if-none-match") and now is not None) or (
            guard and (now is None or guard != _tag(now))
        ):
            return Answered(412)
        self.objects[said.path] = said.body
        return Answered(201)

    def _tags(self) -> list[tuple[str, str]]:
        return [(path, f"<getetag>{escape(_tag(data))}</getetag>") for path, data in self.objects.items()]


@contextmanager
def shelf() -> Iterator[Shelf]:
    """An empty one, for the time of the block."""
    empty = Shelf()
    with acting(empty) as origin:
        empty.calendar = Calendar(url=f"{origin}{_PLACE}", home=f"{origin}/")
        yield empty


def _tag(data: bytes) -> str:
    return f'"{hashlib.sha256(data).hexdigest()}"'


def _table(*groups: list[tuple[str, str]]) -> Answered:
    rows = "".join(
        f"<response><href>{escape(path)}</href><propstat><prop>{prop}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
        for group in groups
        for path, prop in group
    )
    spaces = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"'
    return Answered(207, f"<multistatus {spaces}>{rows}</multistatus>".encode("utf-8", "surrogateescape"))
