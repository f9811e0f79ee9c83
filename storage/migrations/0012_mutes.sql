-- What chats do not want to read, and the reasons that are left for a brief to come.

CREATE TABLE mutes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL DEFAULT 0,
  query_id INTEGER NOT NULL REFERENCES topics (id),
  words TEXT NOT NULL,
  muted_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (chat_id, thread_id, topic_id, query_id)
);

CREATE INDEX mutes_query ON mutes (query_id) WHERE ended_at IS NULL;

CREATE VIEW muted AS
SELECT u.id, u.chat_id, u.thread_id, u.topic_id, k.brief_id
FROM mutes u CROSS JOIN matches k
WHERE u.ended_at IS NULL AND k.topic_id = u.query_id;

CREATE VIEW wanted AS
SELECT s.id, s.chat_id, s.thread_id, s.topic_id, s.began_at, m.brief_id
FROM subscriptions s CROSS JOIN matches m
WHERE s.ended_at IS NULL AND m.topic_id = s.topic_id
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = s.chat_id AND u.thread_id = s.thread_id AND u.topic_id IN (0, s.topic_id)
      AND u.brief_id = m.brief_id);
