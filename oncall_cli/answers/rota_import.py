"""Answers about importing a team's old calendar."""

from datetime import date

from pydantic import Field

from oncall_cli.answers.answer import Answer
from oncall_cli.core.rota import Action
from oncall_cli.core.rota_name import NOBODY, UNKNOWN


class WeekUnderstood(Answer):
    """A week that the file gives to somebody, who has it in the store, and what importing does; `why` where
    that is not what was asked. `said` and `where` are the entry it was read from."""

    week: date
    person: str
    before: str | None = Field(serialization_alias="from")
    action: Action
    said: str
    where: str
    why: str | None = None


class NotUnderstood(Answer):
    """An entry that was not understood, where it stands, and why; `other` where it seems to be no week."""

    what: str
    where: str
    why: str
    other: bool


class RotaImported(Answer):
    """What a file says of the weeks from `first` to `last`; `stored` says whether any of it was stored,
    `outside` how many entries lie beyond those weeks."""

    file: str
    first: date = Field(serialization_alias="from")
    last: date = Field(serialization_alias="until")
    weeks: tuple[WeekUnderstood, ...]
    not_understood: tuple[NotUnderstood, ...]
    outside: int
    warnings: tuple[str, ...]
    stored: bool

    @property
    def to_store(self) -> tuple[WeekUnderstood, ...]:
        """The weeks that importing stores."""
        return tuple(week for week in self.weeks if week.action in ("new", "replaced"))

    @property
    def replaceable(self) -> tuple[WeekUnderstood, ...]:
        """The published weeks that differ and that replacing would change."""
        return tuple(week for week in self.weeks if week.action == "published_differs" and not week.why)

    @property
    def has_strangers(self) -> bool:
        """Whether an entry that can be a week names nobody whom the team knows."""
        return any(one.why in (NOBODY, UNKNOWN) and not one.other for one in self.not_understood)
