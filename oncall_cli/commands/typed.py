"""What stands for `-`, read before the command begins: the person's editor, or standard input."""

import os
import shlex
import sys
import tempfile
from pathlib import Path

import typer

from oncall_cli.commands.frame import World
from oncall_cli.core.text import TEXT_LIMIT
from oncall_cli.errors import BadValue

TEXT_BYTES = 4 * TEXT_LIMIT
_READ = "oncall_cli.stdin"
_UTF_8 = "convert it, as with iconv -t UTF-8"


def text_typed(ctx: typer.Context, param: typer.CallbackParam) -> str:
    """The text for an option whose value is `-`: from the person's editor (VISUAL, EDITOR) where they sit at
    a terminal and have one, else all of standard input. BadValue where that is no UTF-8 or far too long."""
    world = ctx.find_root().obj
    editor = os.environ.get("VISUAL", "").strip() or os.environ.get("EDITOR", "").strip()
    if editor and (world if isinstance(world, World) else World()).has_person:
        return _edited(editor, (param.name or "text").replace("_", " "))
    try:
        return stdin_bytes(ctx, TEXT_BYTES, f"{TEXT_LIMIT:,} characters").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadValue("standard input is not UTF-8 text", hint=_UTF_8) from None


def stdin_bytes(ctx: typer.Context, limit: int, most: str) -> bytes:
    """All of standard input; BadValue where it is over `limit` bytes, cannot be read, or was read already for
    another option."""
    if ctx.meta.get(_READ):
        raise BadValue("standard input can be read only once", hint="give the other text itself, or a file")
    ctx.meta[_READ] = True
    try:
        said = sys.stdin.buffer.read(limit + 1) if sys.stdin else b""
    except OSError as error:
        raise BadValue(f"standard input cannot be read: {error.strerror}") from None
    if len(said) > limit:
        raise BadValue(f"standard input is too long; {most} is the most")
    return said


def _edited(editor: str, what: str) -> str:
    """What the person writes in a file of their own; its first line says what for and is dropped."""
    told = f"# Write the {what} below, save, and leave the editor. This line is dropped."
    with tempfile.TemporaryDirectory(prefix="oncall-") as folder:
        file = Path(folder) / f"{what.replace(' ', '-')}.txt"
        file.write_text(f"{told}\n\n", encoding="utf-8")
        _run(editor, file)
        try:
            written = file.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise BadValue(
                "what the editor saved is not UTF-8 text; nothing was stored", hint=_UTF_8
            ) from None
        except OSError as error:
            raise BadValue(
                f"what the editor saved cannot be read: {error.strerror}; nothing was stored"
            ) from None
    text = "\n".join(line for line in written.splitlines() if line.strip() != told).strip()
    if not text:
        raise BadValue(f"no {what} was written, so nothing was stored", hint="save it before you leave")
    return text


def _run(editor: str, file: Path) -> None:
    """BadValue where the editor cannot be started, or fails. It draws on the terminal, even where standard
    output goes elsewhere."""
    import subprocess

    on_terminal = None if os.isatty(1) else 2
    try:
        ended = subprocess.run([*shlex.split(editor), str(file)], stdout=on_terminal, check=False)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadValue(
            f"the editor '{editor}' cannot be started: {why}; nothing was stored",
            hint="VISUAL or EDITOR names it; a text can be given itself, or piped in",
        ) from None
    if ended.returncode:
        raise BadValue(f"the editor '{editor}' ended with {ended.returncode}, so nothing was stored")
