-- Requests to erase a member. `plan` says which ids become which and lives only while the work is under way; what stays
-- of a request that is done says nothing of the person.
CREATE TABLE erasures
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    step         text        NOT NULL DEFAULT 'waiting',
    member_id    uuid,                             -- null once it is done
    plan         jsonb,                            -- null before it is made and once it is done
    counts       jsonb       NOT NULL DEFAULT '{}',
    fault        text,
    requested_by uuid,                             -- an operator; null: a token, or the list of tombstones after a restore
    requested_at timestamptz NOT NULL DEFAULT now(),
    finished_at  timestamptz,
    CHECK (status <> 'done' OR (member_id IS NULL AND plan IS NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX erasures_latest ON erasures (community_id, requested_at DESC);
CREATE UNIQUE INDEX erasures_once ON erasures (member_id) WHERE status <> 'done';
SELECT qunluo_tenant('erasures');

-- Accounts that were erased, so that no import, live event or restored backup brings them back: a hash keyed with the
-- server's secret, from which nobody without that secret can tell whom it means. An account that somebody else took
-- over is erased between two instants only (milliseconds UTC; from exclusive, until inclusive).
CREATE TABLE tombstones
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    hash         bytea       NOT NULL CHECK (length(hash) = 32),
    from_ms      bigint      NOT NULL,
    until_ms     bigint      NOT NULL,
    erased_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (community_id, hash, from_ms, until_ms),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('tombstones');
