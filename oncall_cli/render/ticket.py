"""Tickets on screen: the queue in a table, and one ticket with its whole story."""

from collections.abc import Sequence

from oncall_cli.answers.ticket import TicketList, TicketShown, WorkShown
from oncall_cli.core.clock import Clock, next_due
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import visible
from oncall_cli.core.ticket import DOCUMENTS, STATUS_WORDS
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_next import next_steps

CLOCK_WORDS = {
    "answer": "answer",
    "response": "answer",
    "follow_up": "follow-up",
    "documents": "documents",
    "update": "update",
}
EVENT_WORDS = {
    "logged": "came in",
    "on_it": "On It",
    "done": "Done",
    "follow_up": "follow-up",
    "work_removed": "took back work",
}
CALLER_CUT, WHAT_CUT, EVENT_CUT, TEXT_CUT = 20, 40, 300, 4000
"""How many characters of a text are shown: in the queue, in a ticket's story, in a ticket."""
_UNITS = ((1440, "d"), (60, "h"))


def tickets(screen: Screen, answer: TicketList) -> None:
    """Tickets as a table, each with the clock that runs out first."""
    if not answer.tickets:
        screen.line("There is no such ticket." if "newest" in answer.title else "The queue is empty.")
        return
    queue(screen, answer.tickets, title=answer.title)
    if answer.more:
        screen.line(f"{answer.more} more: --limit {len(answer.tickets) + answer.more} shows them all")


def queue(screen: Screen, shown: Sequence[TicketShown], *, title: str | None = None) -> None:
    """A table of tickets in the order given, one line each."""
    rows = [
        [
            str(ticket.id),
            str(ticket.tier or ""),
            STATUS_WORDS[ticket.status],
            _received(screen, ticket),
            f"{cut(ticket.caller, CALLER_CUT)}: {cut(ticket.description, WHAT_CUT)}",
            ticket.assignee or "",
            due_said(ticket),
        ]
        for ticket in shown
    ]
    screen.table(
        ["No.", "Tier", "Status", "Received", "Caller: what", "Who", "Clock"],
        rows,
        title=title,
        right=["No."],
        whole=["No.", "Tier", "Status", "Received", "Who", "Clock"],
        cut=["Caller: what"],
        styles=["red" if _is_late(ticket) else "" for ticket in shown],
    )


def cut(text: str, most: int) -> str:
    """The first line of a text as it is shown, at most so many characters."""
    first, _, rest = text.partition("\n")
    shown = visible(first[: most + 1])
    if len(shown) > most:
        return shown[: most - 1].rstrip() + "…"
    return f"{shown} …" if rest and len(shown) < most - 1 else shown


def due_said(ticket: TicketShown) -> str:
    """The clock that runs out first: "answer in 6 min", "documents late by 3 d"."""
    clock = next_due(list(ticket.clocks))
    if clock is None:
        return ""
    minutes = _minutes(clock, ticket)
    length = next((f"{minutes // size} {unit}" for size, unit in _UNITS if minutes >= size), f"{minutes} min")
    return f"{CLOCK_WORDS[clock.name]} {'in' if clock.state == 'running' else 'late by'} {length}"


def _is_late(ticket: TicketShown) -> bool:
    return any(clock.state == "late" for clock in ticket.clocks)


def _received(screen: Screen, ticket: TicketShown) -> str:
    """The time alone today, with the weekday this week, else the date."""
    days = (ticket.now.date() - ticket.received.date()).days
    if days == 0:
        return screen.time(ticket.received)
    return (
        f"{ticket.received:%a} {screen.time(ticket.received)}" if days < 7 else f"{ticket.received:%Y-%m-%d}"
    )


def _stands(clock: Clock, ticket: TicketShown) -> str:
    length = length_said(clock.due - ticket.now)
    return f"in {length}" if clock.state == "running" else f"late by {length}"


def _minutes(clock: Clock, ticket: TicketShown) -> int:
    return abs(clock.due - ticket.now) // MINUTE


def ticket(screen: Screen, answer: TicketShown) -> None:
    """One ticket on one screen: who, what, clocks, work, story, documents, and what to do next."""
    screen.line(f"Ticket {answer.id}: {_headline(answer)}", "bold")
    screen.line(f"{_from(screen, answer)}")
    screen.line()
    screen.pairs(_particulars(answer))
    _clocks(screen, answer)
    if answer.work:
        screen.line()
        screen.pairs([("Work" if one is answer.work[0] else "", _work(screen, one)) for one in answer.work])
    _story(screen, answer)
    screen.line()
    screen.pairs([("Documents", _documents(answer))])
    steps = next_steps(answer)
    if steps:
        screen.line()
        screen.line("Next", "bold")
        for why, command in steps:
            screen.line(f"  {why}")
            screen.line(f"    {command}", "cyan")


def _headline(answer: TicketShown) -> str:
    words = [STATUS_WORDS[answer.status]]
    if answer.assignee:
        words.append(answer.assignee)
    if answer.tier:
        words.append(f"tier {answer.tier}" + (f" {answer.tier_name}" if answer.tier_name else ""))
    return ", ".join(words)


def _from(screen: Screen, answer: TicketShown) -> str:
    marks = ["after hours" if answer.after_hours else "", "non-critical use" if answer.non_critical else ""]
    return ", ".join(
        [
            f"{answer.channel} from {cut(answer.caller, 60)}, {screen.moment(answer.received)}",
            *filter(None, marks),
        ]
    )


def _particulars(answer: TicketShown) -> list[tuple[str, str | None]]:
    first = {True: "yes", False: "no", None: None}[answer.first_time]
    return [
        ("What", _text(answer.description)),
        ("Resolved", _text(answer.resolution)),
        ("Phone", answer.phone),
        ("Email", answer.email),
        ("Requester", answer.requester),
        ("To be told", answer.tell),
        ("Customer", answer.customer),
        ("Location", answer.location),
        ("Affected", answer.affected),
        ("Tried", _text(answer.tried)),
        ("Error", _text(answer.error)),
        ("First time", first),
        ("Reference", answer.reference),
        ("Rings", str(answer.rings) if answer.rings is not None else None),
    ]


def _text(text: str | None) -> str | None:
    if text is None or len(text) <= TEXT_CUT:
        return text
    return f"{text[:TEXT_CUT]} … and {len(text) - TEXT_CUT:,} more characters; --json prints them all"


def _clocks(screen: Screen, answer: TicketShown) -> None:
    screen.line()
    screen.pairs(
        [(CLOCK_WORDS[clock.name].capitalize(), _clock(screen, clock, answer)) for clock in answer.clocks]
    )


def _clock(screen: Screen, clock: Clock, answer: TicketShown) -> str:
    if clock.name == "answer":
        return f"{clock.state}, {answer.rings} rings"
    if clock.met is None:
        return f"{_stands(clock, answer)}, due {screen.moment(clock.due)}"
    was_due = f"; it was due {screen.moment(clock.due)}" if clock.state == "missed" else ""
    return f"{clock.state}, {screen.moment(clock.met)}{was_due}"


def _work(screen: Screen, work: WorkShown) -> str:
    kind = "call-out" if work.kind == "call_out" else "office hours"
    span = f"{screen.moment(work.start)} to {screen.time(work.end)}"
    return f"{work.person}, {span}, {length_said(work.end - work.start)}, {kind}"


def _story(screen: Screen, answer: TicketShown) -> None:
    """What happened, with the day where it changes; work has a place of its own."""
    screen.line()
    rows = []
    day = None
    for event in answer.events:
        if event.kind == "work":
            continue
        full, time = screen.moment(event.moment), screen.time(event.moment)
        by = ", logged by" if event.kind == "logged" else ","
        who = f"{by} {event.person}" if event.person else ""
        text = f": {cut(event.text, EVENT_CUT)}" if event.text else ""
        when = time.rjust(len(full)) if day == event.moment.date() else full
        rows.append((when, f"{EVENT_WORDS.get(event.kind, event.kind)}{who}{text}"))
        day = event.moment.date()
    screen.pairs(rows)


def _documents(answer: TicketShown) -> str:
    papers = answer.documents
    said = [f"{name} {getattr(papers, field) or 'missing'}" for field, name in DOCUMENTS.items()]
    said.append(f"pay form of week {papers.pay_form}" if papers.pay_form else "on no pay form")
    return "\n".join(said)
