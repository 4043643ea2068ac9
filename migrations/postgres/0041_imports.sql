-- Histories that were uploaded, and what came of them. The file itself lies in the data directory until it is read.
CREATE TABLE imports
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('ready', 'running', 'done', 'failed', 'cancelled')),
    file_name    text        NOT NULL,
    bytes        bigint      NOT NULL,
    detection    json        NOT NULL,             -- which formats it may be
    preview      json        NOT NULL,             -- what would be taken; json, because texts may hold what jsonb refuses
    format       text        NOT NULL,
    options      json,                             -- the choices made at the start
    progress     json,
    summary      json,                             -- taken, known, skipped with places and reasons
    error        json,
    created_by   uuid,                             -- an operator; null for a token
    created_at   timestamptz NOT NULL DEFAULT now(),
    started_at   timestamptz,
    finished_at  timestamptz,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX imports_latest ON imports (community_id, created_at DESC);
SELECT qunluo_tenant('imports');
