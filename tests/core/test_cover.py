"""Cover: whoever is on at a moment is the same for everything that asks, and what a cover has to be."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.cover import Cover
from oncall_cli.core.cover_add import new_cover, week_covered
from oncall_cli.core.feed import FeedPerson, FeedTeam, feed_week, person_events, team_events
from oncall_cli.core.member import Member
from oncall_cli.core.payform import weeks_stood
from oncall_cli.core.schedule import Schedule, Turn
from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.timetable import DatedHours, Timetable
from oncall_cli.core.week import WEEK, WeekShape, instant
from oncall_cli.errors import Refused

PEOPLE = ("ana", "ben", "cy")
ZONES = ("America/Chicago", "Europe/Dublin", "Australia/Lord_Howe", "Asia/Kolkata")
CHICAGO = ZoneInfo("America/Chicago")
WEEK_OF_ANA = date(2026, 11, 23)
LAST = datetime(2026, 11, 30, 12, 59, tzinfo=UTC)  # the last minute of that week, and not the end of it
RECORDED = datetime(2020, 1, 1, tzinfo=UTC)

people = st.sampled_from(PEOPLE)


def table_in(zone: ZoneInfo) -> Timetable:
    return Timetable([DatedHours(date.min, WeekShape(zone), ((),) * 7)], {})


def turn(week: date, person: str) -> Turn:
    return Turn(week=week, person=person, ordered=person, cause="published", recorded=RECORDED)


@st.composite
def covers_of(draw: st.DrawFn, week: date, table: Timetable, first_id: int) -> list[Cover]:
    """Covers in a week that do not overlap, some of them one right after another; one may be the owner's."""
    span = table.span(week)
    minutes = st.integers(0, span.minutes) | st.sampled_from([0, 1, span.minutes - 1, span.minutes])
    cuts = sorted(draw(st.sets(minutes, max_size=8)))
    covers = []
    for number, (start, end) in enumerate(pairwise(cuts)):
        if draw(st.booleans()):
            moments = {"start": span.start + start * MINUTE, "end": span.start + end * MINUTE}
            told = {"person": draw(people), "reason": "ill", "recorded": RECORDED}
            covers.append(Cover(id=first_id + number, week=week, **moments, **told))
    return covers


@st.composite
def schedules(draw: st.DrawFn) -> tuple[date, Schedule]:
    """A week of any year, and who has it and its neighbours; all three have covers."""
    table = table_in(ZoneInfo(draw(st.sampled_from(ZONES))))
    week = date(2022, 1, 3) + draw(st.integers(0, 400)) * WEEK
    weeks = [week - WEEK, week, week + WEEK]
    return week, Schedule(
        timetable=table,
        orders=[],
        turns={one: turn(one, draw(people)) for one in weeks},
        covers={one: draw(covers_of(one, table, place * 10 + 1)) for place, one in enumerate(weeks)},
    )


def on_by_hand(schedule: Schedule, moment: datetime) -> tuple[str | None, int | None]:
    """Who is on at a whole minute, and by which cover, minute by minute and with nothing from the program."""
    for week, turned in schedule.turns.items():
        span = schedule.timetable.span(week)
        if span.start <= moment <= span.end:
            for cover in schedule.covers[week]:
                within = cover.start <= moment < cover.end or moment == cover.end == span.end
                if within and cover.person != turned.person:
                    return cover.person, cover.id
            return turned.person, None
    return None, None


def edges(week: date, schedule: Schedule) -> list[datetime]:
    """The minutes of a week at which something can change, and those before them."""
    span = schedule.timetable.span(week)
    near = {span.start, span.end}
    for cover in schedule.covers[week]:
        near |= {cover.start, cover.end, cover.start - MINUTE, cover.end - MINUTE}
    return [moment for moment in sorted(near) if span.start <= moment <= span.end]


@settings(deadline=None)
@given(schedules(), st.integers(0, 9417))
def test_at_every_moment_the_schedule_names_whoever_covers_else_the_owner(
    drawn: tuple[date, Schedule], minute: int
) -> None:
    week, schedule = drawn
    span = schedule.timetable.span(week)
    anywhere = min(span.start + minute * MINUTE, span.end)
    for moment in [*edges(week, schedule), anywhere]:
        duty = schedule.duty_at(moment + timedelta(seconds=59))
        assert (duty.person, duty.cover) == on_by_hand(schedule, moment)
        assert duty.owner == schedule.turns[week].person
        assert duty.person == duty.owner or duty.cover is not None


@settings(deadline=None)
@given(schedules())
def test_the_stretches_of_a_week_are_the_week_without_a_gap(drawn: tuple[date, Schedule]) -> None:
    week, schedule = drawn
    found = schedule.stretches(week)
    held = schedule.timetable.held(week)
    assert [one.span.start for one in found] == [held.start, *(one.span.end for one in found[:-1])]
    assert found[-1].span.end == held.end
    assert all(one.span.start < one.span.end for one in found)
    assert [one.cover for one in found if one.cover] == [cover.id for cover in schedule.covers_in(week)]


@settings(deadline=None)
@given(schedules())
def test_a_duty_lasts_until_the_next_one_and_says_who_is_around_it(drawn: tuple[date, Schedule]) -> None:
    week, schedule = drawn
    last = schedule.timetable.span(week).end
    for moment in edges(week, schedule):
        duty = schedule.duty_at(moment)
        now = (duty.person, duty.cover)
        assert moment < duty.until or moment == duty.until == last
        assert on_by_hand(schedule, duty.until - MINUTE) == now or duty.until == last
        if duty.until < last:
            following = on_by_hand(schedule, duty.until)
            assert following != now
            assert following[0] == duty.after
            assert schedule.duty_at(duty.until).before == duty.person
        else:
            next_start = schedule.timetable.span(week + WEEK).start
            assert duty.after == on_by_hand(schedule, next_start)[0]
            assert schedule.duty_at(next_start).before == on_by_hand(schedule, last)[0]


@settings(deadline=None)
@given(schedules())
def test_the_parts_that_are_paid_are_the_week_once_and_each_is_whose_it_was(
    drawn: tuple[date, Schedule],
) -> None:
    week, schedule = drawn
    span = schedule.timetable.span(week)
    stood = {person: weeks_stood(person, [week], schedule) for person in PEOPLE}
    parts = sorted((part, person) for person, weeks in stood.items() for one in weeks for part in one.held)
    assert sum(part.minutes for part, _ in parts) == span.minutes
    assert [part.start for part, _ in parts] == [span.start, *(part.end for part, _ in parts[:-1])]
    for moment in edges(week, schedule):
        if moment < span.end:
            (paid,) = (person for part, person in parts if part.start <= moment < part.end)
            assert paid == on_by_hand(schedule, moment)[0]
    if not schedule.covers_in(week):
        assert stood[schedule.turns[week].person][0].held == (span,)


def told_of(week: date, schedule: Schedule) -> tuple[str, ...]:
    """The covers that the team's feed tells of, once everybody's reminders have been looked at."""
    team = FeedTeam(name="Desk", zone=schedule.timetable.on(week).shape.zone)
    named = {handle: FeedPerson(handle=handle, name=handle.title()) for handle in PEOPLE}
    shown = feed_week(week, schedule, named, team, notice_days=5)
    assert shown
    told = [(event, person) for person in PEOPLE for event in person_events(person, [shown])]
    rung = Counter((event.kind, event.number) for event, _ in told)
    for event, person in told:
        if event.kind in ("starts", "test_call", "carry", "charge"):
            assert person == on_by_hand(schedule, event.start)[0]
            assert rung[event.kind, event.number] == 1
        if event.kind in ("take_over", "hand_over"):
            edge = shown.span.start if event.kind == "take_over" else shown.span.end
            assert person == on_by_hand(schedule, edge)[0]
            other = (
                shown.next_start if event.kind == "hand_over" else schedule.timetable.span(week - WEEK).end
            )
            beyond = on_by_hand(schedule, other)[0] or ""
            assert beyond.title() in event.summary or beyond == person
    assert sum(rung["carry", day] + rung["charge", day] for day in range(7)) == 14
    assert rung["starts", 0] == rung["test_call", 0] == rung["hand_over", 0] == 1
    return tuple(f"{event.summary} {event.start}" for event in team_events([shown]) if event.kind == "cover")


@settings(deadline=None)
@given(schedules())
def test_every_reminder_rings_for_whoever_is_on_and_the_team_sees_every_cover(
    drawn: tuple[date, Schedule],
) -> None:
    week, schedule = drawn
    owner = schedule.turns[week].person.title()
    assert told_of(week, schedule) == tuple(
        f"Cover: {cover.person.title()} for {owner} {cover.start}"
        for cover in schedule.covers[week]
        if cover.person != schedule.turns[week].person
    )


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHICAGO).astimezone(UTC)


def said(moment: datetime) -> str:
    return f"{moment.astimezone(CHICAGO):%m-%d %H:%M}"


def span(text: str) -> Span:
    return Span(*(moment(part) for part in text.split("/")))


def ana_s_week(*covers: Cover) -> Schedule:
    turns = {WEEK_OF_ANA: turn(WEEK_OF_ANA, "ana")}
    return Schedule(timetable=table_in(CHICAGO), orders=[], turns=turns, covers={WEEK_OF_ANA: covers})


def added(text: str, person: str = "ben", *covers: Cover, leaves: date | None = None) -> Cover:
    """The cover that a manager asks for."""
    schedule = ana_s_week(*covers)
    week = week_covered(span(text), schedule.timetable, said)
    member = Member(handle=person, name=person, leaves=leaves)
    return new_cover(week, span(text), member, "ill", schedule=schedule, moment=RECORDED, said=said)


@pytest.mark.parametrize(
    ("text", "end"),
    [
        ("2026-11-23T18:01/2026-11-23T18:02", "2026-11-23T18:02"),
        ("2026-11-30T06:58/2026-11-30T06:59", "2026-11-30T06:59"),
        ("2026-11-25T18:00/2026-11-30T06:59", "2026-11-30T06:59"),
        ("2026-11-25T18:00/2026-11-30T07:00", "2026-11-30T06:59"),
        ("2026-11-23T18:01/2026-11-30T07:00", "2026-11-30T06:59"),
    ],
)
def test_a_cover_is_any_time_of_a_week_up_to_its_very_end(text: str, end: str) -> None:
    cover = added(text)
    assert (cover.week, cover.start, cover.end) == (WEEK_OF_ANA, span(text).start, moment(end))
    ends_the_week = end == "2026-11-30T06:59"
    duty = ana_s_week(cover.model_copy(update={"id": 1})).duty_at(LAST + timedelta(seconds=59))
    assert duty.person == ("ben" if ends_the_week else "ana")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "2026-11-23T18:00/2026-11-24T12:00",
            "nobody is on at 11-23 18:00: it is handover, and week 2026-11-23",
        ),
        ("2026-11-30T07:00/2026-11-30T12:00", "week 2026-11-30 begins 11-30 18:01"),
        (
            "2026-11-25T18:00/2026-11-30T07:01",
            "week 2026-11-23, which ends 11-30 06:59, and goes on into handover",
        ),
        ("2026-11-25T18:00/2026-11-30T18:01", "goes on into handover"),
        ("2026-11-25T18:00/2026-11-30T18:02", "and goes on into week 2026-11-30"),
        ("2026-11-25T18:00/2026-12-09T12:00", "and goes on into week 2026-12-07"),
        ("2026-11-30T06:59/2026-11-30T07:00", "11-30 06:59 is the last minute of week 2026-11-23"),
        ("2026-12-01T18:00/2026-12-02T18:00", "nobody has week 2026-11-30, so there is nobody to cover for"),
    ],
)
def test_a_cover_lies_inside_one_week_that_somebody_has(text: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        added(text)
    assert sentence in refused.value.message
    assert refused.value.hint


def test_the_owner_does_not_cover_their_own_week() -> None:
    with pytest.raises(Refused, match="week 2026-11-23 is ana's own"):
        added("2026-11-25T18:00/2026-11-26T08:00", "ana")


def test_somebody_who_has_left_does_not_cover_from_the_next_date_on() -> None:
    wednesday = date(2026, 11, 25)
    assert added("2026-11-25T18:00/2026-11-26T00:00", leaves=wednesday).person == "ben"
    with pytest.raises(Refused, match="ben is in the team until 2026-11-25"):
        added("2026-11-25T18:00/2026-11-26T00:01", leaves=wednesday)


def recorded(text: str, person: str = "cy") -> Cover:
    start, end = span(text)
    return Cover(id=7, week=WEEK_OF_ANA, person=person, start=start, end=end, reason="ill", recorded=RECORDED)


def test_covers_touch_and_do_not_overlap() -> None:
    there = recorded("2026-11-25T18:00/2026-11-26T08:00")
    for text in ("2026-11-25T17:00/2026-11-25T18:00", "2026-11-26T08:00/2026-11-26T09:00"):
        assert added(text, "ben", there).start == span(text).start
    for text in ("2026-11-25T17:00/2026-11-25T18:01", "2026-11-26T07:59/2026-11-26T09:00"):
        with pytest.raises(Refused, match="cover 7 has cy on from 11-25 18:00 to 11-26 08:00, and covers"):
            added(text, "ben", there)
    to_the_end = recorded("2026-11-29T18:00/2026-11-30T06:59")
    with pytest.raises(Refused, match="cover 7"):
        added("2026-11-30T06:58/2026-11-30T07:00", "ben", to_the_end)


def test_a_cover_by_whoever_has_the_week_since_says_nothing_and_comes_back_with_the_old_owner() -> None:
    cover = recorded("2026-11-25T18:00/2026-11-26T08:00")
    schedule = ana_s_week(cover)
    given = Schedule(
        timetable=schedule.timetable,
        orders=[],
        turns={WEEK_OF_ANA: turn(WEEK_OF_ANA, "cy")},
        covers=schedule.covers,
    )
    inside = instant(date(2026, 11, 26), time(7), CHICAGO)
    assert (given.duty_at(inside).person, given.duty_at(inside).cover) == ("cy", None)
    assert given.covers_in(WEEK_OF_ANA) == ()
    assert weeks_stood("cy", [WEEK_OF_ANA], given)[0].held == (given.timetable.span(WEEK_OF_ANA),)
    assert schedule.covers_in(WEEK_OF_ANA) == (cover,)
    with pytest.raises(Refused, match="cover 7"):
        new_cover(
            WEEK_OF_ANA,
            span("2026-11-25T20:00/2026-11-25T21:00"),
            Member(handle="ben", name="Ben"),
            "ill",
            schedule=given,
            moment=RECORDED,
            said=said,
        )


def test_parts_that_follow_each_other_are_paid_as_one() -> None:
    one = recorded("2026-11-25T18:00/2026-11-26T08:00")
    other = recorded("2026-11-26T08:00/2026-11-27T08:00").model_copy(update={"id": 8})
    (stood,) = weeks_stood("cy", [WEEK_OF_ANA], ana_s_week(one, other))
    assert stood.held == (span("2026-11-25T18:00/2026-11-27T08:00"),)
    (whole,) = weeks_stood("cy", [WEEK_OF_ANA], ana_s_week(recorded("2026-11-23T18:01/2026-11-30T06:59")))
    assert whole.held == (whole.span,)
    assert weeks_stood("ana", [WEEK_OF_ANA], ana_s_week(recorded("2026-11-23T18:01/2026-11-30T06:59"))) == []
