"""The addresses under which a published calendar is read."""

import re
from ipaddress import ip_address
from urllib.parse import unquote_to_bytes, urlsplit

from oncall_cli.core.model import Frozen
from oncall_cli.errors import BadValue

LONGEST = 1000
LONGEST_NAME = 253
"""Characters of the longest name that a host can have (RFC 1035)."""

_ADDRESS = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+")
_HOST = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_LABEL = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)")
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_UNFIT = re.compile(rb"[\x00-\x1f\x7f/\\]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_NO_PORT = re.compile(r"(?P<host>[^/?#\[:]*:)(?![0-9]*(?:[/?#]|$))")


class Links(Frozen):
    """The two addresses of a file: `webcal` makes a phone subscribe, `https` is what every program reads."""

    webcal: str
    https: str


def base_url_of(text: str) -> str:
    """The address of a folder on a web server, with a slash at its end; webcal:// stands for https://.

    BadValue where it is none, or holds a password or a query, which would be in every link.
    """
    address = text.strip()
    wrong = BadValue(
        f"'{without_password(address)[:80]}' is not the address of a folder on a web server",
        hint="write one like https://calendars.example.com/oncall/",
    )
    if not _ADDRESS.fullmatch(address) or len(address) > LONGEST:
        raise wrong
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise wrong from None
    scheme = "https" if parts.scheme == "webcal" else parts.scheme
    if scheme not in {"http", "https"} or port == 0 or not (_is_host(parts.netloc) and _is_path(parts.path)):
        raise wrong
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def links_of(base_url: str, file: str) -> Links:
    """The addresses of a file in the folder that `base_url_of` gave; where that is served without encryption,
    `https` begins with http://."""
    https = f"{base_url}{file}"
    return Links(webcal=f"webcal://{https.partition('://')[2]}", https=https)


def without_password(address: str) -> str:
    """What was given as an address, without what may be a name and a password in it: all before the last `@`,
    and what stands where a port would, and is none."""
    scheme = found[0] if (found := _SCHEME.match(address)) else ""
    rest = address[len(scheme) :]
    _, at, after = rest.rpartition("@")
    if at:
        return f"{scheme}…@{after}"
    no_port = _NO_PORT.match(rest)
    return f"{scheme}{no_port['host']}…" if no_port else address


def _is_host(place: str) -> bool:
    """Whether it is a host that can be looked up, with its port or without."""
    found = _HOST.fullmatch(place)
    if found is None:
        return False
    labels = (found["name"] or "").split(".")
    if found["six"] or labels[-1].isdigit():
        try:
            return ip_address(found["six"] or found["name"]).version == (6 if found["six"] else 4)
        except ValueError:
            return False
    return len(found["name"]) <= LONGEST_NAME and all(_LABEL.fullmatch(label) for label in labels)


def _is_path(path: str) -> bool:
    """Whether a path stays where it says, also once its escapes are undone."""
    parts = [unquote_to_bytes(part) for part in path.split("/")]
    return not _NO_ESCAPE.search(path) and not any(
        part in {b".", b".."} or _UNFIT.search(part) for part in parts
    )
