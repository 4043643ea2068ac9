-- People. A member starts with one account and keeps its rows for ever; merging only says that one member stands under
-- another, so that nothing is moved and taking it back restores everything.
CREATE TABLE members
(
    id           uuid        PRIMARY KEY,          -- the id of its founding account
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, id)                      -- so that what points here cannot be of another workspace
);
CREATE INDEX members_community ON members (community_id, id);
SELECT qunluo_tenant('members');

CREATE TABLE accounts
(
    id           uuid        PRIMARY KEY,          -- derived from community, platform and external id
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    platform     text        NOT NULL,
    external_id  text        NOT NULL,
    name         text        NOT NULL DEFAULT '',
    bot          boolean     NOT NULL DEFAULT false,
    first_at     timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX accounts_member ON accounts (member_id);
SELECT qunluo_tenant('accounts');

-- Every merge that was ever made; those not undone form a forest whose roots are the people.
CREATE TABLE member_merges
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,  -- stands under …
    into_id      uuid        NOT NULL,  -- … this one
    reason       text        NOT NULL DEFAULT '',
    merged_by    uuid,                             -- an operator
    merged_at    timestamptz NOT NULL DEFAULT now(),
    undone_by    uuid,
    undone_at    timestamptz,
    CHECK (member_id <> into_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, into_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX member_merges_standing ON member_merges (member_id) WHERE undone_at IS NULL;
CREATE INDEX member_merges_into ON member_merges (into_id) WHERE undone_at IS NULL;
CREATE INDEX member_merges_community ON member_merges (community_id) WHERE undone_at IS NULL;
SELECT qunluo_tenant('member_merges');

CREATE TABLE member_tags
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    tag          text        NOT NULL CHECK (tag <> '' AND length(tag) <= 60),
    source       text        NOT NULL CHECK (source IN ('hand', 'rule')),
    tagged_by    uuid,
    tagged_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member_id, tag, source),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_tags_tag ON member_tags (community_id, tag);
SELECT qunluo_tenant('member_tags');

CREATE TABLE attribute_definitions
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    key          text        NOT NULL CHECK (key ~ '^[a-z][a-z0-9_]{0,39}$'),
    name         text        NOT NULL,
    type         text        NOT NULL CHECK (type IN ('text', 'number', 'boolean', 'date', 'choice', 'choices')),
    choices      text[]      NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    UNIQUE (workspace_id, community_id, key),
    UNIQUE (workspace_id, id),
    CHECK ((type IN ('choice', 'choices')) = (cardinality(choices) > 0))
);
SELECT qunluo_tenant('attribute_definitions');

CREATE TABLE member_attributes
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    definition_id uuid       NOT NULL,
    value        jsonb       NOT NULL,
    source       text        NOT NULL CHECK (source IN ('member', 'operator', 'import', 'rule')),
    consent      text        NOT NULL CHECK (consent IN ('given', 'not_needed', 'unknown')),
    set_by       uuid,
    set_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (member_id, definition_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, definition_id) REFERENCES attribute_definitions (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_attributes_definition ON member_attributes (definition_id);
SELECT qunluo_tenant('member_attributes');
