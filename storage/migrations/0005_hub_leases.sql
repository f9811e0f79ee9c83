-- Hubs that announce sources (WebSub), and what we asked of them.

-- AUTOINCREMENT: the address that a hub calls carries the id; it must never come to mean another lease.
-- base is our public address as the hub was told it; due_at is when there is something to ask of the hub.
-- called_at is the hub's last announcement, missed_at the last news that it did not announce.
CREATE TABLE hub_leases (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  hub TEXT NOT NULL,
  known_as TEXT NOT NULL,
  token TEXT NOT NULL,
  secret TEXT NOT NULL,
  state TEXT NOT NULL,
  wanted_at INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  base TEXT,
  asked_at INTEGER,
  confirmed_at INTEGER,
  ends_at INTEGER,
  called_at INTEGER,
  missed_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  UNIQUE (source_id, hub, known_as)
);

CREATE INDEX hub_leases_due ON hub_leases (due_at, id);
