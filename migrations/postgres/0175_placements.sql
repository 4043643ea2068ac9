-- Where members stood at the end of a past day, for questions of who moved between two days: rows of member_states in the
-- engine under this id, with the schemes alone. What else an evaluation knows of a day nobody asked.
CREATE TABLE placements
(
    id           uuid        PRIMARY KEY,          -- evaluation_id of the states in the engine
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    as_of        date        NOT NULL,             -- T is the end of this local day
    placed_at    timestamptz NOT NULL,
    log_state    text        NOT NULL,             -- as in evaluations
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX placements_as_of ON placements (community_id, as_of, placed_at DESC);
SELECT qunluo_tenant('placements');
