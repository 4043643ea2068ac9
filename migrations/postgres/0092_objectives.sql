-- A target on a figure of the report, or on the size of a segment, by a day.
CREATE TABLE objectives
(
    id           uuid             PRIMARY KEY,
    workspace_id uuid             NOT NULL,
    community_id uuid             NOT NULL,
    name         text             NOT NULL CHECK (name <> '' AND length(name) <= 120),
    metric       text,                            -- key of the figure; null: the size of a segment
    segment_id   uuid,
    start_day    date             NOT NULL,
    start_value  double precision NOT NULL,
    target       double precision NOT NULL CHECK (target <> start_value),
    due_day      date             NOT NULL CHECK (due_day > start_day),
    owner_id     uuid,                            -- an operator
    note         text             NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    drivers      jsonb            NOT NULL DEFAULT '[]',  -- what is done for it: plays, analyses
    created_by   uuid,
    created_at   timestamptz      NOT NULL DEFAULT clock_timestamp(),
    closed_at    timestamptz,
    outcome      text             CHECK (outcome IN ('reached', 'missed', 'dropped')),
    closed_value double precision,
    closing_note text             NOT NULL DEFAULT '' CHECK (length(closing_note) <= 2000),
    CHECK ((metric IS NULL) <> (segment_id IS NULL)),
    CHECK ((closed_at IS NULL) = (outcome IS NULL)),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX objectives_community ON objectives (community_id, due_day);
SELECT qunluo_tenant('objectives');

-- Where an objective stood at the latest evaluation of each day, as it was judged then.
CREATE TABLE objective_days
(
    workspace_id uuid             NOT NULL,
    objective_id uuid             NOT NULL,
    day          date             NOT NULL,
    value        double precision,                -- null: the figure was not known
    target       double precision NOT NULL,
    due_day      date             NOT NULL,
    status       text             NOT NULL,
    low          double precision,                -- of the forecast for the due day; null: no forecast
    middle       double precision,
    high         double precision,
    PRIMARY KEY (objective_id, day),
    FOREIGN KEY (workspace_id, objective_id) REFERENCES objectives (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('objective_days');
