/**
 * A file without outcome is pending. Embeddings have their own table so that finishing an audit
 * deletes them without touching its results. `audit_files_by_outcome` finds the pending files in
 * order, and counts the outcomes, without reading the rows.
 */
export const audits = `
CREATE TABLE audits (
  id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  started_at TEXT NOT NULL CHECK (started_at GLOB '????-??-??T??:??:??*Z'),
  root TEXT NOT NULL CHECK (root <> ''),
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  state TEXT NOT NULL CHECK (state IN ('planning', 'running', 'finished'))
) STRICT;

CREATE TABLE audit_files (
  audit_id TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  path TEXT NOT NULL CHECK (path <> ''),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  modified_ms INTEGER NOT NULL,
  claim TEXT,
  problem TEXT CHECK (json_valid(problem)),
  outcome TEXT CHECK (outcome IN (
    'match', 'mismatch', 'not-enrolled', 'ambiguous', 'several-faces', 'no-face', 'poor',
    'unreadable'
  )),
  reasons TEXT CHECK (json_valid(reasons)),
  sha256 TEXT CHECK (length(sha256) = 64 AND sha256 NOT GLOB '*[^0-9a-f]*'),
  faces INTEGER CHECK (faces >= 0),
  person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  distance REAL CHECK (distance >= 0),
  threshold REAL CHECK (threshold >= 0),
  looks_like_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  looks_like_distance REAL CHECK (looks_like_distance >= 0),
  PRIMARY KEY (audit_id, position),
  CHECK ((outcome IS NULL) = (reasons IS NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_files_by_outcome ON audit_files (audit_id, outcome, position);
CREATE INDEX audit_files_of_person ON audit_files (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX audit_files_like_person ON audit_files (looks_like_id)
  WHERE looks_like_id IS NOT NULL;

CREATE TABLE audit_embeddings (
  audit_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  embedding BLOB NOT NULL CHECK (length(embedding) > 0 AND length(embedding) % 4 = 0),
  seal BLOB NOT NULL CHECK (length(seal) = 32),
  PRIMARY KEY (audit_id, position),
  FOREIGN KEY (audit_id, position) REFERENCES audit_files (audit_id, position) ON DELETE CASCADE
) STRICT;

CREATE TABLE audit_duplicates (
  audit_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  other_position INTEGER NOT NULL CHECK (other_position > position),
  kind TEXT NOT NULL CHECK (kind IN ('same-file', 'same-person')),
  distance REAL NOT NULL CHECK (distance >= 0),
  PRIMARY KEY (audit_id, position, other_position),
  FOREIGN KEY (audit_id, position) REFERENCES audit_files (audit_id, position) ON DELETE CASCADE,
  FOREIGN KEY (audit_id, other_position) REFERENCES audit_files (audit_id, position)
    ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_duplicates_of_other ON audit_duplicates (audit_id, other_position);
`;
