-- Sources that single chats added for themselves, and whose they are.

ALTER TABLE sources ADD COLUMN private INTEGER NOT NULL DEFAULT 0;
ALTER TABLE briefs ADD COLUMN private INTEGER NOT NULL DEFAULT 0;

CREATE TABLE chat_sources (
  source_id INTEGER NOT NULL REFERENCES sources (id),
  chat_id INTEGER NOT NULL REFERENCES chats (id),
  thread_id INTEGER NOT NULL,
  added_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, chat_id, thread_id)
);

CREATE INDEX chat_sources_chat ON chat_sources (chat_id, thread_id, added_at);

DROP INDEX briefs_dated;
CREATE INDEX briefs_dated ON briefs (dated_at, id) WHERE private = 0;
CREATE INDEX briefs_private ON briefs (source_id, dated_at, id) WHERE private = 1;

DROP VIEW archive;
CREATE VIEW archive AS
SELECT b.id, b.source_id, COALESCE(s.title, s.address) AS source_title, b.key, b.title, b.text, b.url,
  b.published_at, b.language, b.tags, b.image_url, b.truncated, b.opening, b.seen_at, b.dated_at, b.story_id,
  b.private
FROM briefs b JOIN sources s ON s.id = b.source_id;
