"""What happened to a ticket, in order and in plain words, with the work on it in its place."""

from collections.abc import Callable, Sequence
from datetime import datetime

from oncall_cli.answers.ticket import TicketShown, WorkShown
from oncall_cli.core.escalation import level_said
from oncall_cli.core.priority import because_said
from oncall_cli.core.said import length_said
from oncall_cli.core.ticket import About, TicketEvent
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_queue import cut

EVENT_CUT = 300
"""How many characters of what was said are shown."""

EVENT_WORDS = {
    "logged": "came in",
    "on_it": "On It",
    "done": "Done",
    "follow_up": "follow-up",
    "work_removed": "took back work",
    "second_call": "second call",
    "edited": "corrected",
}
"""The kinds of event that people call otherwise than the program does."""


def story(screen: Screen, answer: TicketShown) -> None:
    """What happened, with the day where it changes; a span of work stands where it began."""
    told = [(event.moment, _event(screen, event)) for event in answer.events if event.kind != "work"]
    worked = [(work.start, _work(screen, work)) for work in answer.work]
    screen.pairs(_dated(screen, sorted([*told, *worked], key=lambda row: row[0])))


def _dated(screen: Screen, rows: Sequence[tuple[datetime, str]]) -> list[tuple[str, str]]:
    day, dated = None, []
    for moment, said in rows:
        full, time = screen.moment(moment), screen.time(moment)
        dated.append((time.rjust(len(full)) if day == moment.date() else full, said))
        day = moment.date()
    return dated


def _event(screen: Screen, event: TicketEvent) -> str:
    words = EVENT_WORDS.get(event.kind, event.kind)
    if event.about and event.kind in _NAMED:
        words = _NAMED[event.kind](screen, event.about)
    by = ", logged by" if event.kind == "logged" else ","
    who = f"{by} {event.person}" if event.person else ""
    return f"{words}{who}" + (f": {cut(event.text, EVENT_CUT)}" if event.text else "")


def _work(screen: Screen, work: WorkShown) -> str:
    kind = "call-out" if work.kind == "call_out" else "office hours"
    same_day = work.start.date() == work.end.date()
    end = screen.time(work.end) if same_day else screen.moment(work.end)
    return f"worked, {work.person}: to {end}, {length_said(work.end - work.start)}, {kind}"


def _escalated(_: Screen, about: About) -> str:
    whom = about.name or about.person
    by = about.topic or (level_said(about.level) if about.level is not None else "")
    return "escalated" + (f" to {whom}" if whom else "") + (f" ({by})" if by else "")


def _second_call(_: Screen, about: About) -> str:
    return f"second call to {about.name or about.person}"


def _priority(_: Screen, about: About) -> str:
    why = because_said(about.because, about.people)
    return f"priority {about.priority}" + (f" ({why})" if why else "")


def _deferred(screen: Screen, about: About) -> str:
    return f"deferred until {screen.moment(about.until)}" if about.until else "deferred"


_NAMED: dict[str, Callable[[Screen, About], str]] = {
    "escalated": _escalated,
    "second_call": _second_call,
    "priority": _priority,
    "deferred": _deferred,
}
