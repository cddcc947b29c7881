"""A connection to the team's mail server: encrypted as the policy says, logged in, and with a limit to
everything that a server can make somebody wait for or read."""

import base64
import os
import smtplib
import ssl
from collections.abc import Mapping
from typing import Any

from oncall_cli.core.mail import is_here
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.text import visible
from oncall_cli.documents.mail_login import password_of, ways_to_give

PORTS = {"starttls": 587, "tls": 465, "none": 25}
PATIENCE = 20.0
"""Seconds to wait for any one answer."""

_NAME = "[127.0.0.1]"
"""How the program greets: looking up its own name could take longer than sending."""

_LINES = 100
"""The longest answer that is read, in lines."""

_WORDS = 160
"""How much of a server's words is told."""


class NoServer(Exception):
    """The server cannot be used, whatever the mail: out of reach, not to be trusted, or not logged into."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class _Lines:
    """What a server says, line by line, and no more than an honest one has to say."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.left = _LINES

    def readline(self, size: int) -> bytes:
        """The next line; OSError where there is no end to them."""
        self.left -= 1
        if self.left < 0:
            raise OSError("an answer without an end")
        line: bytes = self._file.readline(size)
        return line

    def close(self) -> None:
        """Ends the reading."""
        self._file.close()


class Wire(smtplib.SMTP):
    """A connection whose answers have an end."""

    def getreply(self) -> tuple[int, bytes]:
        """The code and the words of the next answer."""
        if self.file is None and self.sock is not None:
            self.file = _Lines(self.sock.makefile("rb"))
        if isinstance(self.file, _Lines):
            self.file.left = _LINES
        return super().getreply()


class WireWithin(Wire, smtplib.SMTP_SSL):
    """The same, within TLS from its first byte on."""


def wire_to(rules: MailRules, environ: Mapping[str, str] = os.environ, patience: float = PATIENCE) -> Wire:
    """A connection that mails can be given over. NoServer where there is none to be had; no text of that ever
    holds the password, nor what the server says about it, which could quote it."""
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
        wire = _greeted(host, port, rules, patience)
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


def _greeted(host: str, port: int, rules: MailRules, patience: float) -> Wire:
    context = ssl.create_default_context()
    wire: Wire
    if rules.security == "tls":
        wire = WireWithin(host, port, local_hostname=_NAME, timeout=patience, context=context)
    else:
        wire = Wire(host, port, local_hostname=_NAME, timeout=patience)
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
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return f"no answer within {patience:g} s"
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
