-- What rules found in exchanges. File, session and time are those of the exchange, kept here so that counting by them
-- does not have to open every exchange.
CREATE TABLE findings (
  exchange_id INTEGER NOT NULL,
  rule        TEXT NOT NULL,
  severity    TEXT NOT NULL,
  evidence    TEXT NOT NULL,
  real_at     INTEGER NOT NULL,
  operation   TEXT,
  file_id     TEXT,
  file_name   TEXT,
  session_id  TEXT,
  PRIMARY KEY (exchange_id, rule)
) WITHOUT ROWID;
CREATE INDEX findings_by_rule ON findings (rule, exchange_id);
CREATE INDEX findings_by_file ON findings (file_id, exchange_id);
