"""Members' own base rates in the store; they are only ever added to."""

from datetime import date, datetime
from decimal import Decimal

from oncall_cli.core.base_rate import BaseRate
from oncall_cli.store.door import Door, kept

_COLUMNS = ", ".join(BaseRate.model_fields)


class BaseRates:
    """Base rates in and out."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def of(self, person: str) -> list[BaseRate]:
        """Every rate that was recorded of a member, by the date it holds from."""
        sql = f"SELECT {_COLUMNS} FROM base_rate WHERE person = ? ORDER BY holds_from, id"
        return self._door.models(BaseRate, sql, [person])

    def add(self, person: str, holds_from: date, rate: Decimal | None, moment: datetime) -> None:
        """The member's rate from a date on; without one, the policy's again."""
        self._door.add(
            "base_rate",
            {
                "person": person,
                "holds_from": holds_from.isoformat(),
                "rate": None if rate is None else f"{rate:f}",
                "recorded": kept(moment),
            },
        )
