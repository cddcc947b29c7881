"""Whether there is a calendar at an address, and which ones are to be found from there."""

from collections.abc import Iterable, Iterator
from contextlib import suppress

from oncall_cli.core.text import visible
from oncall_cli.documents.caldav.address import Address, named
from oncall_cli.documents.caldav.ask import Told, told
from oncall_cli.documents.caldav.said import TO_MAKE
from oncall_cli.documents.caldav.wire import Wire
from oncall_cli.documents.caldav.xml import WHAT_IT_IS, Resource
from oncall_cli.errors import BadValue, NotFound, OncallError, Refused

_SHOWN = 5
_LONGEST_NAME = 60


def check_calendar(wire: Wire, calendar: Address) -> Address:
    """Where the calendar is by now. NotFound where there is nothing, BadValue where there is something else,
    with the calendars that are to be found; Refused where it takes no events."""
    try:
        answer = told(wire, calendar, WHAT_IT_IS)
    except NotFound as error:
        there = _hint(wire, [calendar.above()])
        raise NotFound(error.message, hint=f"{there}; or {TO_MAKE}" if there else error.hint) from None
    itself = _itself(answer)
    if itself is None or not itself.is_calendar:
        hrefs = [*itself.homes, *_homes(wire, answer.of, itself.persons)] if itself else []
        homes = [place for href in hrefs if (place := named(answer.of, href))]
        raise BadValue(
            f"{answer.of.url} is no calendar, but something else", hint=_hint(wire, [answer.of, *homes])
        )
    if itself.lacks_events:
        raise Refused(f"the calendar {answer.of.url} takes no events, only tasks or notes")
    return answer.of


def _itself(answer: Told) -> Resource | None:
    """What a server told of the place that it was asked about."""
    return next((found for place, found in answer.items() if place.parts == answer.of.parts), None)


def _homes(wire: Wire, asked: Address, persons: Iterable[str]) -> Iterator[str]:
    """Where the calendars of some people are, by their own addresses."""
    for person in persons:
        place = named(asked, person)
        with suppress(OncallError):
            if place and (found := _itself(told(wire, place, WHAT_IT_IS))):
                yield from found.homes


def _hint(wire: Wire, folders: Iterable[Address]) -> str | None:
    """The calendars that are right in some folders, for the person to choose from."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys(folders):
        with suppress(OncallError):
            for place, resource in told(wire, folder, WHAT_IT_IS, depth=1).items():
                if resource.is_calendar and not resource.lacks_events:
                    found[place.url] = _name_of(resource.name)
    shown = [f"{url}{name}" for url, name in list(found.items())[:_SHOWN]]
    more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
    return f"the calendars there are {', '.join([*shown, *more])}" if found else None


def _name_of(name: str) -> str:
    line = visible(" ".join(name.split()))
    return f" ({line if len(line) <= _LONGEST_NAME else f'{line[: _LONGEST_NAME - 1]}…'})" if line else ""
