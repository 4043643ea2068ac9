-- Analyses that were kept: a question under a name. Answers are worked out when asked for.
CREATE TABLE saved_analyses
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    description  text        NOT NULL DEFAULT '' CHECK (length(description) <= 500),
    kind         text        NOT NULL,
    params       jsonb       NOT NULL,
    made_by      uuid,                                -- the operator; null: an API token or the server
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    version      integer     NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, community_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX saved_analyses_community ON saved_analyses (community_id);
SELECT qunluo_tenant('saved_analyses');

-- Analyses side by side; range and segment stand in place of those of each where they are set.
CREATE TABLE dashboards
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    description  text        NOT NULL DEFAULT '' CHECK (length(description) <= 500),
    range        jsonb,
    segment_id   uuid,
    made_by      uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    version      integer     NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, community_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX dashboards_community ON dashboards (community_id);
SELECT qunluo_tenant('dashboards');

CREATE TABLE dashboard_tiles
(
    id           uuid    PRIMARY KEY,
    workspace_id uuid    NOT NULL,
    community_id uuid    NOT NULL,
    dashboard_id uuid    NOT NULL,
    analysis_id  uuid    NOT NULL,
    place        integer NOT NULL,
    width        text    NOT NULL CHECK (width IN ('half', 'full')),
    UNIQUE (dashboard_id, place),
    FOREIGN KEY (workspace_id, community_id, dashboard_id) REFERENCES dashboards (workspace_id, community_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, community_id, analysis_id) REFERENCES saved_analyses (workspace_id, community_id, id) ON DELETE CASCADE
);
CREATE INDEX dashboard_tiles_analysis ON dashboard_tiles (analysis_id);
SELECT qunluo_tenant('dashboard_tiles');
