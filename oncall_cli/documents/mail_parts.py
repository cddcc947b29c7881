"""A mail's own words, and the files that came with it."""

import mimetypes
from collections.abc import Iterator
from dataclasses import dataclass, field

from oncall_cli.core.attachment import ANY_TYPE, Enclosed, enclosed_of
from oncall_cli.documents.mail_html import PIECES_LIMIT, html_text
from oncall_cli.documents.mail_opened import Part, header
from oncall_cli.documents.mail_people import plain_line
from oncall_cli.documents.mail_words import MORE, decoded, words_said

FILES_LIMIT = 200
"""The most files of one mail that are kept each by itself; the mail as it came has them all."""

_NOT_KEPT = {
    "application/pgp-encrypted",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
}
_SEALED = {"application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted"}
_PGP = "-----BEGIN PGP MESSAGE-----"
SEALED = "(The message is encrypted. It is kept as a file.)"
SIGNED = "(The message is sealed with its signature and cannot be read here. It is kept as a file.)"
_FAULTS = (ValueError, LookupError, TypeError, AttributeError, RecursionError)
"""What the library's mail parts fail with where they are not what they claim to be."""


@dataclass
class Contents:
    """What was found in a mail, in its order."""

    texts: list[str] = field(default_factory=list)
    files: list[Enclosed] = field(default_factory=list)
    sealed: str | None = None
    is_cut: bool = False
    html_left: int = PIECES_LIMIT

    @property
    def text(self) -> str:
        """Its words, parts below each other; where not all of it was read, that too."""
        said = "\n\n".join(text for text in self.texts if text)
        more = MORE if self.is_cut and not said.endswith(MORE) else None
        return "\n\n".join(filter(None, [self.sealed, said, more]))


def contents_of(mail: Part) -> Contents:
    """A mail's words, plain ones before HTML, and its files; its signatures are no files of anybody's."""
    found = Contents(is_cut=any(part.is_cut for part in mail.all_parts()))
    for part in _chosen(mail):
        _take(part, found)
    return found


def _chosen(part: Part) -> Iterator[Part]:
    """The parts to read and keep, in order: of alternatives the one that says it in plain words. What lies
    too deep is none of them."""
    kind = part.get_content_type()
    children = part.parts()
    if children is None or kind.startswith("message/"):
        if not part.is_too_deep:
            yield part
        return
    if kind == "multipart/alternative":
        best = _best(children)
        rest = [child for child in children if child is not best and not _is_text(child)]
        children = [*([best] if best else []), *(child for child in rest if child.parts() is None)]
    for child in children:
        yield from _chosen(child)


def _is_text(part: Part) -> bool:
    return part.get_content_type() in ("text/plain", "text/html", "text/enriched", "text/x-amp-html")


def _best(children: list[Part]) -> Part | None:
    """Which alternative to read: plain text that says something, else what holds HTML."""
    plain = [child for child in children if child.get_content_type() == "text/plain"]
    said = next((child for child in plain if _words(child).strip()), None)
    others = [child for child in children if child.get_content_type() == "text/html" or child.parts()]
    return said or next(iter(others), None) or next(iter(plain), None)


def _take(part: Part, found: Contents) -> None:
    kind = part.get_content_type()
    if kind in _SEALED:
        found.sealed = SIGNED if "signed-data" in str(part.get("content-type")).lower() else SEALED
    if kind in _NOT_KEPT:
        return
    name = _name(part)
    # Some programs name even the text itself; what else has a name says that it is a file.
    if _is_body(part) or (_is_text(part) and not found.texts and "content-disposition" not in part):
        text = _said(part, found)
        found.sealed = SEALED if _PGP in text else found.sealed
        found.texts.append("" if _PGP in text else text.strip("\n").rstrip())
    elif len(found.files) < FILES_LIMIT:
        inside = part.parts()
        if kind == "message/rfc822" and inside:
            found.texts.append(_forwarded(inside[0], found))
        content = _content(part)
        if content:
            found.files.append(enclosed_of(name or _usual_name(part, kind), kind, content))
    else:
        found.is_cut = True


def _words(part: Part) -> str:
    try:
        content = part.get_payload(decode=True)
        charset = part.get_content_charset()
    except _FAULTS:
        return ""
    text = decoded(content, charset) if isinstance(content, bytes) else ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _said(part: Part, found: Contents) -> str:
    """A part's words as they are read: of HTML its text, until there was too much of it in the mail."""
    text = _words(part)
    if part.get_content_type() != "text/html":
        return text
    if found.html_left <= 0:
        found.is_cut = True
        return ""
    found.html_left -= min(text.count("<"), PIECES_LIMIT)
    return html_text(text)


def _disposition(part: Part) -> str:
    return str(part.get("content-disposition", "")).partition(";")[0].strip().lower()


def _name(part: Part) -> str:
    """The name that a part has, by RFC 2231 or, as many programs write it, with encoded words."""
    try:
        return words_said(part.get_filename() or "")
    except _FAULTS:
        return ""


def _usual_name(part: Part, kind: str) -> str:
    if kind == "message/rfc822":
        inside = (part.parts() or [part])[0]
        return f"{(plain_line(header(inside, 'subject'), 80) or 'message').replace('/', '-')}.eml"
    if kind == "text/calendar":
        return "invitation.ics"
    stem = "picture" if kind.startswith("image/") else "recording" if kind.startswith("audio/") else "file"
    return stem + (mimetypes.guess_extension(kind) or "" if kind != ANY_TYPE else "")


def _content(part: Part) -> bytes:
    """What a file holds; nothing where it is a part that cannot be taken out of its mail."""
    try:
        inside = part.parts()
        if inside is not None:
            return b"\n".join(child.as_bytes() for child in inside)
        content = part.get_payload(decode=True)
    except _FAULTS:
        return b""
    return content if isinstance(content, bytes) else b""


def _forwarded(mail: Part, found: Contents) -> str:
    """A mail within the mail, as people quote one: who wrote it, what about, and its words."""
    heads = [(name, plain_line(header(mail, name), 500)) for name in ("From", "Date", "Subject")]
    said = "\n".join(f"{name}: {text}" for name, text in heads if text)
    inside = "\n\n".join(_said(part, found).strip() for part in _chosen(mail) if _is_body(part))
    return "\n\n".join(filter(None, ["---- Forwarded message ----\n" + said, inside])).rstrip()


def _is_body(part: Part) -> bool:
    kind = part.get_content_type()
    # Parts that name no boundary, or another than theirs, are one text.
    is_words = kind in ("text/plain", "text/html") or kind.startswith("multipart/")
    return is_words and not _name(part) and _disposition(part) != "attachment"
