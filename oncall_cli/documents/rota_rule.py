"""Which repetitions of an event are told: those that weeks on call can have, and that come at all.

A rule for a day that no month has would be looked for until the year 9999, and told as its first day alone.
"""

from datetime import date, datetime

from icalendar import Event
from icalendar.prop import vRecur

from oncall_cli.core.moment import YEARS

_RULE = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "WKST"}
_RULES = {
    "DAILY": _RULE,
    "WEEKLY": _RULE,
    "MONTHLY": _RULE | {"BYMONTHDAY"},
    "YEARLY": _RULE | {"BYMONTH", "BYMONTHDAY"},
}
"""What a repetition can be made of; of more, one can be made that never takes place, at great length."""

MOST_RULES = 5
"""How many rules one event can have; one is usual."""

_DAYS = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 30, "YEARLY": 365}
_LENGTHS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Repeats(ValueError):
    """A repetition that is not told, and why."""


def check_repeats(event: Event) -> None:
    """Repeats where an event repeats in a way that no week on call does, or never."""
    rules = _rules(event)
    if len(rules) > MOST_RULES:
        raise Repeats("its repetition is more intricate than weeks are")
    for rule in rules:
        if not isinstance(rule, vRecur):
            raise Repeats("its repetition makes no sense")
        often = str(rule.get("FREQ", [""])[0]).upper()
        made_of = {name.upper() for name in rule}
        if often not in _RULES or {"BYHOUR", "BYMINUTE", "BYSECOND"} & made_of:
            raise Repeats("it repeats within a day")
        if made_of - _RULES[often] or {"BYDAY", "BYMONTHDAY"} <= made_of:
            raise Repeats("its repetition is more intricate than weeks are")
        if any(int(number) < 1 for number in rule.get("INTERVAL", [1])):
            raise Repeats("its repetition makes no sense")
        if event.start.year not in YEARS:
            raise Repeats("its repetition begins before 1970")
        _check_days(rule, often, event.start)


def rounds_of(event: Event, last: date) -> int:
    """About how often an event takes place from its first day to a last one, all of which has to be reckoned
    to know the last ones; for what `check_repeats` lets through."""
    total = 0
    for rule in _rules(event):
        often = str(rule["FREQ"][0]).upper()
        until = rule.get("UNTIL", [last])[0]
        end = min(last, until.date() if isinstance(until, datetime) else until)
        days = (end - date(event.start.year, event.start.month, event.start.day)).days
        rounds = max(days, 0) // (_DAYS[often] * int(rule.get("INTERVAL", [1])[0])) + 1
        weekdays, dates = rule.get("BYDAY", []), rule.get("BYMONTHDAY", [])
        each = max(len(weekdays), len(dates), 1)
        if often in ("MONTHLY", "YEARLY") and any(not weekday.relative for weekday in weekdays):
            each *= 5
        if often == "YEARLY" and (weekdays or dates):
            each *= len(rule.get("BYMONTH", [])) or 12
        total += min(rounds * each, *rule.get("COUNT", [rounds * each]))
    return total


def _rules(event: Event) -> list[vRecur]:
    rules = event.get("RRULE", [])
    return rules if isinstance(rules, list) else [rules]


def _check_days(rule: vRecur, often: str, start: date) -> None:
    """Repeats where the days of a rule make no sense, or never come."""
    months, days = _numbers(rule, "BYMONTH"), _numbers(rule, "BYMONTHDAY")
    weekdays = rule.get("BYDAY", [])
    ordinals = [abs(weekday.relative) for weekday in weekdays if weekday.relative]
    interval = int(rule.get("INTERVAL", [1])[0])
    longest = 53 if often == "YEARLY" and not months else 5
    if (
        any(month not in range(1, 13) for month in months)
        or any(abs(day) not in range(1, 32) for day in days)
        or any(ordinal > longest for ordinal in ordinals)
        or (ordinals and often in ("DAILY", "WEEKLY"))
    ):
        raise Repeats("its repetition makes no sense")
    if often == "DAILY" and weekdays and interval % 7 == 0:
        raise Repeats("its repetition is more intricate than weeks are")
    if often in ("MONTHLY", "YEARLY") and not weekdays:
        reached = _reached(often, interval, months, start) if days or months else []
        if reached and all(abs(day) > max(reached) for day in days or [start.day]):
            raise Repeats("its repetition never takes place")


def _numbers(rule: vRecur, name: str) -> list[int]:
    return [int(number) for number in rule.get(name, [])]


def _reached(often: str, interval: int, months: list[int], start: date) -> list[int]:
    """How many days the months have that a rule comes to; February's are 29 where it comes to a leap year."""
    if often == "YEARLY":
        found, years = set(months) or set(range(1, 13)), interval
    else:
        found = {(start.month - 1 + step * interval) % 12 + 1 for step in range(12)}
        years = interval // 12 if interval % 12 == 0 else 1
    has_leap = any((start.year + step * years) % 4 == 0 for step in range(4))
    return [28 if month == 2 and not has_leap else _LENGTHS[month - 1] for month in found]
