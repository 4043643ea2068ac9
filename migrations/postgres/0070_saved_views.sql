-- A way of looking at a page that somebody wants to come back to: its address's query under a name.
CREATE TABLE saved_views
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    page         text        NOT NULL CHECK (page ~ '^[a-z][a-z0-9-]{0,39}$'),
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    query        jsonb       NOT NULL,
    owner_id     uuid,                            -- the operator who made it; null: made by an API token
    shared       boolean     NOT NULL DEFAULT false,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX saved_views_page ON saved_views (community_id, page);
SELECT qunluo_tenant('saved_views');

-- How an operator likes a page: which columns, in which density.
CREATE TABLE page_preferences
(
    workspace_id uuid  NOT NULL,
    operator_id  uuid  NOT NULL,
    page         text  NOT NULL CHECK (page ~ '^[a-z][a-z0-9-]{0,39}$'),
    value        jsonb NOT NULL,
    PRIMARY KEY (workspace_id, operator_id, page)
);
SELECT qunluo_tenant('page_preferences');
