"""Applied policies and remembered holidays in the store."""

from datetime import date

from oncall_cli.core.week import DAY
from oncall_cli.policy.history import DatedPolicy, Policies
from oncall_cli.policy.holidays import public_holidays
from oncall_cli.policy.model import HolidayRules, Policy
from oncall_cli.store.door import Door
from oncall_cli.store.failure import damaged


class PolicyHistory:
    """Every policy that was ever applied, whole, so that a later default changes nothing of the past."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def all(self) -> Policies:
        """The policies by the date they hold from; of two with one date, the later applied comes later."""
        found = self._door.models(
            _dated, "SELECT id, holds_from, source, whole FROM policy ORDER BY holds_from, id"
        )
        if not found:
            raise damaged(self._door.path, "it holds no policy")
        return Policies(found)

    def text(self, number: int) -> str:
        """The file that a policy was made from, as it was written."""
        row = self._door.row("SELECT text FROM policy WHERE id = ?", [number])
        return str(row["text"]) if row else ""

    def apply(self, holds_from: date, source: str, text: str, policy: Policy) -> int:
        """A policy that holds from a date on; its number."""
        return self._door.add(
            "policy",
            {
                "holds_from": holds_from.isoformat(),
                "source": source,
                "text": text,
                "whole": policy.model_dump_json(),
            },
        )

    def remember_holidays(self, rules: HolidayRules, years: range) -> None:
        """Keeps the country's holidays of years not remembered yet: from then on they are read, not
        computed, and stay what they were."""
        if rules.country is None:
            return
        place = (rules.country, rules.subdivision or "")
        missing = [year for year in years if year not in self._years(place)]
        if not missing:
            return
        names = {"country": place[0], "subdivision": place[1]}
        found = public_holidays(rules, missing)
        self._door.add_plain(
            "holiday", [{**names, "day": str(day), "name": name} for day, name in found.items()]
        )
        self._door.add_plain("holiday_year", [{**names, "year": year} for year in missing])

    def public_holidays(self, rules: HolidayRules, first: date, last: date) -> dict[date, str]:
        """The country's holidays between two dates; years not remembered are computed."""
        if rules.country is None:
            return {}
        place = (rules.country, rules.subdivision or "")
        named = self._door.models(
            _holiday,
            "SELECT day, name FROM holiday WHERE country = ? AND subdivision = ? AND day BETWEEN ? AND ?",
            [*place, str(first), str(last)],
        )
        found = dict(named)
        known = self._years(place)
        missing = [year for year in range(first.year, (last + DAY).year + 1) if year not in known]
        return {**public_holidays(rules, missing), **found} if missing else found

    def _years(self, place: tuple[str, str]) -> set[int]:
        sql = "SELECT year FROM holiday_year WHERE country = ? AND subdivision = ?"
        return set(self._door.models(_year, sql, place))


def _dated(id: int, holds_from: str, source: str, whole: str) -> DatedPolicy:
    policy = Policy.model_validate_json(whole)
    return DatedPolicy(id=id, holds_from=date.fromisoformat(holds_from), source=source, policy=policy)


def _holiday(day: str, name: str) -> tuple[date, str]:
    return date.fromisoformat(day), name


def _year(year: int) -> int:
    return int(year)
