-- Where permanent redirects lead a source, how often and since when; and where sources were before they moved for good.

ALTER TABLE sources ADD COLUMN move_to TEXT;
ALTER TABLE sources ADD COLUMN move_since INTEGER;
ALTER TABLE sources ADD COLUMN move_visits INTEGER NOT NULL DEFAULT 0;

CREATE TABLE former_addresses (
  address TEXT PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES sources (id),
  moved_at INTEGER NOT NULL
);

CREATE INDEX former_addresses_source ON former_addresses (source_id);
