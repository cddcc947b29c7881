"""What happened to a ticket, in order and in plain words, with the work on it in its place."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from oncall_cli.answers.mail import MailOut
from oncall_cli.answers.ticket import TicketShown, WorkShown
from oncall_cli.core.escalation import level_said
from oncall_cli.core.mail import MailState, people_said
from oncall_cli.core.priority import because_said
from oncall_cli.core.said import length_said
from oncall_cli.core.ticket import About, TicketEvent
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_queue import cut

EVENT_CUT, REASON_CUT = 300, 100
"""How many characters of what was said are shown, and of why somebody does not have a reply."""

FIRST, LAST = 5, 40
"""How many rows of a long story are shown: of its beginning, and of its end."""

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


REPLY_STANDS: dict[MailState, str] = {
    "waiting": "waits to be sent",
    "sending": "is being sent",
    "unsure": "may not have arrived",
    "refused": "was refused",
    "dropped": "was given up, not sent",
}
"""How a reply stands that is not sent."""


def story(screen: Screen, answer: TicketShown) -> None:
    """What happened, with the day where it changes; a span of work stands where it began, which is told in
    whole minutes and yet after the receipt. Of a long story its beginning and its end are shown."""
    stands = {reply.id: _stands(reply) for reply in answer.replies}
    told = [(event.moment, _event(screen, event, stands)) for event in answer.events if event.kind != "work"]
    worked = [(work.start, _work(screen, work)) for work in answer.work]
    rows = sorted([*told, *worked], key=lambda row: max(row[0], answer.received))
    left_out = len(rows) - FIRST - LAST
    if left_out > 1:
        more = f"… {left_out:,} more: oncall ticket show {answer.id} --json has them all"
        first, last = _dated(screen, rows[:FIRST]), _dated(screen, rows[-LAST:])
        screen.pairs([*first, ("", more), *last])
    else:
        screen.pairs(_dated(screen, rows))


def _dated(screen: Screen, rows: Sequence[tuple[datetime, str]]) -> list[tuple[str, str]]:
    day, dated = None, []
    for moment, said in rows:
        full, time = screen.moment(moment), screen.time(moment)
        dated.append((time.rjust(len(full)) if day == moment.date() else full, said))
        day = moment.date()
    return dated


def _stands(reply: MailOut) -> str:
    """What the story's line of a reply ends with: nothing where everybody has it, and where some have, who is
    left."""
    if reply.state == "sent":
        return f"; but {cut(reply.why, REASON_CUT)}" if reply.why else ""
    which = f"that to {people_said(reply.left)} " if reply.got else ""
    return f"; {which}{REPLY_STANDS[reply.state]}"


def _event(screen: Screen, event: TicketEvent, stands: Mapping[int, str]) -> str:
    words = EVENT_WORDS.get(event.kind, event.kind)
    if event.about and event.kind in _NAMED:
        words = _NAMED[event.kind](screen, event.about)
    by = ", logged by" if event.kind == "logged" else ","
    who = f"{by} {event.person}" if event.person else ""
    said = f": {_in_one_line(event.text)}" if event.text else ""
    mail = event.about.mail if event.about else None
    return f"{words}{who}{said}{stands.get(mail, '') if mail else ''}"


def _in_one_line(text: str) -> str:
    """The beginning of what was said, of all its lines."""
    return cut(" ".join(text[: 4 * EVENT_CUT].split()), EVENT_CUT)


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
