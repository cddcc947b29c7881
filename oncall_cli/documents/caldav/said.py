"""What went wrong with a calendar server, in one sentence that names it; never with the password in it."""

import re
from collections.abc import Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

import httpx

from oncall_cli.core.text import visible
from oncall_cli.documents.caldav.address import Address
from oncall_cli.documents.caldav.login import ways_to_give, what_was_given
from oncall_cli.documents.caldav.xml import complaint
from oncall_cli.documents.smtp import failure_said
from oncall_cli.errors import BadValue, NotFound, OncallError, Refused, StoreFailed

_PATIENCE = 10
"""How long a server may have somebody wait before it is asked once more, in seconds."""

_WORDS = 160

TO_MAKE = "make one there with --create"


def login_refused(
    host: str, user: str | None, asked_for: frozenset[str] | None, *, is_puzzled: bool
) -> Refused:
    """A server does not let somebody in: `asked_for` are the ways to log in that it named, nothing where no
    password was there to be given."""
    if user is None:
        return Refused(f"{host} wants to know who asks", hint="--user names who")
    if asked_for is None:
        return Refused(f"{host} wants a password for {visible(user)}", hint=ways_to_give(user))
    if is_puzzled or (asked_for and not asked_for & {"basic", "digest"}):
        ways = ", ".join(sorted(asked_for))
        return Refused(
            f"{host} wants a login of a kind that oncall has not ({visible(ways)[:_WORDS]})",
            hint="oncall has a password to give (Basic, Digest); many servers make one for an app",
        )
    return Refused(f"{host} did not take the login of {visible(user)}", hint=what_was_given(user))


def not_taken(status: int, words: str, headers: Mapping[str, str], address: Address) -> OncallError:
    """A server's answer that is no success, as the failure that it is; `words` are the server's."""
    line = visible(words)
    said = f": {line if len(line) <= _WORDS else f'{line[: _WORDS - 1]}…'}" if line else ""
    host, place = address.host, address.url
    if status in {404, 410}:
        return nothing_at(address)
    if status == 403:
        return Refused(f"{host} does not allow that{said}", hint="may this user change this calendar?")
    if status == 413:
        return Refused(f"{host} takes nothing of that size{said}")
    if status in {423, 424}:
        return StoreFailed(f"{place} is locked just now{said}", hint="try again in a while")
    if status == 507:
        return StoreFailed(f"{host} has no room left{said}", hint="make room there, and run it again")
    if status in {429, 503}:
        return StoreFailed(f"{host} is too busy just now{said}", hint=f"try again {_when(headers)}")
    if status >= 500:
        return StoreFailed(
            f"{host} has a fault of its own ({_named(status)}){said}", hint="try again in a while"
        )
    return Refused(f"{host} did not do that ({_named(status)}){said}")


def nothing_at(address: Address) -> NotFound:
    """There is no such place on the server."""
    return NotFound(
        f"there is nothing at {address.url}",
        hint=f"look up the calendar's own address, or {TO_MAKE}",
    )


def no_server(address: Address) -> BadValue:
    """Something answers, but not as a calendar server does."""
    return BadValue(
        f"there is no calendar at {address.url}: what answers there is a page for people to read",
        hint="is it the calendar's own address, and is this network one where you have to sign in first?",
    )


def cut_off(error: Exception, address: Address, timeout: float, whole: float | None) -> StoreFailed:
    """A connection that cannot be had, or that broke; `whole`: the seconds an answer took too long for."""
    why = _why(error, timeout) if whole is None else f"its answer had not ended after {whole:g} s"
    trust = "certificate" in why
    return StoreFailed(
        f"{address.origin} cannot be used: {why}",
        hint="SSL_CERT_FILE names the certificates to trust, where they are your own" if trust else None,
    )


def too_long(host: str, most: int) -> StoreFailed:
    """An answer without an end, or one that no calendar of a team needs."""
    return StoreFailed(f"the answer of {host} is longer than {most >> 20} MB; it was not read to its end")


def packed(host: str) -> StoreFailed:
    """An answer that was compressed on the way, though it was asked for as it is."""
    return StoreFailed(
        f"{host} packs its answers though it is asked not to; they are not unpacked",
        hint="turn compression off there, or in what stands before it",
    )


def unfit_proxy(error: Exception) -> BadValue:
    """A proxy that the environment names, and that cannot be used."""
    kind = "of a kind that is not installed" if isinstance(error, ImportError) else "not an address of one"
    return BadValue(
        f"the proxy that the environment names is {kind}", hint="see HTTP_PROXY, HTTPS_PROXY and ALL_PROXY"
    )


def said_in(body: bytes) -> str:
    """What a server says about a failure, in a line; nothing where it says so by a page for people."""
    return " ".join(complaint(body).split())


def longest_wait(headers: Mapping[str, str]) -> float | None:
    """The seconds that a server asks to be left alone for, where they are few; an hour of the clock is told
    by the server's own."""
    seconds = _seconds(headers)
    return seconds if seconds is not None and seconds <= _PATIENCE else None


def _seconds(headers: Mapping[str, str]) -> float | None:
    after = headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", after):
        return float(after)
    try:
        wait: timedelta = parsedate_to_datetime(after) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return max(0.0, wait.total_seconds())


def _when(headers: Mapping[str, str]) -> str:
    seconds = _seconds(headers)
    if seconds is None:
        return "in a while"
    return f"in {seconds:.0f} s" if seconds < 120 else f"in {seconds / 60:.0f} minutes"


def _named(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _why(error: Exception, timeout: float) -> str:
    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {timeout:g} s"
    if isinstance(error, httpx.InvalidURL):
        return "its address is none"
    if isinstance(error, httpx.ProxyError):
        return "the proxy of the environment does not lead there"
    first = _first_of(error)
    if isinstance(first, OSError):
        return failure_said(first, timeout)
    if isinstance(error, httpx.NetworkError) or "disconnected" in str(error) or "closed" in str(error):
        return "the connection was lost"
    return "its answer is none of a web server"


def _first_of(error: BaseException) -> BaseException:
    """What an error was raised for, in the end."""
    seen = {id(error)}
    while (before := error.__cause__ or error.__context__) is not None and id(before) not in seen:
        seen.add(id(before))
        error = before
    return error
