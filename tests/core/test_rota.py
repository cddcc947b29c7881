"""What a calendar's entries say: who is named by whole words, which weeks a span holds, what is not clear."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.member import Member
from oncall_cli.core.rota import Claim, Entry, Unclear, action_of, understood, weeks_held
from oncall_cli.core.rota_name import named_in, names_of, words_of
from oncall_cli.core.rotation import Order
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape

CHICAGO = ZoneInfo("America/Chicago")
TABLE = Timetable([DatedHours(date.min, WeekShape(CHICAGO), ((),) * 7)], {})
FIRST = date(2026, 10, 26)
LAST = date(2027, 3, 29)

TEAM = [
    Member(handle="ana", name="Ana Ruiz", email="ana@example.com"),
    Member(handle="ben", name="Ben Okafor", email="b.okafor@example.com"),
    Member(handle="j-doe", name="José María Núñez Doe"),
    Member(handle="soren", name="Søren Ångström"),
    Member(handle="max1", name="Max Weber"),
    Member(handle="max2", name="Max Frisch", leaves=date(2026, 12, 31)),
    Member(handle="li", name="李雷"),
]
NAMES = names_of(TEAM)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def week_of(entry_text: str, week: date, **more: object) -> Entry:
    return Entry(entry_text, str(week), TABLE.held(week), **more)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("On call: Ana Ruiz", "ana"),
        ("ana / support phone", "ana"),
        ("ANA", "ana"),
        ("Ruiz, Ana", "ana"),
        ("Support phone (Ruíz)", "ana"),
        ("ana@example.com has the phone", "ana"),
        ("primary: B.Okafor@example.com", "ben"),
        ("J-Doe on call", "j-doe"),
        ("j doe", "j-doe"),
        ("jose nunez: no, Jose Doe", "j-doe"),
        ("Angstrom", "soren"),
        ("Max Weber", "max1"),
        ("max (weber)", "max1"),
        ("max2 on call", "max2"),
        ("On call：李雷", "li"),
    ],
)
def test_a_member_is_known_by_handle_name_part_of_it_and_address(text: str, person: str) -> None:
    assert named_in(text, NAMES) == (person, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no member is named"),
        ("On call: Diana", "no member is named"),
        ("Banana split with Benjamin", "no member is named"),
        ("zoe@example.com", "no member is named"),
        ("ana@elsewhere.org", "no member is named"),
        ("Max has the phone", "the name can be max1 or max2"),
        ("Ana, Ben", "more than one member is named: ana and ben"),
        ("Ana (backup: Ben, Søren)", "more than one member is named: ana, ben and soren"),
        ("Ana's vacation", "it speaks of time off, not of a week on call"),
        ("Ruiz out of office", "it speaks of time off, not of a week on call"),
    ],
)
def test_a_text_that_names_nobody_or_several_names_no_member(text: str, why: str) -> None:
    assert named_in(text, NAMES) == (None, why)


@pytest.mark.parametrize(
    ("text", "person"),
    [
        ("Ana", "ana"),
        ("Ana Ruiz (new phone)", "ana"),
        ("Ana Lucia Ruiz", "ana"),
        ("Ana Smith", None),
        ("ana smith", None),
        ("Holidays", None),
    ],
)
def test_where_a_text_is_a_name_alone_a_part_of_another_name_is_not_enough(
    text: str, person: str | None
) -> None:
    assert named_in(text, NAMES, whole=True).person == person


def test_a_handle_wins_over_the_same_word_in_other_names() -> None:
    team = [Member(handle="ana", name="Ana Gomez"), Member(handle="aruiz", name="Ana Ruiz")]
    found = [named_in(text, names_of(team)).person for text in ("Ana", "Ana Ruiz", "Ruiz", "Ana Gomez")]
    assert found == ["ana", "aruiz", "aruiz", "ana"]


@given(st.sampled_from(TEAM), st.text(max_size=20), st.text(max_size=20))
def test_whoever_is_named_is_there_as_whole_words(member: Member, before: str, after: str) -> None:
    named = named_in(f"{before} {member.name} {after}", NAMES)
    assert named.person == member.handle or named.person is None
    assert named_in(f"q{member.handle}q", NAMES).person is None


@given(st.text("aÀéñzŁøßÄ -_'", max_size=40))
def test_words_are_the_same_whatever_capitals(text: str) -> None:
    assert words_of(text) == words_of(text.upper()) == words_of(text.lower())
    assert "".join(words_of(text)).isascii()


@pytest.mark.parametrize(
    ("start", "end", "weeks"),
    [
        ("2026-11-23T18:01", "2026-11-30T06:59", ["2026-11-23"]),
        ("2026-11-23T00:00", "2026-11-30T00:00", ["2026-11-23"]),
        ("2026-11-23T00:00", "2026-12-01T00:00", ["2026-11-23"]),
        ("2026-11-22T00:00", "2026-11-29T00:00", ["2026-11-23"]),
        ("2026-11-27T07:00", "2026-12-04T07:00", ["2026-11-30"]),
        ("2026-11-23T18:01", "2026-12-14T06:59", ["2026-11-23", "2026-11-30", "2026-12-07"]),
        ("2026-11-24T00:00", "2026-11-27T00:00", []),
        ("2000-01-01T00:00", "2099-01-01T00:00", "all"),
        ("2000-01-01T00:00", "2001-01-01T00:00", []),
    ],
)
def test_a_span_has_the_weeks_of_which_it_holds_more_than_half(
    start: str, end: str, weeks: list[str] | str
) -> None:
    found = [str(week) for week in weeks_held(Span(at(start), at(end)), FIRST, LAST, TABLE)]
    assert (
        found == weeks
        if weeks != "all"
        else (found[0], found[-1], len(found))
        == (
            "2026-10-26",
            "2027-03-29",
            23,
        )
    )


def test_exactly_half_a_week_is_not_enough_and_a_minute_more_is() -> None:
    held = TABLE.held(FIRST)
    half = held.start + (held.end - held.start) / 2
    assert weeks_held(Span(held.start, half), FIRST, LAST, TABLE) == []
    assert weeks_held(Span(held.start, half + MINUTE), FIRST, LAST, TABLE) == [FIRST]


def test_entries_that_agree_give_a_week_and_those_that_do_not_are_named() -> None:
    second, third = FIRST + WEEK, FIRST + 2 * WEEK
    entries = [
        week_of("Ana", FIRST),
        week_of("On call: Ana Ruiz", FIRST),
        week_of("Ana", second),
        week_of("Ben", second),
        week_of("Soren", third),
        week_of("Max Frisch", date(2026, 12, 28)),
        week_of("Max Frisch", date(2026, 12, 21)),
        Entry("Ben covers", "2026-11-24", Span(at("2026-11-24T00:00"), at("2026-11-26T00:00"))),
        Entry("Ben for Ana", "2026-11-25", Span(at("2026-11-25T00:00"), at("2026-11-26T00:00"))),
        Entry("Ana PTO", "2026-11-26", Span(at("2026-11-26T00:00"), at("2026-11-27T00:00"))),
        Entry("Standup", "line 9", Span(at("2026-11-24T09:00"), at("2026-11-24T09:15"))),
        Entry("Standup", "line 10", Span(at("2026-11-25T09:00"), at("2026-11-25T09:15"))),
        week_of("Ana", date(2030, 1, 7)),
    ]
    rota = understood(entries, TEAM, FIRST, LAST, TABLE)
    assert [(str(claim.week), claim.person, claim.said) for claim in rota.claims] == [
        ("2026-10-26", "ana", "Ana"),
        ("2026-11-09", "soren", "Soren"),
        ("2026-12-21", "max2", "Max Frisch"),
    ]
    assert rota.unclear == (
        Unclear(
            "Ana and Ben",
            "week 2026-11-02",
            "several people for one week: ana (2026-11-02) and ben (2026-11-02)",
        ),
        Unclear("Ben covers", "2026-11-24", "too short for a week (2 days)"),
        Unclear("Ben for Ana", "2026-11-25", "too short for a week (1 day)"),
        Unclear("Max Frisch", "2026-12-28", "max2 has left before week 2026-12-28 ends"),
        Unclear("Standup", "line 9 and 1 more", "too short for a week (15 min)", other=True),
        Unclear("Ana PTO", "2026-11-26", "too short for a week (1 day)", other=True),
    )
    assert (rota.outside, rota.short) == (1, 2)


def test_what_is_tentative_is_no_owner_and_named() -> None:
    second = FIRST + WEEK
    entries = [
        week_of("Ana", FIRST, tentative=True),
        week_of("Ben", FIRST),
        week_of("Cy", second, tentative=True),
        week_of("Soren", second, tentative=True),
        Entry("Standup", "x", Span(at("2026-11-24T09:00"), at("2026-11-24T09:15")), tentative=True),
        week_of("Ana", date(2030, 1, 7), tentative=True),
    ]
    rota = understood(entries, TEAM, FIRST, LAST, TABLE)
    assert [(claim.week, claim.person) for claim in rota.claims] == [(FIRST, "ben")]
    assert [(one.what, one.why) for one in rota.unclear] == [
        ("Ana", "tentative: planned, not announced"),
        ("Cy", "no member is named"),
        ("Soren", "tentative: planned, not announced"),
        ("Standup", "too short for a week (15 min)"),
    ]
    assert rota.outside == 1


def test_a_guest_counts_where_the_text_names_nobody_and_a_host_where_there_are_several() -> None:
    weeks = [FIRST + step * WEEK for step in range(5)]
    ana, ben = "ANA@example.com", "b.okafor@example.com"
    entries = [
        week_of("On call", weeks[0], guests=(ana,), host=ben),
        week_of("On call", weeks[1], guests=(ana, "zoe@example.com"), host=ben),
        week_of("On call", weeks[2], host=ben),
        week_of("On call: Søren", weeks[3], guests=(ana,), host=ben),
        week_of("On call", weeks[4], guests=(ana, ben), host=ben),
    ]
    one_host = understood(entries, TEAM, FIRST, LAST, TABLE)
    assert [claim.person for claim in one_host.claims] == ["ana", "soren"]
    several = understood([*entries, week_of("x", LAST, host="zoe@example.com")], TEAM, FIRST, LAST, TABLE)
    assert [claim.person for claim in several.claims] == ["ana", "ben", "soren"]


@pytest.mark.parametrize(
    ("week", "person", "replace", "action"),
    [
        ("2026-10-19", "ana", False, "new"),  # nobody had it
        ("2026-10-26", "ana", True, "same"),
        ("2026-10-26", "ben", True, "begun"),
        ("2026-11-02", "ben", True, "same"),  # it began as the order had it
        ("2026-11-02", "ana", True, "begun"),
        ("2026-11-30", "ana", False, "same"),
        ("2026-11-30", "ben", False, "published_differs"),
        ("2026-11-30", "ben", True, "replaced"),
        ("2026-12-07", "ben", False, "new"),  # projected for ana
        ("2026-12-07", "ana", False, "new"),
    ],
)
def test_what_importing_a_week_does(week: str, person: str, replace: bool, action: str) -> None:
    made = at("2026-10-20T00:00")
    turns = {
        day: Turn(week=day, person="ana", ordered="ana", cause="published", recorded=made)
        for day in (FIRST, date(2026, 11, 30))
    }
    schedule = Schedule(TABLE, [Order(start=FIRST, handles=("ana", "ben"), made=made)], turns)
    claim = Claim(date.fromisoformat(week), person, "", "")
    assert action_of(claim, schedule, at("2026-11-10T12:00"), replace=replace) == action


PEOPLE = ["ana", "ben", "soren", "max1"]


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=20), st.integers(-9, 9), st.randoms())
def test_weeks_written_down_by_a_few_hours_off_are_read_back(
    owners: list[str], hours: int, random: Random
) -> None:
    shift = timedelta(hours=hours)
    entries = [
        Entry(f"On call: {owner}", "", Span(*(moment + shift for moment in TABLE.held(FIRST + step * WEEK))))
        for step, owner in enumerate(owners)
    ]
    random.shuffle(entries)
    rota = understood(entries, TEAM, FIRST, LAST, TABLE)
    assert [claim.person for claim in rota.claims] == owners
    assert [claim.week for claim in rota.claims] == [FIRST + step * WEEK for step in range(len(owners))]
    assert rota.unclear == ()
