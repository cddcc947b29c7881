"""`oncall calendar publish`: everybody's calendar in a folder that a web server shows."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.calendar import CalendarsPublished, PublishedFile
from oncall_cli.commands.calendar_advice import TO_SUBSCRIBE
from oncall_cli.commands.calendar_folder import PAGE, Contents, check_own, folder_contents
from oncall_cli.commands.calendar_frame import Weeks, app
from oncall_cli.commands.frame import verb
from oncall_cli.core.actor import check_manager
from oncall_cli.core.link import base_url_of
from oncall_cli.errors import BadValue, StoreFailed
from oncall_cli.session import Session

if TYPE_CHECKING:
    from oncall_cli.documents.published import PublishedFolder

MEMBER_S_LINK = "`oncall calendar link --person HANDLE` shows a member's link."
EVERYBODY_S_LINKS = "--base-url URL shows everybody's links, and `oncall calendar link` one member's."
SHOWN = 3
"""The most names in a note."""


def _folder(text: str) -> Path:
    """BadValue where there is nothing, which would be the folder one happens to be in, and where no folder
    has such a name."""
    if not text:
        raise BadValue("DIR is empty", hint="name the folder that a web server shows")
    if "\0" in text:
        raise BadValue(
            "DIR holds a character that is in no name", hint="name the folder that a web server shows"
        )
    return Path(text)


@verb(app, "publish")
def publish(
    session: Session,
    folder: Annotated[
        Path,
        typer.Argument(
            metavar="DIR",
            parser=_folder,
            help="The folder that a web server shows.",
            show_default=False,
        ),
    ],
    base_url: Annotated[
        str | None,
        typer.Option("--base-url", metavar="URL", help="The folder's address; shows everybody's links."),
    ] = None,
    weeks: Weeks = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be written, and stop.")] = False,
) -> Result:
    """Write everybody's calendar, the team's and a page into a folder.

    A member's file has a name that nobody can guess, and stays theirs. Files are replaced as a whole, and
    only where they differ: run this as often as you like.
    """
    from oncall_cli.documents.published import published_folder

    address = base_url_of(base_url) if base_url is not None else None
    _check_apart(session.store_path, folder)
    # Revisions are stored before files are written, so that no phone sees one that is not remembered; and
    # whoever comes second to the folder waits before reading the store, so that the latest is written last.
    with published_folder(folder) as place:
        with session.transaction():
            check_manager(session.actor, "publish calendars")
            if dry_run:
                session.rehearse()
            contents = folder_contents(session, place, weeks=weeks, base_url=address, rehearsed=dry_run)
            for name, mark in contents.marks():
                place.check(name, mark)
            check_own(session, place)
            notes = _notes(contents, address, session.policy.calendar.base_url)
        session.close()
        differing = _differing(contents, place) if dry_run else _written(session, contents, place)
    answer = CalendarsPublished(
        folder=str(folder),
        base_url=contents.base_url,
        start=contents.start,
        weeks=contents.weeks,
        calendars=tuple(_published(contents, differing)),
        retired=tuple(contents.retired),
        emptied=tuple(name for name in contents.retired if name in differing),
        index=PAGE in differing,
        dry_run=dry_run,
        show_links=address is not None,
    )
    if session.interrupted:
        line = f"Published to {folder} until it was interrupted: {_files(len(differing))}."
        return Done(answer, line, (*notes, "the next run writes the rest"))
    line = _line(contents, folder, differing, dry_run=dry_run)
    if dry_run:
        return Done(answer, line, notes, show=True)
    ways = "" if address else f"\n{MEMBER_S_LINK if contents.base_url else EVERYBODY_S_LINKS}"
    return Done(answer, line, notes, show=address is not None, advice=f"{TO_SUBSCRIBE}{ways}")


def _check_apart(store: Path, folder: Path) -> None:
    """BadValue where the store lies in the folder, for a web server would show it to everybody."""
    if Path(os.path.realpath(store)).parent.is_relative_to(os.path.realpath(folder)):
        raise BadValue(
            f"the store lies in {folder}, and a web server would show it to everybody",
            hint="publish to a folder that is for calendars alone",
        )


def _differing(contents: Contents, place: "PublishedFolder") -> set[str]:
    """The files that are not in the folder as they are to be."""
    return {name for name, content in contents.files() if not place.holds(name, content)}


def _written(session: Session, contents: Contents, place: "PublishedFolder") -> set[str]:
    """Writes what differs: the files that did. StoreFailed says how far it came; what is written is whole,
    and so it is where the person interrupts."""
    written: set[str] = set()
    try:
        place.clear()
        with session.progress("calendars", contents.count) as one_more:
            for name, content in contents.files():
                if place.put(name, content):
                    written.add(name)
                one_more()
        place.check_there()
    except KeyboardInterrupt:
        session.interrupted = True
    except StoreFailed as failure:
        hint = failure.hint or f"{_files(len(written))} before it; the next run writes the rest"
        raise StoreFailed(failure.message, hint=hint) from None
    finally:
        place.settle()
    return written


def _published(contents: Contents, differing: set[str]) -> Iterator[PublishedFile]:
    for one in contents.calendars:
        yield PublishedFile(
            person=one.person,
            name=one.name,
            left=one.left,
            file=one.file,
            events=len(one.feed.entries),
            changed=one.feed.changed,
            written=one.file is None or one.file in differing,
            links=contents.links(one.file),
        )


def _line(contents: Contents, folder: Path, differing: set[str], *, dry_run: bool) -> str:
    nameless = sum(one.file is None for one in contents.calendars)
    count = len(differing) + nameless
    calendars = f"{len(contents.calendars)} calendars"
    if dry_run:
        return f"Would publish {calendars} to {folder}: {count} of {contents.count} files to write."
    left = contents.count - count
    return f"Published {calendars} to {folder}: {_files(count)}, {left} as {_were(left)}."


def _files(count: int) -> str:
    return "1 file written" if count == 1 else f"{count} files written"


def _were(count: int) -> str:
    return "it was" if count == 1 else "they were"


def _notes(contents: Contents, address: str | None, usual: str | None) -> tuple[str, ...]:
    """What is worth knowing; nothing that comes again with every run from a timetable and needs no deed."""
    notes = []
    if contents.unknown:
        more = len(contents.unknown) - SHOWN
        named = ", ".join(contents.unknown[:SHOWN]) + (f" and {more} more" if more > 0 else "")
        notes.append(f"not kept up to date, for this store does not know their links: {named}")
    if address and address.startswith("http://"):
        notes.append("http:// is not encrypted: anybody on the way can read these calendars")
    if address and address != usual:
        notes.append(
            "the policy does not name that address ([calendar] base_url): without --base-url, "
            f"{PAGE} is written without it"
        )
    return tuple(notes)
