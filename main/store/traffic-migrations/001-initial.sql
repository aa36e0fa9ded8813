-- The columns that lists show and filters use; everything else about an exchange is in `detail` (JSON).
CREATE TABLE exchanges (
  id              INTEGER PRIMARY KEY,
  real_at         INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  method          TEXT NOT NULL,
  path            TEXT NOT NULL,
  operation       TEXT,
  file_id         TEXT,
  file_name       TEXT,
  person_id       TEXT,
  person_name     TEXT,
  client          TEXT NOT NULL,
  status          INTEGER,
  outcome         TEXT NOT NULL,
  duration_ms     REAL,
  request_bytes   INTEGER NOT NULL,
  response_bytes  INTEGER NOT NULL,
  lock_id         TEXT,
  request_sha256  TEXT,
  response_sha256 TEXT,
  stored_bytes    INTEGER NOT NULL,
  detail          TEXT NOT NULL
);

-- Captured bodies. Small ones are here; of larger ones bytes is NULL and the blob folder holds them.
-- An index on the exchanges would cost more with every request than this one column does.
CREATE TABLE captured_bodies (
  sha256           TEXT PRIMARY KEY,
  last_exchange_id INTEGER NOT NULL,
  bytes            BLOB
);
CREATE INDEX captured_bodies_by_age ON captured_bodies (last_exchange_id);
