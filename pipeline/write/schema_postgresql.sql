-- Full-text search in PostgreSQL:
-- SELECT path, number, text FROM sentences WHERE search @@ to_tsquery('simple', 'келісім:*');

-- PostgreSQL refuses a tsvector over 1 MB, so of a "sentence" beyond all measure only the beginning is found.
ALTER TABLE sentences ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple', left(text, 100000))) STORED;

CREATE INDEX sentences_search ON sentences USING gin (search);
