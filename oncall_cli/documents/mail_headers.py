"""Headers of a mail as they go out: encoded, folded, and with no way out of their line.

The standard library's own folding (Python 3.11) splits a name at a comma inside it and encodes an identity
that is longer than a line, so that a thread breaks; these say themselves where they are folded.
"""

import unicodedata
from collections.abc import Sequence
from email.header import Header
from email.policy import EmailPolicy

from oncall_cli.core.message import Mailbox
from oncall_cli.core.text import is_harmful

_PLAIN = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 !#$%&'*+-/=?^_`{|}~.")
_LONGEST = 78


class Written(str):
    """A header's value that is folded and encoded already, as the library takes one."""

    name: str
    __slots__ = ("name",)

    def __new__(cls, name: str, value: str) -> "Written":
        """The header `name` with a value whose lines are separated by CRLF and begin with a space."""
        written = super().__new__(cls, value)
        written.name = name
        return written

    def fold(self, *, policy: EmailPolicy) -> str:
        """The whole header, as it is; the library's policy has no say in it."""
        return f"{self.name}: {self}{policy.linesep}"


def people_header(name: str, mailboxes: Sequence[Mailbox]) -> Written:
    """To, Cc or From: one address a line."""
    return Written(name, ",\r\n ".join(_mailbox(mailbox) for mailbox in mailboxes))


def identities_header(name: str, identities: Sequence[str]) -> Written:
    """Message-ID, In-Reply-To or References: one identity a line, never broken."""
    return Written(name, "\r\n ".join(identities))


def words_header(name: str, words: str) -> Written:
    """A header of plain words, such as the subject."""
    return Written(name, _encoded(_one_line(words), len(name) + 2))


def wire_address(address: str) -> str:
    """An address as servers know it: a domain in other letters than ASCII in its IDNA form."""
    local, at, domain = address.rpartition("@")
    labels = [_label(label) for label in domain.split(".")]
    return f"{local}{at}{'.'.join(labels)}"


def _label(label: str) -> str:
    if label.isascii():
        return label
    plain = unicodedata.normalize("NFC", label.lower())
    return f"xn--{plain.encode('punycode').decode('ascii')}"


def _mailbox(mailbox: Mailbox) -> str:
    address = wire_address(mailbox.address)
    name = _one_line(mailbox.name or "")
    if not name:
        return address
    if not name.isascii() or "=?" in name or len(name) > _LONGEST - 12:
        said = _encoded(name, 12)
    elif set(name) <= _PLAIN and "." not in name:
        said = name
    else:
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        said = f'"{escaped}"'
    last = said.rpartition("\n")[2]
    gap = " " if len(last) + len(address) + 16 <= _LONGEST else "\r\n "
    return f"{said}{gap}<{address}>"


def _encoded(words: str, used: int) -> str:
    """Words on lines of at most 78 characters; `used` of the first are taken already."""
    if words.isascii() and "=?" not in words and len(words) + used <= _LONGEST:
        return words
    header = Header(words, "utf-8", maxlinelen=75, header_name="x" * max(used - 2, 0))
    return header.encode(linesep="\r\n")


def _one_line(text: str) -> str:
    return " ".join("".join(" " if is_harmful(char) else char for char in text).split())
