"""What a store of the fourth release has told phones stays told: its calendars go on where they were."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import icalendar
import pytest
from sqlite_utils import Database

from oncall_cli.store.door import Act
from oncall_cli.store.schema import APPLICATION_ID, VERSION, migrations
from tests.conftest import Cli

PERSON = ("calendar", "export", "--person", "ana", "--weeks", "4")
TEAM = ("calendar", "export", "--team", "--weeks", "4")
LATER = "2026-11-30T09:00:00-06:00"

GONE = {
    "content": "cancelled", "sequence": 5, "created": "2026-11-01T08:00:00+00:00",
    "modified": "2026-11-20T08:00:00+00:00", "status": "CANCELLED", "kind": "cover", "slot": "2026-11-23",
    "number": 9, "start": "2026-11-25T14:00:00+00:00", "end": "2026-11-26T14:00:00+00:00",
    "summary": "You cover for Ben Okafor", "category": "On call",
}  # fmt: skip
GONE_UID = "5f0c1a52-8f5e-5d0b-9c47-8a3f5f1d2b10"


@pytest.fixture
def fourth_release(team: Cli) -> Cli:
    """The team's store as the fourth release left it: both calendars exported, one event of them changed six
    times, and another gone."""
    for words in (PERSON, TEAM):
        team(*words)
    with closing(sqlite3.connect(team.path)) as newer:
        newer.execute(
            "UPDATE feed_event SET whole = json_set(whole, '$.sequence', 6) "
            "WHERE json_extract(whole, '$.kind') = 'week'"
        )
        newer.execute("INSERT INTO feed_event VALUES (?, 'person:ana', ?)", [GONE_UID, json.dumps(GONE)])
        newer.commit()
    whole = team.path.with_name("newer.db")
    team.path.rename(whole)
    _copied_into_the_fourth(whole, team.path)
    return team


def _copied_into_the_fourth(whole: Path, path: Path) -> None:
    newer, db = Database(whole), Database(path)
    migrations.apply(db, stop_before="m005_calendars")
    with closing(newer.conn), closing(db.conn) as connection:
        for name in db.table_names():
            if not name.startswith(("sqlite_", "_sqlite_", "search")):
                db[name].insert_all(list(newer[name].rows))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 4")
        connection.commit()


def told(cli: Cli, *words: str) -> dict[str, tuple[int, str, str]]:
    """SEQUENCE, LAST-MODIFIED and STATUS by UID."""
    file = cli(*words, "--json").json["calendar"]
    return {
        str(event["UID"]): (event["SEQUENCE"], event["LAST-MODIFIED"].to_ical().decode(), event["STATUS"])
        for event in icalendar.Calendar.from_ical(file).walk("VEVENT")
    }


def test_nothing_counts_as_changed_because_the_program_is_newer(fourth_release: Cli) -> None:
    kept = fourth_release.at(LATER)
    for words in (PERSON, TEAM):
        answer = kept(*words, "--from", "2026-11-23", "--json").json
        assert (answer["changed"], answer["events"] > 0) == (0, True)
    with closing(sqlite3.connect(kept.path)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)


def test_revisions_go_on_from_where_they_were(fourth_release: Cli) -> None:
    kept = fourth_release.at(LATER)
    before = told(kept, *PERSON, "--from", "2026-11-23")
    assert before[GONE_UID] == (5, "20261120T080000Z", "CANCELLED")
    weeks = [uid for uid, (sequence, _, _) in before.items() if sequence == 6]
    assert weeks
    kept("team", "edit", "cy", "--name", "Cyrus Young", "--as", "dee")
    after = told(kept, *PERSON, "--from", "2026-11-23")
    assert after.keys() == before.keys()
    assert {after[uid][0] for uid in weeks} == {7}
    assert all(after[uid][0] in (sequence, sequence + 1) for uid, (sequence, _, _) in before.items())


def test_private_links_are_made_in_it(fourth_release: Cli) -> None:
    fourth_release("team", "list")
    store = fourth_release.store()
    with store.door.transaction(Act(None, None, "publish", fourth_release.now)):
        link = store.feed_links.make("ana", fourth_release.now)
    assert store.feed_links.of("ana") == link
