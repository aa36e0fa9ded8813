-- What happened to the locks of one file in a moment is one row: under load many requests ask for the same lock.
CREATE TABLE lock_event_runs (
  first_id INTEGER PRIMARY KEY,
  last_id  INTEGER NOT NULL,
  file_id  TEXT NOT NULL,
  -- JSON array of lock events, oldest first
  events   TEXT NOT NULL
);
INSERT INTO lock_event_runs (first_id, last_id, file_id, events)
  SELECT id, id, file_id, json_array(json_object(
    'id', id, 'fileId', file_id, 'lockId', lock_id, 'previousLockId', previous_lock_id, 'change', change, 'at', at,
    'realAt', real_at, 'personName', person_name, 'by', by, 'reason', reason))
  FROM lock_events;
CREATE INDEX lock_event_runs_by_file ON lock_event_runs (file_id, first_id);
CREATE INDEX lock_event_runs_by_end ON lock_event_runs (last_id);
DROP TABLE lock_events;
