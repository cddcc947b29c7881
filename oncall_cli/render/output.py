"""The one place that prints: answers to stdout, everything else to stderr."""

import json as json_
import os
import sys
from importlib import import_module
from typing import TextIO

from oncall_cli.answers.answer import Answer, Document, Done, Result
from oncall_cli.core.text import visible
from oncall_cli.errors import NotFound, StoreFailed

SCREENS = {
    "MemberShown": "team:member",
    "Team": "team:team",
    "Rotation": "rotation:rotation",
    "Published": "rotation:published",
    "OrderSet": "rotation:order_set",
    "Assigned": "rotation:assigned",
    "OnDuty": "rotation:duty",
    "SwapShown": "swap:swap",
    "Swaps": "swap:swaps",
    "PolicyShown": "policy:policy",
    "PolicyChecked": "policy:checked",
    "PolicyApplied": "policy:applied",
    "PolicyList": "policy:policies",
    "CalendarExported": "calendar:exported",
    "Now": "now:now",
    "NowShort": "now:short",
    "Welcome": "now:welcome",
    "StoreMade": "store:made",
    "StorePath": "store:path",
    "StoreLog": "store:log",
}
"""Which function draws which answer: `module:function` in this package."""


def emit(result: Result, *, json: bool, clock: str) -> None:
    """Prints a command's result, or writes its document."""
    if isinstance(result, Document):
        _emit_document(result, json=json)
        return
    answer = result.answer if isinstance(result, Done) else result
    if json:
        _print_json(answer)
        return
    if isinstance(result, Done):
        write(sys.stdout, visible(result.line, lines=True) + "\n")
        for note in result.notes:
            write(sys.stderr, f"note: {visible(note)}\n")
        if not result.show:
            return
    _draw(answer, clock)


def _print_json(answer: Answer) -> None:
    write(sys.stdout, json_.dumps(answer.model_dump(mode="json", by_alias=True), ensure_ascii=False) + "\n")


def _draw(answer: Answer, clock: str) -> None:
    from oncall_cli.render.screen import Screen

    module, _, function = SCREENS[type(answer).__name__].partition(":")
    screen = Screen(clock=clock)
    getattr(import_module(f"oncall_cli.render.{module}"), function)(screen, answer)
    write(sys.stdout, screen.text())


def _emit_document(document: Document, *, json: bool) -> None:
    if document.out is not None:
        write_file(document.out, document.content)
        if json:
            _print_json(document.answer)
        else:
            write(sys.stdout, visible(document.line) + "\n")
    elif json:
        _print_json(document.answer)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(document.content)
        sys.stdout.buffer.flush()
    if document.advice and not json and sys.stderr.isatty():
        write(sys.stderr, document.advice + "\n")


def write_file(path: os.PathLike[str], content: bytes) -> None:
    """Replaces a file as a whole, or leaves it as it was; its folder must be there."""
    from pathlib import Path

    target = Path(path)
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if not target.parent.is_dir():
            raise NotFound(f"there is no folder {target.parent}", hint="make it first, or write elsewhere")
        if target.exists() and not target.is_file():
            with target.open("wb") as file:
                file.write(content)
            return
        try:
            beside.write_bytes(content)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise StoreFailed(f"{target} could not be written: {error.strerror}") from None


def write(stream: TextIO, text: str) -> None:
    """Writes text, with `?` for what the stream's encoding does not have."""
    try:
        stream.write(text)
    except UnicodeEncodeError:
        stream.write(text.encode(stream.encoding, "replace").decode(stream.encoding))
    stream.flush()


def emit_error(code: str, message: str, hint: str | None, *, json: bool) -> None:
    """One sentence on stderr and, where there is one, the way on; one JSON object with `--json`."""
    if json:
        fault = {"code": code, "message": message, "hint": hint}
        write(sys.stderr, json_.dumps({"error": fault}, ensure_ascii=False) + "\n")
        return
    write(sys.stderr, f"oncall: error: {visible(message)}\n")
    if hint:
        write(sys.stderr, f"hint: {visible(hint)}\n")
