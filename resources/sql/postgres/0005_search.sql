-- Full-text search over what was said. The words come folded. Among them are two that no text can hold: the session's
-- key, and the group of numbers that the message's is in, so that the newest are found without looking at all.
CREATE TABLE chat_search (
    number BIGINT PRIMARY KEY,
    words  TSVECTOR NOT NULL
);

-- What waits to be sorted in is looked through by every search, so it is kept short. In KiB.
CREATE INDEX chat_search_words ON chat_search USING gin (words) WITH (gin_pending_list_limit = 256);

-- One row: how far the index is.
CREATE TABLE chat_search_state (
    state_key BIGINT PRIMARY KEY,
    -- Messages up to this number are in the index.
    done      BIGINT NOT NULL,
    -- By which rules words were folded.
    folding   TEXT NOT NULL
);

INSERT INTO chat_search_state (state_key, done, folding) VALUES (1, 0, '');

-- Messages that have changed since they were posted and are to be indexed again.
CREATE TABLE chat_search_changed (
    number      BIGINT PRIMARY KEY,
    session_key BIGINT NOT NULL,
    content     TEXT NOT NULL
);

CREATE FUNCTION chat_search_note_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO chat_search_changed (number, session_key, content)
    VALUES (OLD.number, OLD.session_key, '') ON CONFLICT (number) DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER chat_search_message_changed AFTER UPDATE OF content ON chat_messages
FOR EACH ROW WHEN (NEW.content <> OLD.content) EXECUTE FUNCTION chat_search_note_change();

CREATE TRIGGER chat_search_message_gone AFTER DELETE ON chat_messages
FOR EACH ROW EXECUTE FUNCTION chat_search_note_change();
