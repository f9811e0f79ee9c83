-- A set-up on its way from one chat and thread to another: the code for it, where it goes, and what was there before.

CREATE TABLE set_up_moves (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  code TEXT NOT NULL UNIQUE,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  asked_at INTEGER NOT NULL,
  asked_by INTEGER NOT NULL,
  to_chat_id INTEGER REFERENCES chats (id),
  to_thread_id INTEGER,
  moved_at INTEGER,
  undone_at INTEGER,
  before TEXT
);

CREATE INDEX set_up_moves_chat ON set_up_moves (chat_id);
CREATE INDEX set_up_moves_to ON set_up_moves (to_chat_id);
