-- A folder of the shared one, from the first time a client sees it; '' is the shared folder itself.
CREATE TABLE containers (
  id        TEXT PRIMARY KEY,
  folder_id INTEGER NOT NULL REFERENCES folders (id),
  path      TEXT NOT NULL,
  identity  TEXT NOT NULL,
  is_gone   INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX containers_by_path ON containers (folder_id, path) WHERE is_gone = 0;

-- A token opens one file, one container or the ecosystem. One that was minted for an answer ends with its head.
ALTER TABLE tokens RENAME COLUMN file_id TO resource_id;
ALTER TABLE tokens ADD COLUMN kind TEXT NOT NULL DEFAULT 'file';
ALTER TABLE tokens ADD COLUMN head_id TEXT;

-- What clients report of a document with AddActivities.
CREATE TABLE activities (
  file_id     TEXT NOT NULL REFERENCES files (id),
  activity_id TEXT NOT NULL,
  type        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  person_id   TEXT NOT NULL,
  activity    TEXT NOT NULL,
  PRIMARY KEY (file_id, activity_id)
);

ALTER TABLE people ADD COLUMN licence TEXT NOT NULL DEFAULT 'consumer';
