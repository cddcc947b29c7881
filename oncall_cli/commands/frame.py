"""What every command shares: its common options, one session, one transaction where it writes."""

import inspect
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from oncall_cli.answers.answer import Done, Judged, Result
from oncall_cli.commands.complete import handles
from oncall_cli.core.said import ClockStyle
from oncall_cli.core.text import visible
from oncall_cli.errors import BadValue, OncallError, Refused
from oncall_cli.session import Ask, AskFor, Clock, Progress, Session, no_progress, system_clock


def _store_path(text: str) -> Path | None:
    """Any path, for what cannot be used is the store's failure, not bad usage; an empty one is none."""
    return Path(text) if text else None


StoreOption = Annotated[
    Path | None,
    typer.Option("--store", parser=_store_path, help="The store's file.", metavar="PATH", show_default=False),
]
AsOption = Annotated[
    str | None,
    typer.Option("--as", help="Who acts.", metavar="HANDLE", autocompletion=handles, show_default=False),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Answer as one JSON object.")]

_COMMON = {"store": StoreOption, "as_": AsOption, "json": JsonOption}


def _typed(question: str) -> str:
    """What a person types in answer. A colon leads to it, but not after a question mark."""
    end = " " if question.endswith("?") else ": "
    return str(typer.prompt(question, default="", show_default=False, err=True, prompt_suffix=end))


def _shown_progress(what: str, parts: int) -> AbstractContextManager[Callable[[], None]]:
    """A bar where a person watches, and nothing elsewhere."""
    if sys.stderr is None or not sys.stderr.isatty():
        return no_progress(what, parts)
    from oncall_cli.render.progress import bar

    return bar(what, parts)


@dataclass(frozen=True)
class World:
    """What a run takes from outside; tests put their own in its place."""

    clock: Clock = system_clock
    interactive: bool | None = None
    login: str | None = None
    wait: Callable[[float], None] = time.sleep
    ask: Callable[[str], bool] = lambda question: typer.confirm(question, default=False, err=True)
    prompt: Callable[[str], str] = _typed
    progress: Progress = _shown_progress

    @property
    def has_person(self) -> bool:
        """Whether somebody sits at a terminal and can be asked."""
        return sys.stdin is not None and sys.stdin.isatty() if self.interactive is None else self.interactive


@dataclass(frozen=True)
class Finished:
    """A command's result and how to print it."""

    result: Result
    json: bool
    clock: ClockStyle = "24h"
    code: int = 0
    """How the program ends: 130 where what came after a change was interrupted, 1 where something that was
    looked at did not pass."""


_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 80}


def group(summary: str, *order: str) -> typer.Typer:
    """A group of verbs of one noun. Verbs that stand in several files are listed in the `order` given,
    whichever of them was imported first."""
    places = {name: place for place, name in enumerate(order)}

    class InOrder(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:
            """The verbs, those in `order` before any other."""
            return sorted(super().list_commands(ctx), key=lambda name: places.get(name, len(places)))

    app = typer.Typer(cls=InOrder, add_completion=False, rich_markup_mode=None)

    def verbs() -> None:
        """A group does nothing by itself; it is there even where it has one verb only."""

    app.callback(help=summary, no_args_is_help=True, context_settings=_SETTINGS)(verbs)
    return app


def alone() -> typer.Typer:
    """A command that is no group."""
    return typer.Typer(add_completion=False, rich_markup_mode=None)


def _reading_bare(options: Sequence[str]) -> type[TyperCommand]:
    """A kind of command whose `options` mean `this` where they are given without a value."""

    class ReadingBare(TyperCommand):
        def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
            """Writes out the value that was left out; while the shell completes, nothing was left out yet."""
            whole: list[str] = []
            for word, following in zip_longest(args, args[1:], fillvalue="-"):
                left_out = word in options and following.startswith("-")
                whole += [word, "this"] if left_out and not ctx.resilient_parsing else [word]
            return super().parse_args(ctx, whole)

    return ReadingBare


def verb(
    app: typer.Typer, name: str, *, writes: bool = False, bare: Sequence[str] = ()
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Adds `name` to a group. The function takes the session first and returns its answer; where it `writes`,
    the whole of it is one transaction. Its `bare` options mean `this` where they have no value; such a
    command has no arguments."""

    def added(command: Callable[..., Result]) -> Callable[..., Result]:
        def run(ctx: typer.Context, **given: Any) -> Finished:
            root = ctx.find_root()
            common = {key: given.pop(key) or root.params.get(key) for key in _COMMON}
            world = root.obj if isinstance(root.obj, World) else World()
            return run_in(world, common, command, given, writes=writes)

        own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
        context = inspect.Parameter("ctx", inspect.Parameter.KEYWORD_ONLY, annotation=typer.Context)
        shared = [
            inspect.Parameter(key, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=annotation)
            for key, annotation in _COMMON.items()
        ]
        shared[-1] = shared[-1].replace(default=False)
        keyed = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own]
        signature = inspect.Signature([context, *keyed, *shared])
        run.__dict__["__signature__"] = signature
        run.__annotations__ = {
            parameter.name: parameter.annotation for parameter in signature.parameters.values()
        }
        run.__doc__ = command.__doc__
        app.command(name, cls=_reading_bare(bare) if bare else None, context_settings=_SETTINGS)(run)
        return command

    return added


def run_in(
    world: World,
    common: dict[str, Any],
    command: Callable[..., Result],
    given: dict[str, Any],
    *,
    writes: bool,
) -> Finished:
    """Runs a command in a session of its own, and again once the person has agreed to what it asks."""
    session = Session(
        store_path=common["store"],
        as_handle=common["as_"],
        clock=world.clock,
        interactive=world.has_person and not common["json"],
        login=world.login,
        progress=world.progress,
    )
    while True:
        try:
            if writes:
                session.afterwards.clear()
                with session.transaction():
                    result = command(session, **given)
                    clock = session.policy.team.clock
                    rehearsed = session.store.door.rehearsal
                result = result if rehearsed else _followed(session, result)
            else:
                result = command(session, **given)
                session.check_actor()
                clock = session.policy.team.clock if session.has_opened else "24h"
            code = 130 if session.interrupted else int(isinstance(result, Judged) and not result.passed)
            return Finished(result=result, json=bool(common["json"]), clock=clock, code=code)
        except Ask as ask:
            session.close()
            if not world.ask(ask.question):
                raise Refused("nothing was changed: you said no") from None
            session.agreed = ask.question
        except AskFor as asked:
            session.close()
            session.answered[asked.name] = _said(world, asked)
        except OncallError:
            raise
        except Exception:
            # What no rule foresees may come out of a damaged file; then that is what there is to say.
            session.check_store()
            raise
        finally:
            session.close()


def _followed(session: Session, result: Result) -> Result:
    """The result with what came of all that is done after its change was stored. Whatever fails or is
    interrupted by then is a note, for the change stands."""
    session.close()
    notes: list[str] = []
    for follow in session.afterwards:
        try:
            notes += follow()
        except OncallError as error:
            notes.append(f"the change stands, but {error.message}")
        except KeyboardInterrupt:
            session.interrupted = True
            notes.append("interrupted; the change stands")
            break
    return replace(result, notes=(*result.notes, *notes)) if isinstance(result, Done) else result


def _said(world: World, asked: AskFor) -> str:
    """What the person says to a question, asked again until it is something that can be kept."""
    while True:
        text = world.prompt(asked.question).strip()
        try:
            asked.check(text)
        except BadValue as error:
            typer.echo(
                f"{visible(error.message)}" + (f" ({visible(error.hint)})" if error.hint else ""), err=True
            )
        else:
            return text
