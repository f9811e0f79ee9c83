-- When a source last published, how long it usually takes until it does again, how long it wants to be left alone.

ALTER TABLE sources ADD COLUMN latest_at INTEGER;
ALTER TABLE sources ADD COLUMN usual_gap INTEGER;
ALTER TABLE sources ADD COLUMN ttl INTEGER;

UPDATE sources SET latest_at = last_news_at;
