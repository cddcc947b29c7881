"""Which days are holidays by a policy: its country's, with the team's own added and removed."""

from collections.abc import Iterable
from datetime import date

from oncall_cli.core.near import nearest
from oncall_cli.errors import BadValue
from oncall_cli.policy.model import HolidayRules


def public_holidays(rules: HolidayRules, years: Iterable[int]) -> dict[date, str]:
    """The country's public holidays of whole years, by date; BadValue where there is no such country."""
    if rules.country is None:
        return {}
    import holidays

    known = holidays.list_supported_countries()
    if rules.country not in known:
        near = nearest(rules.country, known)
        way = f"did you mean {near}?" if near else "use its two-letter code, like US or GB"
        raise BadValue(f"holidays.country: there is no country {rules.country[:60]!r} ({way})")
    try:
        found = holidays.country_holidays(rules.country, subdiv=rules.subdivision, years=sorted(years))
    except NotImplementedError:
        parts = ", ".join(known[rules.country]) or "none"
        raise BadValue(
            f"holidays.subdivision: {rules.country} has no subdivision {rules.subdivision!r} (known: {parts})"
        ) from None
    return dict(found.items())


def holidays_of(rules: HolidayRules, public: dict[date, str]) -> dict[date, str]:
    """The team's holidays: the public ones less `remove` (by name or date) and with `extra`."""
    removed = {text.casefold() for text in rules.remove}
    kept = {
        day: name
        for day, name in public.items()
        if day.isoformat() not in removed and name.casefold() not in removed
    }
    return {**kept, **rules.extra}


def check_place(rules: HolidayRules, source: str, year: int) -> None:
    """BadValue naming the policy file where there is no such country, or no such part of it."""
    try:
        public_holidays(rules, [year])
    except BadValue as error:
        raise BadValue(f"{source}: {error.message}") from None


def idle_removals(rules: HolidayRules, year: int) -> list[str]:
    """What `remove` says that removes nothing, in words: a name by the holidays of `year`, a date by those of
    its own. Without a country there is nothing to remove from."""
    if rules.country is None:
        return []
    doubts = []
    for text in rules.remove:
        asked = _year_of(text) or year
        public = public_holidays(rules, [asked])
        if len(holidays_of(rules.model_copy(update={"remove": (text,), "extra": {}}), public)) == len(public):
            near = nearest(text, public.values())
            way = f" (did you mean {near}?)" if near else ""
            doubts.append(f"holidays.remove: '{text}' removes no holiday of {asked}{way}")
    return doubts


def _year_of(text: str) -> int | None:
    try:
        return date.fromisoformat(text).year
    except ValueError:
        return None
