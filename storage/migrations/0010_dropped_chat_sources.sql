-- Which sources of their own chats let go of: only these may come back by a button.

CREATE TABLE dropped_chat_sources (
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  PRIMARY KEY (chat_id, thread_id, source_id)
);
