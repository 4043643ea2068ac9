-- The network at the end of each past month, to see it grow. Computed once for a state of the log; the picture of it is in
-- the engine under `snapshot_id`.
CREATE TABLE network_months
(
    community_id uuid        NOT NULL,
    month_end    date        NOT NULL,             -- T is the end of this local day
    workspace_id uuid        NOT NULL,
    snapshot_id  uuid        NOT NULL,
    state        text        NOT NULL,             -- of the log up to then, and of who is who
    figures      jsonb       NOT NULL,
    computed_at  timestamptz NOT NULL,
    PRIMARY KEY (community_id, month_end),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('network_months');

-- Who is at risk in the network of an evaluation beyond what its structure says: groups that hang on one person, leaders
-- and ties that fade. People by id only.
CREATE TABLE network_risks
(
    community_id  uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    evaluation_id uuid        NOT NULL,
    risks         jsonb       NOT NULL,
    computed_at   timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, evaluation_id) REFERENCES evaluations (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('network_risks');
