"""The one place that prints: answers to stdout, everything else to stderr."""

import json as json_
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from typing import TextIO

from oncall_cli.answers.answer import Answer, Document, Done, Judged, Result, Watched
from oncall_cli.core.said import ClockStyle
from oncall_cli.core.text import json_safe, visible
from oncall_cli.errors import BadValue

SCREENS = {
    "MemberShown": "team:member",
    "MemberWithRate": "base_rate:member_with_rate",
    "MemberRates": "base_rate:rates",
    "Team": "team:team",
    "Joined": "team:joined",
    "Left": "team:left",
    "AwayShown": "away:away",
    "TimesAway": "away:times",
    "MemberPrepared": "preparation:member",
    "TeamPrepared": "preparation:team",
    "Rotation": "rotation:rotation",
    "RotationHistory": "rotation_history:history",
    "Published": "publication:published",
    "TakenBack": "publication:taken_back",
    "OrderSet": "rotation:order_set",
    "Assigned": "rotation:assigned",
    "OnDuty": "rotation:duty",
    "RotaImported": "rota_import:imported",
    "Fairness": "fairness:fairness",
    "SwapShown": "swap:swap",
    "Swaps": "swap:swaps",
    "CoverRecorded": "cover:cover",
    "Covers": "cover:covers",
    "PolicyShown": "policy:policy",
    "PolicyChecked": "policy:checked",
    "PolicyApplied": "policy:applied",
    "PolicyList": "policy:policies",
    "CalendarExported": "calendar:exported",
    "CalendarChecked": "calendar_check:checked",
    "CalendarsPublished": "calendar:published",
    "CalendarLink": "calendar_link:link",
    "CalendarPushed": "calendar_push:pushed",
    "Now": "now:now",
    "NowShort": "now:short",
    "Welcome": "now:welcome",
    "PayForm": "payform:form",
    "Payroll": "payroll:payroll",
    "PayFormsApproved": "payform:approved",
    "PayTried": "payform:tried",
    "TemplateShown": "payform_fields:fields",
    "PayFormList": "payform_list:forms",
    "Misuse": "misuse:misuse",
    "DemoMade": "demo:demo",
    "StoreMade": "store:made",
    "StorePath": "store:path",
    "StoreLog": "store:log",
    "MailList": "mail:mails",
    "MailShown": "mail:mail",
    "MailsSent": "mail:sent",
    "MailDropped": "mail:dropped",
    "TicketShown": "ticket:ticket",
    "TicketFiles": "attachment:files",
    "TicketsFound": "ticket_search:found",
    "Reindexed": "ticket_search:reindexed",
    "TicketList": "ticket_queue:tickets",
    "TicketsWritten": "ticket_queue:written",
    "TicketsImported": "ticket_import:imported",
    "DocumentsShown": "ticket_documents:documents",
}
"""Which function draws which answer: `module:function` in this package."""


CLEARED = "\x1b[H\x1b[2J"
"""Empties a terminal and begins at its top."""


def emit(result: Result, *, json: bool, clock: ClockStyle) -> None:
    """Prints a command's result, or writes its document."""
    if isinstance(result, Document):
        _emit_document(result, json=json, clock=clock)
        return
    answer = result.answer if isinstance(result, Done | Judged | Watched) else result
    if json:
        _print_json(answer)
        return
    if isinstance(result, Watched) and sys.stdout.isatty():
        write(sys.stdout, CLEARED)
    if isinstance(result, Done):
        write(sys.stdout, visible(result.line, lines=True) + "\n")
        _print_notes(result.notes)
        if result.show:
            _draw(answer, clock)
        _print_advice(result.advice)
        return
    _draw(answer, clock)


def _print_json(answer: Answer) -> None:
    said = json_.dumps(answer.model_dump(mode="json", by_alias=True), ensure_ascii=False)
    write(sys.stdout, json_safe(said) + "\n")


def _draw(answer: Answer, clock: ClockStyle) -> None:
    from oncall_cli.render.screen import Screen

    module, _, function = SCREENS[type(answer).__name__].partition(":")
    screen = Screen(clock=clock)
    getattr(import_module(f"oncall_cli.render.{module}"), function)(screen, answer)
    write(sys.stdout, screen.text())


def _print_notes(notes: Sequence[str]) -> None:
    for note in notes:
        write(sys.stderr, f"note: {visible(note)}\n")


def _print_advice(advice: str | None) -> None:
    if advice and sys.stderr.isatty():
        write(sys.stderr, advice + "\n")


def _emit_document(document: Document, *, json: bool, clock: ClockStyle) -> None:
    if document.out is not None:
        from oncall_cli.documents.file import write_file

        write_file(document.out, document.content)
        if json:
            _print_json(document.answer)
        else:
            write(sys.stdout, visible(document.line, lines=True) + "\n")
            if document.show:
                _draw(document.answer, clock)
    elif json:
        _print_json(document.answer)
    elif b"\0" in document.content and sys.stdout.isatty():
        raise BadValue("a file of this format is nothing to read on a terminal", hint="--out FILE writes it")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(document.content)
        sys.stdout.buffer.flush()
    if not json:
        _print_notes(document.notes)
        _print_advice(document.advice)


def write(stream: TextIO, text: str) -> None:
    """Writes text, with `?` for what the stream's encoding does not have."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))
    stream.flush()


def emit_error(code: str, message: str, hint: str | None, *, json: bool, details: Sequence[str] = ()) -> None:
    """One sentence on stderr, a line for each of its details and, where there is one, the way on; one JSON
    object with `--json`, whose `details` are there where there are some."""
    lines = [f"oncall: error: {visible(message)}", *(f"  {visible(detail)}" for detail in details)]
    said = "\n".join([*lines, *([f"hint: {visible(hint)}"] if hint else [])]) + "\n"
    if json:
        fault = {"code": code, "message": message, "hint": hint} | (
            {"details": list(details)} if details else {}
        )
        said = json_.dumps({"error": fault}, ensure_ascii=False) + "\n"
    with suppress(OSError):  # where nobody can be told, the exit code still says it
        write(sys.stderr, said)
