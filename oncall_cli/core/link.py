"""The addresses under which a published calendar is read."""

import re
from urllib.parse import urlsplit

from oncall_cli.core.model import Frozen
from oncall_cli.errors import BadValue

LONGEST = 1000
_ADDRESS = re.compile(r"[A-Za-z0-9._~:/\[\]@!$&'()*+,;=%-]+")


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
        f"'{address[:80]}' is not the address of a folder on a web server",
        hint="write one like https://calendars.example.com/oncall/",
    )
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise wrong from None
    scheme = "https" if parts.scheme in {"https", "webcal"} else parts.scheme
    if scheme not in {"http", "https"} or not host or not _ADDRESS.fullmatch(address):
        raise wrong
    if "@" in parts.netloc or len(address) > LONGEST:
        raise wrong
    return f"{scheme}://{parts.netloc}{parts.path.rstrip('/')}/"


def links_of(base_url: str, file: str) -> Links:
    """The addresses of a file in the folder that `base_url_of` gave; where that is served without encryption,
    `https` begins with http://."""
    https = f"{base_url}{file}"
    return Links(webcal=f"webcal://{https.partition('://')[2]}", https=https)
