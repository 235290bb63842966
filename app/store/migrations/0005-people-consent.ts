/**
 * Why people may be enrolled, who of them never was, and what was kept of their captures.
 *
 * `retain_until` repeats the newest consent's date, so that a list of 100,000 can be asked for
 * those who are due. `name_key` is the folded display name, the second line of `search_key`: names
 * are listed by their letters and not by their codes. Every order has an index, which carries what
 * is searched: a search for what few have would else fetch every row (100,000 people: 135 ms
 * instead of 15). An image belongs to the template that was
 * made of it, and goes with it; `seal` is a hash over its bytes and whose they are.
 */
export const peopleConsent = `
ALTER TABLE people ADD COLUMN synthetic INTEGER NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1));
ALTER TABLE people ADD COLUMN retain_until TEXT
  CHECK (retain_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]');
ALTER TABLE people ADD COLUMN name_key TEXT
  AS (substr(search_key, instr(search_key, char(10)) + 1)) VIRTUAL;

CREATE INDEX people_by_external_id ON people (external_id, search_key);
CREATE INDEX people_by_name ON people (name_key, external_id, search_key);
CREATE INDEX people_by_time ON people (enrolled_at, external_id, search_key);
CREATE INDEX people_by_retention ON people (retain_until) WHERE retain_until IS NOT NULL;
CREATE INDEX people_synthetic ON people (external_id) WHERE synthetic = 1;

CREATE TABLE consents (
  sequence INTEGER PRIMARY KEY AUTOINCREMENT,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  purpose TEXT NOT NULL CHECK (trim(purpose) <> ''),
  retain_until TEXT NOT NULL
    CHECK (retain_until GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  operator TEXT NOT NULL,
  form TEXT NOT NULL,
  recorded_at TEXT NOT NULL CHECK (recorded_at GLOB '????-??-??T??:??:??*Z')
) STRICT;

CREATE INDEX consents_of_person ON consents (person_id, sequence);

CREATE TABLE images (
  template_id TEXT PRIMARY KEY NOT NULL REFERENCES templates (id) ON DELETE CASCADE,
  bytes BLOB NOT NULL CHECK (length(bytes) > 0),
  seal BLOB NOT NULL CHECK (length(seal) = 32)
) STRICT;
`;
