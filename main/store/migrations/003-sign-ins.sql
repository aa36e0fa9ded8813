-- What the authorisation server handed out: hashes only, so a copy of the database signs nobody in.
CREATE TABLE sign_ins (
  hash         TEXT PRIMARY KEY,
  kind         TEXT NOT NULL,
  family_id    TEXT NOT NULL,
  person_id    TEXT NOT NULL,
  client_id    TEXT NOT NULL,
  tenant       TEXT NOT NULL,
  redirect_uri TEXT,
  challenge    TEXT,
  challenge_by TEXT,
  expires_at   INTEGER NOT NULL,
  is_used      INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX sign_ins_by_family ON sign_ins (family_id);
