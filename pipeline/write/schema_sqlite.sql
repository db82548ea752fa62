-- Full-text search in SQLite:
-- SELECT path, number, text FROM sentences WHERE id IN (SELECT rowid FROM sentences_search WHERE sentences_search MATCH 'келісім*');

CREATE VIRTUAL TABLE sentences_search
USING fts5 (text, content = 'sentences', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 0');

CREATE TRIGGER sentences_inserted AFTER INSERT ON sentences BEGIN
  INSERT INTO sentences_search (rowid, text) VALUES (new.id, new.text);
END;

CREATE TRIGGER sentences_deleted AFTER DELETE ON sentences BEGIN
  INSERT INTO sentences_search (sentences_search, rowid, text) VALUES ('delete', old.id, old.text);
END;

CREATE TRIGGER sentences_updated AFTER UPDATE OF text ON sentences BEGIN
  INSERT INTO sentences_search (sentences_search, rowid, text) VALUES ('delete', old.id, old.text);
  INSERT INTO sentences_search (rowid, text) VALUES (new.id, new.text);
END;
