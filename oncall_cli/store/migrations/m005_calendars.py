"""Private links of published calendars, and what calendars have said by its week."""

from oncall_cli.store.migrations.words import MOMENT

ONLY_ADDED_TO = ()

SQL = f"""
CREATE TABLE feed_link (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    token TEXT NOT NULL UNIQUE CHECK (length(token) = 32 AND token NOT GLOB '*[^0-9a-f]*'),
    made TEXT NOT NULL CHECK (made {MOMENT}), retired TEXT CHECK (retired IS NULL OR retired {MOMENT})
) STRICT;
CREATE UNIQUE INDEX feed_link_of ON feed_link (person) WHERE retired IS NULL;
CREATE TRIGGER feed_link_stays BEFORE UPDATE OF id, person, token, made ON feed_link
    BEGIN SELECT RAISE(ABORT, 'a link stays as it was made'); END;
CREATE TRIGGER feed_link_stays_retired BEFORE UPDATE OF retired ON feed_link WHEN OLD.retired IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'a link that was given up stays so'); END;
CREATE TRIGGER feed_link_no_delete BEFORE DELETE ON feed_link
    BEGIN SELECT RAISE(ABORT, 'feed_link is only ever added to'); END;
DROP INDEX events_of_feed;
CREATE INDEX events_of_feed ON feed_event (feed, ifnull(json_extract(whole, '$.slot'), '9999'));
"""
