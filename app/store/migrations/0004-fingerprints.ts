/**
 * `features` is what was `embedding`: a face's embedding, or the packed anchors of a print, whose
 * `dimensions` are those of each anchor. `finger` is its ISO/IEC 19794-4 code. SQLite can't change
 * a CHECK: the tables are made anew, and the runner has foreign keys off meanwhile, so that what
 * names a template or an audited file keeps naming it. Seals hold what they held.
 */
export const fingerprints = `
CREATE TABLE new_templates (
  id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  finger INTEGER CHECK (finger BETWEEN 0 AND 10),
  model_id TEXT NOT NULL CHECK (model_id <> ''),
  dimensions INTEGER NOT NULL CHECK (dimensions > 0),
  features BLOB NOT NULL CHECK (
    length(features) > 0 AND CASE modality
      WHEN 'face' THEN length(features) = 4 * dimensions
      ELSE (length(features) - 4) % (6 + dimensions) = 0
    END
  ),
  seal BLOB NOT NULL CHECK (length(seal) = 32),
  quality TEXT NOT NULL CHECK (json_valid(quality)),
  source_sha256 TEXT NOT NULL CHECK (
    length(source_sha256) = 64 AND source_sha256 NOT GLOB '*[^0-9a-f]*'
  ),
  provider TEXT NOT NULL CHECK (provider <> ''),
  enrolled_at TEXT NOT NULL CHECK (enrolled_at GLOB '????-??-??T??:??:??*Z'),
  CHECK ((modality = 'fingerprint') = (finger IS NOT NULL))
) STRICT;

INSERT INTO new_templates
  SELECT id, person_id, modality, NULL, model_id, dimensions, embedding, seal, quality,
    source_sha256, provider, enrolled_at
  FROM templates;
DROP TABLE templates;
ALTER TABLE new_templates RENAME TO templates;
CREATE INDEX templates_of_person ON templates (person_id, modality, model_id, enrolled_at, id);
CREATE INDEX templates_of_model ON templates (modality, model_id, source_sha256);

CREATE TABLE new_audit_files (
  audit_id TEXT NOT NULL REFERENCES audits (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position >= 0),
  path TEXT NOT NULL CHECK (path <> ''),
  bytes INTEGER NOT NULL CHECK (bytes >= 0),
  modified_ms INTEGER NOT NULL,
  claim TEXT,
  finger INTEGER CHECK (finger BETWEEN 0 AND 10),
  problem TEXT CHECK (json_valid(problem)),
  outcome TEXT CHECK (outcome IN (
    'match', 'mismatch', 'not-enrolled', 'ambiguous', 'several-faces', 'no-face', 'no-finger',
    'poor', 'unreadable'
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

INSERT INTO new_audit_files
  SELECT audit_id, position, path, bytes, modified_ms, claim, NULL, problem, outcome, reasons,
    sha256, faces, person_id, distance, threshold, looks_like_id, looks_like_distance
  FROM audit_files;
DROP TABLE audit_files;
ALTER TABLE new_audit_files RENAME TO audit_files;
CREATE INDEX audit_files_by_outcome ON audit_files (audit_id, outcome, position);
CREATE INDEX audit_files_of_person ON audit_files (person_id) WHERE person_id IS NOT NULL;
CREATE INDEX audit_files_like_person ON audit_files (looks_like_id)
  WHERE looks_like_id IS NOT NULL;

CREATE TABLE audit_features (
  audit_id TEXT NOT NULL,
  position INTEGER NOT NULL,
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  features BLOB NOT NULL CHECK (length(features) > 0),
  seal BLOB NOT NULL CHECK (length(seal) = 32),
  PRIMARY KEY (audit_id, position),
  FOREIGN KEY (audit_id, position) REFERENCES audit_files (audit_id, position) ON DELETE CASCADE
) STRICT;

INSERT INTO audit_features
  SELECT audit_id, position, 'face', embedding, seal FROM audit_embeddings;
DROP TABLE audit_embeddings;

-- Keys are in the order of their letters; inside a JSON string the quotes would be escaped.
UPDATE audits SET settings = replace(settings, '"modelId":', '"modality":"face","modelId":');
`;
