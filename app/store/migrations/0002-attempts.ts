/** `sequence` is the order of recording: the clock may be set back, and two may share a time. */
export const attempts = `
CREATE TABLE attempts (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE CHECK (id <> ''),
  at TEXT NOT NULL CHECK (at GLOB '????-??-??T??:??:??*Z'),
  kind TEXT NOT NULL CHECK (kind IN ('enrolment', 'verification', 'identification')),
  modality TEXT NOT NULL CHECK (modality IN ('face', 'fingerprint')),
  outcome TEXT NOT NULL CHECK (outcome IN (
    'enrolled', 'failure-to-enrol', 'match', 'non-match', 'no-reference', 'failure-to-acquire'
  )),
  person_id TEXT REFERENCES people (id) ON DELETE SET NULL,
  template_id TEXT REFERENCES templates (id) ON DELETE SET NULL,
  distance REAL CHECK (distance >= 0),
  threshold REAL CHECK (threshold >= 0),
  target_rate REAL CHECK (target_rate BETWEEN 0 AND 1),
  model_id TEXT CHECK (model_id <> ''),
  provider TEXT CHECK (provider <> ''),
  reasons TEXT NOT NULL CHECK (json_valid(reasons)),
  note TEXT
) STRICT;

CREATE INDEX attempts_of_person ON attempts (person_id, sequence) WHERE person_id IS NOT NULL;
CREATE INDEX attempts_of_template ON attempts (template_id) WHERE template_id IS NOT NULL;
`;
