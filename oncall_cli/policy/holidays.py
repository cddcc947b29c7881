"""Which days are holidays by a policy: its country's, with the team's own added and removed."""

import difflib
from collections.abc import Iterable
from datetime import date

from oncall_cli.errors import BadValue
from oncall_cli.policy.model import HolidayRules


def public_holidays(rules: HolidayRules, years: Iterable[int]) -> dict[date, str]:
    """The country's public holidays of whole years, by date; BadValue where there is no such country."""
    if rules.country is None:
        return {}
    import holidays

    try:
        found = holidays.country_holidays(rules.country, subdiv=rules.subdivision, years=sorted(years))
    except NotImplementedError:
        known = holidays.list_supported_countries()
        if rules.country not in known:
            near = difflib.get_close_matches(rules.country.upper(), known, n=1, cutoff=0.3)
            way = f"did you mean {near[0]}?" if near else "use its two-letter code, like US"
            raise BadValue(f"holidays.country: there is no country {rules.country!r} ({way})") from None
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
