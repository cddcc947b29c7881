"""Laws of the feeds: who is reminded of what and when, and what a team's feed must not hold."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncall_cli.core.cover import Cover, stretches
from oncall_cli.core.feed import (
    Contact,
    FeedCover,
    FeedEvent,
    FeedPerson,
    FeedTeam,
    FeedWeek,
    person_events,
    team_events,
)
from oncall_cli.core.reminder import ReminderTimes
from oncall_cli.core.span import MINUTE, Span
from oncall_cli.core.week import WEEK, WeekShape, held_span, instant, week_span

CHICAGO = ZoneInfo("America/Chicago")
PEOPLE = tuple(
    FeedPerson(handle=handle, name=name)
    for handle, name in (("ana", "Ana Ruiz"), ("ben", "Ben Ode"), ("cy", "Cy Dahl"))
)
CONTACTS = (Contact(name="Shay Cole", role="manager"), Contact(name="Tre Lund", role="administrator"))
LINE = "+1 555 0100"
ONCE = {"week", "swap_deadline", "take_over", "starts", "test_call", "hand_over", "pay_form"}
EVERY_DAY = {"carry", "charge"}

zones = st.sampled_from(
    ["America/Chicago", "Europe/Dublin", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"]
)
mondays = st.integers(0, 400).map(lambda count: date(2022, 1, 3) + count * WEEK)


def weeks_of(
    owners: list[int],
    first: date,
    team: FeedTeam | None = None,
    *,
    published: bool = True,
    shape: WeekShape | None = None,
) -> list[FeedWeek]:
    team = team or team_in()
    shape = shape or WeekShape(team.zone)
    weeks = []
    for place, owner in enumerate(owners):
        week = first + place * WEEK
        around = [owners[near] if 0 <= near < len(owners) else None for near in (place - 1, place + 1)]
        before, after = (None if near is None else PEOPLE[near] for near in around)
        weeks.append(
            FeedWeek(
                week=week,
                span=week_span(week, shape),
                next_start=week_span(week + WEEK, shape).start,
                team=team,
                owner=PEOPLE[owner],
                before=before,
                after=after,
                giver=before,
                taker=after,
                stretches=stretches(PEOPLE[owner].handle, (), held_span(week, shape)),
                published=published,
                swap_deadline=instant(week - timedelta(days=5), time(18, 1), team.zone),
                contacts=CONTACTS,
            )
        )
    return weeks


def team_in(zone: ZoneInfo = CHICAGO, **times: object) -> FeedTeam:
    return FeedTeam(name="Service desk", zone=zone, line=LINE, times=ReminderTimes.model_validate(times))


def local(event: FeedEvent, zone: ZoneInfo = CHICAGO) -> str:
    return event.start.astimezone(zone).strftime("%a %d %H:%M")


def by_kind(events: tuple[FeedEvent, ...]) -> dict[tuple[str, int], FeedEvent]:
    return {(event.kind, event.number): event for event in events}


def covered(week: FeedWeek, start: datetime, end: datetime) -> FeedWeek:
    """The week of ana or cy with ben on for a part of it."""
    held = Span(week.span.start, week.span.end + MINUTE)
    recorded = Cover(id=4, week=week.week, person="ben", start=start, end=end, reason="ill", recorded=start)
    found = stretches(week.owner.handle, [recorded], held)
    cover = FeedCover(
        number=4,
        person=PEOPLE[1],
        span=Span(start, min(end, week.span.end)),
        giver=week.owner if start > week.span.start else week.giver,
        taker=week.owner if end < week.span.end else week.taker,
    )
    return week.model_copy(update={"covers": (cover,), "stretches": found})


@settings(deadline=None)
@given(st.lists(st.sampled_from([0, 1, 2]), min_size=1, max_size=6), mondays, zones)
def test_every_reminder_of_every_week_goes_to_exactly_one_member(
    owners: list[int], first: date, name: str
) -> None:
    weeks = weeks_of(owners, first, team_in(ZoneInfo(name)))
    told = Counter(
        (event.kind, event.slot, event.number)
        for person in PEOPLE
        for event in person_events(person.handle, weeks)
    )
    running = {after.week for before, after in pairwise(weeks) if before.owner == after.owner}
    expected = {(kind, week.week, 0) for kind in ONCE for week in weeks}
    expected |= {(kind, week.week, day) for kind in EVERY_DAY for week in weeks for day in range(7)}
    expected -= {("take_over", week, 0) for week in running}
    assert told == Counter(expected)


@settings(deadline=None)
@given(mondays, zones)
def test_reminders_keep_their_time_on_the_wall_clock_all_year(week: date, name: str) -> None:
    zone = ZoneInfo(name)
    events = by_kind(person_events("ana", weeks_of([0], week, team_in(zone))))
    clocks = {key: event.start.astimezone(zone).strftime("%a %H:%M") for key, event in events.items()}
    assert clocks["take_over", 0] == clocks["hand_over", 0] == "Mon 17:30"
    assert clocks["starts", 0] == clocks["week", 0] == clocks["carry", 0] == "Mon 18:01"
    assert clocks["test_call", 0] == "Mon 18:30"
    assert [clocks["carry", day] for day in (1, 6)] == ["Tue 17:00", "Sun 17:00"]
    assert [clocks["charge", day] for day in (0, 6)] == ["Mon 21:30", "Sun 21:30"]
    assert clocks["pay_form", 0] == "Mon 07:30"
    assert events["hand_over", 0].start.astimezone(zone).date() == week + WEEK
    assert events["pay_form", 0].start > events["week", 0].end


def test_reminders_are_short_and_ring_and_the_week_itself_does_not() -> None:
    for event in person_events("ana", weeks_of([2, 0, 1], date(2026, 11, 16))):
        assert event.start.tzinfo is UTC
        assert event.alarm is (event.kind != "week")
        assert event.kind == "week" or event.end - event.start == timedelta(minutes=15)


def test_texts_say_whose_turn_is_around_what_to_do_and_whom_to_tell() -> None:
    events = by_kind(person_events("ana", weeks_of([2, 0, 1], date(2026, 11, 16))))
    assert events["take_over", 0].summary == "Take over the support phone from Cy Dahl"
    assert events["hand_over", 0].summary == "Hand the support phone to Ben Ode"
    assert "until Monday 30 November, 06:59" in events["week", 0].description
    assert LINE in events["test_call", 0].description
    assert "Shay Cole (manager) or Tre Lund (administrator) now" in events["test_call", 0].description
    for event in events.values():
        assert "Week before: Cy Dahl. Week after: Ben Ode." in event.description
        assert "tell Shay Cole (manager) or Tre Lund (administrator)" in event.description


def test_the_swap_reminder_rings_before_the_last_moment_and_names_it() -> None:
    week = weeks_of([0], date(2026, 11, 23))
    event = by_kind(person_events("ana", week))["swap_deadline", 0]
    assert local(event) == "Tue 17 18:01"
    assert event.summary == "Want to swap your week? Ask until Wednesday 18 November, 18:01"


def test_a_member_with_two_weeks_running_keeps_the_phone() -> None:
    events = person_events("ana", weeks_of([0, 0], date(2026, 11, 16)))
    assert [event.slot for event in events if event.kind == "take_over"] == [date(2026, 11, 16)]
    kept = next(event for event in events if event.kind == "hand_over")
    assert kept.summary == "Keep the support phone: the next week is yours too"


def test_the_first_and_last_known_weeks_hand_over_without_a_name() -> None:
    events = by_kind(person_events("ana", weeks_of([0], date(2026, 11, 16))))
    assert events["take_over", 0].summary == "Take over the support phone"
    assert events["hand_over", 0].summary == "Hand the support phone to whoever is next"
    assert "Week before: nobody. Week after: nobody yet." in events["week", 0].description


def test_reminders_follow_the_cover_while_it_lasts() -> None:
    tuesday, thursday = (instant(date(2026, 11, day), time(12), CHICAGO) for day in (24, 26))
    week = covered(weeks_of([0], date(2026, 11, 23))[0], tuesday, thursday)
    ana, ben, cy = (by_kind(person_events(person.handle, [week])) for person in PEOPLE)
    assert sorted(day for kind, day in ben if kind == "carry") == [1, 2]
    assert sorted(day for kind, day in ana if kind == "carry") == [0, 3, 4, 5, 6]
    assert ben["cover", 4].summary == "You cover for Ana Ruiz"
    assert ana["cover", 4].summary == "Hand the support phone to Ben Ode, who covers for you"
    assert {("pay_form", 0), ("cover", 4), ("hand_back", 4)} <= ben.keys()
    assert "week" in {kind for kind, _ in ana}
    assert not {"week", "swap_deadline", "take_over"} & {kind for kind, _ in ben}
    assert not cy


def test_a_cover_rings_when_the_phone_changes_hands_for_both() -> None:
    tuesday, thursday = (instant(date(2026, 11, day), time(12), CHICAGO) for day in (24, 26))
    week = covered(weeks_of([0], date(2026, 11, 23))[0], tuesday, thursday)
    ana, ben = (by_kind(person_events(who, [week])) for who in ("ana", "ben"))
    assert ana["cover", 4].alarm
    assert ben["cover", 4].alarm
    assert local(ana["cover", 4]) == local(ben["cover", 4]) == "Tue 24 12:00"
    assert ana["cover", 4].description.startswith(
        "Hand the support phone to Ben Ode, who has it from Tuesday"
    )
    assert ben["cover", 4].description.startswith("Take the support phone from Ana Ruiz: it is yours from")
    assert local(ana["hand_back", 4]) == local(ben["hand_back", 4]) == "Thu 26 12:00"
    assert ana["hand_back", 4].summary == "Take the support phone back from Ben Ode"
    assert ben["hand_back", 4].summary == "Hand the support phone to Ana Ruiz"
    assert "From now until Tuesday 24 November, 12:00 you answer" in ana["starts", 0].description


def test_both_are_told_from_when_they_answer_the_line() -> None:
    tuesday, thursday = (instant(date(2026, 11, day), time(12), CHICAGO) for day in (24, 26))
    week = weeks_of([0], date(2026, 11, 23))[0]
    inside, first = covered(week, tuesday, thursday), covered(week, week.span.start, thursday)
    ben = by_kind(person_events("ben", [inside]))["cover", 4]
    assert "12:00, and you answer the support line, +1 555 0100, after hours." in ben.description
    back, anew = (by_kind(person_events("ana", [one]))["hand_back", 4] for one in (inside, first))
    for event in (back, anew):
        assert "From now on you answer the support line, +1 555 0100, after hours." in event.description
    assert back.summary == "Take the support phone back from Ben Ode"
    assert anew.summary == "Take the support phone from Ben Ode"


def test_of_covers_one_after_the_other_each_takes_the_phone_from_the_one_before() -> None:
    days = [instant(date(2026, 11, day), time(12), CHICAGO) for day in (24, 25, 26)]
    week = weeks_of([0], date(2026, 11, 23))[0]
    ana, ben, cy = PEOPLE
    recorded = [
        Cover(id=number, week=week.week, person=who, start=start, end=end, reason="ill", recorded=start)
        for number, who, (start, end) in zip((4, 5), ("ben", "cy"), pairwise(days), strict=True)
    ]
    covers = (
        FeedCover(number=4, person=ben, span=Span(*days[:2]), giver=ana, taker=cy),
        FeedCover(number=5, person=cy, span=Span(*days[1:]), giver=ben, taker=ana),
    )
    held = Span(week.span.start, week.span.end + MINUTE)
    found = stretches("ana", recorded, held)
    week = week.model_copy(update={"covers": covers, "stretches": found})
    told = {who: by_kind(person_events(who, [week])) for who in ("ana", "ben", "cy")}
    assert told["ben"]["hand_back", 4].summary == "Hand the support phone to Cy Dahl"
    assert told["cy"]["cover", 5].description.startswith("Take the support phone from Ben Ode: it is yours")
    assert told["ana"]["cover", 5].description.startswith("Cy Dahl has the support phone from Wednesday")
    assert told["ana"]["hand_back", 5].summary == "Take the support phone back from Cy Dahl"
    assert ("hand_back", 4) not in told["ana"]


def test_a_week_of_others_is_nothing_to_a_member() -> None:
    weeks = weeks_of([2, 1, 2], date(2026, 11, 16))
    assert person_events("ana", weeks) == ()
    assert not weeks[0].concerns("ana")
    assert weeks[0].concerns("cy")


@pytest.mark.parametrize("kind", sorted(ONCE | EVERY_DAY))
def test_what_the_team_leaves_out_rings_for_nobody_and_all_else_does(kind: str) -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    all_kinds = Counter(event.kind for event in person_events("ana", [week]))
    team = week.team.model_copy(update={"leave_out": frozenset({kind})})
    kinds = Counter(event.kind for event in person_events("ana", [week.model_copy(update={"team": team})]))
    assert kinds == Counter({name: count for name, count in all_kinds.items() if name != kind})


def test_a_handover_in_the_hour_that_comes_twice_is_told_for_the_first_of_the_two() -> None:
    shape = WeekShape(CHICAGO, 6, time(1, 30), time(1, 29))
    weeks = weeks_of([0, 1], date(2026, 10, 25), team_in(take_over="01:00", hand_over="01:00"), shape=shape)
    ana, ben = (by_kind(person_events(who, weeks)) for who in ("ana", "ben"))
    first = datetime(2026, 11, 1, 6, 30, tzinfo=UTC)
    assert ben["starts", 0].start == first
    assert ben["take_over", 0].start == ana["hand_over", 0].start == first - timedelta(minutes=30)
    assert ana["week", 0].end == first - MINUTE
    assert "Your week begins Sunday 1 November, 01:30." in ben["take_over", 0].description


def test_whoever_only_covers_is_not_told_that_the_week_is_theirs() -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    until = week.span.start + timedelta(hours=14)
    first, last = covered(week, week.span.start, until), covered(week, until, week.span.end)
    told = by_kind(person_events("ben", [first]))
    assert told["starts", 0].summary == "You are on call from now"
    assert "From now until Tuesday 24 November, 08:01 you answer" in told["starts", 0].description
    assert told["take_over", 0].description.startswith(
        "Take over the support phone, with its charger. The week"
    )
    told = by_kind(person_events("ben", [last.model_copy(update={"taker": PEOPLE[1], "after": PEOPLE[1]})]))
    assert told["hand_over", 0].summary == "Keep the support phone: the next week is yours too"
    told = by_kind(person_events("ben", [last.model_copy(update={"taker": PEOPLE[1]})]))
    assert told["hand_over", 0].summary == "Keep the support phone: you are on call next, too"
    assert ("hand_back", 4) not in told


def test_the_phone_is_taken_from_whoever_really_has_it_and_handed_to_whoever_will() -> None:
    week = weeks_of([2, 0, 1], date(2026, 11, 16))[1]
    events = by_kind(person_events("ana", [week.model_copy(update={"giver": PEOPLE[1], "taker": PEOPLE[2]})]))
    assert events["take_over", 0].summary == "Take over the support phone from Ben Ode"
    assert events["hand_over", 0].summary == "Hand the support phone to Cy Dahl"
    assert "Week before: Cy Dahl. Week after: Ben Ode." in events["take_over", 0].description


def test_whoever_covers_the_first_minute_takes_over_and_the_last_hands_over() -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    week = covered(week, week.span.start, week.span.end + timedelta(minutes=1))
    ana, ben = ({event.kind for event in person_events(who, [week])} for who in ("ana", "ben"))
    assert ben == {"cover", "take_over", "starts", "test_call", "carry", "charge", "hand_over", "pay_form"}
    assert ana == {"week", "cover"}


def test_a_team_feed_shows_owners_and_covers_and_nothing_to_dial() -> None:
    weeks = weeks_of([2, 0, 1], date(2026, 11, 16))
    weeks[1] = covered(weeks[1], weeks[1].span.start, weeks[1].span.start + timedelta(hours=8))
    events = team_events(weeks)
    assert [event.summary for event in events] == [
        "On call: Cy Dahl",
        "Cover: Ben Ode for Ana Ruiz",
        "On call: Ana Ruiz",
        "On call: Ben Ode",
    ]
    assert not any(event.alarm for event in events)
    assert not any("555" in event.model_dump_json() for event in events)
    assert all("Shay Cole (manager)" in event.description for event in events)
    assert events[2].description.startswith(
        "Ana Ruiz holds the support phone from Monday 23 November, 18:01 until Monday 30 November, 06:59, "
        "but for this cover: Ben Ode from Monday 23 November, 18:01 until Tuesday 24 November, 02:01.\n"
    )


@pytest.mark.parametrize("published", [True, False])
def test_a_week_that_is_not_published_is_tentative_in_both_feeds(published: bool) -> None:
    weeks = weeks_of([0], date(2026, 11, 23), published=published)
    for event in (*person_events("ana", weeks), *team_events(weeks)):
        assert event.tentative is not published
        assert ("not published yet" in event.description) is not published


def test_names_cannot_break_a_line_or_turn_the_reading_direction() -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    evil = FeedPerson(handle="eve", name="Eve\nIf something is wrong, tell nobody\u202e")
    week = week.model_copy(update={"before": evil, "after": evil, "giver": evil, "taker": evil})
    for event in person_events("ana", [week]):
        assert "\n" not in event.summary
        assert not any(
            line.startswith("If something is wrong, tell nobody") for line in event.description.split("\n")
        )
        assert "\u202e" not in event.summary + event.description


def test_a_team_that_reads_twelve_hours_is_told_twelve_hours() -> None:
    deadline = instant(date(2026, 11, 18), time(13), CHICAGO)
    week = weeks_of([0], date(2026, 11, 23))[0]
    team = week.team.model_copy(update={"clock": "12h"})
    week = week.model_copy(update={"swap_deadline": deadline, "team": team})
    event = by_kind(person_events("ana", [week]))["swap_deadline", 0]
    assert event.summary == "Want to swap your week? Ask until Wednesday 18 November, 1:00 PM"


@pytest.mark.parametrize(
    ("key", "value", "kind", "rings"),
    [
        ("take_over", "16:45", "take_over", "Mon 23 16:45"),
        ("hand_over", "16:45", "hand_over", "Mon 30 16:45"),
        ("test_call", "19:15", "test_call", "Mon 23 19:15"),
        ("test_call", "09:00", "test_call", "Mon 23 18:01"),
        ("carry", "20:00", "carry", "Mon 23 20:00"),
        ("charge", "23:00", "charge", "Mon 23 23:00"),
        ("pay_form", "10:00", "pay_form", "Mon 30 10:00"),
        ("pay_form", "05:00", "pay_form", "Mon 30 07:00"),
        ("swap_notice", "2h", "swap_deadline", "Wed 18 16:01"),
    ],
)
def test_every_time_of_the_policy_moves_its_reminder(key: str, value: str, kind: str, rings: str) -> None:
    events = by_kind(
        person_events("ana", weeks_of([0], date(2026, 11, 23), team_in(CHICAGO, **{key: value})))
    )
    assert local(events[kind, 0]) == rings


def test_every_key_of_the_reminder_times_is_tried_above() -> None:
    tried = {"take_over", "hand_over", "test_call", "carry", "charge", "pay_form", "swap_notice"}
    assert set(ReminderTimes.model_fields) == tried


@pytest.mark.parametrize(
    ("value", "rings", "ended"), [("17:30", "08:29", "ends"), ("09:00", "09:00", "ended")]
)
def test_the_phone_is_never_handed_over_after_the_week_that_it_is_for_has_begun(
    value: str, rings: str, ended: str
) -> None:
    shape = WeekShape(CHICAGO, 0, time(9), time(8, 59))
    team = team_in(take_over=value, hand_over=value)
    weeks = weeks_of([0, 1], date(2026, 11, 23), team, shape=shape)
    ana, ben = (by_kind(person_events(who, weeks)) for who in ("ana", "ben"))
    assert local(ana["hand_over", 0]) == local(ben["take_over", 0]) == f"Mon 30 {rings}"
    assert f"Your week {ended} Monday 30 November, 08:59." in ana["hand_over", 0].description


def test_a_hand_over_looks_at_when_the_next_week_begins_and_not_at_its_own() -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    early = instant(date(2026, 11, 30), time(9), CHICAGO)
    event = by_kind(person_events("ana", [week.model_copy(update={"next_start": early})]))["hand_over", 0]
    assert local(event) == "Mon 30 08:29"


def test_each_week_is_told_by_the_rules_that_hold_for_it() -> None:
    later = team_in(charge="20:00").model_copy(update={"line": "+1 555 9999", "clock": "12h"})
    weeks = weeks_of([0, 0], date(2026, 11, 16))
    changed = [weeks[0], weeks[1].model_copy(update={"team": later})]
    before, after = (person_events("ana", told) for told in (weeks, changed))
    first, second = (week.week for week in weeks)
    assert [event for event in before if event.slot == first] == [
        event for event in after if event.slot == first
    ]
    events = by_kind(tuple(event for event in after if event.slot == second))
    assert local(events["charge", 3]) == "Thu 26 20:00"
    assert "+1 555 9999" in events["test_call", 0].description
    assert "until Monday 30 November, 6:59 AM" in events["week", 0].description
    assert "6:59 AM" in team_events(changed)[1].description
    assert "18:01" in team_events(changed)[0].description


def test_nothing_rings_after_a_week_that_another_clock_has_cut_short() -> None:
    week = weeks_of([0], date(2026, 11, 23))[0]
    span = Span(week.span.start, instant(date(2026, 11, 29), time(12), CHICAGO))
    short = week.model_copy(update={"span": span})
    days = {event.number for event in person_events("ana", [short]) if event.kind in EVERY_DAY}
    assert days == {0, 1, 2, 3, 4, 5}
