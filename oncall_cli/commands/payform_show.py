"""A pay form on the screen: what was turned in, or the draft as it is today."""

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.payform import PayForm
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_form import asked_form
from oncall_cli.commands.payform_frame import Form, PeriodOption, Person, Week, app
from oncall_cli.commands.payform_kept import sent_back_notes
from oncall_cli.session import Session


@verb(app, "show")
def show(
    session: Session,
    person: Person = None,
    week: Week = None,
    period: PeriodOption = None,
    form: Form = None,
) -> Result:
    """Show a form: weeks, lines, calls, what is missing.

    What was turned in is shown as it was, with what would be otherwise today. Of a draft, a week that runs
    shows what it would pay so far, one to come its standby alone; a note says so.
    """
    shown = asked_form(session, person, week, period, form)
    notes = (*shown.notes, *sent_back_notes(session, shown))
    return Done(shown, f"{shown.title}{_became(shown)}", notes=notes, show=True)


def _became(form: PayForm) -> str:
    """What took a form out of use, beside its state: who sent it back and why, or what replaced it. Documents
    say so below their titles, which have no room for a reason."""
    if form.sent_back and form.sent_back.form == form.form:
        return f", sent back by {form.sent_back.person}: {form.sent_back.reason}"
    return f", replaced by pay form {form.replaced_by}" if form.replaced_by else ""
