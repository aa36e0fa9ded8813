-- The discovery source whose editor a host page was opened with, so that the pages named in answers open the same one.
ALTER TABLE tokens ADD COLUMN editor TEXT;
