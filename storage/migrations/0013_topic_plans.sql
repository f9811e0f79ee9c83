-- Topics as the matcher keeps them, so that a start parses none of them again; where a brief comes from, by its address.

ALTER TABLE topics ADD COLUMN plan TEXT;
ALTER TABLE topics ADD COLUMN plan_version INTEGER;

CREATE INDEX subscriptions_live ON subscriptions (topic_id) WHERE ended_at IS NULL;

DROP VIEW archive;
CREATE VIEW archive AS
SELECT b.id, b.source_id, COALESCE(s.own_title, s.title, s.address) AS source_title, s.address AS source_address,
  b.key, b.title, b.text, b.url, b.published_at, b.language, b.tags, b.image_url, b.truncated, b.opening, b.seen_at,
  b.dated_at, b.story_id, b.private
FROM briefs b JOIN sources s ON s.id = b.source_id;
