-- Who is to see to a session, and how it is sorted. The labels are a JSON array of texts.
ALTER TABLE chat_sessions ADD COLUMN assignee TEXT NOT NULL DEFAULT '';

ALTER TABLE chat_sessions ADD COLUMN labels TEXT NOT NULL DEFAULT '[]';

ALTER TABLE chat_sessions ADD COLUMN priority TEXT NOT NULL DEFAULT 'normal';

-- What a message said before it was edited; gone once it is deleted.
CREATE TABLE chat_message_versions (
    number     BIGINT NOT NULL REFERENCES chat_messages,
    -- 1, 2, 3... for its message.
    version    INTEGER NOT NULL,
    content    TEXT NOT NULL,
    -- When and by whom it was replaced.
    edited_at  BIGINT NOT NULL,
    editor_key BIGINT NOT NULL REFERENCES chat_users,
    PRIMARY KEY (number, version)
);
