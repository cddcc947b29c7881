"""Giving mails to the server, so that it is always known whether it can have taken one.

Until a mail's end (the dot on a line by itself) is given, the server cannot have taken it: whatever fails
before is `not_taken`. From then on only its own answer says what came of it, and no answer is `unanswered`.
"""

import os
import re
import smtplib
import ssl
import time
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple, Self

from oncall_cli.core.mail import Ended, Mail
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.text import is_harmful
from oncall_cli.documents.smtp import PATIENCE, NoServer, Wire, answer_said, failure_said, wire_to

LAST_PATIENCE = 60.0
"""Seconds to wait for the answer to a mail's end: a server that looks through it first takes its time."""

WHOLE = 300.0
"""Seconds that a try may take before its end is given; a claim holds longer (LEASE)."""

_CHUNK = 1 << 16
_LOGIN_CODES = (530, 534, 535, 538)
"""Refusals that are about who sends, not about the mail."""

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


class Outcome(NamedTuple):
    """What came of giving one mail. `lost`: the connection is gone; `useless`: nor is there one for others;
    `interrupted`: the person stopped it."""

    ended: Ended
    why: str | None = None
    lost: bool = False
    useless: bool = False
    interrupted: bool = False


class MailServer:
    """The team's mail server, connected to when the first mail is given."""

    def __init__(
        self,
        rules: MailRules,
        environ: Mapping[str, str] = os.environ,
        *,
        patience: float = PATIENCE,
        last_patience: float = LAST_PATIENCE,
    ) -> None:
        self._rules = rules
        self._environ = environ
        self._patience = patience
        self._last_patience = last_patience
        self._wire: Wire | None = None
        self._end_given = False
        self._until = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            try:
                wire.quit()
            except (OSError, smtplib.SMTPException, KeyboardInterrupt):
                wire.close()

    def give(self, mail: Mail) -> Outcome:
        """Gives a mail to the server, once, and tells what came of it, also where the network fails."""
        self._end_given = False
        self._until = time.monotonic() + WHOLE
        try:
            return self._given(mail)
        except NoServer as error:
            return Outcome("not_taken", error.why, lost=True, useless=True)
        except KeyboardInterrupt:
            self._hang_up()
            return Outcome(self._if_lost, "it was interrupted", lost=True, interrupted=True)
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self._hang_up()
            patience = self._last_patience if self._end_given else self._patience
            return Outcome(self._if_lost, failure_said(error, patience), lost=True)

    @property
    def _if_lost(self) -> Ended:
        return "unanswered" if self._end_given else "not_taken"

    def _hang_up(self) -> None:
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _given(self, mail: Mail) -> Outcome:
        if self._wire is None:
            self._wire = wire_to(self._rules, self._environ, self._patience)
        wire = self._wire
        content = wire_form(mail.source)
        cannot, options = _options(wire, mail, content)
        if cannot:
            return Outcome("refuse", cannot)
        code, words = wire.docmd("MAIL", f"FROM:<{mail.sender}>{options}")
        if not _is_fine(code):
            return self._refusal(code, answer_said(code, words))
        refused: list[tuple[str, int, bytes]] = []
        for address in mail.recipients:
            self._check_time()
            code, words = wire.docmd("RCPT", f"TO:<{address}>")
            if not _is_fine(code):
                refused.append((address, code, words))
            if code == 421:
                break
        named = "; ".join(
            f"{address} was refused: {answer_said(said, why)}" for address, said, why in refused
        )
        if len(refused) == len(mail.recipients) or code == 421:
            codes = [code for _, code, _ in refused]
            return self._refusal(next((code for code in codes if not _is_for_good(code)), codes[0]), named)
        code, words = wire.docmd("DATA")
        if code != 354:
            return self._refusal(code, answer_said(code, words))
        code, words = self._answer_to(wire, content)
        if _is_fine(code):
            return Outcome("taken", named or None)
        if code < 400 and self._end_given:
            self._hang_up()
            return Outcome("unanswered", answer_said(code, words), lost=True)
        return self._refusal(code, answer_said(code, words))

    def _answer_to(self, wire: Wire, content: bytes) -> tuple[int, bytes]:
        """What the server says to a mail's text; to its end, unless it speaks or hangs up before that."""
        for start in range(0, len(content), _CHUNK):
            self._check_time()
            wire.send(content[start : start + _CHUNK])
        early = _said_early(wire)
        if early is not None:
            self._hang_up()
            return early
        self._check_time()
        self._end_given = True
        wire.send(b".\r\n")
        if wire.sock is not None:
            wire.sock.settimeout(self._last_patience)
        answer = wire.getreply()
        if wire.sock is not None:
            wire.sock.settimeout(self._patience)
        return answer

    def _refusal(self, code: int, why: str) -> Outcome:
        """What a refusal means: for good, or for now; the connection is made ready for the next mail."""
        if self._wire is not None and code >= 400 and code != 421:
            try:
                self._wire.docmd("RSET")
            except (OSError, smtplib.SMTPException):
                self._hang_up()
        else:
            self._hang_up()
        return Outcome("refuse" if _is_for_good(code) else "not_taken", why, lost=self._wire is None)

    def _check_time(self) -> None:
        if time.monotonic() > self._until:
            raise OSError(f"it took more than {WHOLE:g} s")


def wire_form(source: str) -> bytes:
    """A mail as it travels: every line ends in CR LF, and a dot that begins one is doubled."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", source.encode("utf-8"))
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _options(wire: Wire, mail: Mail, content: bytes) -> tuple[str | None, str]:
    """Why the server can never take a mail, if so, and what is to be said with its sender."""
    addresses = (mail.sender, *mail.recipients)
    odd = next((one for one in addresses if not _ADDRESS.fullmatch(one) or any(map(is_harmful, one))), None)
    if odd is not None or not mail.recipients:
        return f"'{odd}' is no email address" if odd else "it is addressed to nobody", ""
    limit = str(wire.esmtp_features.get("size", ""))
    if limit.isdecimal() and 0 < int(limit) < len(content):
        return f"it has {len(content):,} bytes, and the server takes {int(limit):,}", ""
    head = content.partition(b"\r\n\r\n")[0]
    wide = not head.isascii() or not all(map(str.isascii, addresses))
    wire.command_encoding = "utf-8" if wide else "ascii"
    if wide and not wire.has_extn("smtputf8"):
        return "the server takes no addresses with letters outside ASCII (it lacks SMTPUTF8)", ""
    if content.isascii() and not wide:
        return None, ""
    if not wire.has_extn("8bitmime"):
        return "the server takes no text outside ASCII (it lacks 8BITMIME)", ""
    return None, " BODY=8BITMIME" + (" SMTPUTF8" if wide else "")


def _is_fine(code: int) -> bool:
    return 200 <= code < 300


def _is_for_good(code: int) -> bool:
    return 500 <= code < 600 and code not in _LOGIN_CODES


def _said_early(wire: Wire) -> tuple[int, bytes] | None:
    """What the server has said already, though it waits for the end; OSError where it has hung up."""
    if wire.sock is None:
        raise OSError("the connection was lost")
    patience = wire.sock.gettimeout()
    wire.sock.settimeout(0)
    try:
        said = wire.sock.recv(4096)
    except (BlockingIOError, ssl.SSLWantReadError):
        return None
    finally:
        wire.sock.settimeout(patience)
    if not said:
        raise OSError("the connection was lost")
    return (int(said[:3]) if said[:3].isdigit() else -1), said[4:]
