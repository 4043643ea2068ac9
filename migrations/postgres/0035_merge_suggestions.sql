-- Pairs of people who may be one, found by comparing; written whole by each search. `reasons` are the inputs that the
-- score was made from. The smaller id is the first.
CREATE TABLE merge_suggestions
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    first_id     uuid        NOT NULL,
    second_id    uuid        NOT NULL,
    score        smallint    NOT NULL CHECK (score BETWEEN 0 AND 100),
    reasons      jsonb       NOT NULL,
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id),
    FOREIGN KEY (workspace_id, first_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, second_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX merge_suggestions_score ON merge_suggestions (community_id, score DESC, first_id, second_id);
CREATE INDEX merge_suggestions_second ON merge_suggestions (second_id);
SELECT qunluo_tenant('merge_suggestions');

-- Pairs that somebody looked at and said: these are two people. Not suggested again.
CREATE TABLE merge_dismissals
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    first_id     uuid        NOT NULL,
    second_id    uuid        NOT NULL,
    dismissed_by uuid,
    dismissed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (first_id, second_id),
    CHECK (first_id < second_id),
    FOREIGN KEY (workspace_id, first_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, second_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX merge_dismissals_second ON merge_dismissals (second_id);
CREATE INDEX merge_dismissals_community ON merge_dismissals (community_id);
SELECT qunluo_tenant('merge_dismissals');

-- When a community was searched last, and how much was compared.
CREATE TABLE merge_searches
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    searched_at  timestamptz NOT NULL,
    people       integer     NOT NULL,
    pairs        integer     NOT NULL,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('merge_searches');
