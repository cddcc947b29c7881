"""Tickets whole: deferral, workaround, attachments, the messages of a thread, mail to send, search."""

from oncall_cli.store.migrations.words import MOMENT

ONLY_ADDED_TO = ("attachment", "message")

SQL = f"""
ALTER TABLE ticket ADD COLUMN workaround TEXT;
ALTER TABLE ticket ADD COLUMN deferred_until TEXT CHECK (deferred_until IS NULL OR deferred_until {MOMENT});
ALTER TABLE ticket_event ADD COLUMN about TEXT CHECK (about IS NULL OR json_valid(about));
CREATE INDEX tickets_wanted ON ticket (received, status, tier, channel, assignee);
CREATE INDEX undocumented_tickets ON ticket (received) WHERE status = 'done' AND documented_at IS NULL;
CREATE TABLE attachment (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    name TEXT NOT NULL CHECK (name <> ''), media_type TEXT NOT NULL CHECK (media_type <> ''),
    size INTEGER NOT NULL CHECK (size >= 0),
    sha256 TEXT NOT NULL CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
    added TEXT NOT NULL CHECK (added {MOMENT}), person TEXT
) STRICT;
CREATE INDEX attachments_of_ticket ON attachment (ticket);
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    message_id TEXT, thread TEXT NOT NULL CHECK (json_valid(thread)), subject TEXT,
    sender TEXT NOT NULL, people TEXT NOT NULL CHECK (json_valid(people)),
    moment TEXT NOT NULL CHECK (moment {MOMENT}), text TEXT NOT NULL
) STRICT;
CREATE INDEX messages_of_ticket ON message (ticket);
CREATE INDEX message_by_id ON message (message_id) WHERE message_id IS NOT NULL;
CREATE TABLE mail (
    id INTEGER PRIMARY KEY AUTOINCREMENT, ticket INTEGER NOT NULL REFERENCES ticket (id),
    kind TEXT NOT NULL CHECK (kind <> ''), person TEXT REFERENCES member (handle),
    message_id TEXT NOT NULL UNIQUE, sender TEXT NOT NULL CHECK (sender <> ''),
    recipients TEXT NOT NULL CHECK (json_valid(recipients)), subject TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source <> ''), made TEXT NOT NULL CHECK (made {MOMENT}),
    state TEXT NOT NULL CHECK (state IN ('waiting', 'sending', 'sent', 'unsure', 'refused', 'dropped')),
    attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    tried TEXT CHECK (tried IS NULL OR tried {MOMENT}), why TEXT,
    got TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(got)),
    refused TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(refused))
) STRICT;
CREATE INDEX mail_not_sent ON mail (id) WHERE state NOT IN ('sent', 'dropped');
CREATE INDEX mail_of_ticket ON mail (ticket);
CREATE VIRTUAL TABLE search USING fts5 (who, what, outcome, story, tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('rank', 'bm25(8, 4, 2, 1)');
CREATE VIRTUAL TABLE search_word USING fts5vocab (search, 'row');
"""
