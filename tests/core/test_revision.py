"""Laws of revisions: the same content keeps its revision, and whatever changes keeps its UID."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from oncall_cli.core.feed import FeedEvent
from oncall_cli.core.revision import (
    Revised,
    Revision,
    Window,
    event_uid,
    revise,
)
from oncall_cli.core.revision_above import apart, raised
from oncall_cli.core.stamp import SECOND, Stamp

NAMESPACE = UUID("5f9d1c8e-6a51-4b7e-9d57-3f3f0c2b7a11")
FIRST = date(2026, 11, 2)
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEK = 7 * DAY
ALL = Window(FIRST, FIRST + 52 * WEEK)

owners = st.lists(st.sampled_from(["Ana", "Ben", "Cy"]), min_size=2, max_size=8)


def event_of(place: int, says: str, *, tentative: bool = False) -> FeedEvent:
    start = datetime(2026, 11, 3, 0, 1, tzinfo=UTC) + place * WEEK
    return FeedEvent(
        kind="week",
        slot=FIRST + place * WEEK,
        start=start,
        end=start + HOUR,
        summary=says,
        description=f"{says} has it",
        category="On call",
        alarm=True,
        tentative=tentative,
    )


def events_of(says: Sequence[str]) -> list[FeedEvent]:
    return [event_of(place, name) for place, name in enumerate(says)]


def revised(
    events: Sequence[FeedEvent],
    remembered: Mapping[str, Revision] | None = None,
    now: datetime = NOW,
    *,
    window: Window = ALL,
    keep_gone: bool = True,
    feed: str = "team",
    zone: str = "America/Chicago",
) -> Revised:
    return revise(
        events,
        remembered or {},
        now,
        namespace=NAMESPACE,
        feed=feed,
        zone=zone,
        window=window,
        keep_gone=keep_gone,
    )


def after(*steps: Revised) -> dict[str, Revision]:
    return {uid: revision for step in steps for uid, revision in step.changed.items()}


def sequences(step: Revised) -> list[int]:
    return [entry.revision.sequence for entry in step.entries]


@given(owners, st.randoms())
def test_what_is_unchanged_is_written_the_same_and_changes_nothing(says: list[str], random: Random) -> None:
    first = revised(events_of(says))
    shuffled = events_of(says)
    random.shuffle(shuffled)
    again = revised(shuffled, after(first), NOW + DAY)
    assert again.entries == first.entries
    assert not again.changed


@given(owners, owners)
def test_exactly_the_slots_whose_owner_changed_are_revised(before: list[str], now: list[str]) -> None:
    both = list(zip(before, now, strict=False))
    first = revised(events_of([old for old, _ in both]))
    second = revised(events_of([new for _, new in both]), after(first), NOW + DAY)
    assert {second.changed[uid].slot for uid in second.changed} == {
        FIRST + place * WEEK for place, (old, new) in enumerate(both) if old != new
    }
    assert [entry.uid for entry in second.entries] == [entry.uid for entry in first.entries]
    for revision in second.changed.values():
        assert (revision.sequence, revision.created, revision.modified) == (1, NOW, NOW + DAY)


def test_swapped_back_it_has_the_same_uids_and_a_higher_sequence() -> None:
    first = revised(events_of(["Ana", "Ben"]))
    swapped = revised(events_of(["Ben", "Ana"]), after(first), NOW + DAY)
    back = revised(events_of(["Ana", "Ben"]), after(first, swapped), NOW + 2 * DAY)
    assert [entry.uid for entry in back.entries] == [entry.uid for entry in first.entries]
    assert (sequences(first), sequences(swapped), sequences(back)) == ([0, 0], [1, 1], [2, 2])


def test_publishing_a_week_confirms_its_event() -> None:
    first = revised([event_of(0, "Ana", tentative=True)])
    second = revised([event_of(0, "Ana")], after(first))
    assert [step.entries[0].revision.status for step in (first, second)] == ["TENTATIVE", "CONFIRMED"]
    assert sequences(second) == [1]


def test_a_gone_event_is_cancelled_once_and_rings_no_more() -> None:
    first = revised(events_of(["Ana", "Ben"]))
    gone = revised(events_of(["Ana"]), after(first), NOW + DAY)
    later = revised(events_of(["Ana"]), after(first, gone), NOW + 2 * DAY)
    assert later.entries == gone.entries
    assert not later.changed
    cancelled = gone.entries[1]
    assert cancelled.uid == first.entries[1].uid
    assert (cancelled.revision.status, cancelled.revision.sequence) == ("CANCELLED", 1)
    assert cancelled.revision.modified == NOW + DAY
    assert (cancelled.event.start, cancelled.event.summary) == (
        first.entries[1].event.start,
        "Cancelled: Ben",
    )
    assert not cancelled.event.alarm


def test_a_gone_event_stays_until_14_days_after_its_end() -> None:
    first = revised(events_of(["Ana"]))
    gone = revised([], after(first), NOW + DAY)
    end = first.entries[0].event.end
    assert revised([], after(first, gone), end + 14 * DAY).entries == gone.entries
    assert not revised([], after(first, gone), end + 14 * DAY + timedelta(seconds=1)).entries


def test_an_event_that_comes_back_counts_on_even_after_it_was_dropped() -> None:
    first = revised(events_of(["Ana"]))
    gone = revised([], after(first), NOW + DAY)
    for later in (NOW + 2 * DAY, NOW + 300 * DAY):
        back = revised(events_of(["Ana"]), after(first, gone), later)
        entry = back.entries[0]
        assert entry.uid == first.entries[0].uid
        assert (entry.revision.status, entry.revision.sequence, entry.revision.created) == (
            "CONFIRMED",
            2,
            NOW,
        )
        assert entry.event.alarm


def test_a_published_feed_leaves_gone_events_out_and_remembers_them_the_same() -> None:
    first = revised(events_of(["Ana", "Ben"]))
    published = revised(events_of(["Ana"]), after(first), NOW + DAY, keep_gone=False)
    assert [entry.event.summary for entry in published.entries] == ["Ana"]
    assert published.changed == revised(events_of(["Ana"]), after(first), NOW + DAY).changed


def test_what_lies_outside_the_exported_weeks_is_not_gone() -> None:
    first = revised(events_of(["Ana", "Ben", "Cy", "Dee"]))
    middle = Window(FIRST + WEEK, FIRST + 3 * WEEK)
    part = revised(events_of(["Ana", "Ben"]), after(first), NOW + DAY, window=middle)
    assert [(entry.event.summary, entry.revision.status) for entry in part.entries] == [
        ("Ben", "CONFIRMED"),
        ("Cancelled: Cy", "CANCELLED"),
    ]
    assert len(part.changed) == 1


def test_a_cancelled_event_before_the_window_stays_until_14_days_after_its_end() -> None:
    first = revised(events_of(["Ana", "Ben", "Cy"]))
    gone = revised(events_of(["Ana"])[:1], after(first), NOW + DAY)
    cancelled = gone.entries[1]
    last = cancelled.event.end + 14 * DAY
    now_on = Window(FIRST + 3 * WEEK, FIRST + 9 * WEEK)
    for now, kept in ((last, True), (last + timedelta(seconds=1), False)):
        step = revised([event_of(0, "Ana")], after(first, gone), now, window=now_on)
        assert (cancelled in step.entries) is kept
        assert not step.changed
    published = revised([], after(first, gone), last, window=now_on, keep_gone=False)
    assert not published.entries


def test_before_the_window_nothing_is_written_but_what_was_cancelled_there() -> None:
    first = revised(events_of(["Ana", "Ben", "Cy"]))
    gone = revised(events_of(["Ana", "Ben"]), after(first), NOW + DAY)
    window = Window(FIRST + 3 * WEEK, FIRST + 9 * WEEK)
    step = revised(events_of(["Ana", "Ben"]), after(first, gone), NOW + 2 * DAY, window=window)
    assert [(entry.event.summary, entry.revision.status) for entry in step.entries] == [
        ("Cancelled: Cy", "CANCELLED")
    ]
    assert not step.changed
    back = revised(events_of(["Ana", "Ben", "Cy"]), after(first, gone), NOW + 3 * DAY, window=window)
    assert not back.entries
    assert not back.changed


def test_what_was_never_called_off_before_the_window_is_called_off_once_it_is_known_to_be_gone() -> None:
    first = revised(events_of(["Ana", "Ben", "Cy"]))
    window = Window(FIRST + 3 * WEEK, FIRST + 9 * WEEK)
    gone = revised(events_of(["Ana", "Ben"]), after(first), NOW + DAY, window=window)
    assert [
        (entry.event.summary, entry.revision.status, entry.revision.sequence, entry.revision.modified)
        for entry in gone.entries
    ] == [("Cancelled: Cy", "CANCELLED", 1, NOW + DAY)]
    later = revised(events_of(["Ana", "Ben"]), after(first, gone), NOW + 2 * DAY, window=window)
    assert later.entries == gone.entries
    assert not later.changed
    published = revised(events_of(["Ana", "Ben"]), after(first), NOW + DAY, window=window, keep_gone=False)
    assert (published.entries, published.changed) == ((), gone.changed)
    over = first.entries[2].event.end + 14 * DAY + timedelta(seconds=1)
    assert not revised(events_of(["Ana", "Ben"]), after(first), over, window=window).changed


def test_what_is_to_come_still_of_the_week_before_is_written_revised_and_called_off() -> None:
    first = revised(events_of(["Ana", "Ben", "Cy"]))
    ends = first.entries[1].event.end
    for now, written in ((ends - HOUR, ["Ben", "Cy"]), (ends, ["Cy"])):
        window = Window(FIRST + 2 * WEEK, FIRST + 9 * WEEK, still=now)
        same = revised(events_of(["Ana", "Ben", "Cy"]), after(first), now, window=window)
        assert [entry.event.summary for entry in same.entries] == written
        assert not same.changed
        other = revised(events_of(["Zoe", "Xi", "Cy"]), after(first), now, window=window)
        assert len(other.changed) == len(written) - 1
        assert {entry.event.summary: entry.revision.sequence for entry in other.entries} == (
            {"Xi": 1, "Cy": 0} if len(written) == 2 else {"Cy": 0}
        )
        gone = revised([*events_of(["Ana"]), event_of(2, "Cy")], after(first), now, window=window)
        assert sequences(gone) == [1, 0]


def test_a_cancelled_event_says_so_in_its_title_once() -> None:
    first = revised(events_of(["Ana"]))
    before = after(first, revised([], after(first), NOW + DAY))
    (uid,) = before
    titled = {uid: before[uid].model_copy(update={"summary": "Cancelled: Ana"})}
    for remembered in (before, titled):
        step = revised([], remembered, NOW + 2 * DAY)
        assert [entry.event.summary for entry in step.entries] == ["Cancelled: Ana"]
        assert not step.changed


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sequence", -1),
        ("sequence", 99999999999999),
        ("modified", "0001-01-01T00:00:00+23:00"),
        ("created", "0001-01-01T00:00:00+23:00"),
        ("start", "0001-01-01T00:00:00+23:00"),
        ("end", "9999-12-31T23:00:00Z"),
    ],
)
def test_a_revision_that_cannot_be_counted_on_from_is_none(name: str, value: object) -> None:
    (kept,) = after(revised(events_of(["Ana"]))).values()
    Revision.model_validate(kept.model_dump(mode="json"))
    with pytest.raises(ValidationError, match=name):
        Revision.model_validate(kept.model_dump(mode="json") | {name: value})


def test_an_export_far_ahead_calls_off_nothing_that_ended_long_before_it() -> None:
    first = revised(events_of(["Ana"]))
    ahead = Window(FIRST + 4 * WEEK, FIRST + 9 * WEEK)
    assert ahead.earliest <= FIRST
    step = revised([], after(first), NOW, window=ahead)
    assert (step.entries, step.changed) == ((), {})


def test_what_was_cancelled_long_before_a_window_ahead_is_not_in_its_file() -> None:
    first = revised(events_of(["Ana", "Ben"]))
    gone = revised([], after(first), NOW + DAY)
    end = first.entries[1].event.end.date()
    for ahead, kept in ((14 * DAY, True), (16 * DAY, False)):
        window = Window(end + ahead, end + ahead + WEEK)
        step = revised([], after(first, gone), NOW + 2 * DAY, window=window)
        assert ("Cancelled: Ben" in [entry.event.summary for entry in step.entries]) is kept


def test_a_change_of_zone_is_a_change_of_every_event() -> None:
    first = revised(events_of(["Ana", "Ben"]))
    assert sequences(revised(events_of(["Ana", "Ben"]), after(first), zone="America/New_York")) == [1, 1]


def test_everything_that_is_shown_counts_as_content() -> None:
    event = event_of(0, "Ana")
    first = revised([event])
    changes: dict[str, object] = {
        "start": event.start - HOUR,
        "end": event.end + HOUR,
        "zone": "America/New_York",
        "summary": "Ben",
        "description": "other words",
        "category": "Phone",
        "alarm": False,
        "tentative": True,
    }
    for name, value in changes.items():
        changed = revised([event.model_copy(update={name: value})], after(first))
        assert sequences(changed) == [1], name
    assert changes.keys() | {"kind", "slot", "number"} == FeedEvent.model_fields.keys()


def test_a_week_keeps_its_zone_whatever_zone_the_calendar_has_by_then() -> None:
    named = [event.model_copy(update={"zone": "America/Chicago"}) for event in events_of(["Ana", "Ben"])]
    first = revised(named)
    moved = revised(named, after(first), NOW + DAY, zone="Europe/Paris")
    assert (moved.entries, moved.changed) == (first.entries, {})
    gone = revised([], after(first), NOW + DAY, zone="Europe/Paris")
    assert {entry.event.zone for entry in gone.entries} == {"America/Chicago"}


def test_an_event_is_hashed_as_before_zones_were_named_in_it() -> None:
    unnamed = revised(events_of(["Ana"]))
    named = [event.model_copy(update={"zone": "America/Chicago"}) for event in events_of(["Ana"])]
    assert not revised(named, after(unnamed), NOW + DAY).changed


def test_a_uid_says_which_event_of_which_feed_and_nothing_else() -> None:
    event = event_of(0, "Ana")
    same = event_of(0, "Ben", tentative=True)
    assert event_uid(NAMESPACE, "team", event) == event_uid(NAMESPACE, "team", same)
    others = [
        event_uid(NAMESPACE, "ana", event),
        event_uid(UUID(int=1), "team", event),
        event_uid(NAMESPACE, "team", event_of(1, "Ana")),
        event_uid(NAMESPACE, "team", event.model_copy(update={"kind": "carry"})),
        event_uid(NAMESPACE, "team", event.model_copy(update={"number": 1})),
    ]
    assert len({event_uid(NAMESPACE, "team", event), *others}) == 6
    assert all(UUID(uid).version == 5 for uid in others)


def test_revisions_survive_json_and_keep_whole_seconds_in_utc() -> None:
    local = datetime.fromisoformat("2026-10-01T07:00:00.987654-05:00")
    first = revised(events_of(["Zoë 李, \\N"]), now=local)
    kept = {
        uid: Revision.model_validate_json(revision.model_dump_json())
        for uid, revision in first.changed.items()
    }
    assert kept == first.changed
    assert kept == {
        uid: Revision.model_validate(found.model_dump(mode="json")) for uid, found in kept.items()
    }
    assert [revision.created for revision in kept.values()] == [NOW]
    assert not revised(events_of(["Zoë 李, \\N"]), kept, NOW + DAY).changed


def test_last_modified_grows_with_every_change_whatever_the_clock_says() -> None:
    first = revised(events_of(["Ana"]))
    same_second = revised(events_of(["Ben"]), after(first), NOW)
    set_back = revised(events_of(["Ana"]), after(first, same_second), NOW - DAY)
    gone = revised([], after(first, same_second, set_back), NOW - 2 * DAY)
    steps = [step.entries[0].revision for step in (first, same_second, set_back, gone)]
    assert [revision.sequence for revision in steps] == [0, 1, 2, 3]
    assert [revision.modified - NOW for revision in steps] == [count * SECOND for count in range(4)]
    assert {revision.created for revision in steps} == {NOW}


@given(st.integers(0, 9), st.integers(0, 9), st.integers(-3, 3))
def test_a_revision_goes_above_what_is_out_in_the_world_once_and_no_further(
    own: int, there: int, later: int
) -> None:
    (one,) = revised(events_of(["Ana"])).entries
    one = one.model_copy(update={"revision": one.revision.model_copy(update={"sequence": own})})
    out = {one.uid: Stamp(there, NOW + later * DAY)}
    risen = raised(Revised(entries=(one,), changed={}), out, NOW + DAY)
    (told,) = risen.entries
    assert told.revision.sequence == max(own, there + 1)
    assert told.revision.modified > out[one.uid].modified
    stays = own > there and later < 0
    assert risen.changed == ({} if stays else {one.uid: told.revision})
    assert raised(risen, out, NOW + 2 * DAY) == risen


def test_what_this_store_cannot_have_written_as_it_stands_is_told_from_what_it_has() -> None:
    first = revised(events_of(["Ana", "Ben", "Cleo", "Dee", "Eve"]))
    later = revised(events_of(["Ana", "Ben", "Cleo", "Dee", "Finn"]), after(first), NOW + DAY)
    same, higher, otherwise, gone, behind = (entry.uid for entry in later.entries)
    out = {
        same: Stamp(0, NOW),
        higher: Stamp(1, NOW),
        otherwise: Stamp(0, NOW + DAY),
        behind: Stamp(0, NOW),
        "somebody else's": Stamp(9, NOW),
    }
    assert apart(later, out) == {uid: out[uid] for uid in (higher, otherwise)}
    assert gone not in out
