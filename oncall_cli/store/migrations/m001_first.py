"""What the first release keeps."""

from oncall_cli.store.migrations.words import DATE, MOMENT

ONLY_ADDED_TO = ("record", "policy", "rotation_order", "order_place", "turn", "swap_step", "ticket_event")
"""The tables whose rows never change."""

SQL = f"""
CREATE TABLE fact (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    moment TEXT NOT NULL CHECK (moment {MOMENT}),
    actor TEXT, acted_by TEXT, login TEXT NOT NULL,
    noun TEXT NOT NULL, key TEXT NOT NULL, verb TEXT NOT NULL CHECK (verb IN ('added', 'changed')),
    before TEXT CHECK (before IS NULL OR json_valid(before)), after TEXT NOT NULL CHECK (json_valid(after))
) STRICT;
CREATE INDEX record_of ON record (noun, key);
CREATE TABLE policy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    holds_from TEXT NOT NULL CHECK (holds_from {DATE}),
    source TEXT NOT NULL, text TEXT NOT NULL, whole TEXT NOT NULL CHECK (json_valid(whole))
) STRICT;
CREATE TABLE holiday (
    country TEXT NOT NULL, subdivision TEXT NOT NULL,
    day TEXT NOT NULL CHECK (day {DATE}), name TEXT NOT NULL,
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
    start TEXT NOT NULL CHECK (start {DATE}), made TEXT NOT NULL CHECK (made {MOMENT})
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
    give TEXT NOT NULL CHECK (give {DATE}), take TEXT CHECK (take IS NULL OR take {DATE}),
    deadline TEXT NOT NULL, requested_at TEXT NOT NULL CHECK (requested_at {MOMENT}),
    in_time INTEGER NOT NULL CHECK (in_time IN (0, 1)),
    exception TEXT, reason TEXT, closed_because TEXT,
    CHECK (requester <> partner), CHECK (take IS NULL OR take <> give),
    CHECK (in_time = 1 OR exception IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX open_give ON swap (give) WHERE state IN ('requested', 'accepted');
CREATE UNIQUE INDEX open_take ON swap (take) WHERE state IN ('requested', 'accepted');
CREATE TABLE swap_step (
    id INTEGER PRIMARY KEY AUTOINCREMENT, swap INTEGER NOT NULL REFERENCES swap (id),
    step TEXT NOT NULL, moment TEXT NOT NULL CHECK (moment {MOMENT}), person TEXT, reason TEXT
) STRICT;
CREATE INDEX steps_of_swap ON swap_step (swap);
CREATE TABLE turn (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    week TEXT NOT NULL CHECK (week {DATE}),
    person TEXT NOT NULL REFERENCES member (handle), ordered TEXT REFERENCES member (handle),
    cause TEXT NOT NULL CHECK (cause IN ('published', 'assigned', 'swapped')),
    swap INTEGER REFERENCES swap (id), reason TEXT,
    recorded TEXT NOT NULL CHECK (recorded {MOMENT}),
    CHECK ((cause = 'swapped') = (swap IS NOT NULL)), CHECK (cause <> 'assigned' OR reason IS NOT NULL)
) STRICT;
CREATE INDEX turns_of_week ON turn (week, id);
CREATE TABLE ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    status TEXT NOT NULL CHECK (status IN ('open', 'on_it', 'waiting', 'done')),
    channel TEXT NOT NULL CHECK (
        channel IN ('phone', 'voicemail', 'email', 'ticket', 'portal', 'chat', 'walk-in')),
    tier INTEGER, priority INTEGER NOT NULL DEFAULT 0,
    received TEXT NOT NULL CHECK (received {MOMENT}),
    caller TEXT NOT NULL CHECK (caller <> ''), phone TEXT, email TEXT,
    description TEXT NOT NULL CHECK (description <> ''),
    requester TEXT, tell TEXT, customer TEXT, location TEXT, affected TEXT, tried TEXT, error TEXT,
    first_time INTEGER CHECK (first_time IN (0, 1)), reference TEXT, rings INTEGER CHECK (rings >= 0),
    assignee TEXT REFERENCES member (handle),
    on_it_at TEXT, done_at TEXT, followed_up_at TEXT, documented_at TEXT, updated_at TEXT,
    last_step_at TEXT NOT NULL CHECK (last_step_at {MOMENT}),
    resolution TEXT, help_desk TEXT, contact_log TEXT, work_order TEXT,
    CHECK (phone IS NOT NULL OR email IS NOT NULL),
    CHECK (status <> 'done' OR (done_at IS NOT NULL AND resolution IS NOT NULL)),
    CHECK (status <> 'on_it' OR on_it_at IS NOT NULL)
) STRICT;
CREATE INDEX open_tickets ON ticket (received) WHERE status <> 'done';
CREATE INDEX tickets_by_age ON ticket (received);
CREATE TABLE ticket_event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    kind TEXT NOT NULL, moment TEXT NOT NULL CHECK (moment {MOMENT}), person TEXT, text TEXT
) STRICT;
CREATE INDEX events_of_ticket ON ticket_event (ticket);
CREATE TABLE work (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    person TEXT NOT NULL REFERENCES member (handle),
    start TEXT NOT NULL CHECK (start {MOMENT}), end TEXT NOT NULL CHECK (end {MOMENT}),
    withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), CHECK (start < end)
) STRICT;
CREATE INDEX work_of_ticket ON work (ticket);
CREATE INDEX work_of_person ON work (person, start);
CREATE TABLE feed_event (
    uid TEXT PRIMARY KEY, feed TEXT NOT NULL, whole TEXT NOT NULL CHECK (json_valid(whole))
) STRICT;
CREATE INDEX events_of_feed ON feed_event (feed);
"""
