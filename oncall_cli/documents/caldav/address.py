"""Addresses on a calendar server: which one a person may name, and which of those that a server names are
followed. The password goes to the host that the person named, and to no other."""

import re
from typing import NamedTuple, Self
from urllib.parse import quote, unquote, urlsplit

from oncall_cli.core.link import without_password
from oncall_cli.core.mail import is_here
from oncall_cli.core.text import is_harmful, visible
from oncall_cli.errors import BadValue, Refused

LONGEST = 2000
_PORTS = {"http": 80, "https": 443}
_KEPT = "~!$&'()*+,;=:@"
"""What stands for itself in a part of a path, besides letters and digits."""

_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")


class Address(NamedTuple):
    """A place on a server: its path in parts, each as it reads when its escapes are undone."""

    scheme: str
    host: str
    port: int
    parts: tuple[str, ...]
    is_folder: bool = True

    @property
    def path(self) -> str:
        """The path, escaped, with a slash at its end where it is a folder's."""
        end = "/" if self.is_folder and self.parts else ""
        return "/" + "/".join(quote(part, safe=_KEPT) for part in self.parts) + end

    @property
    def origin(self) -> str:
        """The server, as in https://dav.example.com:8443."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == _PORTS[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{host}{port}"

    @property
    def url(self) -> str:
        """The whole address."""
        return self.origin + self.path

    @property
    def is_encrypted(self) -> bool:
        """Whether nobody on the way can read along."""
        return self.scheme == "https" or is_this_machine(self.host)

    def below(self, name: str) -> Self:
        """The place of a file in this folder."""
        return self._replace(parts=(*self.parts, name), is_folder=False)

    def above(self) -> Self:
        """The folder that this one is in; the server's root is in itself."""
        return self._replace(parts=self.parts[:-1], is_folder=True)

    def holds(self, other: "Address") -> bool:
        """Whether the other is right in this folder."""
        return len(other.parts) == len(self.parts) + 1 and other.parts[:-1] == self.parts


def is_this_machine(host: str) -> bool:
    """Whether a name stands for this machine."""
    return is_here(host) or host.lower().endswith(".localhost")


def address_of(text: str, *, allow_http: bool) -> Address:
    """The address of a folder on a server, as a person gives it. BadValue where it is none, where it holds a
    name or a password, or where it would be spoken to without encryption and that is not allowed."""
    given = text.strip()
    hint = "write one like https://dav.example.com/calendars/ana/oncall/"
    wrong = BadValue(f"'{_shown(given)}' is not the address of a calendar", hint=hint)
    try:
        parts = urlsplit(given)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if parts.scheme not in _PORTS or not host or len(given) > LONGEST or any(map(_is_unfit, given)):
        raise wrong
    if "@" in parts.netloc:
        raise BadValue(
            "an address with a name or a password in it stays in the shell's history",
            hint="give the address without them; the password comes from the environment or the keyring",
        )
    places = _parts_of(parts.path)
    if parts.query or parts.fragment or places is None:
        raise wrong
    address = Address(parts.scheme, _host_of(host, wrong), port or _PORTS[parts.scheme], places)
    if not address.is_encrypted and not allow_http:
        raise BadValue(
            f"{address.host} would get the password and the calendar without encryption (http://)",
            hint="use its https:// address, or --allow-http where the way there is safe",
        )
    return address


def named(base: Address, href: str) -> Address | None:
    """The place that a server means by an href, on the server that was asked; nothing where it is on another
    host or is none. The scheme and the port that it claims do not matter: a server that stands behind another
    one does not know them."""
    try:
        parts = urlsplit(href.strip())
        host = parts.hostname
    except ValueError:
        return None
    if (parts.scheme and parts.scheme not in _PORTS) or (host and host.lower() != base.host):
        return None
    folder = base if base.is_folder else base.above()
    path = parts.path if parts.path.startswith("/") or host else f"{folder.path}{parts.path}"
    places = _parts_of(path)
    if places is None:
        return None
    return base._replace(parts=places, is_folder=path.endswith("/"))


def moved(asked: Address, location: str) -> Address:
    """Where a server sends somebody on to, which is followed on the same server, and from http:// to https://
    of the same host. Refused elsewhere."""
    try:
        parts = urlsplit(location)
        host, port = (parts.hostname or asked.host).lower(), parts.port
    except ValueError:
        host, port, parts = "", None, urlsplit("")
    scheme = parts.scheme or asked.scheme
    place = named(asked, location) if host == asked.host and scheme in _PORTS else None
    other = parts.netloc and (scheme, port or _PORTS.get(scheme)) != (asked.scheme, asked.port)
    up = asked.scheme == "http" and scheme == "https"
    if place is None or parts.query or (other and not up):
        raise Refused(
            f"{asked.host} sends its visitors on to {_shown(location)}, where no password is taken",
            hint="if that is the calendar's server, give its address",
        )
    return place._replace(scheme=scheme, port=port or _PORTS[scheme]) if other else place


def _parts_of(path: str) -> tuple[str, ...] | None:
    """The parts of a path; nothing where it goes up, or has parts that no server of ours has."""
    if _ESCAPE.search(path):
        return None
    whole = path.strip("/")
    parts = tuple(unquote(part) for part in whole.split("/")) if whole else ()
    if any(part in {"", ".", ".."} or any(map(is_harmful, part)) for part in parts):
        return None
    return parts


def _is_unfit(char: str) -> bool:
    return char.isspace() or char == "\\" or is_harmful(char)


def _host_of(host: str, wrong: BadValue) -> str:
    """The name of a host as it is looked up."""
    try:
        return host.lower() if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        raise wrong from None


def _shown(address: str) -> str:
    """An address without what may be a password in it; short and harmless."""
    line = visible(without_password(address))
    return line if len(line) <= 100 else f"{line[:99]}…"
