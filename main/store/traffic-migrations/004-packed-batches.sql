-- Exchanges that were stored as they came, because more arrived than could be taken apart at once and nobody was looking:
-- many in one row, their secrets replaced already. Taken apart in this order they become rows of `exchanges`.
CREATE TABLE packed_batches (
  id      INTEGER PRIMARY KEY,
  -- How numbers and places are arranged; what another version of the program packed it need not understand.
  layout  INTEGER NOT NULL,
  count   INTEGER NOT NULL,
  last_id INTEGER NOT NULL,
  numbers BLOB NOT NULL,
  places  BLOB NOT NULL,
  texts   TEXT NOT NULL
);
