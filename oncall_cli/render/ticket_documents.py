"""The documents of one ticket on screen: what each is filed as, and what is missing until when."""

from oncall_cli.answers.ticket_documents import DocumentsShown
from oncall_cli.core.said import length_said
from oncall_cli.core.span import MINUTE
from oncall_cli.core.ticket import DOCUMENTS
from oncall_cli.render.screen import Screen
from oncall_cli.render.ticket_clock import late_said


def documents(screen: Screen, answer: DocumentsShown) -> None:
    """The four documents, their clock, and the commands for those that are missing."""
    screen.line(f"Documents of ticket {answer.ticket}", "bold")
    papers = answer.documents
    filed = [(name.capitalize(), getattr(papers, field) or "missing") for field, name in DOCUMENTS.items()]
    screen.pairs([*filed, ("Pay form", _pay_form(answer)), ("Due", _due(screen, answer))])
    commands = _commands(answer)
    if commands:
        screen.line()
        screen.line("Next", "bold")
        for command in commands:
            screen.line(f"  {command}", "cyan")


def _pay_form(answer: DocumentsShown) -> str:
    if answer.documents.pay_form:
        return f"of week {answer.documents.pay_form}"
    if "pay_form" in answer.missing:
        return "missing: no work after hours is told"
    return "none is needed: no work after hours"


def _due(screen: Screen, answer: DocumentsShown) -> str:
    due = screen.moment(answer.due)
    if answer.met is not None:
        was_due = f"; it was due {due}" if answer.state == "missed" else ""
        return f"{answer.state}, {screen.moment(answer.met)}{was_due}"
    if answer.state == "running":
        return f"in {length_said(answer.due - answer.now)}, {due}"
    return f"{late_said((answer.now - answer.due) // MINUTE)}, due {due}"


def _commands(answer: DocumentsShown) -> list[str]:
    options = "".join(f" --{field.replace('_', '-')} REF" for field in DOCUMENTS if field in answer.missing)
    commands = [f"oncall ticket document {answer.ticket}{options}"] if options else []
    return commands + ([f"oncall ticket work {answer.ticket} SPAN"] if "pay_form" in answer.missing else [])
