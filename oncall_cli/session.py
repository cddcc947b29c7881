"""What one run carries: the clock, who acts, the lazily opened store. The only place that reads the clock."""

import os
import pwd
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from oncall_cli.core.actor import Actor, acting, check_here
from oncall_cli.core.member import Member, handle_of
from oncall_cli.core.said import moment_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.timetable import Timetable
from oncall_cli.errors import NotFound, StoreFailed

if TYPE_CHECKING:
    from oncall_cli.policy.history import Policies
    from oncall_cli.policy.model import Policy
    from oncall_cli.store.store import Store

Clock = Callable[[], datetime]
Progress = Callable[[str, int], AbstractContextManager[Callable[[], None]]]
"""Shows how far something has come, of which there is so much; what it gives is called after each part."""


def system_clock() -> datetime:
    """The time it is, in UTC."""
    return datetime.now(UTC)


class Ask(Exception):
    """A question to the person before anything is done; the run starts over with the answer."""

    def __init__(self, question: str) -> None:
        super().__init__(question)
        self.question = question


class AskFor(Exception):
    """Something missing that the person is asked for before anything is done; the run starts over with what
    they said, once `check` takes it."""

    def __init__(self, name: str, question: str, check: Callable[[str], object]) -> None:
        super().__init__(question)
        self.name = name
        self.question = question
        self.check = check


@contextmanager
def no_progress(_what: str, _parts: int) -> Iterator[Callable[[], None]]:
    """Shows nothing."""
    yield lambda: None


def _place(path: Path) -> Path:
    """The path with its `~` resolved; StoreFailed where no file can have that name."""
    try:
        place = path.expanduser()
        place.exists()
    except (RuntimeError, OSError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise StoreFailed(f"there can be no store at {path}: {why}", hint="is the path right?") from None
    return place


class Session:
    """One run of one command."""

    def __init__(
        self,
        *,
        store_path: Path | None = None,
        as_handle: str | None = None,
        clock: Clock = system_clock,
        environ: Mapping[str, str] = os.environ,
        interactive: bool = False,
        login: str | None = None,
        progress: Progress = no_progress,
    ) -> None:
        self._clock = clock
        self.environ = environ
        self._as_handle = as_handle or environ.get("ONCALL_AS") or None
        self.login = login or pwd.getpwuid(os.getuid()).pw_name
        self.interactive = interactive
        self.progress = progress
        self.agreed: str | None = None
        self.answered: dict[str, str] = {}
        self.afterwards: list[Callable[[], tuple[str, ...]]] = []
        """What is done once the command's change is stored; each tells what came of it, as notes."""
        self.interrupted = False
        """Whether the person interrupted what comes after a change that stands."""
        self._store: Store | None = None
        self.store_path = _place(store_path or self._usual_store())

    def _usual_store(self) -> Path:
        named = self.environ.get("ONCALL_STORE")
        if named:
            return Path(named)
        import platformdirs

        return platformdirs.user_data_path("oncall") / "oncall.db"

    @cached_property
    def now(self) -> datetime:
        """The moment of this run, in UTC, to the second."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    @property
    def present(self) -> datetime:
        """The moment it is by now, in UTC, to the second: a run that waits for a server sees it go on."""
        return self._clock().astimezone(UTC).replace(microsecond=0)

    @property
    def has_opened(self) -> bool:
        """Whether this run has used a store."""
        return self._store is not None

    @property
    def store(self) -> "Store":
        """The store, opened when first asked for; one state is read all along."""
        if self._store is None:
            from oncall_cli.store.store import open_store

            self._store = open_store(self.store_path, reads_only=True)
            self._store.door.begin_reading()
        return self._store

    @contextmanager
    def transaction(self, moment: datetime | None = None) -> Iterator[None]:
        """All that the block changes is stored at its end, or nothing of it; recorded as done at a moment,
        or else at this run's."""
        from oncall_cli.store.door import Act
        from oncall_cli.store.store import open_store

        self.close()
        self._store = open_store(self.store_path)
        moment = moment or self.now
        with self._store.door.transaction(Act(None, None, self.login, moment)):
            actor = self.actor
            by = actor.by.handle if actor.by else None
            self._store.door.act = Act(actor.handle, by, self.login, moment)
            yield

    def rehearse(self) -> None:
        """Everything is checked and worked out, and nothing of it is stored (--dry-run)."""
        self.store.door.rehearsal = True

    def check_store(self) -> None:
        """StoreFailed where this run has used a store and that is damaged."""
        if self._store is not None:
            self._store.door.check_whole()

    def close(self) -> None:
        """Gives the store back."""
        if self._store is not None:
            self._store.door.close()
            self._store = None
        for name in ("actor", "policies"):
            self.__dict__.pop(name, None)

    def confirm(self, question: str) -> None:
        """Goes on where nobody can be asked or the person has agreed to exactly this; else asks first."""
        if self.interactive and self.agreed != question:
            raise Ask(question)

    def ask_for(self, name: str, question: str, check: Callable[[str], object]) -> str | None:
        """What the person says to a question, which may be nothing; nothing where nobody can be asked."""
        if self.interactive and name not in self.answered:
            raise AskFor(name, question, check)
        return self.answered.get(name) or None

    @cached_property
    def actor(self) -> Actor:
        """Who acts: --as, else ONCALL_AS, else the member whose login runs the program."""
        members, today = self.store.members, self.today
        asked = self.member(self._as_handle) if self._as_handle else None
        bound = members.of_login(self.login)
        return acting(asked, bound, self.login, today, has_manager=members.has_manager(today))

    @staticmethod
    def has_login(login: str) -> bool:
        """Whether this machine has a user of that name."""
        try:
            pwd.getpwnam(login)
        except (KeyError, UnicodeEncodeError):
            return False
        return True

    def check_actor(self) -> None:
        """NotFound where a command that has used the store was asked to act as nobody it knows, Refused where
        as somebody who has left the team (R3)."""
        if self._as_handle and self.has_opened:
            check_here(self.member(self._as_handle), self.today)

    @property
    def reader(self) -> str | None:
        """The handle of whoever reads, where it is known."""
        return self.actor.handle

    def member(self, handle: str) -> Member:
        """The member of a handle; NotFound names the members there are."""
        found = self.store.members.find(handle_of(handle))
        if found is None:
            known = ", ".join(member.handle for member in self.store.members.all()[:12])
            raise NotFound(
                f"there is no member '{handle}'",
                hint=f"members: {known}" if known else "oncall team add HANDLE --name TEXT adds one",
            )
        return found

    @cached_property
    def policies(self) -> "Policies":
        """Every policy the team has had."""
        return self.store.policy_history.all()

    @property
    def policy(self) -> "Policy":
        """The policy that holds today, where the team is."""
        near = self.policies.on(self.now.date())
        return self.policies.on(self.now.astimezone(near.zone).date())

    @property
    def zone(self) -> ZoneInfo:
        """The team's timezone."""
        return self.policy.zone

    @cached_property
    def machine_zone(self) -> str:
        """The name of the machine's timezone; UTC where it has none."""
        import tzlocal

        try:
            return tzlocal.get_localzone_name() or "UTC"
        except (LookupError, ValueError, OSError):
            return "UTC"

    @property
    def today(self) -> date:
        """Today's date where the team is."""
        return self.local(self.now).date()

    def local(self, moment: datetime) -> datetime:
        """A moment on the team's wall clock."""
        return moment.astimezone(self.zone)

    def said(self, moment: datetime) -> str:
        """A day and time on the team's wall clock, as the team reads one."""
        return moment_said(self.local(moment), self.policy.team.clock)

    def timetable(self, first: date | None = None, last: date | None = None) -> Timetable:
        """Weeks, office hours and holidays; dates default to some weeks around today."""
        today = self.now.date()
        return self.store.timetable(
            self.policies, first or today - timedelta(weeks=3), last or today + timedelta(weeks=3)
        )

    def schedule(self, first: date, last: date) -> Schedule:
        """Who has each week between two weeks (and the ones just before and after)."""
        return self.store.schedule(self.timetable(first, last), first, last)
