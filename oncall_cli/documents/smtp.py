"""A connection to the team's mail server: encrypted as the policy says, logged in, and with a limit to
everything that a server can make somebody wait for or read."""

import base64
import math
import os
import smtplib
import socket
import ssl
import time
from collections.abc import Mapping
from typing import Any

from oncall_cli.core.mail import is_here
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.text import visible
from oncall_cli.documents.mail_login import password_of, ways_to_give

PORTS = {"starttls": 587, "tls": 465, "none": 25}
PATIENCE = 20.0
"""Seconds to wait for the whole of any one answer, however many pieces it comes in."""

_NAME = "[127.0.0.1]"
"""How the program greets: looking up its own name could take longer than sending."""

_LINES = 100
"""The longest answer that is read, in lines."""

_PIECE = 4096

_WORDS = 160
"""How much of a server's words is told."""


class NoServer(Exception):
    """The server cannot be used, whatever the mail: out of reach, not to be trusted, or not logged into."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TooLong(TimeoutError):
    """A try took all the time there is for it, though no single answer did."""


class _Lines:
    """What a server says, line by line: no more than an honest one has to say, and by a deadline, whatever
    the pieces it comes in."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._held = b""
        self._left = 0
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        """From now on an answer is read that has so many seconds."""
        self._left = _LINES
        self._until = time.monotonic() + seconds

    def readline(self, size: int) -> bytes:
        """The next line, cut to a size; OSError where there is no end to them, TimeoutError where it does not
        come by the deadline."""
        self._left -= 1
        if self._left < 0:
            raise OSError("an answer without an end")
        while b"\n" not in self._held and len(self._held) < size:
            seconds = self._until - time.monotonic()
            if seconds <= 0:
                raise TimeoutError
            self._sock.settimeout(seconds)
            piece = self._sock.recv(_PIECE)
            if not piece:
                break
            self._held += piece
        end = self._held.find(b"\n", 0, size) + 1 or size
        line, self._held = self._held[:end], self._held[end:]
        return line

    def waiting(self) -> bytes:
        """What has come already and was not asked for; OSError where the server has hung up."""
        if self._held:
            return self._held
        self._sock.settimeout(0)
        try:
            piece = self._sock.recv(_PIECE)
        except (BlockingIOError, ssl.SSLWantReadError):
            return b""
        if not piece:
            raise OSError("the connection was lost")
        self._held = piece
        return piece

    def close(self) -> None:
        """Ends the reading; the connection is closed by whoever opened it."""


class Wire(smtplib.SMTP):
    """A connection whose answers have an end: each has `patience` seconds as a whole, and all of them
    together until the moment `until` of the monotonic clock (TooLong)."""

    def __init__(self, host: str, port: int, *, patience: float, until: float, **more: Any) -> None:
        self.patience = patience
        self.until = until
        super().__init__(host, port, local_hostname=_NAME, timeout=self._seconds, **more)

    @property
    def _seconds(self) -> float:
        """How long the next thing may take."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise TooLong("it took too long as a whole")
        return min(self.patience, left)

    def send(self, s: Any) -> None:
        """Gives something to the server, which has to take it in time."""
        if self.sock is not None:
            self.sock.settimeout(self._seconds)
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        """The code and the words of the next answer."""
        lines = self._lines()
        lines.begin(self._seconds)
        try:
            return super().getreply()
        finally:
            if self.sock is not None:
                self.sock.settimeout(self.patience)

    def unasked(self) -> bytes:
        """What the server has said already, though it was not its turn; OSError where it has hung up."""
        return self._lines().waiting()

    def _lines(self) -> _Lines:
        if self.sock is None:
            raise OSError("the connection was lost")
        if not isinstance(self.file, _Lines):
            self.file = _Lines(self.sock)
        return self.file


class WireWithin(Wire, smtplib.SMTP_SSL):
    """The same, within TLS from its first byte on."""


def wire_to(
    rules: MailRules,
    environ: Mapping[str, str] = os.environ,
    *,
    patience: float = PATIENCE,
    until: float = math.inf,
) -> Wire:
    """A connection that mails can be given over, made `until` a moment of the monotonic clock. NoServer where
    there is none to be had; no text of that ever holds the password, nor what the server says about it, which
    could quote it."""
    if rules.server is None:
        raise NoServer("the policy names no mail server ([mail] server)")
    host, port, user = rules.server, rules.port or PORTS[rules.security], rules.user
    if user and rules.security == "none" and not is_here(host):
        raise NoServer(f"{user} is not logged into {host} without encryption (mail.security)")
    password = password_of(user, environ) if user else None
    if user and password is None:
        raise NoServer(f"there is no password for {user} on {host}; {ways_to_give(user)}")
    wire = None
    try:
        wire = _greeted(host, port, rules, patience, until)
        if user and password is not None:
            _log_in(wire, user, password)
    except (OSError, smtplib.SMTPException, ValueError) as error:
        _close(wire)
        raise NoServer(f"{host}:{port} cannot be used: {failure_said(error, patience)}") from None
    except BaseException:
        _close(wire)
        raise
    return wire


def _close(wire: Wire | None) -> None:
    if wire is not None:
        wire.close()


def _greeted(host: str, port: int, rules: MailRules, patience: float, until: float) -> Wire:
    context = ssl.create_default_context()
    wire: Wire
    if rules.security == "tls":
        wire = WireWithin(host, port, patience=patience, until=until, context=context)
    else:
        wire = Wire(host, port, patience=patience, until=until)
    try:
        wire.ehlo_or_helo_if_needed()
        if rules.security == "starttls":
            if not wire.has_extn("starttls"):
                raise NoServer(f"{host}:{port} offers no STARTTLS, and nothing is sent without encryption")
            wire.starttls(context=context)
            wire.ehlo_or_helo_if_needed()
    except BaseException:
        wire.close()
        raise
    return wire


def _log_in(wire: Wire, user: str, password: str) -> None:
    offered = str(wire.esmtp_features.get("auth", "")).upper().split()
    if "PLAIN" in offered:
        code, _ = wire.docmd("AUTH", f"PLAIN {_sixty_four(f'{chr(0)}{user}{chr(0)}{password}')}")
    elif "LOGIN" in offered:
        code, _ = wire.docmd("AUTH", "LOGIN")
        for answer in (user, password):
            if code == 334:
                code, _ = wire.docmd(_sixty_four(answer))
    else:
        raise NoServer(f"the server takes no password for {user}: it offers neither PLAIN nor LOGIN")
    if code == 535:
        raise NoServer(f"the server did not take the login of {user}")
    if code != 235:
        raise NoServer(f"the server did not take the login of {user}: it answered {code}")


def _sixty_four(text: str) -> str:
    return base64.b64encode(text.encode("utf-8", "surrogateescape")).decode("ascii")


def failure_said(error: Exception, patience: float) -> str:
    """What went wrong with a connection, in words."""
    late = error if isinstance(error, TimeoutError) else error.__context__
    if isinstance(late, TimeoutError):
        return str(late) if isinstance(late, TooLong) else f"no answer within {patience:g} s"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not to be trusted: {error.verify_message}"
    if isinstance(error, ssl.SSLError):
        return f"no encrypted connection: {visible(error.reason or 'it failed')}"
    if isinstance(error, smtplib.SMTPResponseException):
        return answer_said(error.smtp_code, error.smtp_error)
    if isinstance(error, smtplib.SMTPException):
        return "the connection was lost"
    return visible(getattr(error, "strerror", None) or str(error))


def answer_said(code: int, words: bytes | str) -> str:
    """A server's answer on one line, harmless and short. It comes from outside."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    line = visible(" ".join(text.split()))
    cut = line if len(line) <= _WORDS else f"{line[: _WORDS - 1]}…"
    return f"it said {code} {cut}".rstrip() if code > 0 else "its answer is none of a mail server"
