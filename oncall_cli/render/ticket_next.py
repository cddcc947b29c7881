"""What a ticket needs next, with the command that does it, the most urgent first."""

from collections.abc import Sequence

from oncall_cli.answers.ticket import TicketShown
from oncall_cli.core.escalation import EMERGENCY, told_of
from oncall_cli.core.ticket import DOCUMENTS
from oncall_cli.render.ticket_story import REPLY_STANDS

NextStep = tuple[str, str]
NAME_CUT = 40
MOST = 5
"""How many steps are named; the rest is named once these are done."""


def next_steps(answer: TicketShown) -> list[NextStep]:
    """Pairs of what is to be done and the command for it."""
    at_once = _commands(answer, _calling(answer))
    steps = [*_life(answer), *_telling(answer), *_second(answer), *_papers(answer)]
    return [*at_once, *_posting(answer), *_commands(answer, steps)][:MOST]


def _commands(answer: TicketShown, steps: Sequence[tuple[str, str, str]]) -> list[NextStep]:
    return [(why, f"oncall ticket {verb} {answer.id}{rest}") for why, verb, rest in steps]


def _posting(answer: TicketShown) -> list[NextStep]:
    """A reply that did not leave, and that nobody has decided about yet, is looked after (T7)."""
    left = [reply for reply in answer.replies if reply.state in ("waiting", "unsure", "refused")]
    if not left:
        return []
    one = f"reply {left[0].id} {REPLY_STANDS[left[0].state]}"
    return [(one if len(left) == 1 else f"{len(left)} replies are not sent", "oncall mail list")]


def _calling(answer: TicketShown) -> list[tuple[str, str, str]]:
    """An emergency is escalated before anything else (T8)."""
    if answer.tier != EMERGENCY or answer.status == "done" or answer.escalations:
        return []
    return [("tier 1: find out whom to call, and call", "escalate", " --reason TEXT")]


def _second(answer: TicketShown) -> list[tuple[str, str, str]]:
    """Whoever was brought in tells their work too (T8)."""
    worked = {work.person for work in answer.work}
    return [
        (f"tell the work of {handle}, who was brought in", "work", f" SPAN --person {handle}")
        for handle in answer.second_call
        if handle not in worked
    ]


def _life(answer: TicketShown) -> list[tuple[str, str, str]]:
    if answer.is_deferred:
        return [("it is deferred; to take it up before", "on-it", "")]
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
    held = {clock.name for clock in answer.clocks if clock.paused}
    steps = []
    untold = _untold(answer)
    if untold:
        steps.append((f"tell {whom} that {' and '.join(untold)}", "update", " TEXT"))
    elif "update" in open_clocks - held:
        steps.append((f"tell {whom} how it stands", "update", " TEXT"))
    if "follow_up" in open_clocks and answer.status == "waiting":
        steps.append(("follow up with the caller", "follow-up", ""))
    return steps


def _untold(answer: TicketShown) -> list[str]:
    """What the requester has to know and was not told (T6, T8)."""
    if answer.status == "done":
        return []
    untold = [] if all(one.told for one in answer.escalations) else ["it is escalated"]
    changes = told_of(answer.events, "priority")
    if changes and not changes[-1][1]:
        untold.append("its priority was changed")
    return untold


def _papers(answer: TicketShown) -> list[tuple[str, str, str]]:
    steps = []
    missing = [field for field in DOCUMENTS if getattr(answer.documents, field) is None]
    if missing:
        options = "".join(f" --{field.replace('_', '-')} REF" for field in missing)
        steps.append((f"file the {', '.join(DOCUMENTS[field] for field in missing)}", "document", options))
    if answer.status == "done" and answer.after_hours and answer.documents.pay_form is None:
        steps.append(("tell your work, or it stands on no pay form", "work", " SPAN"))
    return steps
