"""The team's page, read by a parser of HTML: who is on at any moment, links that work, and no name that
becomes a tag or a script."""

import json
import re
import shutil
import subprocess
from base64 import b64encode
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.answers.calendar_index import IndexCover, IndexPage, IndexWeek
from oncall_cli.core.link import links_of
from oncall_cli.core.text import visible
from oncall_cli.core.week import WEEK, WeekShape, week_span
from oncall_cli.documents.calendar_index import index_bytes

FIRST = date(2026, 11, 16)
NAMES = ("Ana Ruiz", "Ben Okafor", "Cy Young")
VOID = {"meta", "br"}
ATTACK = "</script></title></style><img src=x onerror=alert(1)>\" onload='x' {{ 7*7 }} <!--"
LINKS = links_of("https://cal.example.com/o'n&c/", "team.ics")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("America/Chicago"))


NOW = at("2026-11-25T12:00")


def page(
    now: datetime = NOW,
    names: tuple[str, ...] = NAMES,
    *,
    zone: str = "America/Chicago",
    cover: dict[int, tuple[IndexCover, ...]] | None = None,
    **more: object,
) -> IndexPage:
    """Four weeks of three people; nobody has the last, and the last two are not published."""
    local, weeks = ZoneInfo(zone), []
    for step in range(4):
        week = FIRST + step * WEEK
        start, end = week_span(week, WeekShape(local))
        weeks.append(
            IndexWeek(
                week=week,
                start=start.astimezone(local),
                end=end.astimezone(local),
                name=None if step == 3 else names[step],
                published=step < 2,
                cover=(cover or {}).get(step, ()),
            )
        )
    given = {"team": "Dealer desk", "clock": "24h", "team_file": "team.ics", "links": LINKS} | more
    return IndexPage(zone=zone, weeks=tuple(weeks), now=now, **given)


class Seen(HTMLParser):
    """What a browser without script shows: tags, and the text that is not hidden."""

    def __init__(self, document: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.parts: dict[str, list[str]] = {"style": [], "script": [], "title": []}
        self.texts: list[str] = []
        self.rows: list[str] = []
        self.now = ""
        self._open: list[tuple[str, bool]] = []
        self._in_now = False
        self.feed(document.decode())
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.append((tag, given))
        if tag not in VOID:
            self._open.append((tag, "hidden" in given))
        self._in_now = self._in_now or given.get("class") == "now"
        if tag == "tr" and "hidden" not in given:
            self.rows.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag
        self._in_now = self._in_now and tag != "section"

    def handle_data(self, data: str) -> None:
        tag = self._open[-1][0] if self._open else ""
        if tag in self.parts:
            self.parts[tag].append(data)
        elif not any(hidden for _, hidden in self._open):
            self.texts.append(data)
            if any(name == "tr" for name, _ in self._open):
                self.rows[-1] = " ".join(f"{self.rows[-1]} {data}".split())
            if self._in_now:
                self.now = " ".join(f"{self.now} {data}".split())

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [given for name, given in self.tags if name == tag]

    def meta(self, name: str) -> str | None:
        return next(
            given["content"]
            for given in self.all("meta")
            if name in (given.get("name"), given.get("http-equiv"))
        )


def seen(made: IndexPage) -> Seen:
    return Seen(index_bytes(made))


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("2026-11-16T12:00", "Handover day Nobody is on call until Mon 2026-11-16 18:01 . Next: Ana Ruiz"),
        ("2026-11-13T12:00", "Nobody yet Nobody is on call until Mon 2026-11-16 18:01"),
        ("2026-11-16T18:01", "On call now Ana Ruiz until Mon 2026-11-23 06:59 Next: Ben Okafor , from Mon"),
        ("2026-11-23T06:59:59", "On call now Ana Ruiz until Mon 2026-11-23 06:59"),
        ("2026-11-23T07:00", "Handover day Nobody is on call until Mon 2026-11-23 18:01 . Next: Ben Okafor"),
        (
            "2026-12-05T00:00",
            "On call now Cy Young until Mon 2026-12-07 06:59 Next: nobody yet, from Mon 2026-12-07",
        ),
        ("2026-12-10T00:00", "On call now Nobody This week, until Mon 2026-12-14 06:59 , is nobody’s."),
        ("2026-12-14T07:00", "Not known The last week on this page is over."),
    ],
)
def test_who_is_on_at_a_moment(now: str, said: str) -> None:
    shown = seen(page(at(now)))
    assert shown.now.startswith(said)
    assert sum("hidden" not in given for given in shown.all("div")) == 1


def test_the_weeks_that_are_not_over_are_listed_with_what_may_change() -> None:
    assert seen(page()).rows == [
        "From and until On call",
        "Mon 2026-11-23 18:01 Mon 2026-11-30 06:59 Ben Okafor this week",
        "Mon 2026-11-30 18:01 Mon 2026-12-07 06:59 Cy Young not published yet",
        "Mon 2026-12-07 18:01 Mon 2026-12-14 06:59 Nobody yet not published yet",
    ]
    assert "6:59 AM" in seen(page(clock="12h")).rows[1]


def test_whoever_covers_is_on() -> None:
    cover = IndexCover(name="Cy Young", start=at("2026-11-25T08:00"), end=at("2026-11-26T08:00"))
    last = IndexCover(name="Ana Ruiz", start=at("2026-11-29T08:00"), end=at("2026-11-30T06:59"))
    both = {1: (cover, last)}
    shown = seen(page(at("2026-11-25T08:00"), cover=both))
    assert shown.now.startswith(
        "On call now Cy Young until Thu 2026-11-26 08:00 , covering for Ben Okafor Next: Ben"
    )
    assert "Cover: Cy Young , Wed 2026-11-25 08:00 to Thu 2026-11-26 08:00" in shown.rows[1]
    assert seen(page(at("2026-11-26T08:00"), cover=both)).now.startswith("On call now Ben Okafor until Sun")
    ending = seen(page(at("2026-11-30T06:59:30"), cover=both))
    assert ending.now.startswith("On call now Ana Ruiz until Mon 2026-11-30 06:59 , covering for Ben Okafor")


@settings(max_examples=30)
@given(
    st.sampled_from(["America/Chicago", "Australia/Lord_Howe", "Asia/Kolkata", "Africa/Casablanca"]),
    st.data(),
)
def test_every_moment_has_one_stretch_and_programs_read_the_same_times(
    zone: str, data: st.DataObject
) -> None:
    begin = datetime(2026, 11, 10, tzinfo=UTC)
    now = begin + timedelta(seconds=data.draw(st.integers(0, 45 * 86400)))
    start = data.draw(st.integers(0, 9000))
    length = data.draw(st.integers(1, 9000))
    week = page(zone=zone).weeks[1]
    cover = IndexCover(
        name="Zoe",
        start=week.start + timedelta(minutes=start),
        end=week.start + timedelta(minutes=start + length),
    )
    shown = seen(page(now, zone=zone, cover={1: (cover,)}))
    spans = [(given.get("data-from"), given.get("data-until")) for given in shown.all("div")]
    assert spans[0][0] is None
    assert spans[-1][1] is None
    assert [until for _, until in spans[:-1]] == [since for since, _ in spans[1:]]
    (on,) = [given for given in shown.all("div") if "hidden" not in given]
    assert not on.get("data-from") or datetime.fromisoformat(on["data-from"] or "") <= now
    assert not on.get("data-until") or now < datetime.fromisoformat(on["data-until"] or "")
    for time in shown.all("time"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d", time["datetime"] or "")


def test_on_a_narrow_phone_no_line_ends_inside_a_date() -> None:
    shown = seen(page())
    assert re.search(r"time span \{[^}]*white-space: nowrap", shown.parts["style"][0])
    dates = [text for text in shown.texts if re.search(r"\d{4}-\d\d-\d\d", text)]
    assert dates
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", text) for text in dates)


def test_nothing_but_its_own_style_and_script_is_allowed() -> None:
    shown = seen(page(names=(ATTACK, ATTACK, ATTACK), team=ATTACK))
    hashes = {
        tag: b64encode(sha256("".join(shown.parts[tag]).encode()).digest()).decode()
        for tag in ("style", "script")
    }
    assert shown.meta("Content-Security-Policy") == (
        f"default-src 'none'; style-src 'sha256-{hashes['style']}'; script-src 'sha256-{hashes['script']}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert len(shown.all("script")) == len(shown.all("style")) == 1
    assert not [
        name for _, given in shown.tags for name in given if name in ("src", "style") or name[:2] == "on"
    ]
    assert not re.search(
        r"url\(|@import|fetch|XMLHttp", "".join(shown.parts["style"] + shown.parts["script"])
    )
    assert shown.meta("referrer") == "no-referrer"
    assert "noindex" in (shown.meta("robots") or "")


@given(st.text(min_size=1, max_size=60) | st.just(ATTACK))
def test_a_name_stays_a_name(name: str) -> None:
    plain, shown = seen(page()), seen(page(names=(name, name, name), team=name))
    assert [tag for tag, _ in shown.tags] == [tag for tag, _ in plain.tags]
    said = "".join(shown.texts)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", said)
    assert visible(name).replace("\r", "\n") in said


def test_the_buttons_lead_to_the_calendar_of_the_team() -> None:
    shown = seen(page())
    webcal, google, outlook, office, download = [given["href"] or "" for given in shown.all("a")]
    assert webcal == "webcal://cal.example.com/o'n&c/team.ics"
    assert google.startswith("https://calendar.google.com/calendar/r?")
    assert parse_qs(urlsplit(google).query) == {"cid": [LINKS.webcal]}
    for link, host in ((outlook, "outlook.live.com"), (office, "outlook.office.com")):
        assert link.startswith(f"https://{host}/calendar/0/addfromweb?")
        assert parse_qs(urlsplit(link).query) == {"url": [LINKS.https]}
    assert download == "team.ics"
    assert LINKS.https in shown.texts


def test_where_its_address_is_not_known_the_file_lies_beside_the_page() -> None:
    shown = seen(page(links=None))
    assert [given["href"] for given in shown.all("a")] == ["team.ics"]
    assert "webcal:" not in index_bytes(page(links=None)).decode()


def test_one_state_is_always_the_same_bytes() -> None:
    later = page(at("2026-11-27T12:00"))
    assert index_bytes(page()) == index_bytes(later)
    assert index_bytes(page()) != index_bytes(page(at("2026-11-30T12:00")))


def test_a_page_without_weeks_says_so() -> None:
    shown = seen(page().model_copy(update={"weeks": ()}))
    assert "has to be published again" in shown.now


PLAY = """
const [html, at] = JSON.parse(require("fs").readFileSync(0, "utf8"));
const elements = (pattern, make) => [...html.matchAll(pattern)].map(make);
const element = ([tag, from, until, rest]) => ({
  dataset: { from: tag.match(/data-from="(.*?)"/)?.[1], until: tag.match(/data-until="(.*?)"/)?.[1] },
  hidden: / hidden/.test(tag), className: "", tag: { hidden: true },
  querySelector() { return this.tag; },
});
const stretches = elements(/<div[^>]*>/g, element), weeks = elements(/<tr data[^>]*>/g, element);
const table = { hidden: false, querySelector: () => weeks.find((week) => !week.hidden) };
const found = { ".now > div": stretches, "tbody tr": weeks, ".weeks": [table] };
globalThis.document = { querySelectorAll: (which) => found[which], addEventListener() {} };
globalThis.addEventListener = () => {};
globalThis.setInterval = (does) => { globalThis.again = does; };
let now = 0;
Date.now = () => now;
const said = [];
for (const moment of at) {
  now = Date.parse(moment);
  if (globalThis.again) again(); else eval(html.match(/<script>([^]*)<\\/script>/)[1]);
  said.push([stretches.map((one) => !one.hidden).indexOf(true), stretches.filter((one) => !one.hidden).length,
    weeks.map((week) => week.hidden ? "over" : week.className + (week.tag.hidden ? "" : " here")),
    table.hidden]);
}
console.log(JSON.stringify(said));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="there is no node to run the page's script")
def test_the_script_moves_on_with_the_readers_clock() -> None:
    moments = [
        "2026-11-16T20:00",
        "2026-11-23T06:59",
        "2026-11-23T07:00",
        "2026-11-30T18:01",
        "2026-12-14T07:00",
    ]
    given = json.dumps([index_bytes(page()).decode(), [at(moment).isoformat() for moment in moments]])
    played = subprocess.run(["node", "-e", PLAY], input=given, capture_output=True, text=True, check=True)
    assert json.loads(played.stdout) == [
        [1, 1, ["on here", "", "", ""], False],
        [1, 1, ["on here", "", "", ""], False],
        [2, 1, ["over", "", "", ""], False],
        [5, 1, ["over", "over", "on here", ""], False],
        [8, 1, ["over", "over", "over", "over"], True],
    ]
