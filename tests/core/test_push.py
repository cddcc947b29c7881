"""Laws of a push: nothing is written twice, ours wins on what we write, and what a phone noted is kept."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.feed import FeedEvent
from oncall_cli.core.push.object import UNREADABLE, Component, Line, contradicts, merged, sequence_of
from oncall_cli.core.push.step import added, step_for
from oncall_cli.core.push.stray import strays
from oncall_cli.core.revision import Entry, Revised, Revision, event_uid

NAMESPACE = UUID("5f9d1c8e-6a51-4b7e-9d57-3f3f0c2b7a11")
NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
WEEK = date(2026, 12, 7)


def lines(**said: str) -> tuple[Line, ...]:
    """Content lines; an underscore in a name stands for a hyphen."""
    return tuple(Line(name.replace("_", "-"), "", value) for name, value in said.items())


def alarm(uid: str = "a", trigger: str = "PT0S", **more: str) -> Component:
    return Component("VALARM", lines(UID=uid, ACTION="DISPLAY", TRIGGER=trigger, DESCRIPTION="x", **more))


def calendar(*alarms: Component, **said: str) -> Component:
    """An object of ours, but for what is `said`."""
    told = {
        "UID": "u",
        "DTSTART": "20261208T000100Z",
        "DTEND": "20261208T001600Z",
        "SUMMARY": "Charge the phone",
        "STATUS": "CONFIRMED",
        "DTSTAMP": "20261124T080000Z",
        "SEQUENCE": "1",
    }
    event = Component("VEVENT", lines(**(told | said)), alarms)
    return Component("VCALENDAR", lines(VERSION="2.0", PRODID="us"), (event,))


def event(object_: Component) -> Component:
    (found,) = object_.named("VEVENT")
    return found


def without(name: str) -> Component:
    """Ours, but for a line that a server did not keep."""
    shown = event(calendar(alarm()))
    kept = tuple(line for line in shown.lines if line.name != name)
    return Component("VCALENDAR", (), (shown._replace(lines=kept),))


OURS = calendar(alarm())
TIMES = st.sampled_from(["20261208T000100Z", "20261209T000100Z", "20261207"])
STATES = st.sampled_from(["CONFIRMED", "TENTATIVE", "CANCELLED"])
NOTED = st.dictionaries(
    st.sampled_from(["X_APPLE_TRAVEL", "X_MOZ_LASTACK", "X_MOZ_SNOOZE_TIME", "COMMENT", "RRULE", "DURATION"]),
    st.text("abc123", min_size=1, max_size=5),
)
SEEN = st.dictionaries(
    st.sampled_from(["ACKNOWLEDGED", "X_APPLE_SOUND", "RELATED_TO"]), st.just("20261208T000200Z")
)
ALARMS = st.lists(
    st.builds(alarm, st.sampled_from(["a", "b", "c"]), st.sampled_from(["PT0S", "-P0D", "-PT15M"]))
    | SEEN.map(lambda seen: alarm("a", **seen))
    | SEEN.map(lambda seen: alarm("b", "-PT5M", **seen)),
    max_size=3,
    unique_by=lambda found: found.text("UID"),
)


@st.composite
def objects(draw: Any) -> Component:
    """What a server may have: ours as a phone has changed it, whatever it is."""
    said = {"DTSTART": draw(TIMES), "STATUS": draw(STATES), "SUMMARY": draw(st.text("ab ,;\\n", max_size=4))}
    said |= {"SEQUENCE": draw(st.sampled_from(["0", "1", "7", "x", "99999999999"]))}
    return calendar(*draw(ALARMS), **(said | draw(NOTED)))


@st.composite
def ours(draw: Any) -> Component:
    status = draw(STATES)
    alarms = [] if status == "CANCELLED" else draw(st.sampled_from([[], [alarm()]]))
    return calendar(*alarms, STATUS=status, DTSTART=draw(TIMES))


@given(ours(), objects() | st.just(UNREADABLE))
def test_what_is_merged_says_what_we_say_and_merging_again_changes_nothing(
    mine: Component, theirs: Component
) -> None:
    both = merged(mine, theirs)
    assert not contradicts(both, mine)
    assert sequence_of(both) == sequence_of(mine)
    assert merged(mine, both) == both
    assert set(event(mine).lines) <= set(event(both).lines)


@given(ours(), objects())
def test_whatever_only_a_phone_writes_is_kept(mine: Component, theirs: Component) -> None:
    both, moved = event(merged(mine, theirs)), event(mine).line("DTSTART") != event(theirs).line("DTSTART")
    noted = {line for line in event(theirs).lines if line.name[:2] == "X-" or line.name == "COMMENT"}
    lost = noted - set(both.lines)
    assert {line.name for line in lost} <= ({"X-MOZ-SNOOZE-TIME"} if moved else set())
    if not moved and event(mine).text("STATUS") != "CANCELLED":
        seen = {line for part in event(theirs).parts for line in part.lines if line.name == "ACKNOWLEDGED"}
        assert seen <= {line for part in both.parts for line in part.lines}
        assert {part.text("UID") for part in event(theirs).parts} <= {part.text("UID") for part in both.parts}


@given(objects())
def test_a_cancelled_event_rings_not_at_all(theirs: Component) -> None:
    both = event(merged(calendar(STATUS="CANCELLED"), theirs))
    assert both.named("VALARM") == []


def test_an_alarm_is_seen_under_the_uid_that_the_phone_gave_it() -> None:
    theirs = calendar(alarm("theirs", ACKNOWLEDGED="20261208T000200Z"), alarm("snooze", RELATED_TO="theirs"))
    assert not contradicts(theirs, OURS)
    first, second = event(merged(OURS, theirs)).parts
    assert (first.text("UID"), first.text("ACKNOWLEDGED")) == ("theirs", "20261208T000200Z")
    assert second.text("RELATED-TO") == "theirs"


def test_a_snooze_ends_when_the_event_moves_for_it_would_ring_in_its_place() -> None:
    snooze = alarm("snooze", RELATED_TO="a", ACKNOWLEDGED="20261208T000200Z")
    theirs = calendar(alarm(ACKNOWLEDGED="20261208T000200Z"), snooze, X_MOZ_SNOOZE_TIME="20261208T001000Z")
    moved = event(merged(calendar(alarm(), DTSTART="20261209T000100Z"), theirs))
    assert moved.line("X-MOZ-SNOOZE-TIME") is None
    assert [(part.text("UID"), part.text("ACKNOWLEDGED")) for part in moved.parts] == [
        ("a", "20261208T000200Z")
    ]
    assert merged(OURS, theirs) == merged(OURS, merged(OURS, theirs))
    assert len(event(merged(OURS, theirs)).parts) == 2


def test_an_iphone_s_word_for_no_alarm_is_no_alarm() -> None:
    nothing = Component("VALARM", lines(ACTION="NONE", TRIGGER="19760401T005545Z"))
    assert not contradicts(calendar(nothing, STATUS="CANCELLED"), calendar(STATUS="CANCELLED"))
    assert not contradicts(calendar(alarm(), nothing), OURS)
    silent = event(without("STATUS"))._replace(parts=())
    assert contradicts(Component("VCALENDAR", (), (silent,)), calendar(STATUS="CANCELLED"))
    assert contradicts(calendar(nothing), OURS)


@pytest.mark.parametrize(
    "theirs",
    [
        calendar(alarm(), DTSTAMP="20300101T000000Z", SEQUENCE="9", CREATED="20300101T000000Z"),
        calendar(alarm("b", "-P0D"), COMMENT="mine"),
        calendar(alarm("b", "20261208T000100Z")),
        calendar(alarm(), alarm("b", "-PT30M")),
        calendar(alarm(), SUMMARY="Charge the phone "),
        calendar(alarm(), STATUS="confirmed"),
        without("STATUS"),
        Component("VCALENDAR", (), (Component("VTIMEZONE", ()), *calendar(alarm()).parts)),
    ],
)
def test_what_phones_and_servers_write_otherwise_is_no_change(theirs: Component) -> None:
    assert not contradicts(theirs, OURS)


@pytest.mark.parametrize(
    "theirs",
    [
        UNREADABLE,
        calendar(alarm(), SUMMARY="Charge it"),
        calendar(alarm(), DTSTART="20261208T000200Z"),
        calendar(alarm(), DTSTART="20261208"),
        calendar(alarm(), DESCRIPTION="more"),
        calendar(alarm(), RRULE="FREQ=DAILY"),
        calendar(alarm(), STATUS="CANCELLED"),
        calendar(alarm("a", "-PT5M")),
        calendar(alarm("b"), alarm("c", "-PT5M")),
        calendar(),
        without("DTEND"),
        Component("VCALENDAR", (), (*OURS.parts, *OURS.parts)),
    ],
)
def test_what_shows_or_rings_otherwise_is_a_change(theirs: Component) -> None:
    assert contradicts(theirs, OURS)


def test_a_time_is_the_same_in_whichever_zone_it_is_written() -> None:
    here = Line("DTSTART", ";TZID=America/Chicago", "20261207T180100")
    quoted = here._replace(params=';X-A="b:c";TZID="America/Chicago"')
    unknown = here._replace(params=";TZID=Nowhere/At all")
    for line, other in ((here, False), (quoted, False), (unknown, True)):
        shown = event(OURS)
        theirs = shown._replace(lines=(line, *(one for one in shown.lines if one.name != "DTSTART")))
        assert contradicts(Component("VCALENDAR", (), (theirs,)), OURS) is other


def test_a_zone_that_a_kept_line_names_is_kept_and_no_other() -> None:
    zones = [Component("VTIMEZONE", lines(TZID=name)) for name in ("Asia/Tokyo", "Asia/Seoul")]
    theirs = event(OURS)
    theirs = theirs._replace(lines=(*theirs.lines, Line("X-SEEN", ";TZID=Asia/Tokyo", "20261207T180100")))
    both = merged(OURS, Component("VCALENDAR", lines(METHOD="PUBLISH", X_A="b"), (*zones, theirs)))
    assert both.named("VTIMEZONE") == zones[:1]
    assert [line.name for line in both.lines] == ["VERSION", "PRODID", "X-A"]


def entry(*, sequence: int = 1, status: str = "CONFIRMED", end: datetime = NOW + timedelta(days=14)) -> Entry:
    shown = FeedEvent(
        kind="charge",
        slot=WEEK,
        number=2,
        start=end - timedelta(minutes=15),
        end=end,
        summary="Charge the phone",
        description="Charge it.",
        category="Phone",
        alarm=True,
        tentative=False,
    )
    revision = Revision(
        content="c",
        sequence=sequence,
        created=NOW,
        modified=NOW,
        status=status,
        **shown.model_dump(include={"kind", "slot", "number", "start", "end", "summary", "category"}),
    )
    return Entry(uid=event_uid(NAMESPACE, "team", shown), event=shown, revision=revision)


CALLED_OFF = calendar(STATUS="CANCELLED", SEQUENCE="2")


@pytest.mark.parametrize(
    ("one", "mine", "theirs", "step"),
    [
        (entry(), OURS, None, "created"),
        (entry(end=NOW), OURS, None, None),
        (entry(status="CANCELLED"), CALLED_OFF, None, None),
        (entry(), OURS, OURS, "unchanged"),
        (entry(), OURS, calendar(alarm(), SEQUENCE="5"), "unchanged"),
        (entry(sequence=2), OURS, OURS, "updated"),
        (entry(end=NOW), OURS, calendar(alarm(), SUMMARY="x"), "updated"),
        (entry(status="CANCELLED"), CALLED_OFF, OURS, "cancelled"),
        (entry(status="CANCELLED", sequence=2), CALLED_OFF, CALLED_OFF, "unchanged"),
        (entry(status="CANCELLED", sequence=3), CALLED_OFF, CALLED_OFF, "updated"),
        (entry(), OURS, UNREADABLE, "updated"),
    ],
)
def test_what_becomes_of_an_event(one: Entry, mine: Component, theirs: Component | None, step: str) -> None:
    assert step_for(one, mine, theirs, NOW) == step


def stray_of(*there: tuple[str, Component], feed: str = "team", now: datetime = NOW) -> tuple[Entry, ...]:
    return strays(dict(there), namespace=NAMESPACE, feed=feed, weeks=[WEEK], now=now)


def test_an_event_of_ours_that_nothing_here_knows_is_cancelled_above_what_is_there() -> None:
    uid = entry().uid
    (found,) = stray_of((uid, calendar(alarm(), SEQUENCE="6", CATEGORIES="Phone")))
    assert (found.uid, found.revision.status, found.revision.sequence) == (uid, "CANCELLED", 7)
    assert (found.event.kind, found.event.slot, found.event.number) == ("charge", WEEK, 2)
    assert added(Revised(entries=(), changed={}), [found]).changed == {uid: found.revision}
    far = calendar(DTSTART="00010101T000000Z", DTEND="99991231T000000Z", LAST_MODIFIED="99991231T000000Z")
    (late,) = stray_of((uid, far))
    assert Revision.model_validate(late.revision.model_dump()).modified == NOW
    assert stray_of((uid, CALLED_OFF)) == ()
    assert stray_of((uid, UNREADABLE)) == ()
    assert stray_of((uid, OURS), feed="person:ana") == ()
    assert stray_of((uid, OURS), now=datetime(2026, 12, 9, tzinfo=UTC)) == ()
    assert stray_of(("5f9d1c8e-6a51-5b7e-9d57-3f3f0c2b7a11", OURS)) == ()
