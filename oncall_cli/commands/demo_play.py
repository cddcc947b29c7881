"""The program at the moments of a story, on one store: how the demo plays a team."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from oncall_cli.answers.answer import Document, Done, Result
from oncall_cli.documents.file import write_file
from oncall_cli.session import Session

ORDER = ["don", "kelly", "matt", "ana", "lukasz"]
MANAGER = "shay"


class Play:
    """The program at the moments of a story, on one store."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def session(self, moment: datetime, who: str) -> Session:
        """One run of the program at a moment."""
        return Session(store_path=self.path, as_handle=who, clock=lambda: moment, environ={}, login="demo")

    def act(self, moment: datetime, who: str, command: Callable[..., Result], /, **given: Any) -> Any:
        """Somebody uses a writing command; its answer."""
        session = self.session(moment, who)
        try:
            with session.transaction():
                result = command(session, **given)
        finally:
            session.close()
        return result.answer if isinstance(result, Done) else result

    def owner(self, week: date, moment: datetime) -> str:
        """Whose week it is."""
        session = self.session(moment, "")
        try:
            return session.schedule(week, week).owner(week) or ORDER[0]
        finally:
            session.close()

    def zone(self, moment: datetime) -> ZoneInfo:
        """The team's timezone."""
        session = self.session(moment, "")
        try:
            return session.zone
        finally:
            session.close()

    def look(self, moment: datetime, who: str, command: Callable[..., Result], /, **given: Any) -> Any:
        """Somebody uses a reading command; its answer."""
        session = self.session(moment, who)
        try:
            result = command(session, **given)
        finally:
            session.close()
        return result.answer if isinstance(result, Done) else result

    def write(self, moment: datetime, who: str, command: Callable[..., Result], /, **given: Any) -> Any:
        """Somebody uses a command that writes a file; its answer. What it remembers of that is stored."""
        made = self.act(moment, who, command, **given)
        if isinstance(made, Document) and made.out is not None:
            write_file(made.out, made.content)
        return made.answer
