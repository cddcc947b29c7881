"""That a change touches what is on a pay form which was turned in: such a form stays as it is, and a
correction says what changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from oncall_cli.core.payform_life import TurnedIn
from oncall_cli.core.span import Span, overlap
from oncall_cli.core.ticket import Ticket, Work
from oncall_cli.session import Session

FEW = 5
"""How many forms are named; where a log is taken over there can be hundreds."""


def touched(session: Session, person: str, span: Span) -> list[str]:
    """A note for each form of a member that stands and holds some of a span. One query, by an index."""
    return [_made_before(form) for form in session.store.payforms.touching(person, span)]


def works_touched(session: Session, works: Iterable[Work]) -> list[str]:
    """The same for spans of work that were told or taken back, of many forms the first."""
    notes = [_made_before(form) for form in _forms_of(session, works)]
    more = len(notes) - FEW
    which = "oncall payform list --differing names every one"
    return notes if more <= 1 else [*notes[:FEW], f"and so were {more} other pay forms: {which}"]


def ticket_touched(session: Session, ticket: Ticket) -> list[str]:
    """A note for each form that stands and has a call of a ticket; what the ticket says otherwise now changes
    nothing of what is paid."""
    return [
        f"it is on pay form {form.id} of {form.person} ({form.state}), which stays as it was turned in"
        for form in _forms_of(session, session.store.tickets.work_on(ticket.id))
    ]


def _forms_of(session: Session, works: Iterable[Work]) -> list[TurnedIn]:
    """The forms that stand and hold a call of some work; in office hours there is none (W3). One query a
    member, however much they worked."""
    told: dict[str, list[Span]] = defaultdict(list)
    for work in works:
        told[work.person].append(work.span)
    found = []
    for person, spans in told.items():
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        forms = session.store.payforms.touching(person, whole)
        began = _calls_began(session, forms, spans) if forms else []
        found += [form for form in forms if any(form.start <= moment < form.end for moment in began)]
    return found


def _calls_began(session: Session, forms: Sequence[TurnedIn], spans: Iterable[Span]) -> list[datetime]:
    """When the calls began that work made in the time of any of the forms."""
    near = [span for span in spans if any(overlap(span, form.span) for form in forms)]
    if not near:
        return []
    first, last = min(span.start for span in near), max(span.end for span in near)
    timetable = session.timetable(first.date(), last.date())
    return [part.start for span in near for part in timetable.after_hours_parts(span)]


def _made_before(form: TurnedIn) -> str:
    return (
        f"pay form {form.id} of {form.person} ({form.state}) was made before this: "
        f"oncall payform submit {form.dates_option} --correction REASON turns in a new one"
    )
