-- For the list of sessions, the last active first.
CREATE INDEX chat_sessions_activity ON chat_sessions (COALESCE(last_message_at, created_at), id);

-- Whether a part stands in a text, in upper or lower case, as far as the database's locale knows its script.
CREATE FUNCTION contains_folded(whole TEXT, part TEXT) RETURNS BOOLEAN LANGUAGE SQL STABLE
    AS 'SELECT strpos(lower(whole), lower(part)) > 0';
