"""The tables of a store, as migrations, oldest first. One that has been released is never edited."""

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x6F6E6331
"""Marks a SQLite file as one of ours (`onc1`)."""

migrations = Migrations("oncall")

_DATE = "GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'"
_MOMENT = "GLOB '[0-9]*-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]+00:00'"
_APPEND_ONLY = ("record", "policy", "rotation_order", "order_place", "turn", "swap_step", "ticket_event")
"""The tables of the first release whose rows never change."""

_FIRST = f"""
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    moment TEXT NOT NULL CHECK (moment {_MOMENT}),
    actor TEXT, acted_by TEXT, login TEXT NOT NULL,
    noun TEXT NOT NULL, key TEXT NOT NULL, verb TEXT NOT NULL CHECK (verb IN ('added', 'changed')),
    before TEXT CHECK (before IS NULL OR json_valid(before)), after TEXT NOT NULL CHECK (json_valid(after))
) STRICT;
CREATE INDEX record_of ON record (noun, key);
CREATE TABLE policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    holds_from TEXT NOT NULL CHECK (holds_from {_DATE}),
    source TEXT NOT NULL, text TEXT NOT NULL, whole TEXT NOT NULL CHECK (json_valid(whole))
) STRICT;
CREATE TABLE holiday (
    country TEXT NOT NULL, subdivision TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day {_DATE}), name TEXT NOT NULL,
    PRIMARY KEY (country, subdivision, day)
) STRICT;
CREATE TABLE holiday_year (
    country TEXT NOT NULL, subdivision TEXT NOT NULL, year INTEGER NOT NULL,
    PRIMARY KEY (country, subdivision, year)
) STRICT;
CREATE TABLE member (
    handle TEXT PRIMARY KEY CHECK (handle = lower(handle) AND handle <> ''),
    name TEXT NOT NULL CHECK (name <> ''),
    role TEXT NOT NULL CHECK (role IN ('technician', 'manager', 'administrator')),
    email TEXT, phone TEXT, login TEXT UNIQUE, payroll TEXT
) STRICT;
CREATE TABLE rotation_order (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    start TEXT NOT NULL CHECK (start {_DATE}), made TEXT NOT NULL CHECK (made {_MOMENT})
) STRICT;
CREATE TABLE order_place (
    rotation_order INTEGER NOT NULL REFERENCES rotation_order (id),
    place INTEGER NOT NULL CHECK (place >= 0),
    handle TEXT NOT NULL REFERENCES member (handle),
    PRIMARY KEY (rotation_order, place), UNIQUE (rotation_order, handle)
) STRICT;
CREATE TABLE swap (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    state TEXT NOT NULL CHECK (
        state IN ('requested', 'accepted', 'applied', 'declined', 'refused', 'withdrawn', 'expired')),
    requester TEXT NOT NULL REFERENCES member (handle), partner TEXT NOT NULL REFERENCES member (handle),
    give TEXT NOT NULL CHECK (give {_DATE}), take TEXT CHECK (take IS NULL OR take {_DATE}),
    deadline TEXT NOT NULL, requested_at TEXT NOT NULL CHECK (requested_at {_MOMENT}),
    in_time INTEGER NOT NULL CHECK (in_time IN (0, 1)),
    exception TEXT, reason TEXT, closed_because TEXT,
    CHECK (requester <> partner), CHECK (take IS NULL OR take <> give),
    CHECK (in_time = 1 OR exception IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX open_give ON swap (give) WHERE state IN ('requested', 'accepted');
CREATE UNIQUE INDEX open_take ON swap (take) WHERE state IN ('requested', 'accepted');
CREATE TABLE swap_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT, swap INTEGER NOT NULL REFERENCES swap (id),
    step TEXT NOT NULL, moment TEXT NOT NULL CHECK (moment {_MOMENT}), person TEXT, reason TEXT
) STRICT;
CREATE INDEX steps_of_swap ON swap_step (swap);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    week TEXT NOT NULL CHECK (week {_DATE}),
    person TEXT NOT NULL REFERENCES member (handle), ordered TEXT REFERENCES member (handle),
    cause TEXT NOT NULL CHECK (cause IN ('published', 'assigned', 'swapped')),
    swap INTEGER REFERENCES swap (id), reason TEXT,
    recorded TEXT NOT NULL CHECK (recorded {_MOMENT}),
    CHECK ((cause = 'swapped') = (swap IS NOT NULL)), CHECK (cause <> 'assigned' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX turns_of_week ON turn (week, id);
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL CHECK (status IN ('open', 'on_it', 'waiting', 'done')),
    channel TEXT NOT NULL CHECK (
        channel IN ('phone', 'voicemail', 'email', 'ticket', 'portal', 'chat', 'walk-in')),
    tier INTEGER, priority INTEGER NOT NULL DEFAULT 0,
    received TEXT NOT NULL CHECK (received {_MOMENT}),
    caller TEXT NOT NULL CHECK (caller <> ''), phone TEXT, email TEXT,
    description TEXT NOT NULL CHECK (description <> ''),
    requester TEXT, tell TEXT, customer TEXT, location TEXT, affected TEXT, tried TEXT, error TEXT,
    first_time INTEGER CHECK (first_time IN (0, 1)), reference TEXT, rings INTEGER CHECK (rings >= 0),
    assignee TEXT REFERENCES member (handle),
    on_it_at TEXT, done_at TEXT, followed_up_at TEXT, documented_at TEXT, updated_at TEXT,
    last_step_at TEXT NOT NULL CHECK (last_step_at {_MOMENT}),
    resolution TEXT, help_desk TEXT, contact_log TEXT, work_order TEXT,
    CHECK (phone IS NOT NULL OR email IS NOT NULL),
    CHECK (status <> 'done' OR (done_at IS NOT NULL AND resolution IS NOT NULL)),
    CHECK (status <> 'on_it' OR on_it_at IS NOT NULL)
) STRICT;
CREATE INDEX open_tickets ON ticket (received) WHERE status <> 'done';
CREATE INDEX tickets_by_age ON ticket (received);
CREATE TABLE ticket_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    kind TEXT NOT NULL, moment TEXT NOT NULL CHECK (moment {_MOMENT}), person TEXT, text TEXT
) STRICT;
CREATE INDEX events_of_ticket ON ticket_event (ticket);
CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    person TEXT NOT NULL REFERENCES member (handle),
    start TEXT NOT NULL CHECK (start {_MOMENT}), end TEXT NOT NULL CHECK (end {_MOMENT}),
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), CHECK (start < end)
) STRICT;
CREATE INDEX work_of_ticket ON work (ticket);
CREATE INDEX work_of_person ON work (person, start);
CREATE TABLE feed_event (
    uid TEXT PRIMARY KEY, feed TEXT NOT NULL, whole TEXT NOT NULL CHECK (json_valid(whole))
) STRICT;
CREATE INDEX events_of_feed ON feed_event (feed);
"""


@migrations()
def m001_first(db: Database) -> None:
    """Everything that the first release keeps."""
    _execute(db, _FIRST)
    _only_add_to(db, *_APPEND_ONLY)


_LIVED_IN = f"""
ALTER TABLE member ADD COLUMN leaves TEXT CHECK (leaves IS NULL OR leaves {_DATE});
ALTER TABLE member ADD COLUMN leaves_because TEXT;
ALTER TABLE rotation_order ADD COLUMN reason TEXT;
CREATE TABLE turn_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    week TEXT NOT NULL CHECK (week {_DATE}),
    person TEXT NOT NULL REFERENCES member (handle), ordered TEXT REFERENCES member (handle),
    cause TEXT NOT NULL CHECK (
        cause IN ('published', 'traded', 'assigned', 'swapped', 'imported', 'withdrawn')),
    swap INTEGER REFERENCES swap (id), other TEXT CHECK (other IS NULL OR other {_DATE}), reason TEXT,
    recorded TEXT NOT NULL CHECK (recorded {_MOMENT}),
    CHECK ((cause = 'swapped') = (swap IS NOT NULL)), CHECK ((cause = 'traded') = (other IS NOT NULL)),
    CHECK (cause NOT IN ('assigned', 'traded', 'imported') OR reason IS NOT NULL)
) STRICT;
INSERT INTO turn_anew (id, week, person, ordered, cause, swap, reason, recorded)
    SELECT id, week, person, ordered, cause, swap, reason, recorded FROM turn ORDER BY id;
DROP TABLE turn;
ALTER TABLE turn_anew RENAME TO turn;
CREATE INDEX turns_of_week ON turn (week, id);
CREATE VIEW announced AS
    SELECT *, (
        SELECT iif(earlier.cause = 'withdrawn', NULL, earlier.person) FROM turn AS earlier
        WHERE earlier.week = turn.week AND earlier.id < turn.id ORDER BY earlier.id DESC LIMIT 1) AS was
    FROM turn
    WHERE id = (SELECT max(later.id) FROM turn AS later WHERE later.week = turn.week)
    AND cause <> 'withdrawn';
CREATE TABLE cover (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    week TEXT NOT NULL CHECK (week {_DATE}), person TEXT NOT NULL REFERENCES member (handle),
    start TEXT NOT NULL CHECK (start {_MOMENT}), end TEXT NOT NULL CHECK (end {_MOMENT}),
    reason TEXT NOT NULL CHECK (reason <> ''), recorded TEXT NOT NULL CHECK (recorded {_MOMENT}),
    withdrawn TEXT, CHECK (start < end)
) STRICT;
CREATE INDEX covers_of_week ON cover (week);
CREATE TABLE away (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    first TEXT NOT NULL CHECK (first {_DATE}), last TEXT NOT NULL CHECK (last {_DATE}),
    reason TEXT, withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), CHECK (first <= last)
) STRICT;
CREATE INDEX away_by_date ON away (last) WHERE withdrawn = 0;
CREATE TABLE preparation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    kind TEXT NOT NULL CHECK (kind IN ('ready', 'training')), item TEXT NOT NULL CHECK (item <> ''),
    day TEXT NOT NULL CHECK (day {_DATE}), done INTEGER NOT NULL CHECK (done IN (0, 1)), note TEXT
) STRICT;
CREATE INDEX preparation_of ON preparation (person, kind, item);
"""


@migrations()
def m002_lived_in(db: Database) -> None:
    """Members who leave, time away, cover, readiness, traded and withdrawn turns."""
    _execute(db, _LIVED_IN)
    _only_add_to(db, "turn", "preparation")


def _execute(db: Database, script: str) -> None:
    for statement in script.split(";\n"):
        if statement.strip():
            db.conn.execute(statement)


def _only_add_to(db: Database, *tables: str) -> None:
    for table in tables:
        for change in ("UPDATE", "DELETE"):
            db.conn.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )


with Database(memory=True) as _empty:
    VERSION = len(migrations.pending(_empty))
"""How many migrations this program knows; a store that has seen more was made by a newer one."""
