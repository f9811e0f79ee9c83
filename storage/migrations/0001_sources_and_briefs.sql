-- Sources, the briefs they published, and the briefs nobody has planned yet.

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
  last_error TEXT
);

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
  UNIQUE (source_id, key)
);

CREATE INDEX briefs_dated ON briefs (dated_at, id);
CREATE INDEX briefs_seen ON briefs (seen_at, id);
CREATE INDEX briefs_opening ON briefs (opening, seen_at);
CREATE INDEX briefs_story ON briefs (story_id);

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
SELECT b.id, b.source_id, COALESCE(s.title, s.address) AS source_title, b.key, b.title, b.text, b.url,
  b.published_at, b.language, b.tags, b.image_url, b.truncated, b.opening, b.seen_at, b.dated_at, b.story_id
FROM briefs b JOIN sources s ON s.id = b.source_id;
