-- Chats, topics, the subscriptions between them, and which brief matched which topic.

CREATE TABLE chats (
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'active',
  met_at INTEGER NOT NULL,
  dormant_at INTEGER,
  dormant_reason TEXT,
  woken_at INTEGER,
  paused_at INTEGER,
  frozen_until INTEGER
);

CREATE TABLE topics (
  id INTEGER PRIMARY KEY,
  query TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  followed_at INTEGER
);

CREATE INDEX topics_followed ON topics (followed_at);

CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  words TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  UNIQUE (chat_id, thread_id, topic_id)
);

CREATE INDEX subscriptions_topic ON subscriptions (topic_id, chat_id, thread_id);

CREATE TABLE matches (
  brief_id INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  PRIMARY KEY (brief_id, topic_id)
);
