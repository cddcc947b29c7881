"""What feeds say of covers: who has the phone from when, and whose phone rings when it changes hands."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from oncall_cli.core.cover import Cover, stretches
from oncall_cli.core.feed import (
    FeedCover,
    FeedEvent,
    FeedPerson,
    FeedTeam,
    FeedWeek,
    person_events,
    team_events,
)
from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.core.span import Span
from oncall_cli.core.week import WEEK, WeekShape, held_span, instant, week_span

CHICAGO = ZoneInfo("America/Chicago")
ANA, BEN, CY = (
    FeedPerson(handle=handle, name=name)
    for handle, name in (("ana", "Ana Ruiz"), ("ben", "Ben Ode"), ("cy", "Cy Dahl"))
)
MONDAY = date(2026, 11, 23)
BEGIN, END = ("23T18:01", "30T06:59")


def moment(text: str) -> datetime:
    day, clock = text.split("T")
    return instant(date(2026, 11, int(day)), time.fromisoformat(clock), CHICAGO)


def week_with(*covers: tuple[FeedPerson, str, str], **times: object) -> FeedWeek:
    """The week of ana, with ben's before and cy's after it, and covers in it."""
    held, span = (of(MONDAY, WeekShape(CHICAGO)) for of in (held_span, week_span))
    recorded = [
        Cover(
            id=number,
            week=MONDAY,
            person=person.handle,
            start=moment(start),
            end=moment(end),
            reason="ill",
            recorded=moment(start),
        )
        for number, (person, start, end) in enumerate(covers, start=1)
    ]
    found = stretches("ana", recorded, held)
    people = {person.handle: person for person in (ANA, BEN, CY)}
    on = [BEN, *(people[one.person] for one in found), CY]
    shown = tuple(
        FeedCover(
            number=one.cover,
            person=on[place],
            span=Span(one.span.start, min(one.span.end, span.end)),
            giver=on[place - 1],
            taker=on[place + 1],
        )
        for place, one in enumerate(found, start=1)
        if one.cover
    )
    team = FeedTeam(name="Desk", zone=CHICAGO, times=ReminderTimes.model_validate(times))
    return FeedWeek(
        week=MONDAY,
        span=span,
        next_start=week_span(MONDAY + WEEK, WeekShape(CHICAGO)).start,
        team=team,
        owner=ANA,
        before=BEN,
        after=CY,
        giver=BEN,
        taker=CY,
        stretches=found,
        published=True,
        swap_deadline=instant(MONDAY - timedelta(days=5), time(18, 1), CHICAGO),
        covers=shown,
    )


def events(person: FeedPerson, week: FeedWeek) -> dict[tuple[str, int], FeedEvent]:
    return {(event.kind, event.number): event for event in person_events(person.handle, [week])}


def says(event: FeedEvent) -> str:
    return event.description.split("\n")[0]


def rung(person: FeedPerson, week: FeedWeek, at: str) -> list[str]:
    """What rings in the member's phone at a moment."""
    found = events(person, week).values()
    return [event.summary for event in found if event.alarm and event.start == moment(at)]


def test_who_is_on_in_no_part_of_their_week_is_not_told_that_they_are_and_nothing_rings() -> None:
    week = week_with((BEN, BEGIN, END))
    told = events(ANA, week)
    assert {key: event.alarm for key, event in told.items()} == {("week", 0): False, ("cover", 1): False}
    assert told["week", 0].summary == "Your week: Ben Ode covers"
    assert says(told["week", 0]) == (
        "Your on-call week for Desk, from Monday 23 November, 18:01 until Monday 30 November, 06:59, "
        "is covered: Ben Ode from Monday 23 November, 18:01 until Monday 30 November, 06:59."
    )
    both = week_with((BEN, BEGIN, "25T12:00"), (CY, "25T12:00", END))
    assert events(ANA, both)["week", 0].summary == "Your week: Ben Ode and Cy Dahl cover"
    assert events(CY, both)["pay_form", 0].alarm


SEVERAL = (
    (CY, "24T12:00", "25T12:00"),
    (BEN, "25T12:00", "26T12:00"),
    (BEN, "26T12:00", "27T12:00"),
    (BEN, "28T06:00", "28T18:00"),
    (CY, "29T06:00", "29T18:00"),
)
SAID = (
    "Cy Dahl from Tuesday 24 November, 12:00 until Wednesday 25 November, 12:00; "
    "Ben Ode from Wednesday 25 November, 12:00 until Friday 27 November, 12:00 "
    "and from Saturday 28 November, 06:00 until Saturday 28 November, 18:00; "
    "Cy Dahl from Sunday 29 November, 06:00 until Sunday 29 November, 18:00."
)


def test_a_week_names_who_covers_and_when_by_time_to_its_owner_and_to_the_team() -> None:
    week = week_with(*SEVERAL)
    week = week.model_copy(update={"covers": week.covers[::-1]})
    span = "from Monday 23 November, 18:01 until Monday 30 November, 06:59"
    mine = events(ANA, week)["week", 0]
    assert mine.summary == "You are on call"
    assert says(mine) == f"Your on-call week for Desk, {span}, but for this cover: {SAID}"
    (team,) = (event for event in team_events([week]) if event.kind == "week")
    assert says(team) == f"Ana Ruiz holds the support phone {span}, but for this cover: {SAID}"
    (team,) = (event for event in team_events([week_with((BEN, BEGIN, END))]) if event.kind == "week")
    assert says(team).startswith(f"The week of Ana Ruiz, {span}, is covered: Ben Ode from Monday 23")


def test_the_owner_s_phone_rings_for_a_cover_only_where_they_hand_it_over_just_then() -> None:
    week = week_with(*SEVERAL)
    told = {number: event for (kind, number), event in events(ANA, week).items() if kind == "cover"}
    assert [(event.alarm, event.summary) for event in told.values()] == [
        (True, "Hand the support phone to Cy Dahl, who covers for you"),
        (False, "Ben Ode covers for you"),
        (False, "Ben Ode covers for you"),
        (True, "Hand the support phone to Ben Ode, who covers for you"),
        (True, "Hand the support phone to Cy Dahl, who covers for you"),
    ]
    assert says(told[2]).startswith("Ben Ode has the support phone from Wednesday")


def test_whoever_covers_is_rung_for_where_they_get_the_phone_just_then() -> None:
    told = events(BEN, week_with(*SEVERAL))
    assert [told["cover", number].alarm for number in (2, 3, 4)] == [True, False, True]


@pytest.mark.parametrize("giver", [ANA, BEN, CY])
def test_a_cover_that_begins_with_the_week_rings_for_nobody_besides_the_handover(giver: FeedPerson) -> None:
    week = week_with((CY, BEGIN, "24T08:00"))
    (cover,) = week.covers
    week = week.model_copy(update={"giver": giver, "covers": (cover.model_copy(update={"giver": giver}),)})
    assert not events(ANA, week)["cover", 1].alarm
    assert events(ANA, week)["cover", 1].summary == "Cy Dahl covers for you"
    assert rung(ANA, week, BEGIN) == []
    assert rung(CY, week, BEGIN) == ["Carry the support phone", "You are on call from now"]


def test_nobody_is_told_to_hand_over_a_phone_before_they_have_it_back() -> None:
    night = (BEN, "29T20:00", "30T06:30")
    told = events(ANA, week_with(night, hand_over="06:00"))["hand_over", 0]
    assert (told.start, told.summary) == (moment("30T06:30"), "Hand the support phone to Cy Dahl")
    assert ("hand_over", 0) not in events(BEN, week_with(night, hand_over="06:00"))
    assert events(ANA, week_with(night))["hand_over", 0].start == moment("30T17:30")
    twice = week_with((BEN, "29T20:00", "30T06:15"), (BEN, "30T06:15", END), hand_over="06:00")
    assert events(BEN, twice)["hand_over", 0].start == moment("30T06:00")


def test_carrying_the_phone_is_told_in_words_that_are_right_on_a_day_off() -> None:
    told = [event for (kind, _), event in events(ANA, week_with()).items() if kind == "carry"]
    assert len(told) == 7
    assert {says(event) for event in told} == {
        "Keep the support phone with you, switched on. Never leave it in the office."
    }


def test_a_reader_s_own_week_is_called_theirs() -> None:
    week = week_with((CY, "24T12:00", "25T12:00"))
    assert "Week before: Ben Ode. Week after: yours." in events(CY, week)["cover", 1].description
    assert "Week before: Ben Ode. Week after: Cy Dahl." in events(ANA, week)["week", 0].description
    last = week_with((BEN, "24T12:00", "25T12:00"))
    assert "Week before: yours. Week after: Cy Dahl." in events(BEN, last)["cover", 1].description
    for event in team_events([week]):
        assert "Week before: Ben Ode. Week after: Cy Dahl." in event.description
