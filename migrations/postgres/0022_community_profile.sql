-- What a community is for whom, and its culture. `profile` holds texts and lists that are read and written together
-- (profile.contract.ts is their shape); `version` counts its changes, so that nobody overwrites what they have not seen.
ALTER TABLE communities
    ADD COLUMN profile jsonb   NOT NULL DEFAULT '{}',
    ADD COLUMN version integer NOT NULL DEFAULT 1,
    ADD COLUMN logo    text,
    ADD COLUMN avatar  text,
    ADD FOREIGN KEY (workspace_id, logo) REFERENCES files (workspace_id, id),
    ADD FOREIGN KEY (workspace_id, avatar) REFERENCES files (workspace_id, id);
CREATE INDEX communities_logo ON communities (workspace_id, logo) WHERE logo IS NOT NULL;
CREATE INDEX communities_avatar ON communities (workspace_id, avatar) WHERE avatar IS NOT NULL;
