"""What calendars have said before is found by feed and week, through an index."""

from datetime import date

import pytest

from oncall_cli.store.door import Door
from oncall_cli.store.feeds import Feeds
from tests.conftest import Cli


def test_only_the_weeks_asked_for_are_read_and_through_the_index(
    team: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    door = team.store().door
    plans: list[str] = []

    def explained(_: Door, __: object, sql: str, params: list[object]) -> list[object]:
        plans.extend(row[3] for row in door.db.conn.execute(f"EXPLAIN QUERY PLAN {sql}", params))
        return []

    monkeypatch.setattr(Door, "models", explained)
    Feeds(door).remembered("team", date(2026, 11, 23))
    assert plans == ["SEARCH feed_event USING INDEX events_of_feed (feed=? AND <expr>>?)"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("zone", "No/Where"),
        ("zone", "../../etc/passwd"),
        ("sequence", 99999999999999),
        ("modified", "0001-01-01T00:00:00+23:00"),
    ],
)
def test_a_revision_that_makes_no_sense_is_damage(team: Cli, name: str, value: object) -> None:
    team("calendar", "export", "--team", "--weeks", "2")
    with team.store().door.db.conn as conn:
        conn.execute("UPDATE feed_event SET whole = json_set(whole, ?, ?)", [f"$.{name}", value])
    failed = team("calendar", "export", "--team", "--weeks", "2", code=4)
    assert "is damaged: what it holds makes no sense" in failed.err


def test_what_is_remembered_is_that_of_the_feed_from_a_week_on(team: Cli) -> None:
    team("calendar", "export", "--team", "--from", "2026-11-23", "--weeks", "6")
    team("calendar", "export", "--person", "ana", "--from", "2026-11-23", "--weeks", "6")
    feeds = team.store().feeds
    slots = [one.slot for one in feeds.remembered("team", date(2026, 12, 14)).values()]
    assert sorted(map(str, slots)) == ["2026-12-14", "2026-12-21", "2026-12-28"]
    assert not feeds.remembered("ben", date.min)
