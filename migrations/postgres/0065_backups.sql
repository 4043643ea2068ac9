-- Backups that were finished, for the figures that say how old the last one is. Kept with the installation, not with a
-- workspace: a backup holds all of them.
CREATE TABLE system.backups
(
    id          uuid        PRIMARY KEY,
    file        text        NOT NULL,
    bytes       bigint      NOT NULL,
    taken_at    timestamptz NOT NULL,              -- the moment that the backup shows
    finished_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX backups_latest ON system.backups (taken_at DESC);
