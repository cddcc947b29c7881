"""Who is prepared for a week: ready and trained, by the policy of its day (P7)."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import get_args

from oncall_cli.core.preparation import Kind, lack_said, lacking, standings
from oncall_cli.session import Session


def unprepared(session: Session, handles: Iterable[str], day: date) -> list[str]:
    """Who is not ready and who is not trained, by the policy that holds on a date and what counts on it: a
    sentence for all who lack the same; none where that policy asks for nothing."""
    persons = list(dict.fromkeys(handles))
    said = []
    for kind in get_args(Kind):
        lacks: dict[tuple[str, ...], list[str]] = {}
        for person, items in _lacks(session, kind, persons, day):
            lacks.setdefault(items, []).append(person)
        said += [lack_said(those, kind, items) for items, those in lacks.items() if items]
    return said


def lacked(session: Session, handle: str, day: date) -> dict[Kind, tuple[str, ...]]:
    """The checks and topics that a member lacks, in the same way; only the kinds of which they lack any."""
    found = [(kind, items) for kind in get_args(Kind) for _, items in _lacks(session, kind, [handle], day)]
    return {kind: items for kind, items in found if items}


def _lacks(
    session: Session, kind: Kind, persons: Iterable[str], day: date
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What each of some members lacks of a kind."""
    asked = session.policies.on(day).asked(kind)
    records = session.store.preparations.latest(kind, day) if asked.items else []
    for person in persons:
        yield person, lacking(standings(person, asked, records, day))
