-- How long the texts of messages are kept: of a group, or where group_id is null of all groups that have no rule of their
-- own. No rule at all means for ever.
CREATE TABLE retention_rules
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    group_id     uuid,
    keep         text        NOT NULL CHECK (keep IN ('forever', 'days', 'none')),
    days         integer     CHECK (days BETWEEN 1 AND 3650),
    set_at       timestamptz NOT NULL DEFAULT now(),
    CHECK ((keep = 'days') = (days IS NOT NULL)),
    UNIQUE NULLS NOT DISTINCT (community_id, group_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, group_id) REFERENCES groups (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('retention_rules');

-- The last time that the rules of a community were enforced.
CREATE TABLE retention_runs
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    ran_at       timestamptz NOT NULL,
    deleted      bigint      NOT NULL,             -- texts deleted in that run
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('retention_runs');
