-- The claim sees in its index what is due as news and what in a digest.

DROP INDEX deliveries_due;

CREATE INDEX deliveries_due ON deliveries (due_at, id, chat_id, thread_id, state, settled_at, in_digest)
WHERE settled_at IS NULL AND state <> 'sending';
