-- One thing done to many members at once: what, to whom, how far it is, what came of it.
CREATE TABLE bulk_actions
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    action        jsonb       NOT NULL,          -- kind and what it sets
    selection     jsonb       NOT NULL,          -- ids, or a filter with those left out
    evaluation_id uuid        NOT NULL,          -- as the people stood then; fixes who a filter means
    status        text        NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    total         integer     NOT NULL,          -- people selected
    done          integer     NOT NULL DEFAULT 0,
    changed       integer     NOT NULL DEFAULT 0,
    already       integer     NOT NULL DEFAULT 0,
    refused       integer     NOT NULL DEFAULT 0, -- left alone: they refused consent
    place         text,                          -- cursor of the next portion
    made_by       uuid,
    made_by_kind  text        NOT NULL CHECK (made_by_kind IN ('operator', 'token', 'system')),
    made_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at      timestamptz,
    undone_at     timestamptz,
    undone_by     uuid,
    fault         text,
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_actions_community ON bulk_actions (community_id, made_at DESC);
SELECT qunluo_tenant('bulk_actions');

-- What a bulk action on tags did, a row for each change, so that it can be taken back without touching anything that
-- was there before or came after.
CREATE TABLE bulk_tag_changes
(
    workspace_id uuid        NOT NULL,
    bulk_id      uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    tag          text        NOT NULL,
    added        boolean     NOT NULL,           -- else removed
    tagged_by    uuid,                           -- of a removed tag: as it was
    tagged_at    timestamptz,
    PRIMARY KEY (bulk_id, member_id, tag),
    FOREIGN KEY (workspace_id, bulk_id) REFERENCES bulk_actions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_tag_changes_member ON bulk_tag_changes (member_id);
SELECT qunluo_tenant('bulk_tag_changes');
