/** What the contract asks to be kept. Ids are text: converting each of a page would cost more than their bytes do. */
export const schema = `
  CREATE TABLE IF NOT EXISTS users (
    user_key INTEGER PRIMARY KEY, user_id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, role TEXT NOT NULL);
  CREATE TABLE IF NOT EXISTS sessions (
    session_key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, room TEXT NOT NULL UNIQUE, type TEXT NOT NULL,
    title TEXT, booking_id TEXT, status TEXT NOT NULL DEFAULT 'active', last_seq INTEGER NOT NULL DEFAULT 0,
    last_change INTEGER NOT NULL DEFAULT 0, created_at INTEGER NOT NULL, last_message_at INTEGER, closed_at INTEGER);
  CREATE TABLE IF NOT EXISTS participants (
    session_key INTEGER NOT NULL REFERENCES sessions, user_key INTEGER NOT NULL REFERENCES users,
    is_participant INTEGER NOT NULL, read_seq INTEGER NOT NULL, delivered_seq INTEGER NOT NULL,
    PRIMARY KEY (session_key, user_key)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS messages (
    number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
    session_key INTEGER NOT NULL REFERENCES sessions, sender_key INTEGER NOT NULL REFERENCES users,
    seq INTEGER NOT NULL, change INTEGER NOT NULL, type TEXT NOT NULL, content TEXT NOT NULL,
    sender_role TEXT NOT NULL, sender_name TEXT NOT NULL, shown_sender TEXT, shown_role TEXT,
    reply_to INTEGER REFERENCES messages, metadata TEXT, client_msg_id TEXT,
    created_at INTEGER NOT NULL, edited_at INTEGER, deleted_at INTEGER, UNIQUE (session_key, seq));
  CREATE UNIQUE INDEX IF NOT EXISTS messages_client ON messages (sender_key, client_msg_id)
    WHERE client_msg_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS messages_change ON messages (session_key, change) WHERE change <> seq;
  CREATE VIRTUAL TABLE IF NOT EXISTS search USING fts5(content, content='messages', content_rowid='number',
    tokenize='unicode61 remove_diacritics 2');
  CREATE TABLE IF NOT EXISTS activity (
    at INTEGER NOT NULL, event TEXT NOT NULL, session_key INTEGER NOT NULL, user_id TEXT NOT NULL);`;
