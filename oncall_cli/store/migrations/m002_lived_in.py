"""Members who leave, time away, cover, readiness, traded and withdrawn turns."""

from oncall_cli.store.migrations.words import DATE, MOMENT

ONLY_ADDED_TO = ("turn", "preparation")

SQL = f"""
ALTER TABLE member ADD COLUMN leaves TEXT CHECK (leaves IS NULL OR leaves {DATE});
ALTER TABLE member ADD COLUMN leaves_because TEXT;
ALTER TABLE rotation_order ADD COLUMN reason TEXT;
CREATE TABLE turn_anew (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    week TEXT NOT NULL CHECK (week {DATE}),
    person TEXT NOT NULL REFERENCES member (handle), ordered TEXT REFERENCES member (handle),
    cause TEXT NOT NULL CHECK (
        cause IN ('published', 'traded', 'assigned', 'swapped', 'imported', 'withdrawn')),
    swap INTEGER REFERENCES swap (id), other TEXT CHECK (other IS NULL OR other {DATE}), reason TEXT,
    recorded TEXT NOT NULL CHECK (recorded {MOMENT}),
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
    week TEXT NOT NULL CHECK (week {DATE}), person TEXT NOT NULL REFERENCES member (handle),
    start TEXT NOT NULL CHECK (start {MOMENT}), end TEXT NOT NULL CHECK (end {MOMENT}),
    reason TEXT NOT NULL CHECK (reason <> ''), recorded TEXT NOT NULL CHECK (recorded {MOMENT}),
    withdrawn TEXT, CHECK (start < end)
) STRICT;
CREATE INDEX covers_of_week ON cover (week);
CREATE TABLE away (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    first TEXT NOT NULL CHECK (first {DATE}), last TEXT NOT NULL CHECK (last {DATE}),
    reason TEXT, withdrawn INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)), CHECK (first <= last)
) STRICT;
CREATE INDEX away_by_date ON away (last) WHERE withdrawn = 0;
CREATE TABLE preparation (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    kind TEXT NOT NULL CHECK (kind IN ('ready', 'training')), item TEXT NOT NULL CHECK (item <> ''),
    day TEXT NOT NULL CHECK (day {DATE}), done INTEGER NOT NULL CHECK (done IN (0, 1)), note TEXT
) STRICT;
CREATE INDEX preparation_of ON preparation (person, kind, item);
"""
