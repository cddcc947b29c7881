"""The policies a team has had: each holds from its date, and the past keeps the one it had (Y2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from oncall_cli.core.timetable import Timetable
from oncall_cli.policy.model import Policy


@dataclass(frozen=True)
class DatedPolicy:
    """A policy, the date it holds from, and its number and source in the store."""

    id: int
    holds_from: date
    source: str
    policy: Policy


@dataclass(frozen=True)
class Policies:
    """Every policy by the date it holds from; of two with one date, the one applied later wins."""

    applied: Sequence[DatedPolicy]

    def dated_on(self, day: date) -> DatedPolicy:
        """The entry that holds on a date; before all of them, the first."""
        for entry in reversed(self.applied):
            if entry.holds_from <= day:
                return entry
        return self.applied[0]

    def after(self, day: date) -> DatedPolicy | None:
        """The entry that takes over after a date, or nothing."""
        return next((entry for entry in self.applied if entry.holds_from > day), None)

    def on(self, day: date) -> Policy:
        """The policy that holds on a date (Y2)."""
        return self.dated_on(day).policy

    def timetable(self, holidays: Mapping[date, str]) -> Timetable:
        """Their weeks and office hours, dated, with the holidays given."""
        return Timetable([entry.policy.hours_from(entry.holds_from) for entry in self.applied], holidays)
