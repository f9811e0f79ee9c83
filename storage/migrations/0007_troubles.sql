-- Troubles of sources and the notices about them; what kind of failure a source has.

ALTER TABLE sources ADD COLUMN failure TEXT;

CREATE TABLE troubles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  kind TEXT NOT NULL,
  detail TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  ending TEXT
);

CREATE UNIQUE INDEX troubles_open ON troubles (source_id) WHERE ended_at IS NULL;
CREATE INDEX troubles_ended ON troubles (ended_at) WHERE ended_at IS NOT NULL;

-- What is told of a trouble, once to each chat: that it began, that it is over. The states are those of deliveries.
CREATE TABLE notices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  trouble_id INTEGER NOT NULL REFERENCES troubles (id) ON DELETE CASCADE,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  tells TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'owed',
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  lost_answers INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER,
  settled_at INTEGER,
  message_id INTEGER,
  reason TEXT,
  UNIQUE (trouble_id, chat_id, tells)
);

CREATE INDEX notices_due ON notices (due_at, id) WHERE settled_at IS NULL;
CREATE INDEX notices_chat ON notices (chat_id);
