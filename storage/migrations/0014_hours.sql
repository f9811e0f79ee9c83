-- When briefs come: the clock of a chat, its digests and quiet hours, and what a subscription has otherwise.

ALTER TABLE chats ADD COLUMN zone TEXT;
ALTER TABLE chats ADD COLUMN digest TEXT;
ALTER TABLE chats ADD COLUMN quiet TEXT;
ALTER TABLE subscriptions ADD COLUMN digest TEXT;
ALTER TABLE deliveries ADD COLUMN in_digest INTEGER NOT NULL DEFAULT 0;

CREATE INDEX deliveries_digests ON deliveries (chat_id, message_id) WHERE in_digest = 1;

DROP VIEW wanted;

CREATE VIEW wanted AS
SELECT s.id, s.chat_id, s.thread_id, s.topic_id, s.words, s.began_at, s.digest, m.brief_id
FROM subscriptions s CROSS JOIN matches m
WHERE s.ended_at IS NULL AND m.topic_id = s.topic_id
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = s.chat_id AND u.thread_id = s.thread_id AND u.topic_id IN (0, s.topic_id)
      AND u.brief_id = m.brief_id);
