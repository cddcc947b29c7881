"""The door: finds the command lazily, turns an answer into output and an error into an exit code."""

import os
import sys
import zoneinfo
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from oncall_cli import __version__
from oncall_cli.answers.answer import Watched
from oncall_cli.commands.frame import AsOption, Finished, JsonOption, StoreOption, World, run_in
from oncall_cli.errors import OncallError, StoreFailed

# One table of timezones everywhere, the package's: two machines must not disagree about an instant.
zoneinfo.reset_tzpath(to=())

COMMANDS = {
    "init": "Make a store for a team.",
    "demo": "Fill a store with a sample team's quarter.",
    "now": "Who has the phone, and what is due.",
    "team": "The members.",
    "policy": "The team's rules.",
    "rotation": "Who has which week.",
    "swap": "Exchange whole weeks.",
    "cover": "Somebody on for a part of another's week.",
    "ticket": "Calls and requests, from On It to Done.",
    "mail": "Replies that wait to be sent.",
    "payform": "Pay forms, from draft to payroll.",
    "report": "Reports on a period.",
    "calendar": "Weeks and reminders for phones.",
    "store": "Where everything is kept, and what was changed.",
}
"""Every command and group with its summary; the module of the same name is imported when it is used."""


EVERY = 10.0
"""Seconds between two looks of something watched."""


class LazyGroup(TyperGroup):
    """A group that imports a command's module when that command is used, and lists all without importing."""

    _listing = False

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, in the order of a team's day."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command of a name, or nothing."""
        if cmd_name not in COMMANDS:
            return None
        if self._listing:
            return TyperGroup(name=cmd_name, help=COMMANDS[cmd_name])
        if cmd_name not in self.commands:
            module = import_module(f"oncall_cli.commands.{cmd_name}")
            command = typer.main.get_command(module.app)
            command.name = cmd_name
            self.commands[cmd_name] = command
        return self.commands[cmd_name]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Lists the commands by their summaries."""
        self._listing = True
        try:
            super().format_commands(ctx, formatter)
        finally:
            self._listing = False

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        """Offers the commands by their summaries."""
        self._listing = True
        try:
            return super().shell_complete(ctx, incomplete)
        finally:
            self._listing = False


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"oncall {__version__}")
        raise typer.Exit


@app.callback(help="Who answers the phone after hours: weeks, swaps, tickets, pay forms and calendars.")
def root(
    ctx: typer.Context,
    *,
    store: StoreOption = None,
    as_: AsOption = None,
    json: JsonOption = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> Finished | None:
    if ctx.invoked_subcommand is not None:
        return None
    from oncall_cli.commands.now import welcome

    world = ctx.obj if isinstance(ctx.obj, World) else World()
    return run_in(world, {"store": store, "as_": as_, "json": json}, welcome, {}, writes=False)


def run(argv: Sequence[str], world: World | None = None) -> int:
    """Runs one command line and returns its exit code."""
    from oncall_cli.render.output import emit_error

    json = "--json" in argv
    result: object = None
    try:
        result = _answered(argv, world)
        while isinstance(result, Finished):
            _print(result)
            if not isinstance(result.result, Watched):
                return result.code
            (world or World()).wait(EVERY)
            result = _answered(argv, world)
        if result == 130:  # typer has met the interruption already and made it a number
            raise KeyboardInterrupt
        return result if isinstance(result, int) else 0
    except OncallError as error:
        emit_error(error.code, error.message, error.hint, json=json, details=error.details)
        return error.exit_code
    except typer.TyperException as error:
        return _usage(error, argv, json=json)
    except (KeyboardInterrupt, typer.Abort):
        if "--watch" in argv:
            return 130
        said = "interrupted" if isinstance(result, Finished) else "interrupted; nothing was changed"
        emit_error("interrupted", said, None, json=json)
        return 130
    except BrokenPipeError:
        return 0
    except OSError as error:
        emit_error("store", f"the system refused: {error.strerror}", None, json=json)
        return StoreFailed.exit_code
    except Exception as error:
        return _unexpected(error, json=json)


def _answered(argv: Sequence[str], world: World | None) -> object:
    return _program().main(args=list(argv), prog_name="oncall", standalone_mode=False, obj=world)


@cache
def _program() -> Any:
    """The whole program as the parser has it, made once however often it runs."""
    return typer.main.get_command(app)


def main() -> None:
    """The `oncall` program."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # it was closed before the program began
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8"))
    ended = run(sys.argv[1:])
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            # Nobody reads any more; what is left would fail again when the interpreter ends.
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    sys.exit(ended)


def _print(finished: Finished) -> None:
    """Prints an answer; StoreFailed where standard output takes no more. What was changed stays changed."""
    from oncall_cli.render.output import emit

    try:
        emit(finished.result, json=finished.json, clock=finished.clock)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise StoreFailed(
            f"the answer could not be printed: {error.strerror}", hint="the command itself was carried out"
        ) from None


def _usage(error: typer.TyperException, argv: Sequence[str], *, json: bool) -> int:
    from oncall_cli.commands.usage import usage_said
    from oncall_cli.render.output import emit_error

    if type(error).__name__ == "NoArgsIsHelpError" and not json:
        sys.stdout.write(error.format_message() + "\n")
        return 2
    context = getattr(error, "ctx", None)
    where = context.command_path if context else _command_named(argv)
    emit_error("usage", usage_said(error, where), f"{where} --help shows what it takes", json=json)
    return 2


def _command_named(argv: Sequence[str]) -> str:
    """The command that a command line names, as far as it names one."""
    command = _program()
    context = typer.Context(command)
    path = ["oncall"]
    for word in argv:
        inner = command.get_command(context, word) if isinstance(command, TyperGroup) else None
        if inner is not None:
            command = inner
            path.append(word)
    return " ".join(path)


def _unexpected(error: Exception, *, json: bool) -> int:
    """A fault of the program itself: the traceback goes to a log file, one line to the person."""
    import traceback

    import platformdirs

    from oncall_cli.render.output import emit_error

    log = platformdirs.user_log_path("oncall") / "faults.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
        way = f"the details are in {log}; please report them"
    except OSError:
        way = "the details could not be written to a log file"
    emit_error("fault", f"a fault of the program: {type(error).__name__}", way, json=json)
    return 70
