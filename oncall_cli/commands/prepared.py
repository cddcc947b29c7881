"""Who is prepared for a week: ready and trained, by the policy of its day (P7)."""

from collections.abc import Iterable
from datetime import date
from typing import get_args

from oncall_cli.core.preparation import Kind, lack_said, lacking, standings
from oncall_cli.session import Session


def unprepared(session: Session, handles: Iterable[str], day: date) -> list[str]:
    """Who is not ready and who is not trained, by the policy that holds on a date and what counts on it: a
    sentence for all who lack the same; none where that policy asks for nothing."""
    persons = list(dict.fromkeys(handles))
    policy = session.policies.on(day)
    said = []
    for kind in get_args(Kind):
        asked = policy.asked(kind)
        records = session.store.preparations.latest(kind, day) if asked.items else []
        lacks: dict[tuple[str, ...], list[str]] = {}
        for person in persons:
            lacks.setdefault(lacking(standings(person, asked, records, day)), []).append(person)
        said += [lack_said(those, kind, items) for items, those in lacks.items() if items]
    return said
