-- To find the people of a sign-in sheet among a million accounts, by id and by name.
CREATE INDEX accounts_external ON accounts (community_id, external_id);
CREATE INDEX accounts_name ON accounts (community_id, lower(name)) WHERE name <> '';
