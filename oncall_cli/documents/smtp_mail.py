"""Giving mails to the server, so that it is always known whether it can have taken one.

Until a mail's end (the dot on a line by itself) is given, the server cannot have taken it: whatever fails
before, and whatever else the server says by then, is `not_taken`. From then on only its own answer says what
came of it, and no answer is `unanswered`. A recipient who is put off ("try later", as of greylisting) while
others are taken is still to get it; one who is refused for good is not.
"""

import math
import os
import re
import smtplib
import time
from collections.abc import Mapping
from types import TracebackType
from typing import NamedTuple, Self

from oncall_cli.core.mail import Ended, Mail, Refusal
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.text import is_harmful
from oncall_cli.documents.smtp import PATIENCE, NoServer, Wire, answer_said, failure_said, wire_to

LAST_PATIENCE = 60.0
"""Seconds to wait for the answer to a mail's end: a server that looks through it first takes its time."""

WHOLE = 300.0
"""Seconds that a try may take before its end is given, from looking for the server on; with LAST_PATIENCE it
is less than a claim holds (LEASE)."""

LEAVE = 5.0
"""Seconds to wait for a server to say goodbye."""

_CHUNK = 1 << 16
_LOGIN_CODES = (530, 534, 535, 538)
"""Refusals that are about who sends, not about the mail."""

_ADDRESS = re.compile(r"[^\s<>]+@[^\s<>]+")


class Outcome(NamedTuple):
    """What came of giving one mail. `lost`: the connection is gone; `useless`: nor is there one for others;
    `interrupted`: the person stopped it; `later`: whom the server put off, `refused`: whom it never takes."""

    ended: Ended
    why: str | None = None
    lost: bool = False
    useless: bool = False
    interrupted: bool = False
    later: tuple[str, ...] = ()
    refused: tuple[Refusal, ...] = ()


class MailServer:
    """The team's mail server, connected to when the first mail is given."""

    def __init__(
        self,
        rules: MailRules,
        environ: Mapping[str, str] = os.environ,
        *,
        patience: float = PATIENCE,
        last_patience: float = LAST_PATIENCE,
        whole: float = WHOLE,
    ) -> None:
        self._rules = rules
        self._environ = environ
        self._patience = patience
        self._last_patience = last_patience
        self._whole = whole
        self._wire: Wire | None = None
        self._end_given = False

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
            wire.patience, wire.until = min(self._patience, LEAVE), math.inf
            try:
                wire.quit()
            except (OSError, smtplib.SMTPException, KeyboardInterrupt):
                wire.close()

    def give(self, mail: Mail) -> Outcome:
        """Gives a mail to the server, once, and tells what came of it, also where the network fails."""
        self._end_given = False
        try:
            return self._given(mail, time.monotonic() + self._whole)
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

    def _given(self, mail: Mail, until: float) -> Outcome:
        if self._wire is None:
            self._wire = wire_to(self._rules, self._environ, patience=self._patience, until=until)
        wire = self._wire
        wire.until = until
        content = wire_form(mail.source)
        cannot, options = _options(wire, mail, content)
        if cannot:
            return Outcome("refuse", cannot)
        code, words = wire.docmd("MAIL", f"FROM:<{mail.sender}>{options}")
        if not _is_fine(code):
            return self._refusal(code, answer_said(code, words))
        refused: list[Refusal] = []
        later: dict[str, str] = {}
        for address in mail.left:
            code, words = wire.docmd("RCPT", f"TO:<{address}>")
            said = answer_said(code, words)
            if _is_for_good(code):
                refused.append(Refusal(address=address, said=said))
            elif code == 421 or (code < 400 and not _is_fine(code)):
                return self._refusal(code, f"{address} was put off: {said}")
            elif not _is_fine(code):
                later[address] = f"{address} was put off: {said}"
        why = "; ".join(later.values()) or None
        if len(refused) + len(later) == len(mail.left):
            all_of = Outcome("not_taken" if later else "refuse", why, refused=tuple(refused))
            return all_of._replace(lost=not self._ready_again(wire))
        code, words = wire.docmd("DATA")
        outcome = self._refusal(code, answer_said(code, words)) if code != 354 else self._ended(wire, content)
        if outcome.ended == "taken":
            outcome = outcome._replace(why=why)
        return outcome._replace(later=tuple(later), refused=tuple(refused))

    def _ended(self, wire: Wire, content: bytes) -> Outcome:
        """What comes of the text, to whomever it goes."""
        for start in range(0, len(content), _CHUNK):
            wire.send(content[start : start + _CHUNK])
        early = _said_early(wire)
        if early is not None:
            self._hang_up()
            ended: Ended = "refuse" if _is_for_good(early[0]) else "not_taken"
            return Outcome(ended, f"before the end of the mail {answer_said(*early)}", lost=True)
        self._end_given = True
        wire.patience, wire.until = self._last_patience, math.inf
        wire.send(b".\r\n")
        code, words = wire.getreply()
        wire.patience = self._patience
        if _is_fine(code):
            return Outcome("taken")
        if code < 400:
            self._hang_up()
            return Outcome("unanswered", answer_said(code, words), lost=True)
        return self._refusal(code, answer_said(code, words))

    def _refusal(self, code: int, why: str) -> Outcome:
        """What a refusal means: for good, or to be tried again; the connection is made ready for the next."""
        if self._wire is not None and code >= 400 and code != 421:
            self._ready_again(self._wire)
        else:
            self._hang_up()
        return Outcome("refuse" if _is_for_good(code) else "not_taken", why, lost=self._wire is None)

    def _ready_again(self, wire: Wire) -> bool:
        """Whether the connection can be used for the next mail."""
        try:
            wire.docmd("RSET")
        except (OSError, smtplib.SMTPException):
            self._hang_up()
        return self._wire is not None


def wire_form(source: str) -> bytes:
    """A mail as it travels: every line ends in CR LF, and a dot that begins one is doubled."""
    lines = re.sub(rb"\r\n|\r|\n", b"\r\n", source.encode("utf-8"))
    whole = lines if lines.endswith(b"\r\n") else lines + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole)


def _options(wire: Wire, mail: Mail, content: bytes) -> tuple[str | None, str]:
    """Why the server can never take a mail, if so, and what is to be said with its sender."""
    addresses = (mail.sender, *mail.left)
    odd = next((one for one in addresses if not _ADDRESS.fullmatch(one) or any(map(is_harmful, one))), None)
    if odd is not None or not mail.left:
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
    """What the server has said already, though it has to wait for the end: whatever that is, it has not taken
    the mail. OSError where it has hung up."""
    said = wire.unasked()
    if not said:
        return None
    return (int(said[:3]) if said[:3].isdigit() else -1), said[4:]
