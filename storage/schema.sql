-- The whole schema as the steps in migrations/ leave it: a new database is made from this page, an old one by the steps.

CREATE TABLE sources (
  id INTEGER PRIMARY KEY,
  address TEXT NOT NULL UNIQUE,
  title TEXT,
  kind TEXT,
  state TEXT NOT NULL DEFAULT 'active',
  etag TEXT,
  last_modified TEXT,
  added_at INTEGER NOT NULL,
  visited_at INTEGER,
  next_visit_at INTEGER NOT NULL,
  leased_until INTEGER,
  last_news_at INTEGER,
  failures INTEGER NOT NULL DEFAULT 0,
  failed_at INTEGER,
  last_error TEXT,
  latest_at INTEGER,
  usual_gap INTEGER,
  ttl INTEGER,
  private INTEGER NOT NULL DEFAULT 0,
  failure TEXT,
  move_to TEXT,
  move_since INTEGER,
  move_visits INTEGER NOT NULL DEFAULT 0,
  own_title TEXT,
  traces BLOB
);

-- Where sources were before they moved for good: whoever adds one of these means the source that is elsewhere now.
CREATE TABLE former_addresses (
  address TEXT PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  moved_at INTEGER NOT NULL
);

CREATE INDEX former_addresses_source ON former_addresses (source_id);

CREATE INDEX sources_due ON sources (state, next_visit_at, id);

-- AUTOINCREMENT: the id of a deleted brief must never come back, old buttons in chats still carry it.
CREATE TABLE briefs (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  key TEXT NOT NULL,
  title TEXT,
  text TEXT NOT NULL,
  url TEXT,
  published_at INTEGER,
  language TEXT,
  tags TEXT NOT NULL DEFAULT '[]',
  image_url TEXT,
  truncated INTEGER NOT NULL DEFAULT 0,
  opening TEXT NOT NULL DEFAULT '',
  seen_at INTEGER NOT NULL,
  dated_at INTEGER NOT NULL,
  story_id INTEGER,
  private INTEGER NOT NULL DEFAULT 0,
  UNIQUE (source_id, key)
);

-- Everybody's archive is walked by the first, the few sources that a chat has for itself by the second.
CREATE INDEX briefs_dated ON briefs (dated_at, id) WHERE private = 0;
CREATE INDEX briefs_private ON briefs (source_id, dated_at, id) WHERE private = 1;
CREATE INDEX briefs_seen ON briefs (seen_at, id);
CREATE INDEX briefs_opening ON briefs (opening, seen_at);
CREATE INDEX briefs_story ON briefs (story_id);
CREATE INDEX briefs_url ON briefs (url) WHERE url IS NOT NULL;

-- Keys of briefs that were tidied away or renamed: a source may list them for years, they are never news again.
CREATE TABLE known_keys (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  key TEXT NOT NULL,
  PRIMARY KEY (source_id, key)
);

-- The planner's queue. The cursor (topic, chat, thread) is the last subscription that was looked at.
CREATE TABLE unplanned (
  brief_id INTEGER PRIMARY KEY REFERENCES briefs (id),
  dated_at INTEGER NOT NULL,
  topic_id INTEGER NOT NULL DEFAULT 0,
  chat_id INTEGER NOT NULL DEFAULT 0,
  thread_id INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX unplanned_order ON unplanned (dated_at, brief_id);

-- A brief as the other rooms know it: with the name of its source.
CREATE VIEW archive AS
SELECT b.id, b.source_id, COALESCE(s.own_title, s.title, s.address) AS source_title, s.address AS source_address,
  b.key, b.title, b.text, b.url, b.published_at, b.language, b.tags, b.image_url, b.truncated, b.opening, b.seen_at,
  b.dated_at, b.story_id, b.private
FROM briefs b JOIN sources s ON s.id = b.source_id;

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

-- away_since: it was asleep since then, and has not caught up yet.
-- zone, digest and quiet are its clock, when its briefs come (NULL: at once) and when nothing does, in words (see
-- model_hours).
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
  frozen_until INTEGER,
  zone TEXT,
  digest TEXT,
  quiet TEXT,
  away_since INTEGER
);

-- Whose a private source is, by chat and thread.
CREATE TABLE chat_sources (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, chat_id, thread_id)
);

CREATE INDEX chat_sources_chat ON chat_sources (chat_id, thread_id, added_at);

-- What they let go of: only that may come back by a button, for the data of buttons can be forged.
CREATE TABLE dropped_chat_sources (
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  PRIMARY KEY (chat_id, thread_id, source_id)
);

-- plan is the query as the matcher keeps it, made by the program of plan_version: another one makes it anew.
CREATE TABLE topics (
  id INTEGER PRIMARY KEY,
  query TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL,
  followed_at INTEGER,
  plan TEXT,
  plan_version INTEGER
);

CREATE INDEX topics_followed ON topics (followed_at);

-- digest: as that of its chat, for this topic alone (NULL: as its chat; 'instant': at once). attention: how loudly it comes
-- (NULL: as usual; 'silent', 'important'). snoozed_until: what comes before waits until then.
CREATE TABLE subscriptions (
  id INTEGER PRIMARY KEY,
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  words TEXT NOT NULL,
  began_at INTEGER NOT NULL,
  ended_at INTEGER,
  digest TEXT,
  attention TEXT,
  snoozed_until INTEGER,
  UNIQUE (chat_id, thread_id, topic_id)
);

CREATE INDEX subscriptions_topic ON subscriptions (topic_id, chat_id, thread_id);
CREATE INDEX subscriptions_live ON subscriptions (topic_id) WHERE ended_at IS NULL;

CREATE TABLE matches (
  brief_id INTEGER NOT NULL REFERENCES briefs (id) ON DELETE CASCADE,
  topic_id INTEGER NOT NULL REFERENCES topics (id),
  PRIMARY KEY (brief_id, topic_id)
);

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

-- What a chat does not want to read, of one of its topics or (topic_id 0) of all: briefs that a query matches. The query is
-- matched like a topic. AUTOINCREMENT: buttons of an undo carry the id.
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

-- What mutes keep from chats.
CREATE VIEW muted AS
SELECT u.id, u.chat_id, u.thread_id, u.topic_id, k.brief_id
FROM mutes u CROSS JOIN matches k
WHERE u.ended_at IS NULL AND k.topic_id = u.query_id;

-- Why a brief comes to a chat: the topics it follows that match and are not muted.
CREATE VIEW wanted AS
SELECT s.id, s.chat_id, s.thread_id, s.topic_id, s.words, s.began_at, s.digest, s.attention, s.snoozed_until, m.brief_id
FROM subscriptions s CROSS JOIN matches m
WHERE s.ended_at IS NULL AND m.topic_id = s.topic_id
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = s.chat_id AND u.thread_id = s.thread_id AND u.topic_id IN (0, s.topic_id)
      AND u.brief_id = m.brief_id);

-- AUTOINCREMENT: the result of a send must never be written to a later row that took over the id.
-- dated_at is the brief's, copied to find the oldest ones of a long queue without looking at all of it.
-- settled_at is NULL while something is still to do: owed, sending, or uncertain with a resend to come.
-- in_digest: it waits for a digest, and is told as a part of one.
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
  in_digest INTEGER NOT NULL DEFAULT 0,
  UNIQUE (chat_id, thread_id, brief_id)
);

-- The claim walks this one in order; what is in flight or settled is not in it. The last columns are there because
-- SQLite otherwise fetches every row, for them or to look again at the condition of the index.
CREATE INDEX deliveries_due ON deliveries (due_at, id, chat_id, thread_id, state, settled_at, in_digest)
WHERE settled_at IS NULL AND state <> 'sending';

CREATE INDEX deliveries_sending ON deliveries (chat_id, id) WHERE state = 'sending';

-- What is still to do for a chat and thread, the oldest brief first.
CREATE INDEX deliveries_waiting ON deliveries (chat_id, thread_id, dated_at, brief_id) WHERE settled_at IS NULL;

-- What a digest tells, for whoever turns its pages.
CREATE INDEX deliveries_digests ON deliveries (chat_id, message_id) WHERE in_digest = 1;

CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
CREATE INDEX deliveries_brief ON deliveries (brief_id);
CREATE INDEX deliveries_dead ON deliveries (settled_at)
WHERE state = 'dead' AND reason NOT IN ('dormant', 'muted', 'source removed', 'unfollowed');

-- What could not be delivered: dropped by nobody's wish.
CREATE VIEW dead_letters AS
SELECT d.id, d.chat_id, d.brief_id, d.settled_at, d.reason
FROM deliveries d
WHERE d.state = 'dead' AND d.reason NOT IN ('dormant', 'muted', 'source removed', 'unfollowed');

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

-- What is wrong with a source, once for as long as it lasts; at most one is open for each.
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
  thread_id INTEGER NOT NULL DEFAULT 0,
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
