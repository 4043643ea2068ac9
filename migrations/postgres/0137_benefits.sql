-- What levels entitle to. `key` is what other modules ask by.
CREATE TABLE benefits
(
    id             uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    community_id   uuid        NOT NULL,
    key            text        NOT NULL CHECK (key ~ '^[a-z][a-z0-9_-]{0,39}$'),
    name           text        NOT NULL CHECK (name <> '' AND length(name) <= 60),
    name_en        text        NOT NULL CHECK (length(name_en) <= 60),
    description    text        NOT NULL CHECK (length(description) <= 1000),
    description_en text        NOT NULL CHECK (length(description_en) <= 1000),
    kind           text        NOT NULL CHECK (kind IN ('perk', 'early_access', 'priority', 'group', 'quota')),
    hours          integer     CHECK (hours BETWEEN 1 AND 2160),   -- early access: before everybody else
    period         text        CHECK (period IN ('day', 'week', 'month', 'year', 'ever')), -- a quota counts in it
    group_ids      uuid[]      NOT NULL DEFAULT '{}',              -- groups for those who are entitled only
    on_entry       text        NOT NULL DEFAULT 'note' CHECK (on_entry IN ('note', 'remove')), -- whoever joins without
    enabled        boolean     NOT NULL,
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    UNIQUE (workspace_id, community_id, key),
    CHECK ((kind = 'early_access') = (hours IS NOT NULL)),
    CHECK ((kind = 'quota') = (period IS NOT NULL)),
    CHECK ((kind = 'group') = (cardinality(group_ids) > 0)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX benefits_community ON benefits (community_id);
SELECT qunluo_tenant('benefits');

CREATE TABLE level_benefits
(
    workspace_id uuid    NOT NULL,
    level_id     uuid    NOT NULL,
    benefit_id   uuid    NOT NULL,
    quota        integer CHECK (quota BETWEEN 1 AND 1000000),  -- of a quota: so much a period on this level
    PRIMARY KEY (level_id, benefit_id),
    FOREIGN KEY (workspace_id, level_id) REFERENCES levels (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, benefit_id) REFERENCES benefits (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX level_benefits_benefit ON level_benefits (benefit_id);
SELECT qunluo_tenant('level_benefits');

-- Each use: the key makes a repeat a no-op.
CREATE TABLE benefit_uses
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    benefit_id   uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    amount       integer     NOT NULL CHECK (amount > 0),
    key          text        NOT NULL CHECK (key <> '' AND length(key) <= 200),
    note         text        NOT NULL DEFAULT '',
    at           timestamptz NOT NULL,
    used_by      uuid,                             -- an operator; null: the member or another module
    UNIQUE (workspace_id, benefit_id, key),
    FOREIGN KEY (workspace_id, benefit_id) REFERENCES benefits (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX benefit_uses_member ON benefit_uses (member_id, benefit_id, at DESC);
CREATE INDEX benefit_uses_community ON benefit_uses (community_id, at DESC);
SELECT qunluo_tenant('benefit_uses');

-- Who came into a group that is for the entitled, and what was found.
CREATE TABLE benefit_entries
(
    id           uuid        PRIMARY KEY,          -- the event
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    benefit_id   uuid        NOT NULL,
    group_id     uuid        NOT NULL,
    account_id   uuid        NOT NULL,             -- has a member of the same id
    at           timestamptz NOT NULL,
    outcome      text        NOT NULL CHECK (outcome IN ('entitled', 'noted', 'removing', 'removed', 'failed', 'settled')),
    detail       text        NOT NULL DEFAULT '',
    settled_by   uuid,
    FOREIGN KEY (workspace_id, benefit_id) REFERENCES benefits (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX benefit_entries_community ON benefit_entries (community_id, at DESC);
CREATE INDEX benefit_entries_account ON benefit_entries (account_id);
SELECT qunluo_tenant('benefit_entries');
