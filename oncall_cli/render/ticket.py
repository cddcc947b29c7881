"""One ticket on one screen: who, what, people, clocks, story, documents, files, and what to do next.

Each part is a function of its own, and a part with nothing to say takes no line.
"""

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.address import same
from oncall_cli.core.ticket import DOCUMENTS, STATUS_WORDS
from oncall_cli.render.attachment import files_said
from oncall_cli.render.escalation import escalated
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_clock import CLOCK_WORDS, clock_stands
from oncall_cli.render.ticket_next import next_steps
from oncall_cli.render.ticket_queue import cut
from oncall_cli.render.ticket_story import story

TEXT_CUT = 4000
"""How many characters of a long text are shown."""
PEOPLE, PERSON_CUT = 4, 60
"""How many people on the mail are named, and how many characters of each."""
_BLANK = ("", " ")


def ticket(screen: Screen, answer: TicketShown) -> None:
    """The whole of a ticket."""
    screen.line(f"Ticket {answer.id}: {_headline(screen, answer)}", "bold")
    screen.line(_from(screen, answer))
    screen.line()
    above, below = [*_particulars(answer), *_people(answer)], [*_clocks(screen, answer), *_papers(answer)]
    screen.pairs([*above, _BLANK, *below])
    screen.line()
    story(screen, answer)
    _next(screen, answer)


def _headline(screen: Screen, answer: TicketShown) -> str:
    words = [STATUS_WORDS[answer.status]]
    if answer.status == "waiting":
        words = ["waiting for the customer"]
    if answer.is_deferred and answer.deferred_until:
        words.append(f"deferred until {screen.moment(answer.deferred_until)}")
    if answer.assignee:
        words.append(answer.assignee)
    if answer.tier:
        words.append(f"tier {answer.tier}" + (f" {answer.tier_name}" if answer.tier_name else ""))
    if answer.priority:
        words.append(f"priority {answer.priority}")
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
        ("Workaround", _text(answer.workaround)),
        ("Call back", ", ".join(filter(None, (answer.phone, answer.email)))),
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


def _people(answer: TicketShown) -> list[tuple[str, str | None]]:
    """Who else has to do with it: for whom it is, who is to be told, and who was brought in."""
    return [
        ("Requester", answer.requester),
        ("To be told", answer.tell),
        ("Second call", ", ".join(answer.second_call)),
        ("Escalated", escalated(answer)),
        ("On the mail", _on_the_mail(answer)),
    ]


def _on_the_mail(answer: TicketShown) -> str | None:
    """Whom a reply goes to; the caller alone stands above already."""
    people = answer.thread
    if {same(one.address) for one in people} <= {same(answer.email or "")}:
        return None
    named = [cut(f"{one.name} <{one.address}>" if one.name else one.address, PERSON_CUT) for one in people]
    more = f" and {len(named) - PEOPLE} more" if len(named) > PEOPLE else ""
    return ", ".join(named[:PEOPLE]) + more


def _clocks(screen: Screen, answer: TicketShown) -> list[tuple[str, str]]:
    return [
        (CLOCK_WORDS[clock.name].capitalize(), clock_stands(screen, clock, answer)) for clock in answer.clocks
    ]


def _papers(answer: TicketShown) -> list[tuple[str, str]]:
    """The four documents: what is filed, what is missing, the pay form it stands on (T9); and its files."""
    papers = answer.documents
    said = [f"{name} {getattr(papers, field) or 'missing'}" for field, name in DOCUMENTS.items()]
    said.append(f"pay form of week {papers.pay_form}" if papers.pay_form else "on no pay form")
    half = len(said) // 2
    filed = f"{', '.join(said[:half])},\n{', '.join(said[half:])}"
    return [("Filed", filed), ("Files", files_said(answer.attachments))]


def _next(screen: Screen, answer: TicketShown) -> None:
    """What to do next: on one line each where there is room for the reason and the command."""
    steps = next_steps(answer)
    if steps:
        screen.line()
        screen.line("Next", "bold")
    for why, command in steps:
        if len(why) + len(command) + 4 <= screen.width:
            screen.line(f"  {why}: {command}")
        else:
            screen.line(f"  {why}:")
            room = max(screen.width - len(command), 0)
            screen.line(f"{' ' * min(room, 4)}{command}", "cyan")
