-- What the last visit left of a source's document, so that what has not changed is not read again.

ALTER TABLE sources ADD COLUMN traces BLOB;
