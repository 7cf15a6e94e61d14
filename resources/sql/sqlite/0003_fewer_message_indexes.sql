-- Every index of chat_messages is paid for by every message that is sent; two of the old ones said what others say too.

-- Ids begin with the time of their making, so their own index serves scans of a span of time over all conversations.
DROP INDEX chat_messages_created;

-- Times grow with seq: a page by time is found by halving the span of seq.
DROP INDEX chat_messages_session_created;

-- Until something in a session is edited, each message's change is its seq.
DROP INDEX chat_messages_change;

-- For what a client that was away has missed: the changes that are not the seq.
CREATE INDEX chat_messages_change ON chat_messages (session_key, change) WHERE change <> seq;
