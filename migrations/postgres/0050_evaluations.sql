-- What was shown: the report of every evaluation with the rules and inputs it was made from. A snapshot is never changed;
-- only whether the engine still holds where each member stood is.
CREATE TABLE evaluations
(
    id           uuid        PRIMARY KEY,          -- evaluation_id of the states in the engine
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    as_of        date        NOT NULL,             -- T is the end of this local day
    current      boolean     NOT NULL,             -- false: somebody asked about a past day
    evaluated_at timestamptz NOT NULL,
    log_state    text        NOT NULL,             -- of the roll-ups and the map of people when it was computed
    rules        jsonb       NOT NULL,
    inputs       jsonb       NOT NULL,             -- map of people, leader cut, what only operators know
    report       jsonb       NOT NULL,
    holds_states boolean     NOT NULL DEFAULT true,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX evaluations_latest ON evaluations (community_id, evaluated_at DESC) WHERE current;
CREATE INDEX evaluations_as_of ON evaluations (community_id, as_of, evaluated_at DESC);
SELECT qunluo_tenant('evaluations');
