-- Which workspace a public code belongs to, for callers who show nothing but the code: tracked links, site keys.
-- It says where to look and nothing else; what the code stands for is behind row-level security.
CREATE TABLE system.public_codes
(
    code         text PRIMARY KEY CHECK (code ~ '^[0-9A-Za-z]{6,32}$'),
    workspace_id uuid NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE
);

-- Web sites of the community's owners: pages there report visits and clicks.
CREATE TABLE sites
(
    id              uuid        PRIMARY KEY,
    workspace_id    uuid        NOT NULL,
    community_id    uuid        NOT NULL,
    code            text        NOT NULL REFERENCES system.public_codes,  -- public, in the script's tag
    name            text        NOT NULL,
    origins         text[]      NOT NULL CHECK (cardinality(origins) > 0),
    consent         text        NOT NULL CHECK (consent IN ('ask', 'anonymous')),
    secret_version  integer     NOT NULL DEFAULT 1,  -- the secret that proves who a visitor is, derived from it
    archived_at     timestamptz,
    created_at      timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, id)
);
SELECT qunluo_tenant('sites');

-- Links that count who follows them before they send them on.
CREATE TABLE tracked_links
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    code         text        NOT NULL REFERENCES system.public_codes,     -- public, in the address
    name         text        NOT NULL,
    destination  text        NOT NULL CHECK (destination ~ '^https?://'),
    source       text        NOT NULL DEFAULT '',   -- where it is shown: a platform, a poster, a newsletter
    medium       text        NOT NULL DEFAULT '',
    campaign     text        NOT NULL DEFAULT '',
    passes_utm   boolean     NOT NULL,              -- whether source, medium and campaign go along as utm_…
    archived_at  timestamptz,
    created_at   timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, id)
);
SELECT qunluo_tenant('tracked_links');
CREATE INDEX tracked_links_of_community ON tracked_links (workspace_id, community_id, created_at DESC);
CREATE INDEX sites_of_community ON sites (workspace_id, community_id);
