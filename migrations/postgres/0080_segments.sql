-- Sets of members: by a rule, computed after each evaluation, or listed by hand. Who is in them is in the engine
-- (segment_members; of lists also segment_lists).
CREATE TABLE segments
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    name          text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    description   text        NOT NULL DEFAULT '',
    rule          jsonb,                             -- null: a list
    tag           text,                              -- given to its members
    tag_given     text,                              -- the tag that was given last; differs while one is being changed
    archived_at   timestamptz,
    expires_at    timestamptz,                       -- of a transient one
    members       integer     NOT NULL DEFAULT 0,
    computed_at   timestamptz,
    as_of         date,
    evaluation_id uuid,                              -- that its members were computed with; null: to be computed whole
    computed      bigint      NOT NULL DEFAULT 0,    -- version of the computation (segment_members.version)
    looked_up     text        NOT NULL DEFAULT '',   -- what PostgreSQL said for its rule, as a hash
    fault         text,
    created_by    uuid,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    updated_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    version       integer     NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
-- Names are kept apart when they are given and not by a constraint: taking somebody's name out of two of them may make
-- them equal, and must not fail.
CREATE INDEX segments_community ON segments (community_id);
CREATE INDEX segments_expiry ON segments (community_id, expires_at) WHERE expires_at IS NOT NULL;
SELECT qunluo_tenant('segments');

-- What the latest computation of a community's segments was made from: what has changed since is what the next one
-- looks at. `begun` above `done`: a computation was cut off.
CREATE TABLE segment_runs
(
    community_id  uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    begun         bigint      NOT NULL DEFAULT 0,
    done          bigint      NOT NULL DEFAULT 0,
    evaluation_id uuid,
    map_id        uuid,
    spans         bigint      NOT NULL DEFAULT 0,
    today         date,
    zone          text        NOT NULL DEFAULT '',   -- of the community: another zone is other days
    stage         text        NOT NULL DEFAULT '',   -- of the community
    texts_gone    text        NOT NULL DEFAULT '',   -- when texts were last deleted because of their age
    revisions     jsonb       NOT NULL DEFAULT '[]', -- [day, revision] of each day
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('segment_runs');

-- Tiers of one's own: the first segment that a member is in counts.
CREATE TABLE tier_schemes
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    created_by   uuid,
    updated_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    version      integer     NOT NULL DEFAULT 1,
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX tier_schemes_community ON tier_schemes (community_id);
SELECT qunluo_tenant('tier_schemes');

CREATE TABLE tier_scheme_segments
(
    workspace_id uuid    NOT NULL,
    scheme_id    uuid    NOT NULL,
    place        integer NOT NULL,
    segment_id   uuid    NOT NULL,
    PRIMARY KEY (scheme_id, place),
    UNIQUE (scheme_id, segment_id),
    FOREIGN KEY (workspace_id, scheme_id) REFERENCES tier_schemes (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, segment_id) REFERENCES segments (workspace_id, id)
);
CREATE INDEX tier_scheme_segments_segment ON tier_scheme_segments (segment_id);
SELECT qunluo_tenant('tier_scheme_segments');
