/**
 * Calibrations of a site, and all that makes a decision provable later. `basis` is what a decision
 * stood on (core/attempt.ts) as JSON; `part_of` is the decision over several captures that an
 * attempt belongs to. A probe's features are kept only of attempts that name a person, and go with
 * the attempt or with the person, whichever goes first. `look_alikes` are pairs of references of
 * different people within the guard distance; `look_alike_scans` tells when a whole gallery was
 * searched for them. SQLite can't change a CHECK: attempts are made anew for the new outcome, with
 * foreign keys off.
 */
export const calibrations = `
CREATE TABLE calibrations (
  id TEXT PRIMARY KEY NOT NULL CHECK (id <> ''),
  name TEXT NOT NULL CHECK (trim(name) <> ''),
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  model_id TEXT NOT NULL CHECK (model_id <> ''),
  created_at TEXT NOT NULL CHECK (created_at GLOB '????-??-??T??:??:??*Z'),
  data_sha256 TEXT NOT NULL CHECK (
    length(data_sha256) = 64 AND data_sha256 NOT GLOB '*[^0-9a-f]*'
  ),
  calibration TEXT NOT NULL CHECK (json_valid(calibration)),
  facts TEXT NOT NULL CHECK (json_valid(facts)),
  seal BLOB NOT NULL CHECK (length(seal) = 32),
  active INTEGER NOT NULL DEFAULT 0 CHECK (active IN (0, 1))
) STRICT;

CREATE UNIQUE INDEX calibrations_active ON calibrations (modality) WHERE active = 1;

CREATE TABLE new_attempts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??*Z'),
  kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'verification', 'identification')),
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  outcome TEXT NOT NULL CHECK (outcome IN (
    'enrolled', 'failure-to-enrol', 'match', 'non-match', 'undecided', 'no-reference',
    'failure-to-acquire'
  )),
  person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  template_id TEXT REFERENCES templates (id) ON DELETE SET NULL,
  distance REAL CHECK (distance >= 0),
  threshold REAL CHECK (threshold >= 0),
  undecided_threshold REAL CHECK (undecided_threshold >= 0),
  target_rate REAL CHECK (target_rate BETWEEN 0 AND 1),
  reference_count INTEGER CHECK (reference_count >= 0),
  calibration_id TEXT CHECK (calibration_id <> ''),
  use TEXT CHECK (use IN ('desk', 'kiosk', 'audit')),
  finger INTEGER CHECK (finger BETWEEN 0 AND 10),
  model_id TEXT CHECK (model_id <> ''),
  provider TEXT CHECK (provider <> ''),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  note TEXT,
  basis TEXT CHECK (json_valid(basis)),
  part_of TEXT REFERENCES attempts (id) ON DELETE CASCADE
) STRICT;

INSERT INTO new_attempts (sequence, id, at, kind, modality, outcome, person_id, template_id,
    distance, threshold, target_rate, model_id, provider, reasons, note)
  SELECT sequence, id, at, kind, modality, outcome, person_id, template_id,
    distance, threshold, target_rate, model_id, provider, reasons, note
  FROM attempts ORDER BY sequence;
DROP TABLE attempts;
ALTER TABLE new_attempts RENAME TO attempts;
CREATE INDEX attempts_of_person ON attempts (person_id, sequence) WHERE person_id IS NOT NULL;
CREATE INDEX attempts_of_template ON attempts (template_id) WHERE template_id IS NOT NULL;
CREATE INDEX attempts_by_time ON attempts (at);
CREATE INDEX attempts_of_whole ON attempts (part_of, sequence) WHERE part_of IS NOT NULL;

CREATE TABLE probes (
  attempt_id TEXT PRIMARY KEY NOT NULL REFERENCES attempts (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  features BLOB NOT NULL CHECK (length(features) > 0),
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;

CREATE INDEX probes_of_person ON probes (person_id);

CREATE TABLE look_alikes (
  template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  other_template_id TEXT NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  distance REAL NOT NULL CHECK (distance >= 0),
  PRIMARY KEY (template_id, other_template_id),
  CHECK (template_id < other_template_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX look_alikes_of_other ON look_alikes (other_template_id);

CREATE TABLE look_alike_scans (
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  model_id TEXT NOT NULL CHECK (model_id <> ''),
  at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??*Z'),
  guard_distance REAL NOT NULL CHECK (guard_distance >= 0),
  people INTEGER NOT NULL CHECK (people >= 0),
  PRIMARY KEY (modality, model_id)
) STRICT, WITHOUT ROWID;
`;
