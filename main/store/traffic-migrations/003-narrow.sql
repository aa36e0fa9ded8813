-- Values that come again and again are written once, and exchanges refer to them by number: rows become so narrow that
-- a filter looks at a million of them in less than a second, and storing one costs less too.
CREATE TABLE texts (
  id   INTEGER PRIMARY KEY,
  text TEXT NOT NULL UNIQUE
);

ALTER TABLE exchanges RENAME TO wide_exchanges;
ALTER TABLE captured_bodies RENAME TO named_bodies;
DROP INDEX captured_bodies_by_age;

-- Captured bodies. Small ones are here; of larger ones bytes is NULL and the blob folder holds them.
-- An index on the exchanges would cost more with every request than this one column does.
CREATE TABLE captured_bodies (
  id               INTEGER PRIMARY KEY,
  sha256           TEXT NOT NULL UNIQUE,
  last_exchange_id INTEGER NOT NULL,
  bytes            BLOB
);
INSERT INTO captured_bodies (sha256, last_exchange_id, bytes) SELECT sha256, last_exchange_id, bytes FROM named_bodies;
CREATE INDEX captured_bodies_by_age ON captured_bodies (last_exchange_id);

-- The columns that lists show and filters use. Those from method to token_id are numbers of texts.
CREATE TABLE exchanges (
  id             INTEGER PRIMARY KEY,
  real_at        INTEGER NOT NULL,
  at             INTEGER NOT NULL,
  status         INTEGER,
  duration_ms    REAL,
  request_bytes  INTEGER NOT NULL,
  response_bytes INTEGER NOT NULL,
  method         INTEGER NOT NULL,
  path           INTEGER NOT NULL,
  operation      INTEGER,
  file_id        INTEGER,
  file_name      INTEGER,
  person_id      INTEGER,
  person_name    INTEGER,
  client         INTEGER NOT NULL,
  outcome        INTEGER NOT NULL,
  lock_id        INTEGER,
  session_id     INTEGER,
  token_id       INTEGER,
  correlation_id TEXT,
  request_body   INTEGER,
  response_body  INTEGER,
  stored_bytes   INTEGER NOT NULL
);

-- Everything else about an exchange (JSON); read when somebody opens it.
CREATE TABLE exchange_details (
  id     INTEGER PRIMARY KEY,
  detail TEXT NOT NULL
);

INSERT OR IGNORE INTO texts (text)
  SELECT method FROM wide_exchanges UNION SELECT path FROM wide_exchanges
  UNION SELECT operation FROM wide_exchanges WHERE operation IS NOT NULL
  UNION SELECT file_id FROM wide_exchanges WHERE file_id IS NOT NULL
  UNION SELECT file_name FROM wide_exchanges WHERE file_name IS NOT NULL
  UNION SELECT person_id FROM wide_exchanges WHERE person_id IS NOT NULL
  UNION SELECT person_name FROM wide_exchanges WHERE person_name IS NOT NULL
  UNION SELECT client FROM wide_exchanges UNION SELECT outcome FROM wide_exchanges
  UNION SELECT lock_id FROM wide_exchanges WHERE lock_id IS NOT NULL
  UNION SELECT json_extract(detail, '$.facts.sessionId') FROM wide_exchanges WHERE json_extract(detail, '$.facts.sessionId') IS NOT NULL
  UNION SELECT json_extract(detail, '$.facts.tokenId') FROM wide_exchanges WHERE json_extract(detail, '$.facts.tokenId') IS NOT NULL;
INSERT INTO exchanges
  SELECT id, real_at, at, status, duration_ms, request_bytes, response_bytes,
    (SELECT id FROM texts WHERE text = method), (SELECT id FROM texts WHERE text = path),
    (SELECT id FROM texts WHERE text = operation), (SELECT id FROM texts WHERE text = file_id),
    (SELECT id FROM texts WHERE text = file_name), (SELECT id FROM texts WHERE text = person_id),
    (SELECT id FROM texts WHERE text = person_name), (SELECT id FROM texts WHERE text = client),
    (SELECT id FROM texts WHERE text = outcome), (SELECT id FROM texts WHERE text = lock_id),
    (SELECT id FROM texts WHERE text = json_extract(detail, '$.facts.sessionId')),
    (SELECT id FROM texts WHERE text = json_extract(detail, '$.facts.tokenId')),
    json_extract(detail, '$.facts.correlationId'),
    (SELECT id FROM captured_bodies WHERE sha256 = request_sha256),
    (SELECT id FROM captured_bodies WHERE sha256 = response_sha256),
    stored_bytes
  FROM wide_exchanges;
INSERT INTO exchange_details SELECT id, detail FROM wide_exchanges;
DROP TABLE wide_exchanges;
DROP TABLE named_bodies;

-- What people add to an exchange. Tags are a JSON array of strings.
CREATE TABLE annotations (
  exchange_id INTEGER PRIMARY KEY,
  is_pinned   INTEGER NOT NULL DEFAULT 0,
  colour      TEXT,
  note        TEXT,
  tags        TEXT NOT NULL DEFAULT '[]'
);
