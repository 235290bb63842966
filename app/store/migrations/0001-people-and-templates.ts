/**
 * `search_key` is the folded external id and name (person-fields.ts); SQLite folds only ASCII.
 * `seal` is a hash over what says whose template this is and over its bytes (embedding-blob.ts).
 * `erasure` remembers across a crash that erased bytes have still to be scrubbed (erasure.ts).
 */
export const peopleAndTemplates = `
CREATE TABLE people (
  id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  external_id TEXT NOT NULL UNIQUE CHECK (trim(external_id) <> ''),
  display_name TEXT NOT NULL CHECK (trim(display_name) <> ''),
  notes TEXT NOT NULL,
  search_key TEXT NOT NULL,
  enrolled_at TEXT NOT NULL CHECK (enrolled_at GLOB '????-??-??T??:??:??*Z')
) STRICT;

CREATE TABLE templates (
  id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  model_id TEXT NOT NULL CHECK (model_id <> ''),
  dimensions INTEGER NOT NULL CHECK (dimensions > 0),
  embedding BLOB NOT NULL CHECK (
    length(embedding) > 0 AND length(embedding) % 4 = 0 AND length(embedding) = 4 * dimensions
  ),
  seal BLOB NOT NULL CHECK (length(seal) = 32),
  quality TEXT NOT NULL CHECK (json_valid(quality)),
  source_sha256 TEXT NOT NULL CHECK (
    length(source_sha256) = 64 AND source_sha256 NOT GLOB '*[^0-9a-f]*'
  ),
  provider TEXT NOT NULL CHECK (provider <> ''),
  enrolled_at TEXT NOT NULL CHECK (enrolled_at GLOB '????-??-??T??:??:??*Z')
) STRICT;

CREATE INDEX templates_of_person ON templates (person_id, modality, model_id, enrolled_at, id);
CREATE INDEX templates_of_model ON templates (modality, model_id, source_sha256);

CREATE TABLE erasure (
  only_row INTEGER PRIMARY KEY NOT NULL CHECK (only_row = 1),
  pending INTEGER NOT NULL CHECK (pending IN (0, 1))
) STRICT;

INSERT INTO erasure (only_row, pending) VALUES (1, 0);
`;
