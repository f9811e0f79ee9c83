-- What people call a source; which thread a notice goes to.

ALTER TABLE sources ADD COLUMN own_title TEXT;
ALTER TABLE notices ADD COLUMN thread_id INTEGER NOT NULL DEFAULT 0;

DROP VIEW archive;
CREATE VIEW archive AS
SELECT b.id, b.source_id, COALESCE(s.own_title, s.title, s.address) AS source_title, b.key, b.title, b.text, b.url,
  b.published_at, b.language, b.tags, b.image_url, b.truncated, b.opening, b.seen_at, b.dated_at, b.story_id,
  b.private
FROM briefs b JOIN sources s ON s.id = b.source_id;
