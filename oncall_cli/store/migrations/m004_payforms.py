"""Pay forms that were turned in, each frozen as it was, members' own base rates, and all work by its time."""

from oncall_cli.store.migrations.words import DATE, MOMENT

ONLY_ADDED_TO = ("base_rate",)

_FROZEN = (
    *("id", "person", "week", "first", "last", "start", "end", "currency", "total", "form"),
    *("replaces", "because", "submitted", "submitted_by"),
)
_SETTLED = (
    *("approved", "approved_by", "approved_name"),
    *("sent_back", "sent_back_by", "sent_back_name", "sent_back_because"),
)

SQL = f"""
CREATE TABLE base_rate (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    holds_from TEXT NOT NULL CHECK (holds_from {DATE}),
    rate TEXT CHECK (rate IS NULL OR rate <> ''), recorded TEXT NOT NULL CHECK (recorded {MOMENT})
) STRICT;
CREATE INDEX base_rates_of ON base_rate (person);
CREATE TABLE payform (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL REFERENCES member (handle),
    week TEXT CHECK (week IS NULL OR week {DATE}),
    first TEXT NOT NULL CHECK (first {DATE}), last TEXT NOT NULL CHECK (last {DATE}),
    start TEXT NOT NULL CHECK (start {MOMENT}), end TEXT NOT NULL CHECK (end {MOMENT}),
    state TEXT NOT NULL CHECK (state IN ('submitted', 'approved', 'sent_back', 'replaced')),
    currency TEXT NOT NULL CHECK (length(currency) = 3), total TEXT NOT NULL CHECK (total <> ''),
    form TEXT NOT NULL CHECK (json_valid(form)),
    replaces INTEGER REFERENCES payform (id), because TEXT,
    submitted TEXT NOT NULL CHECK (submitted {MOMENT}), submitted_by TEXT,
    approved TEXT CHECK (approved IS NULL OR approved {MOMENT}), approved_by TEXT, approved_name TEXT,
    sent_back TEXT CHECK (sent_back IS NULL OR sent_back {MOMENT}),
    sent_back_by TEXT, sent_back_name TEXT, sent_back_because TEXT,
    CHECK (first <= last), CHECK (start < end),
    CHECK (state <> 'approved' OR approved IS NOT NULL),
    CHECK ((state = 'sent_back') = (sent_back IS NOT NULL)),
    CHECK (state <> 'sent_back' OR sent_back_because IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX payform_that_waits ON payform (person, start, end) WHERE state = 'submitted';
CREATE UNIQUE INDEX payform_that_is_paid ON payform (person, start, end) WHERE state = 'approved';
CREATE INDEX payforms_of ON payform (person, start);
CREATE INDEX payforms_by_end ON payform (end);
CREATE INDEX work_by_end ON work (end) WHERE withdrawn = 0;
CREATE TRIGGER payform_stays BEFORE UPDATE OF {", ".join(_FROZEN)} ON payform
    BEGIN SELECT RAISE(ABORT, 'a pay form that was turned in stays as it is'); END;
CREATE TRIGGER payform_stays_signed BEFORE UPDATE OF {", ".join(_SETTLED)} ON payform
    WHEN OLD.approved IS NOT NULL OR OLD.sent_back IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'what became of a pay form stays as it is'); END;
CREATE TRIGGER payform_stays_closed BEFORE UPDATE OF state ON payform
    WHEN OLD.state IN ('sent_back', 'replaced') OR (OLD.state = 'approved' AND NEW.state <> 'replaced')
    BEGIN SELECT RAISE(ABORT, 'no step leads a pay form there'); END;
CREATE TRIGGER payform_no_delete BEFORE DELETE ON payform
    BEGIN SELECT RAISE(ABORT, 'payform is only ever added to'); END;
"""
