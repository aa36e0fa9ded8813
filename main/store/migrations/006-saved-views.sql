-- How somebody wants to see the list of Traffic, under a name. What a view consists of is JSON: columns and groupings come
-- and go with versions of the app.
CREATE TABLE saved_views (
  id    INTEGER PRIMARY KEY,
  name  TEXT NOT NULL UNIQUE COLLATE NOCASE,
  shape TEXT NOT NULL
);
