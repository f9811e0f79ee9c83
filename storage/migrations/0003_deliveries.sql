-- The outbox: one row for every brief owed to a chat.

-- AUTOINCREMENT: the result of a send must never be written to a later row that took over the id.
-- dated_at is the brief's, copied to find the oldest ones of a long queue without looking at all of it.
-- settled_at is NULL while something is still to do: owed, sending, or uncertain with a resend to come.
CREATE TABLE deliveries (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  brief_id INTEGER NOT NULL REFERENCES briefs (id),
  dated_at INTEGER NOT NULL,
  state TEXT NOT NULL,
  due_at INTEGER,
  attempts INTEGER NOT NULL DEFAULT 0,
  parts_sent INTEGER NOT NULL DEFAULT 0,
  lost_answers INTEGER NOT NULL DEFAULT 0,
  started_at INTEGER,
  settled_at INTEGER,
  message_id INTEGER,
  reason TEXT,
  UNIQUE (chat_id, thread_id, brief_id)
);

-- The claim walks this one in order; what is in flight or settled is not in it. The last two columns are there because
-- SQLite otherwise fetches every row to look again at the condition of the index.
CREATE INDEX deliveries_due ON deliveries (due_at, id, chat_id, thread_id, state, settled_at)
WHERE settled_at IS NULL AND state <> 'sending';

CREATE INDEX deliveries_sending ON deliveries (chat_id, id) WHERE state = 'sending';

-- What is still to do for a chat and thread, the oldest brief first.
CREATE INDEX deliveries_waiting ON deliveries (chat_id, thread_id, dated_at, brief_id) WHERE settled_at IS NULL;

CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX deliveries_brief ON deliveries (brief_id);

-- What is still to send, and when that really can be: never while its chat is paused, nor before its freeze ends.
CREATE VIEW outbox AS
SELECT d.chat_id,
  CASE
    WHEN c.paused_at IS NOT NULL THEN NULL
    WHEN c.frozen_until > d.due_at THEN c.frozen_until
    ELSE d.due_at
  END AS due_at
FROM deliveries d JOIN chats c ON c.id = d.chat_id
WHERE d.settled_at IS NULL AND d.state <> 'sending';
