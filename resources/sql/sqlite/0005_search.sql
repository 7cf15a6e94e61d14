-- Full-text search over what was said. The words come folded, so the engine's tokenizer only parts them at the
-- blanks. It keeps no second copy of the texts. The session's key is a word too, in a column of its own.
CREATE VIRTUAL TABLE chat_search USING fts5(session, words, content = '', columnsize = 0, tokenize = 'ascii', prefix = '3');

INSERT INTO chat_search (chat_search, rank) VALUES ('automerge', 8);

-- Every word that was ever indexed: what the beginning of a word may go on as.
CREATE TABLE chat_search_words (
    word TEXT PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- One row: how far the index is.
CREATE TABLE chat_search_state (
    state_key INTEGER PRIMARY KEY,
    -- Messages up to this number are in the index.
    done      INTEGER NOT NULL,
    -- By which rules words were folded.
    folding   TEXT NOT NULL
) STRICT;

INSERT INTO chat_search_state (state_key, done, folding) VALUES (1, 0, '');

-- Indexed messages that have changed since, as they were when they were indexed.
CREATE TABLE chat_search_changed (
    number      INTEGER PRIMARY KEY,
    session_key INTEGER NOT NULL,
    content     TEXT NOT NULL
) STRICT;

CREATE TRIGGER chat_search_message_changed AFTER UPDATE OF content ON chat_messages
WHEN NEW.content <> OLD.content AND OLD.number <= (SELECT done FROM chat_search_state)
BEGIN
    INSERT OR IGNORE INTO chat_search_changed (number, session_key, content)
    VALUES (OLD.number, OLD.session_key, OLD.content);
END;

CREATE TRIGGER chat_search_message_gone AFTER DELETE ON chat_messages
WHEN OLD.number <= (SELECT done FROM chat_search_state)
BEGIN
    INSERT OR IGNORE INTO chat_search_changed (number, session_key, content)
    VALUES (OLD.number, OLD.session_key, OLD.content);
END;
