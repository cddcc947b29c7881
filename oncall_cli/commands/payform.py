"""The pay form of a week: show, export, and try a rule before a team adopts it."""

from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Document, Done, Result
from oncall_cli.commands.complete import handles, weeks
from oncall_cli.commands.file_options import Out, format_option
from oncall_cli.commands.frame import group, verb
from oncall_cli.commands.payform_form import asked_form
from oncall_cli.documents.payform import FORMATS, document_of, format_of
from oncall_cli.session import Session

app = group("The pay form of a week.")

Person = Annotated[
    str | None,
    typer.Option(
        "--person", help="Whose form; left out, of who acts.", metavar="HANDLE", autocompletion=handles
    ),
]
Week = Annotated[
    str | None,
    typer.Option("--week", help="A week; left out, the one that ended last.", autocompletion=weeks),
]
PeriodOption = Annotated[
    str | None,
    typer.Option("--period", help="Dates, both inside, like 2026-11-01/2026-11-30.", metavar="FROM/TO"),
]


@verb(app, "show")
def show(session: Session, person: Person = None, week: Week = None, period: PeriodOption = None) -> Result:
    """Show a draft: weeks, lines, calls, what is missing.

    A week that runs shows what it would pay so far, one to come its standby alone; a note says so.
    """
    form = asked_form(session, person, week, period)
    return Done(form, form.title, notes=form.notes, show=True)


@verb(app, "export")
def export(
    session: Session,
    person: Person = None,
    week: Week = None,
    period: PeriodOption = None,
    format_: Annotated[str | None, format_option(FORMATS)] = None,
    out: Out = None,
) -> Result:
    """Write a form to sign, or for a spreadsheet."""
    chosen = format_of(format_, out)
    form = asked_form(session, person, week, period)
    line = f"Wrote the pay form of {form.person}, {form.period.first} to {form.period.last}, to {out}."
    if form.missing:
        line += f" A draft: {len(form.missing)} missing, listed by oncall payform show."
    return Document(
        answer=form,
        content=document_of(form, chosen),
        out=out,
        line=line,
        advice="\n".join(f"note: {note}" for note in form.notes) or None,
    )


@verb(app, "try")
def try_(
    session: Session,
    file: Annotated[Path, typer.Argument(help="A policy file, whole or in part.", metavar="FILE")],
    base_rate: Annotated[
        str | None, typer.Option("--base-rate", help="What an hour pays; left out, the file's.", metavar="N")
    ] = None,
    whole_week: Annotated[
        bool, typer.Option("--whole-week", help="Each duty is a whole on-call week.")
    ] = False,
    duty: Annotated[
        list[str] | None, typer.Option("--duty", help="Time stood by, START/END.", metavar="SPAN")
    ] = None,
    call: Annotated[
        list[str] | None, typer.Option("--call", help="Time worked, START/END, as it is.", metavar="SPAN")
    ] = None,
    holiday: Annotated[
        list[str] | None, typer.Option("--holiday", help="A date that is a holiday.", metavar="DATE")
    ] = None,
) -> Result:
    """Show what a pay rule would pay; needs no store."""
    from oncall_cli.commands.payform_try import tried

    return tried(
        session,
        file,
        base_rate=base_rate,
        whole_week=whole_week,
        duties=duty or (),
        calls=call or (),
        holidays=holiday or (),
    )
