-- Since when a chat that is back was away, until it has caught up or said that it need not.

ALTER TABLE chats ADD COLUMN away_since INTEGER;
