CREATE TABLE communities
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    key          text        NOT NULL CHECK (key ~ '^[a-z0-9](-?[a-z0-9])*$' AND length(key) <= 60),
    name         text        NOT NULL,
    type         text        NOT NULL CHECK (type IN ('industry', 'interest', 'regional')),
    zone         text        NOT NULL,             -- IANA name; days of events are fixed in it at write time
    positioning  text        NOT NULL DEFAULT '',  -- for whom, what for, how it differs
    created_at   timestamptz NOT NULL DEFAULT now(),
    UNIQUE (workspace_id, key),
    UNIQUE (workspace_id, id)                      -- so that what belongs to it cannot be of another workspace
);
SELECT qunluo_tenant('communities');

CREATE TABLE groups
(
    id           uuid        PRIMARY KEY,          -- derived from community, platform and external id
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    platform     text        NOT NULL,
    external_id  text        NOT NULL,
    name         text        NOT NULL DEFAULT '',
    purpose      text        CHECK (purpose IN ('product', 'expert', 'service', 'chat')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, community_id, platform, external_id)
);
SELECT qunluo_tenant('groups');
