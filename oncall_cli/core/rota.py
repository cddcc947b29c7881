"""What the entries of a team's old calendar say of its weeks, and what importing them would do (R1, R2).

An entry is a week's when it holds more than half of that week; one of several weeks gives each of them.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Literal, NamedTuple

from oncall_cli.core.leaving import is_there
from oncall_cli.core.member import Member
from oncall_cli.core.rota_name import NOBODY, TIME_OFF, UNKNOWN, Named, Names, all_of, named_in, names_of
from oncall_cli.core.said import length_said
from oncall_cli.core.schedule import Schedule
from oncall_cli.core.span import Span, overlap
from oncall_cli.core.timetable import Timetable
from oncall_cli.core.week import WEEK

Action = Literal["new", "same", "published_differs", "begun", "replaced"]
TENTATIVE = "tentative: planned, not announced"
_NUMBER = re.compile(r"\d+")
_NOT_COVERS = (NOBODY, UNKNOWN, TIME_OFF)
"""Why a short entry is probably no cover either."""

SHOWN = 100
"""How many characters of an entry's text are repeated."""
READ = 500
"""How many characters of it are looked through for a name."""


class Entry(NamedTuple):
    """A line of a table or an event of a calendar: what it says, where it stands, and for which time.

    `whole` where the text is a name and nothing else; `guests` are the addresses of those invited, `host` of
    who invited them; `tentative` where it is planned and not announced.
    """

    text: str
    where: str
    span: Span
    whole: bool = False
    guests: tuple[str, ...] = ()
    host: str | None = None
    tentative: bool = False


class Unclear(NamedTuple):
    """What was not understood, where it stands, and why; `other` where it seems to be no week on call."""

    what: str
    where: str
    why: str
    other: bool = False


class Claim(NamedTuple):
    """A week, the member to whom an entry gives it, and that entry's text and place."""

    week: date
    person: str
    said: str
    where: str


class Rota(NamedTuple):
    """What was understood, by week, and what was not; `outside` counts entries beyond the weeks asked for,
    `short` those that name members and are too short for a week."""

    claims: tuple[Claim, ...]
    unclear: tuple[Unclear, ...]
    outside: int
    short: int = 0


def cut(text: str) -> str:
    """As much of a text as is repeated, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else line[: SHOWN - 1] + "…"


def is_near(span: Span, asked: Span) -> bool:
    """Whether any of a span, be it a single instant, lies in the time asked for."""
    return span.start < asked.end and asked.start <= span.end


def weeks_held(span: Span, first: date, last: date, timetable: Timetable) -> list[date]:
    """The weeks between two, both included, of which a span holds more than half."""
    week = max(timetable.week_of_day(timetable.local_day(span.start)) - WEEK, first)
    found = []
    while week <= last and (held := timetable.held(week)).start < span.end:
        shared = overlap(span, held)
        if shared and 2 * (shared.end - shared.start) > held.end - held.start:
            found.append(week)
        week += WEEK
    return found


def understood(
    entries: Sequence[Entry], members: Iterable[Member], first: date, last: date, timetable: Timetable
) -> Rota:
    """Which week each entry gives to whom, of the weeks between two. A week that two entries give to two
    people, one for a member who has left by then, whatever names nobody and what is tentative is not
    understood, and named."""
    people = {member.handle: member for member in members}
    names = names_of(people.values())
    hosts = {entry.host for entry in entries if entry.host}
    asked = Span(timetable.held(first).start, timetable.held(last).end)
    claims: dict[date, list[Claim]] = {}
    unclear: list[Unclear] = []
    outside = short = 0
    found: dict[Span, list[date]] = {}
    for entry in entries:
        if not is_near(entry.span, asked):
            outside += 1
            continue
        named = _named(entry, names, hosts)
        if entry.span not in found:
            found[entry.span] = weeks_held(entry.span, first, last, timetable)
        weeks = found[entry.span]
        why = named.why if named.person is None else None
        if not weeks:
            why = f"too short for a week ({_long(entry.span)})"
            short += named.why not in _NOT_COVERS
        elif named.person and entry.tentative:
            why = TENTATIVE
        if why or named.person is None:
            other = not weeks and named.why in _NOT_COVERS
            unclear.append(Unclear(cut(entry.text), entry.where, why or "", other))
            continue
        for week in weeks:
            if not is_there(people[named.person], week, timetable):
                gone = f"{named.person} has left before week {week} ends"
                unclear.append(Unclear(cut(entry.text), entry.where, gone))
            else:
                claims.setdefault(week, []).append(Claim(week, named.person, cut(entry.text), entry.where))
    agreed = [each[0] for week, each in sorted(claims.items()) if len({claim.person for claim in each}) == 1]
    unclear += [
        _conflict(each) for week, each in sorted(claims.items()) if len({claim.person for claim in each}) > 1
    ]
    return Rota(tuple(agreed), tuple(gathered(unclear)), outside, short)


def _named(entry: Entry, names: Names, hosts: set[str]) -> Named:
    """Whom an entry names: in its text, else its only guest, else its host where a calendar has several (the
    one host of all entries is who keeps the calendar)."""
    named = named_in(entry.text[:READ], names, whole=entry.whole)
    if named.person or named.why != NOBODY:
        return named
    guests = {guest.casefold() for guest in entry.guests}
    if not guests and entry.host and len(hosts) > 1:
        guests = {entry.host.casefold()}
    found = names.emails.get(next(iter(guests))) if len(guests) == 1 else None
    return Named(found) if found else named


def _conflict(claims: Sequence[Claim]) -> Unclear:
    """A week that several people are given."""
    said = {claim.person: f"{claim.person} ({claim.where})" for claim in reversed(claims)}
    people = all_of(said[person] for person in sorted(said))
    texts = all_of(dict.fromkeys(claim.said for claim in claims))
    return Unclear(cut(texts), f"week {claims[0].week}", f"several people for one week: {people}")


def gathered(unclear: Iterable[Unclear]) -> list[Unclear]:
    """The same with what is said again and again said once, and by date or
    line, what is probably no week at the end."""
    places: dict[tuple[str, str, bool], list[str]] = {}
    for one in unclear:
        places.setdefault((one.what, one.why, one.other), []).append(one.where)
    found = [
        Unclear(what, where[0] if len(where) == 1 else f"{where[0]} and {len(where) - 1} more", why, other)
        for (what, why, other), where in places.items()
    ]
    return sorted(found, key=lambda one: (one.other, [int(number) for number in _NUMBER.findall(one.where)]))


def _long(span: Span) -> str:
    length = span.end - span.start
    days, rest = divmod(length, timedelta(days=1))
    if rest or days == 0:
        return length_said(length)
    return "1 day" if days == 1 else f"{days} days"


def action_of(claim: Claim, schedule: Schedule, moment: datetime, *, replace: bool) -> Action:
    """What importing a claim does. A week that had an owner when it began keeps it (R6), and so does a
    published one, unless it is to `replace` that (R2)."""
    held = schedule.held(claim.week)
    if held is None:
        return "new"
    has_begun = schedule.timetable.span(claim.week).start <= moment
    if held.person == claim.person and (held.published or has_begun):
        return "same"
    if has_begun:
        return "begun"
    if not held.published:
        return "new"
    return "replaced" if replace else "published_differs"
