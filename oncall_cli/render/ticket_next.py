"""What a ticket needs next, with the command that does it, the most urgent first."""

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.ticket import DOCUMENTS

NextStep = tuple[str, str]
NAME_CUT = 40


def next_steps(answer: TicketShown) -> list[NextStep]:
    """Pairs of what is to be done and the command for it."""
    command = "oncall ticket {verb} " + str(answer.id)
    steps = [*_life(answer), *_telling(answer), *_papers(answer)]
    return [(why, f"{command.format(verb=verb)}{rest}") for why, verb, rest in steps]


def _life(answer: TicketShown) -> list[tuple[str, str, str]]:
    if answer.status == "open":
        return [("answer it", "on-it", "")]
    if answer.status == "waiting":
        return [("when the customer has acted", "on-it", "")]
    if answer.status == "on_it" and not answer.assignee:
        return [("nobody has it", "on-it", "")]
    if answer.status == "on_it":
        return [("when it is resolved", "done", " --resolution TEXT --work SPAN")]
    return []


def _telling(answer: TicketShown) -> list[tuple[str, str, str]]:
    whom = answer.requester or answer.caller
    whom = whom if len(whom) <= NAME_CUT else f"{whom[:NAME_CUT]}…"
    open_clocks = {clock.name for clock in answer.clocks if clock.met is None}
    steps = []
    if "update" in open_clocks:
        steps.append((f"tell {whom} how it stands", "update", " TEXT"))
    if "follow_up" in open_clocks and answer.status == "waiting":
        steps.append(("follow up with the caller", "follow-up", ""))
    return steps


def _papers(answer: TicketShown) -> list[tuple[str, str, str]]:
    steps = []
    missing = [field for field in DOCUMENTS if getattr(answer.documents, field) is None]
    if missing:
        options = "".join(f" --{field.replace('_', '-')} REF" for field in missing)
        steps.append((f"file the {', '.join(DOCUMENTS[field] for field in missing)}", "document", options))
    if answer.status == "done" and answer.after_hours and answer.documents.pay_form is None:
        steps.append(("tell your work, or it stands on no pay form", "work", " SPAN"))
    return steps
