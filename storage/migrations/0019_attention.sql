-- How loudly a topic comes (NULL: as usual; 'silent', 'important'), and until when it is snoozed.

ALTER TABLE subscriptions ADD COLUMN attention TEXT;
ALTER TABLE subscriptions ADD COLUMN snoozed_until INTEGER;

DROP VIEW wanted;

CREATE VIEW wanted AS
SELECT s.id, s.chat_id, s.thread_id, s.topic_id, s.words, s.began_at, s.digest, s.attention, s.snoozed_until, m.brief_id
FROM subscriptions s CROSS JOIN matches m
WHERE s.ended_at IS NULL AND m.topic_id = s.topic_id
  AND NOT EXISTS (
    SELECT 1 FROM muted u
    WHERE u.chat_id = s.chat_id AND u.thread_id = s.thread_id AND u.topic_id IN (0, s.topic_id)
      AND u.brief_id = m.brief_id);
