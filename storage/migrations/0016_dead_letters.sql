-- What could not be delivered, for the operators: few rows, found without looking at all that was settled.

CREATE INDEX deliveries_dead ON deliveries (settled_at)
WHERE state = 'dead' AND reason NOT IN ('dormant', 'muted', 'source removed', 'unfollowed');

CREATE VIEW dead_letters AS
SELECT d.id, d.chat_id, d.brief_id, d.settled_at, d.reason
FROM deliveries d
WHERE d.state = 'dead' AND d.reason NOT IN ('dormant', 'muted', 'source removed', 'unfollowed');
