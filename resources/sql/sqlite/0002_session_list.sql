-- For the list of sessions, the last active first.
CREATE INDEX chat_sessions_activity ON chat_sessions (COALESCE(last_message_at, created_at), id);
