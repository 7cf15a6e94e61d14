-- The conversations: who is in them, what was said, what was done, what happened.
-- Times are milliseconds since 1970-01-01 UTC. Ids that leave the server are 16-byte UUIDv7s; inside, rows refer to
-- each other by integer keys that grow in time order. Statements are separated by empty lines.

CREATE TABLE chat_users (
    user_key   INTEGER PRIMARY KEY,
    user_id    TEXT NOT NULL UNIQUE,
    -- As last seen in a token; empty where somebody was only named by others so far.
    name       TEXT NOT NULL,
    role       TEXT NOT NULL
) STRICT;

CREATE TABLE chat_sessions (
    session_key     INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    room            TEXT UNIQUE,
    type            TEXT NOT NULL,
    status          TEXT NOT NULL,
    title           TEXT NOT NULL,
    booking_id      TEXT NOT NULL,
    last_seq        INTEGER NOT NULL,
    last_change     INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    last_message_at INTEGER,
    closed_at       INTEGER
) STRICT;

-- For analytics: sessions by the time of their opening.
CREATE INDEX chat_sessions_created ON chat_sessions (created_at);

-- Who takes part, and how far everybody (staff who only look in as well) has received and read.
CREATE TABLE chat_participants (
    session_key    INTEGER NOT NULL REFERENCES chat_sessions,
    user_key       INTEGER NOT NULL REFERENCES chat_users,
    is_participant INTEGER NOT NULL,
    read_seq       INTEGER NOT NULL,
    delivered_seq  INTEGER NOT NULL,
    joined_at      INTEGER NOT NULL,
    PRIMARY KEY (session_key, user_key)
) STRICT, WITHOUT ROWID;

-- For the list of a participant's sessions.
CREATE INDEX chat_participants_user ON chat_participants (user_key, session_key) WHERE is_participant = 1;

CREATE TABLE chat_messages (
    -- Global, grows within a session in the order of seq, is never used twice.
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    id            BLOB NOT NULL UNIQUE,
    session_key   INTEGER NOT NULL REFERENCES chat_sessions,
    sender_key    INTEGER NOT NULL REFERENCES chat_users,
    -- 1, 2, 3... in its session, without a gap.
    seq           INTEGER NOT NULL,
    -- The session's change number of this message's last change.
    change        INTEGER NOT NULL,
    type          TEXT NOT NULL,
    content       TEXT NOT NULL,
    sender_role   TEXT NOT NULL,
    sender_name   TEXT NOT NULL,
    -- NULL: the sender's own id and role.
    shown_sender  TEXT,
    shown_role    TEXT,
    reply_to      INTEGER REFERENCES chat_messages,
    metadata      TEXT,
    client_msg_id TEXT,
    -- Of what the client sent first, so that a later edit does not change what counts as the same write.
    body_hash     BLOB,
    created_at    INTEGER NOT NULL,
    edited_at     INTEGER,
    deleted_at    INTEGER
) STRICT;

-- For pages of a conversation by seq or number, and for counting what is unread behind a read cursor.
CREATE UNIQUE INDEX chat_messages_seq ON chat_messages (session_key, seq);

-- For finding the first result when a client sends the same write again.
CREATE UNIQUE INDEX chat_messages_client ON chat_messages (sender_key, client_msg_id) WHERE client_msg_id IS NOT NULL;

-- For what a client that was away has missed, edits included: after_change.
CREATE INDEX chat_messages_change ON chat_messages (session_key, change);

-- For pages of a conversation by time.
CREATE INDEX chat_messages_session_created ON chat_messages (session_key, created_at);

-- For scans of a span of time over all conversations: analytics, export, retention.
CREATE INDEX chat_messages_created ON chat_messages (created_at);

-- What was done, kept when sessions, messages and users are gone: it refers to nothing.
CREATE TABLE chat_audit_logs (
    entry_key  INTEGER PRIMARY KEY AUTOINCREMENT,
    created_at INTEGER NOT NULL,
    action     TEXT NOT NULL,
    user_id    TEXT NOT NULL,
    role       TEXT NOT NULL,
    session_id BLOB,
    message_id BLOB,
    details    TEXT NOT NULL
) STRICT;

-- For the log of a span of time.
CREATE INDEX chat_audit_logs_created ON chat_audit_logs (created_at);

-- For the log of one session.
CREATE INDEX chat_audit_logs_session ON chat_audit_logs (session_id, created_at);

-- For the log of one user.
CREATE INDEX chat_audit_logs_user ON chat_audit_logs (user_id, created_at);

-- What happened, for live monitoring.
CREATE TABLE chat_monitoring (
    entry_key  INTEGER PRIMARY KEY,
    timestamp  INTEGER NOT NULL,
    event_type TEXT NOT NULL,
    session_id BLOB NOT NULL,
    user_id    TEXT NOT NULL,
    details    TEXT
) STRICT;

-- For counting events and users of the last minutes or hours.
CREATE INDEX chat_monitoring_timestamp ON chat_monitoring (timestamp);

-- For the activity of one session.
CREATE INDEX chat_monitoring_session ON chat_monitoring (session_id, timestamp);

-- One row that is rewritten to learn whether the database takes writes again.
CREATE TABLE store_probe (
    probe_key INTEGER PRIMARY KEY,
    tries     INTEGER NOT NULL
) STRICT;

INSERT INTO store_probe (probe_key, tries) VALUES (1, 0);
