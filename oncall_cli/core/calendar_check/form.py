"""What is wrong with a calendar file as a whole: how its bytes are written, what it says of itself."""

from collections.abc import Iterator

from oncall_cli.core.calendar_check.file import SeenFile, Writing
from oncall_cli.core.calendar_check.finding import Found, found

GOOGLE_LIMIT = 1_000_000
"""The most bytes that Google Calendar takes."""


def form_findings(file: SeenFile) -> Iterator[Found]:
    """Findings about the file as a whole."""
    yield from _unreadable(file.writing)
    yield from _odd(file.writing)
    if not file.has_header:
        yield found("header", "VERSION or PRODID is missing, without which strict readers refuse the file.")
    yield from _methods(file)
    if file.name is None:
        yield found("no-name", "It has no name, so each phone gives it one of its own (X-WR-CALNAME).")
    if not file.has_refresh:
        yield found(
            "no-refresh",
            "It does not say how often to read it again (REFRESH-INTERVAL); each phone does as it likes.",
        )
    elif file.refresh is None or file.refresh.total_seconds() <= 0:
        yield found("refresh-unread", "How often to read it again cannot be understood (REFRESH-INTERVAL).")
    if not file.events:
        yield found("no-events", "It holds no event.")
    if file.others:
        others = _count(file.others, "task or other part in it shows", "tasks or other parts in it show")
        yield found("others", f"{others} on few phones.")


def _unreadable(writing: Writing) -> Iterator[Found]:
    """What makes strict readers refuse a file, or leave out a part of it."""
    if not writing.is_utf8:
        yield found("encoding", "It is not written in UTF-8: names come out garbled, or nothing is read.")
    if writing.controls:
        controls = _count(writing.controls, "control character in it makes", "control characters in it make")
        yield found("controls", f"{controls} strict readers refuse the file.")
    if not writing.is_whole:
        yield found("cut-off", "It is cut off: its last line (END:VCALENDAR) is missing.")
    if writing.is_crossed:
        yield found("crossed", "Its parts do not begin and end in order; readers differ on what is in them.")
    if writing.junk:
        lines = _count(writing.junk, "line says", "lines say")
        yield found("junk", f"{lines} nothing that can be read; strict readers refuse the file.")
    if writing.calendars > 1:
        yield found(
            "several-calendars",
            f"It holds {writing.calendars:,} calendars one after another; some readers take the first only.",
        )
    if writing.size > GOOGLE_LIMIT:
        yield found("too-large", "It is larger than 1 MB, which Google Calendar does not take.")


def _odd(writing: Writing) -> Iterator[Found]:
    if writing.has_mark:
        yield found("mark", "It begins with a byte order mark, at which some readers stumble.")
    if writing.bare_ends:
        yield found("line-ends", "Its lines do not all end as the format asks (CR LF); most phones read it.")
    if writing.long_lines:
        lines = _count(writing.long_lines, "line is", "lines are")
        yield found("long-lines", f"{lines} longer than 75 bytes, which most phones read.")
    if writing.cut_characters:
        yield found(
            "cut-characters",
            _count(writing.cut_characters, "line breaks", "lines break")
            + " inside a character, which some readers show as a box.",
        )
    if writing.has_tail:
        yield found("tail", "There is text outside of the calendar, which readers leave out or refuse.")


def _count(count: int, one: str, more: str) -> str:
    return f"1 {one}" if count == 1 else f"{count:,} {more}"


def _methods(file: SeenFile) -> Iterator[Found]:
    methods = sorted({method for method in file.methods if method})
    if any(method != "PUBLISH" for method in methods):
        yield found(
            "method-invites",
            f"It is an invitation or an answer to one (METHOD:{', '.join(methods)[:80]}), and shows as such, "
            "not as a calendar.",
        )
    elif methods:
        yield found(
            "method-publish",
            "It says METHOD:PUBLISH, for which CalDAV servers refuse an event that is stored.",
        )
