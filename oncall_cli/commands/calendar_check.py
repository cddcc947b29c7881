"""`oncall calendar check`: what a calendar file would do on phones, whatever program it is from."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from oncall_cli.answers.answer import Judged, Result
from oncall_cli.commands.calendar_frame import app
from oncall_cli.commands.frame import verb
from oncall_cli.commands.typed import stdin_bytes
from oncall_cli.policy.file import file_bytes
from oncall_cli.session import Session

SIZE_LIMIT = 20_000_000


class File(NamedTuple):
    """What is to be checked, and what it is called."""

    source: str
    content: bytes


def _named(text: str) -> str:
    return text


def _file_or_stdin(ctx: typer.Context, value: str) -> File | None:
    """The content of a file, or of standard input for `-`, read before the command begins. NotFound where
    there is no such file, BadValue where it is too large or cannot be read."""
    if ctx.resilient_parsing:
        return None
    if value == "-":
        return File("standard input", stdin_bytes(ctx, SIZE_LIMIT, f"{SIZE_LIMIT // 1_000_000} MB"))
    return File(value, file_bytes(Path(value).expanduser(), "calendar", SIZE_LIMIT))


@verb(app, "check")
def check(
    session: Session,
    file: Annotated[
        File,
        typer.Argument(
            help="A calendar file (.ics); - reads standard input.",
            metavar="FILE",
            parser=_named,
            callback=_file_or_stdin,
        ),
    ],
) -> Result:
    """Say what a calendar file would do on phones.

    It needs no store, and takes a file from any program. It ends with 1 where somebody would get a wrong
    time, an alarm that does not ring, or an event twice. A file without any alarm is only worth knowing.
    """
    from oncall_cli.answers.calendar_check import CalendarChecked
    from oncall_cli.core.calendar_check.whole import checked
    from oncall_cli.documents.calendar_read.file import calendar_seen

    found = checked(calendar_seen(file.content, file.source), session.now)
    faults = sum(finding.degree == "fault" for finding in found.findings)
    answer = CalendarChecked(
        file=file.source,
        holds=found.holds,
        phones=found.phones,
        findings=found.findings,
        faults=faults,
        notes=len(found.findings) - faults,
    )
    return Judged(answer, passed=not faults)
