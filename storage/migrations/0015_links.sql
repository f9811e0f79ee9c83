-- So that a brief is found by its link.

CREATE INDEX briefs_url ON briefs (url) WHERE url IS NOT NULL;
