"""The team's page beside its published calendars, as one HTML file that needs nothing from the network.

Who is on call now is told for every moment there is; a few lines of script show what holds by the reader's
clock, so that the page stays right until it is written again.
"""

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote
from zoneinfo import ZoneInfo

from oncall_cli.answers.calendar_index import IndexPage
from oncall_cli.core.link import Links
from oncall_cli.core.said import ClockStyle, moment_said
from oncall_cli.core.span import MINUTE
from oncall_cli.core.text import visible
from oncall_cli.documents.calendar_index_stretches import covered, held, next_after, stretches
from oncall_cli.documents.html_page import page_part, page_template

MARK = b'<meta name="generator" content="oncall-cli">'
"""Stands near the beginning of every such page, so that no other page is ever taken for one of ours."""

GOOGLE = "https://calendar.google.com/calendar/r?cid="
"""Asks whether to add the calendar of an address, which begins with webcal://."""
OUTLOOK = "https://outlook.live.com/calendar/0/addfromweb?url="
OFFICE = "https://outlook.office.com/calendar/0/addfromweb?url="
"""The same for private accounts of Microsoft and for those of work; the address begins with https://."""


class _Time(NamedTuple):
    """A moment as the page says it, and as programs read it."""

    said: str
    iso: str


class _Clock(NamedTuple):
    """The team's wall clock, and how the team reads it."""

    zone: ZoneInfo
    style: ClockStyle

    def time(self, moment: datetime) -> _Time:
        local = moment.astimezone(self.zone)
        return _Time(moment_said(local, self.style), local.isoformat())

    def maybe(self, moment: datetime | None) -> _Time | None:
        return None if moment is None else self.time(moment)


def index_bytes(page: IndexPage) -> bytes:
    """The page in UTF-8; of one state, always the same bytes."""
    clock = _Clock(ZoneInfo(page.zone), page.clock)
    style, script = page_part("calendar_index.css"), page_part("calendar_index.js")
    said = page_template("calendar_index.html").render(
        security=f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'",
        style=style,
        script=script,
        team=_name(page.team),
        zone=page.zone,
        stretches=list(_stretches(page, clock)),
        weeks=list(_weeks(page, clock)),
        tentative=any(not week.published for week in page.weeks),
        file=quote(page.team_file),
        links=_links(page.links) if page.links else None,
    )
    return said.encode()


def _name(text: str | None) -> str | None:
    """A name on one line, with what would turn the reading direction written out."""
    return None if text is None else visible(text)


def _stretches(page: IndexPage, clock: _Clock) -> Iterator[dict[str, object]]:
    now, found = page.now.astimezone(UTC), stretches(page)
    last_minutes = {held(week).end for week in page.weeks}
    for place, one in enumerate(found):
        following = next_after(place, found)
        # A week is said to end with its last minute, a cover at the moment that it ends.
        last = one.end - MINUTE if one.end in last_minutes and one.end else one.end
        yield {
            "kind": one.kind,
            "start": clock.maybe(one.start),
            "end": clock.maybe(one.end),
            "last": clock.maybe(last),
            "name": _name(one.name),
            "owner": _name(one.owner),
            "now": one.holds(now),
            "next": {"name": _name(following.name), "start": clock.maybe(following.start)}
            if following
            else None,
        }


def _weeks(page: IndexPage, clock: _Clock) -> Iterator[dict[str, object]]:
    now = page.now.astimezone(UTC)
    for week in page.weeks:
        whole = held(week)
        yield {
            "start": clock.time(week.start),
            "end": clock.time(week.end),
            "over": clock.time(whole.end),
            "name": _name(week.name),
            "published": week.published,
            "now": whole.start <= now < whole.end,
            "is_over": whole.end <= now,
            "cover": [
                {
                    "name": _name(cover.name),
                    "start": clock.time(span.start),
                    "end": clock.time(min(span.end, week.end.astimezone(UTC))),
                }
                for cover in week.cover
                if (span := covered(cover, week))
            ],
        }


def _links(links: Links) -> dict[str, str]:
    return {
        "webcal": links.webcal,
        "https": links.https,
        "google": GOOGLE + quote(links.webcal, safe=""),
        "outlook": OUTLOOK + quote(links.https, safe=""),
        "office": OFFICE + quote(links.https, safe=""),
    }


def _hash(part: str) -> str:
    """By what a browser knows that it may use this part and no other."""
    return f"sha256-{b64encode(sha256(part.encode()).digest()).decode()}"
