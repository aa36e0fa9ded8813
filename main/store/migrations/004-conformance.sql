-- Runs of conformance cases. What lists show is in `summary` (JSON); rows of cases are small, details are packed.
CREATE TABLE conformance_runs (
  id             INTEGER PRIMARY KEY,
  state          TEXT NOT NULL,
  summary        TEXT NOT NULL,
  first_exchange INTEGER NOT NULL,
  last_exchange  INTEGER
);

CREATE TABLE conformance_cases (
  run_id   INTEGER NOT NULL REFERENCES conformance_runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  suite    TEXT NOT NULL,
  name     TEXT NOT NULL,
  row      TEXT NOT NULL,
  detail   BLOB NOT NULL,
  PRIMARY KEY (run_id, position)
) WITHOUT ROWID;
CREATE INDEX conformance_cases_by_name ON conformance_cases (run_id, suite, name);
