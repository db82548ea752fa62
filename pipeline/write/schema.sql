-- The tables that `repair load` fills and `repair export` writes, the same in SQLite and PostgreSQL.
--
-- A document is its path; everything else is (path, number): the place in that list of the document's JSON, from 0 (pages from 1).
-- Offsets are code points, end exclusive: into documents.text, but for raw_*, which are into documents.raw.
-- earliest and latest are the first and last day that an EDTF value can mean, as ISO 8601 text; earliest_day and latest_day the
-- same as day numbers (1 is 0001-01-01), which compare rightly before our era too. An open end is 9999-12-31, an open start
-- -9999-01-01; all four are NULL where the value has no place in time (XXXX-11-18). Rows stand after the rows they refer to.

CREATE TABLE documents (
  path TEXT PRIMARY KEY,               -- source.path: relative to the folder that was repaired
  sha256 TEXT NOT NULL,                -- of the input file
  record TEXT NOT NULL,                -- SHA-256 of what was loaded: another one replaces all rows of the document
  media_type TEXT NOT NULL,
  encoding TEXT,
  bytes BIGINT NOT NULL,
  page_count INTEGER NOT NULL,
  replaced INTEGER NOT NULL,           -- NUL and lone surrogates that became U+FFFD
  version TEXT NOT NULL,               -- of the program
  lexicons TEXT NOT NULL,              -- hash of the tables used
  config TEXT NOT NULL,                -- JSON: what differed from the defaults
  tokens INTEGER NOT NULL,
  repaired INTEGER NOT NULL,
  unknown INTEGER NOT NULL,
  score DOUBLE PRECISION NOT NULL,     -- 0..1: how far the text can be trusted
  raw TEXT NOT NULL,
  text TEXT NOT NULL
);

CREATE TABLE pages (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  repairs INTEGER NOT NULL,            -- changes that begin on the page
  suspects INTEGER NOT NULL,           -- doubtful words that were left on it
  PRIMARY KEY (path, number)
);

CREATE TABLE furniture (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  page INTEGER NOT NULL,
  kind TEXT NOT NULL,                  -- header, footer, page_number
  text TEXT NOT NULL,
  raw_start INTEGER NOT NULL,
  raw_end INTEGER NOT NULL,
  PRIMARY KEY (path, number)
);

CREATE TABLE sentences (
  id INTEGER PRIMARY KEY,              -- the database's own, for its search index; not kept when a document is replaced
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  page INTEGER,                        -- where it begins
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  UNIQUE (path, number),
  FOREIGN KEY (path, page) REFERENCES pages (path, number)
);

CREATE TABLE repairs (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  page INTEGER,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  raw_start INTEGER NOT NULL,
  raw_end INTEGER NOT NULL,
  raw TEXT NOT NULL,
  stage TEXT NOT NULL,
  rule TEXT NOT NULL,
  confidence DOUBLE PRECISION NOT NULL,
  PRIMARY KEY (path, number),
  FOREIGN KEY (path, page) REFERENCES pages (path, number)
);

CREATE TABLE suspects (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  page INTEGER,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (path, number),
  FOREIGN KEY (path, page) REFERENCES pages (path, number)
);

CREATE TABLE dates (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  sentence INTEGER,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  edtf TEXT NOT NULL,
  mod TEXT,                            -- start, mid, end, first_half, second_half of what edtf says
  anaphoric BOOLEAN NOT NULL,          -- resolved from what stands before
  earliest TEXT,
  latest TEXT,
  earliest_day INTEGER,
  latest_day INTEGER,
  PRIMARY KEY (path, number),
  FOREIGN KEY (path, sentence) REFERENCES sentences (path, number)
);
CREATE INDEX dates_sentence ON dates (path, sentence);
CREATE INDEX dates_days ON dates (earliest, latest);
CREATE INDEX dates_day_numbers ON dates (earliest_day, latest_day);

-- The register: one row a treaty, however many theses name it. Made anew from all mentions by every load.
CREATE TABLE treaties (
  treaty TEXT PRIMARY KEY,             -- the gazetteer's id, else the name, and the date where that is known
  name TEXT NOT NULL,                  -- the commonest name
  gazetteer TEXT,                      -- the gazetteer's id
  kind TEXT NOT NULL,
  date TEXT,                           -- EDTF: the date most mentions give
  earliest TEXT,
  latest TEXT,
  earliest_day INTEGER,
  latest_day INTEGER,
  mentions INTEGER NOT NULL,
  documents INTEGER NOT NULL
);
CREATE INDEX treaties_days ON treaties (earliest, latest);

CREATE TABLE treaty_mentions (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  sentence INTEGER,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,
  name TEXT NOT NULL,                  -- nominative, without quotes
  gazetteer TEXT,
  kind TEXT NOT NULL,
  date TEXT,
  earliest TEXT,
  latest TEXT,
  earliest_day INTEGER,
  latest_day INTEGER,
  treaty TEXT REFERENCES treaties,     -- which one of the register it is
  PRIMARY KEY (path, number),
  FOREIGN KEY (path, sentence) REFERENCES sentences (path, number)
);
CREATE INDEX treaty_mentions_sentence ON treaty_mentions (path, sentence);
CREATE INDEX treaty_mentions_treaty ON treaty_mentions (treaty);

CREATE TABLE treaty_parties (
  path TEXT NOT NULL REFERENCES documents,
  mention INTEGER NOT NULL,
  number INTEGER NOT NULL,
  party TEXT NOT NULL,                 -- ISO 3166-1 alpha-2, SU, or the name of a polity without an heir
  PRIMARY KEY (path, mention, number),
  FOREIGN KEY (path, mention) REFERENCES treaty_mentions (path, number)
);
CREATE INDEX treaty_parties_party ON treaty_parties (party);

CREATE TABLE events (
  path TEXT NOT NULL REFERENCES documents,
  number INTEGER NOT NULL,
  sentence INTEGER NOT NULL,
  start_offset INTEGER NOT NULL,
  end_offset INTEGER NOT NULL,
  text TEXT NOT NULL,                  -- the clause
  type TEXT NOT NULL,
  trigger TEXT NOT NULL,               -- as printed
  date TEXT NOT NULL,                  -- EDTF
  earliest TEXT,
  latest TEXT,
  earliest_day INTEGER,
  latest_day INTEGER,
  place TEXT,
  treaty_name TEXT,                    -- as the document names it
  treaty TEXT REFERENCES treaties,
  PRIMARY KEY (path, number),
  FOREIGN KEY (path, sentence) REFERENCES sentences (path, number)
);
CREATE INDEX events_sentence ON events (path, sentence);
CREATE INDEX events_days ON events (earliest, latest);
CREATE INDEX events_day_numbers ON events (earliest_day, latest_day);
CREATE INDEX events_type ON events (type, earliest);
CREATE INDEX events_treaty ON events (treaty);

CREATE TABLE participants (
  path TEXT NOT NULL REFERENCES documents,
  event INTEGER NOT NULL,
  number INTEGER NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,                  -- state, person, organisation
  iso TEXT,
  PRIMARY KEY (path, event, number),
  FOREIGN KEY (path, event) REFERENCES events (path, number)
);
CREATE INDEX participants_iso ON participants (iso);
