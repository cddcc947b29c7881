"""Requests to one calendar server, with a limit to everything that it can make somebody wait for or read.

It is believed only as far as its certificate goes, is sent the password only at the address that the person
named, and is followed elsewhere only on the same host. Cookies are not kept. Answers are asked for without
compression, which would change their tags on the way; one that comes packed all the same is not unpacked, for
a few bytes can become more than a machine holds.
"""

import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.cookiejar import CookieJar, DefaultCookiePolicy
from threading import Timer
from typing import Any, NamedTuple, Self

import httpx

from oncall_cli import __version__
from oncall_cli.documents.caldav.address import Address, is_this_machine, moved
from oncall_cli.documents.caldav.auth import Login
from oncall_cli.documents.caldav.said import (
    cut_off,
    login_refused,
    longest_wait,
    not_taken,
    packed,
    said_in,
    too_long,
    unfit_proxy,
)
from oncall_cli.errors import OncallError, Refused

LONGEST = 64 << 20
"""The longest answer that is read, in bytes, where it tells of many objects or is one."""

SHORT = 1 << 20
"""The longest of any other."""

_WHOLE = 4
"""How much longer than any piece of it an answer may take as a whole."""

_MOVES = 5
_SENT_ON = frozenset({301, 302, 307, 308})
_BUSY = frozenset({429, 503})


class Said(NamedTuple):
    """A server's answer, and the address that gave it."""

    status: int
    headers: httpx.Headers
    body: bytes
    address: Address


class _Question(NamedTuple):
    """A request, the seconds that each piece of its answer may take, and how many bytes that may have."""

    method: str
    body: bytes
    headers: dict[str, str]
    patience: float
    most: int


class _Deadline:
    """Hangs up when the time for an answer as a whole is over, however many pieces it comes in."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._line: socket.socket | None = None
        self._timer: Timer | None = None
        self.is_over = False

    def begin(self) -> None:
        """An answer is waited for from now on."""
        self.end()
        self.is_over = False
        self._timer = Timer(self._seconds, self._hang_up)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """It has come."""
        if self._timer is not None:
            self._timer.cancel()

    def close(self) -> None:
        """Nothing is waited for any more."""
        self.end()
        if self._line is not None:
            self._line.close()

    def notes(self, name: str, info: dict[str, Any]) -> None:
        """What httpx tells of its doings; a new connection is the one to hang up."""
        if name.endswith("connect_tcp.complete"):
            opened = info["return_value"].get_extra_info("socket")
            if self._line is not None:
                self._line.close()
            self._line = opened.dup()

    def _hang_up(self) -> None:
        self.is_over = True
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)


class Wire:
    """A connection to a server, made when it is first asked something."""

    def __init__(self, client: httpx.Client, user: str | None, login: Login | None, timeout: float) -> None:
        self._client = client
        self._user = user
        self._login = login
        self._timeout = timeout
        self._whole = timeout * _WHOLE
        self._deadline = _Deadline(self._whole)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._deadline.close()
        self._client.close()

    def ask(
        self,
        method: str,
        address: Address,
        body: bytes = b"",
        *,
        is_long: bool = False,
        most: int | None = None,
        **headers: str | None,
    ) -> Said:
        """What the server answers, whatever that is. In the name of a header an underscore stands for a
        hyphen; one without a value is not sent. An answer that `is_long` may take all its time before it
        begins: some servers look through a whole calendar first. It has up to `most` bytes, or else as many
        as a long or a short one may have.

        Refused where it does not let the person in, or sends them to another server; StoreFailed where it is
        out of reach, breaks off, takes too long or says too much. Where it asks to be left alone for a short
        while, that is done, once.
        """
        named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        patience, limit = (self._whole, LONGEST) if is_long else (self._timeout, SHORT)
        question = _Question(method, body, named, patience, most or limit)
        said = self._followed(question, address)
        if said.status in _BUSY and (seconds := longest_wait(said.headers)) is not None:
            time.sleep(seconds)
            said = self._followed(question, address)
        if said.status in _BUSY:
            raise self.failure(said)
        return said

    def failure(self, said: Said) -> OncallError:
        """An answer that is no success, as the failure that it is; in the server's words, unless they hold
        the password."""
        words = said_in(said.body)
        if self._login is not None and self._login.is_quoted_in(words):
            words = ""
        return not_taken(said.status, words, said.headers, said.address)

    def _followed(self, question: _Question, address: Address) -> Said:
        """The answer of the place that the server sends on to, or of the first."""
        for _ in range(_MOVES + 1):
            said = self._told(question, address)
            location = said.headers.get("location")
            if said.status not in _SENT_ON or not location:
                return said
            address = moved(address, location)
        raise Refused(f"{address.host} sends its visitors from one address to the next without an end")

    def _told(self, question: _Question, address: Address) -> Said:
        """The answer to a request, logged in."""
        try:
            request = self._client.build_request(
                question.method,
                address.url,
                content=question.body,
                headers=question.headers,
                timeout=httpx.Timeout(self._timeout, read=question.patience),
            )
            request.extensions["trace"] = self._deadline.notes
            if self._login is None:
                answer, content = self._read(request, address, question.most)
            else:
                tries = self._login.tries(request)
                request = next(tries)
                while True:
                    answer, content = self._read(request, address, question.most)
                    try:
                        request = tries.send(answer)
                    except StopIteration:
                        break
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            late = self._whole if self._deadline.is_over else None
            raise cut_off(error, address, question.patience, late) from None
        finally:
            self._deadline.end()
        if answer.status_code == 401:
            asked_for = self._login.asked_for if self._login else None
            puzzled = self._login is not None and self._login.is_puzzled
            raise login_refused(address.host, self._user, asked_for, is_puzzled=puzzled)
        return Said(answer.status_code, answer.headers, content, address)

    def _read(self, request: httpx.Request, address: Address, most: int) -> tuple[httpx.Response, bytes]:
        self._deadline.begin()
        answer = self._client.send(request, stream=True, auth=None)
        pieces, size = [], 0
        try:
            for piece in answer.iter_raw():
                if answer.headers.get("content-encoding", "identity").strip().lower() != "identity":
                    raise packed(address.host)
                size += len(piece)
                if size > most:
                    raise too_long(address.host, most)
                pieces.append(piece)
        finally:
            answer.close()
        return answer, b"".join(pieces)


@contextmanager
def wire_to(address: Address, user: str | None, password: str | None, timeout: float) -> Iterator[Wire]:
    """Requests to a server for the time of the block. Proxies of the environment are used, but for this
    machine itself; the certificates to trust are those of the machine, or of SSL_CERT_FILE."""
    login = Login(user, password, is_encrypted=address.is_encrypted) if user and password else None
    try:
        client = httpx.Client(
            verify=_trust(),
            timeout=timeout,
            trust_env=not is_this_machine(address.host),
            headers={
                "User-Agent": f"oncall-cli/{__version__}",
                "Accept-Encoding": "identity",
                "Accept": "*/*",
            },
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),
            limits=httpx.Limits(max_connections=1, max_keepalive_connections=1),
        )
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise unfit_proxy(error) from None
    with Wire(client, user, login, timeout) as wire:
        yield wire


def _trust() -> ssl.SSLContext:
    """Whom the machine trusts; where it names nobody, as some do, whom Mozilla trusts."""
    trust = ssl.create_default_context()
    if not trust.get_ca_certs():
        import certifi

        trust.load_verify_locations(certifi.where())
    return trust
