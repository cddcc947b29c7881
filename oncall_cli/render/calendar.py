"""Exported and published calendars on screen."""

import sys

from oncall_cli.answers.calendar import CalendarExported, CalendarsPublished, PublishedFile
from oncall_cli.core.text import visible
from oncall_cli.render.qr import code
from oncall_cli.render.screen import Screen


def exported(screen: Screen, answer: CalendarExported) -> None:
    """What was exported."""
    whose = answer.person or "the team"
    screen.line(f"{answer.events} events for {whose}, {answer.weeks} weeks from {answer.start}")


def published(screen: Screen, answer: CalendarsPublished) -> None:
    """Everybody's links, on a terminal with a code to point a phone at; before anything is done, what would
    be."""
    if answer.dry_run:
        _table(screen, answer)
    if answer.show_links:
        for one in answer.calendars:
            if one.links and not one.left:
                _links(screen, one)


def _table(screen: Screen, answer: CalendarsPublished) -> None:
    rows = [
        [one.person or "the team", str(one.events), str(one.changed), _becomes(one)]
        for one in answer.calendars
    ]
    for name in answer.retired:
        rows.append([f"given up: {name[:8]}…", "0", "0", "emptied" if name in answer.emptied else "as it is"])
    rows.append(["the page", "", "", "written" if answer.index else "as it is"])
    screen.table(
        ["Calendar", "Events", "New or changed", "File"],
        rows,
        right=["Events", "New or changed"],
        whole=["Calendar"],
    )


def _becomes(one: PublishedFile) -> str:
    return "made, with a new link" if one.file is None else "written" if one.written else "as it is"


def _links(screen: Screen, one: PublishedFile) -> None:
    """Links stand on lines of their own, whole, so that they can be copied."""
    if one.links is None:
        return
    screen.line()
    screen.line(f"{one.name} ({one.person})" if one.person else f"{one.name} (the team)", "bold")
    screen.raw(f"{visible(one.links.webcal)}\n{visible(one.links.https)}\n")
    if one.person and sys.stdout.isatty():
        code(screen, one.links.webcal)
