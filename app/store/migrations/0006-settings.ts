/**
 * Documents: what is kept once, each a JSON text with the version of its own shape. The shape is
 * checked by whoever reads it. An index for what is asked by time: retention, and the activity.
 */
export const settings = `
CREATE TABLE documents (
  name TEXT PRIMARY KEY NOT NULL CHECK (name <> ''),
  shape INTEGER NOT NULL CHECK (shape > 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  changed_at TEXT NOT NULL CHECK (changed_at GLOB '????-??-??T??:??:??*Z')
) STRICT, WITHOUT ROWID;

CREATE INDEX attempts_by_time ON attempts (at);
`;
