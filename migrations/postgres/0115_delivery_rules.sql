-- How a community writes to people. Without a row, the defaults of the module hold.
CREATE TABLE delivery_settings
(
    community_id   uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    quiet_from     smallint    CHECK (quiet_from BETWEEN 0 AND 1439),  -- minutes of the day in the member's zone; null: no quiet hours
    quiet_to       smallint    CHECK (quiet_to BETWEEN 0 AND 1439),    -- the first minute that is not quiet
    cap_count      smallint    CHECK (cap_count BETWEEN 1 AND 100),    -- promotions to one member in cap_days; null: as many as come
    cap_days       smallint    CHECK (cap_days BETWEEN 1 AND 90),
    consent_needed boolean     NOT NULL,                               -- promotions only to who said yes
    zone_attribute text        NOT NULL,                               -- key of the attribute that holds a member's zone
    paused_at      timestamptz,
    paused_by      uuid,
    pause_reason   text        NOT NULL DEFAULT '' CHECK (length(pause_reason) <= 400),
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL) AND quiet_from IS DISTINCT FROM quiet_to OR quiet_from IS NULL),
    CHECK ((cap_count IS NULL) = (cap_days IS NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('delivery_settings');

-- A workspace that sends nothing at all for now.
CREATE TABLE delivery_pauses
(
    workspace_id uuid        PRIMARY KEY REFERENCES auth.workspaces ON DELETE CASCADE,
    paused_at    timestamptz NOT NULL,
    paused_by    uuid,
    reason       text        NOT NULL DEFAULT '' CHECK (length(reason) <= 400)
);
SELECT qunluo_tenant('delivery_pauses');

-- What a member said about being written to.
CREATE TABLE delivery_choices
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        PRIMARY KEY,
    choice       text        NOT NULL CHECK (choice IN ('in', 'out')),
    scope        text        NOT NULL CHECK (scope IN ('promotion', 'all')), -- of `out`: all but answers
    reason       text        NOT NULL DEFAULT '' CHECK (length(reason) <= 400),
    how          text        NOT NULL CHECK (how IN ('operator', 'member', 'import', 'api')),
    chosen_at    timestamptz NOT NULL,
    chosen_by    uuid,                               -- the operator who wrote it down
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_choices_latest ON delivery_choices (community_id, chosen_at DESC);
SELECT qunluo_tenant('delivery_choices');

-- Messages with variables, written once and sent often.
CREATE TABLE message_templates
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    variables    text[]      NOT NULL DEFAULT '{}', -- names of its own that whoever sends it gives
    zh           jsonb,                              -- content; one of the two is there
    en           jsonb,
    version      integer     NOT NULL DEFAULT 1,
    created_by   uuid,
    created_at   timestamptz NOT NULL,
    changed_at   timestamptz NOT NULL,
    CHECK (zh IS NOT NULL OR en IS NOT NULL),
    UNIQUE (workspace_id, id),
    UNIQUE (community_id, name),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('message_templates');
