"""The text of an HTML mail, as far as it can be read aloud: no styles, no scripts, no pictures.

It goes through the source once, with a scanner of its own: the library's parser takes a time that grows with
the square of a hostile mail's length, and fails on some of what mail programs write.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

from oncall_cli.core.text import TEXT_LIMIT
from oncall_cli.documents.mail_words import MORE

SOURCE_LIMIT = 10_000_000
"""The most characters of HTML that are read."""

PIECES_LIMIT = 300_000
"""The most tags and texts between them that are read of it."""

_LONG_NUMBER = re.compile(r"&#[0-9]{100,}+;?")
_NAME = r"<(/?)([a-zA-Z][^\s/>]{0,60}+)"
_TAG = re.compile(_NAME + r"((?:[^>\"']++|\"[^\"]*+\"|'[^']*+')*+)>")
_BROKEN_TAG = re.compile(_NAME + r"([^>]*+)>")
_OTHER = re.compile(r"<[!?]")
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_SPACE = re.compile(r"[ \t\n\r\f\v]+")

_UNSEEN = {"style", "script", "head", "title", "noscript", "svg", "template", "xml"}
_MAY_STAY_OPEN = {"head", "xml", "title"}
"""Where one of these is never closed, the words behind it may still be the mail's."""
_BLOCKS = {
    *("address", "article", "aside", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure"),
    *("footer", "form", "header", "html", "li", "main", "nav", "ol", "section", "table", "tbody", "thead"),
    *("tr", "ul", "caption"),
}
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "table", "ul", "ol", "dl"}
_QUOTED_MOST, _LISTS_MOST = 8, 8


class _Tag(NamedTuple):
    name: str
    closes: bool
    attributes: str

    def value(self, name: str) -> str:
        """What an attribute says; empty where it is not there."""
        for found in _ATTRIBUTE.finditer(self.attributes[:20_000]):
            if found[1].lower() == name:
                return _unescaped(found[2] or found[3] or found[4] or "").strip()
        return ""


def html_text(source: str, limit: int = 2 * TEXT_LIMIT) -> str:
    """What an HTML text says, in lines: lists with dashes or numbers, cells side by side, links with where
    they lead, quotations behind `>`. Once it is longer than `limit`, or
    is in too many pieces, no more is read, and it says so."""
    page = _Page()
    for count, piece in enumerate(_pieces(source[:SOURCE_LIMIT])):
        if page.length > limit or count >= PIECES_LIMIT:
            return f"{page.text()}\n\n{MORE}".lstrip()
        if isinstance(piece, str):
            page.say(_unescaped(piece))
        elif piece.closes:
            page.close(piece.name)
        else:
            page.open(piece)
    return page.text()


def _unescaped(text: str) -> str:
    """The text with its character references written out; a number that is far too long is no character."""
    return unescape(_LONG_NUMBER.sub("\ufffd", text))


def _pieces(source: str) -> Iterator[str | _Tag]:
    """Texts and tags in turn. What opens and never closes is looked for once, and then no more."""
    at, tag = 0, _TAG
    unclosed: set[str] = set()
    while True:
        start = source.find("<", at)
        if start < 0:
            yield source[at:]
            return
        if start > at:
            yield source[at:start]
        if _OTHER.match(source, start):
            end = _past(source, "-->" if source.startswith("<!--", start) else ">", start)
            if end < 0:
                return
            at = end
            continue
        found = tag.match(source, start)
        if not found and tag is _TAG and source[start + 1 : start + 2].strip("/").isalpha():
            # A quotation mark that is never closed: from here on none of them counts.
            tag = _BROKEN_TAG
            found = tag.match(source, start)
        if not found:
            if source.find(">", start) < 0:
                yield source[start:]
                return
            yield "<"
            at = start + 1
            continue
        read = _Tag(found[2].lower(), bool(found[1]), found[3])
        at = found.end()
        if read.name in _UNSEEN - unclosed and not read.closes and not read.attributes.endswith("/"):
            closing = re.compile(rf"</{re.escape(read.name)}\b", re.I).search(source, at)
            end = _past(source, ">", closing.end()) if closing else -1
            if end < 0 and read.name in _MAY_STAY_OPEN:
                unclosed.add(read.name)
            else:
                at = end if end >= 0 else len(source)
        else:
            yield read


def _past(source: str, end: str, start: int) -> int:
    found = source.find(end, start)
    return found + len(end) if found >= 0 else -1


class _Page:
    """Lines as they come to be."""

    def __init__(self) -> None:
        self.length = 0
        self._lines: list[str] = []
        self._line: list[str] = []
        self._quoted = 0
        self._lists: list[int | None] = []
        self._deeper_lists = 0
        self._kept_as_is = 0
        self._mark = ""
        self._gap = ""
        self._link: tuple[str, list[str]] | None = None

    def say(self, text: str) -> None:
        """Words, where they stand."""
        if self._kept_as_is:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._put(first)
            for line in rest:
                self._end_line(blank=True)
                self._put(line)
            return
        words = _SPACE.sub(" ", text).replace("\xa0", " ")
        if words.startswith(" "):
            self._gap = self._gap or " "
        self._put(words.strip(" "))
        if words.endswith(" ") and words.strip(" "):
            self._gap = " "

    def _put(self, words: str) -> None:
        if not words:
            return
        if self._mark:
            self._line.append(self._mark)
            self._mark = self._gap = ""
        if self._line:
            self._line.append(self._gap)
        self._gap = ""
        self._line.append(words)
        self.length += len(words)
        if self._link:
            self._link[1].append(words)

    def _end_line(self, *, blank: bool = False) -> None:
        """Ends the line; an empty one is kept where it is asked for, never two running."""
        line = "".join(self._line).rstrip()
        prefix = "> " * min(self._quoted, _QUOTED_MOST)
        if line or (blank and self._lines and self._lines[-1].strip("> ")):
            self._lines.append((prefix + line).rstrip())
        self._line, self._gap = [], ""

    def _break(self, name: str) -> None:
        if name in _PARAGRAPHS:
            self._end_line()
            self._end_line(blank=not self._lists)
        elif name in _BLOCKS:
            self._end_line()

    def open(self, tag: _Tag) -> None:
        """What an opening tag does to the text after it."""
        name = tag.name
        self._break(name)
        if name == "br":
            self._end_line(blank=True)
        elif name == "blockquote":
            self._quoted += 1
        elif name == "pre":
            self._kept_as_is += 1
        elif name in ("ul", "ol") and len(self._lists) < _LISTS_MOST:
            self._lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._mark = self._item()
        elif name in ("td", "th"):
            self._gap = " | "
        elif name == "img":
            self._picture(tag)
        elif name == "a":
            self._end_link()
            self._link = (tag.value("href"), [])

    def close(self, name: str) -> None:
        """What a closing tag does; one that closes nothing does no harm."""
        if name == "a":
            self._end_link()
        if name == "blockquote":
            self._end_line()
            self._quoted = max(self._quoted - 1, 0)
        self._break(name)
        if name == "pre":
            self._kept_as_is = max(self._kept_as_is - 1, 0)
        elif name in ("ul", "ol") and self._lists:
            self._lists.pop()

    def _item(self) -> str:
        indent = "  " * max(len(self._lists) - 1, 0)
        number = self._lists[-1] if self._lists else None
        if number is None:
            return f"{indent}- "
        self._lists[-1] = number + 1
        return f"{indent}{number + 1}. "

    def _picture(self, tag: _Tag) -> None:
        """A picture's own words; one that is there to be fetched and not to be seen has none."""
        words = _SPACE.sub(" ", tag.value("alt"))[:200]
        if words and not {tag.value("width"), tag.value("height")} & {"0", "1", "0px", "1px"}:
            self._put(f"[{words}]")

    def _end_link(self) -> None:
        """Where a link leads, once, after its words, unless they say it themselves."""
        href, words = self._link or ("", [])
        self._link = None
        said = "".join(words).strip()
        leads = href.split(":", 1)[-1].strip("/")
        if said and href.lower().startswith(("http:", "https:", "mailto:", "tel:")) and leads not in said:
            self._put(f" <{href[:2000]}>")

    def text(self) -> str:
        """All that was said."""
        self._end_link()
        self._end_line()
        while self._lines and not self._lines[-1].strip("> "):
            self._lines.pop()
        return "\n".join(self._lines).strip("\n")
