-- A community that got another time zone: every event has to move to the day that it has there. The community's zone is
-- the new one from the moment on in which this is asked for, so that whatever comes in meanwhile is right already.
CREATE TABLE zone_changes
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    from_zone    text        NOT NULL,
    to_zone      text        NOT NULL,
    status       text        NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    asked_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    finished_at  timestamptz,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX zone_changes_one ON zone_changes (community_id) WHERE status <> 'done';
SELECT qunluo_tenant('zone_changes');
