"""Pay forms as a file: one to sign, or payroll's with everybody's."""

from pathlib import Path
from typing import Annotated, get_args

import typer

from oncall_cli.answers.answer import Document, Result
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import verb
from oncall_cli.commands.payform_form import asked_form, asked_period
from oncall_cli.commands.payform_frame import Form, PeriodOption, Person, Week, app
from oncall_cli.commands.payform_kept import life_notes
from oncall_cli.commands.payform_template import Filling, MapOption, TemplateOption, filling_of
from oncall_cli.commands.payroll import payroll
from oncall_cli.core.payroll import By
from oncall_cli.documents.payform import FORMATS, document_of, format_of, payroll_of
from oncall_cli.errors import BadValue
from oncall_cli.session import Session

WAYS: dict[str, By] = {by: by for by in get_args(By)}


@verb(app, "export")
def export(
    session: Session,
    person: Person = None,
    week: Week = None,
    period: PeriodOption = None,
    form: Form = None,
    all_: Annotated[bool, typer.Option("--all", help="Everybody's, as payroll's one file.")] = False,
    by: Annotated[
        str | None,
        typer.Option(
            "--by",
            help="With --all: what was not turned in is drafted for the period's dates, or for each week "
            "that ends in it.",
            metavar="period|week",
            autocompletion=lambda: list(WAYS),
        ),
    ] = None,
    approved: Annotated[
        bool, typer.Option("--approved", help="With --all: only what a manager has signed.")
    ] = False,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    template: TemplateOption = None,
    map_: MapOption = None,
    out: Out = None,
) -> Result:
    """Write a form to sign, or everybody's for payroll.

    What was turned in is written as it was, whatever has changed since; a note says what has.
    """
    filling = filling_of(template, map_, format_, out)
    chosen = "pdf" if filling else format_of(format_, out)
    if all_:
        _check_all(person, form)
        return _payroll(session, week, period, by, chosen, out, filling, only_approved=approved)
    if by or approved:
        raise BadValue("--by and --approved are for payroll's file of everybody", hint="add --all")
    asked = asked_form(session, person, week, period, form)
    line = f"Wrote the pay form of {asked.person}, {asked.period.first} to {asked.period.last}, to {out}."
    if asked.missing:
        line += f" A draft: {len(asked.missing)} missing, listed by oncall payform show."
    return Document(
        answer=asked,
        content=filling.content([asked]) if filling else document_of(asked, chosen),
        out=out,
        line=line,
        notes=(*asked.notes, *life_notes(asked)),
    )


def _check_all(person: str | None, form: int | None) -> None:
    """BadValue where the options ask for one form and for all."""
    if person or form is not None:
        raise BadValue(
            f"--all is everybody's form, so {'--person' if person else '--form'} has nothing to say",
            hint="leave one of the two out",
        )


def _payroll(
    session: Session,
    week: str | None,
    period: str | None,
    by: str | None,
    chosen: str,
    out: Path | None,
    filling: Filling | None,
    *,
    only_approved: bool,
) -> Result:
    way = WAYS.get(by.strip().lower()) if by is not None else None
    if by is not None and way is None:
        raise BadValue(f"'{by}' is no way to count pay forms", hint=f"--by is {' or '.join(WAYS)}")
    asked, of_week = asked_period(session, week, period)
    if of_week and way == "period":
        raise BadValue("--by period is for a --period", hint="leave --by out, or name --period FROM/TO")
    way = way or ("week" if of_week else "period")
    answer = payroll(session, asked, by=way, of_week=of_week, only_approved=only_approved)
    number = len(answer.forms)
    line = f"Wrote {number} pay form{'' if number == 1 else 's'}, {asked.first} to {asked.last}, to {out}."
    if answer.unsigned:
        line += f" {answer.unsigned} {'is' if answer.unsigned == 1 else 'are'} not signed."
    return Document(
        answer=answer,
        content=filling.content(answer.forms) if filling else payroll_of(answer, chosen),
        out=out,
        line=line,
        notes=answer.notes,
        show=True,
    )
