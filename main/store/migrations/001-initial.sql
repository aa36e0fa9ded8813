CREATE TABLE settings (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE folders (
  id   INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
);

-- One row per file ever seen; a row that is gone keeps its id in case the file comes back.
CREATE TABLE files (
  id          TEXT PRIMARY KEY,
  folder_id   INTEGER NOT NULL REFERENCES folders (id),
  path        TEXT NOT NULL,
  size        INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  inode       TEXT NOT NULL,
  version     INTEGER NOT NULL,
  sha256      TEXT,
  is_gone     INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX files_by_path ON files (folder_id, path) WHERE is_gone = 0;
CREATE INDEX files_gone ON files (folder_id, is_gone, inode);

CREATE TABLE file_versions (
  file_id TEXT NOT NULL REFERENCES files (id),
  version INTEGER NOT NULL,
  size    INTEGER NOT NULL,
  sha256  TEXT,
  is_kept INTEGER NOT NULL DEFAULT 0,
  real_at INTEGER NOT NULL,
  source  TEXT NOT NULL,
  people  TEXT NOT NULL,
  PRIMARY KEY (file_id, version)
) WITHOUT ROWID;
CREATE INDEX file_versions_by_blob ON file_versions (sha256) WHERE is_kept = 1;

CREATE TABLE locks (
  file_id      TEXT PRIMARY KEY REFERENCES files (id),
  lock_id      TEXT NOT NULL,
  person_id    TEXT,
  taken_at     INTEGER NOT NULL,
  refreshed_at INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE lock_events (
  id               INTEGER PRIMARY KEY,
  file_id          TEXT NOT NULL,
  lock_id          TEXT NOT NULL,
  previous_lock_id TEXT,
  change           TEXT NOT NULL,
  at               INTEGER NOT NULL,
  real_at          INTEGER NOT NULL,
  person_name      TEXT,
  by               TEXT NOT NULL,
  reason           TEXT
);
CREATE INDEX lock_events_by_file ON lock_events (file_id, id);

CREATE TABLE people (
  id           TEXT PRIMARY KEY,
  name         TEXT NOT NULL,
  role         TEXT NOT NULL,
  rights       TEXT NOT NULL,
  is_anonymous INTEGER NOT NULL,
  user_info    TEXT NOT NULL DEFAULT ''
);

CREATE TABLE tokens (
  id           TEXT PRIMARY KEY,
  person_id    TEXT NOT NULL,
  file_id      TEXT NOT NULL,
  can_write    INTEGER NOT NULL,
  issued_at    INTEGER NOT NULL,
  expires_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  is_revoked   INTEGER NOT NULL DEFAULT 0,
  source       TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE discovery_sources (
  id        TEXT PRIMARY KEY,
  name      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  url       TEXT,
  loaded_at INTEGER,
  problem   TEXT,
  xml       TEXT
);
