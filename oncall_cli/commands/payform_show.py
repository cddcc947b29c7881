"""A pay form on the screen: what was turned in, or the draft as it is today."""

from oncall_cli.answers.answer import Done, Result
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
    return Done(shown, shown.title, notes=(*shown.notes, *sent_back_notes(session, shown)), show=True)
