"""A list of pay forms on screen: what each waits for in words, and what the reader does next."""

from oncall_cli.answers.payform_list import FormListed, PayFormList
from oncall_cli.render.screen import Screen

SIGNED_AT_ONCE = 12
"""How many forms are named in the command that signs them."""


def forms(screen: Screen, answer: PayFormList) -> None:
    """The forms as a table, and below it what the reader can do about them."""
    if answer.forms:
        rows = [
            [str(form.form or ""), _for(form), form.person, _said(screen, form), _total(form)]
            for form in answer.forms
        ]
        columns = ["No.", "Week or dates", "Who", "State", "Total"]
        screen.table(columns, rows, right=["No.", "Total"], whole=["No.", "Week or dates", "Total"])
    else:
        period = answer.period
        screen.line(f"There is no such pay form that ends between {period.first} and {period.last}.")
    if answer.unpaid:
        of = "1 week is" if answer.unpaid == 1 else f"{answer.unpaid} weeks are"
        screen.line(f"{of} left out: the policy had no pay rule then, so there is nothing to turn in.")
    if answer.to_turn_in:
        week = answer.to_turn_in[0]
        screen.line(f"Yours to turn in: oncall payform submit --week {week}", "bold")
    if answer.to_sign:
        count = len(answer.to_sign)
        numbers = " ".join(str(number) for number in answer.to_sign[:SIGNED_AT_ONCE])
        waits = "1 waits" if count == 1 else f"{count} wait"
        screen.line(f"{waits} for your signature: oncall payform approve {numbers}", "bold")


def _for(form: FormListed) -> str:
    return str(form.week) if form.week else f"{form.period.first} to\n{form.period.last}"


def _total(form: FormListed) -> str:
    return f"{form.currency} {form.total:f}" if form.total is not None else ""


def _said(screen: Screen, form: FormListed) -> str:
    """How it stands and, each on a line, what else there is to know of it."""
    due = screen.moment(form.due)
    words = {
        "running": f"running, due {due}",
        "due": f"due {due}",
        "late": f"late, due {due}",
        "submitted": "waits for a signature",
        "approved": "approved",
        "sent_back": "sent back",
    }
    said = [words[form.state]]
    if form.replaces and form.state != "sent_back":
        said.append(f"replaces {form.replaces}")
    if form.sent_back:
        which = (
            "" if form.sent_back.form == form.form else f"correction {form.sent_back.form} was sent back: "
        )
        said.append(f"{which}{form.sent_back.reason}")
    if form.incomplete:
        tickets = ", ".join(str(number) for number in form.incomplete)
        said.append(f"ticket{'' if len(form.incomplete) == 1 else 's'} {tickets} incomplete")
    if form.partly_in:
        numbers = ", ".join(str(number) for number in form.partly_in)
        said.append(f"in part on form {numbers}, the rest goes by --period")
    if form.differences:
        said.append(f"{form.differences} {'thing' if form.differences == 1 else 'things'} otherwise today")
    return "\n".join(said)
