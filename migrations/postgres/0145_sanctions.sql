-- What a violation brought: at most one by the thresholds, and a removal where an operator asked for it.
CREATE TABLE sanctions
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    violation_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('warn', 'mute', 'suspend', 'remove')),
    by_hand      boolean     NOT NULL,             -- an operator asked for it, beyond the thresholds
    from_at      timestamptz NOT NULL,
    until_at     timestamptz,                      -- of a mute; null: until it is lifted
    placed_at    timestamptz,                      -- when it was made into acts on platforms and tasks
    ended_at     timestamptz,                      -- when what undoes those was asked for, or found not to be needed
    lifted_at    timestamptz,
    lift_cause   text        CHECK (lift_cause IN ('appeal', 'withdrawn', 'exam', 'operator')),
    lifted_by    uuid,
    lift_reason  text        NOT NULL DEFAULT '' CHECK (length(lift_reason) <= 2000),
    CHECK ((lifted_at IS NULL) = (lift_cause IS NULL)),
    CHECK ((kind = 'mute') = (until_at IS NOT NULL)),
    CHECK (until_at > from_at),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, violation_id) REFERENCES violations (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
-- One of a kind that stands, so that no kill and no repeat doubles it.
CREATE UNIQUE INDEX sanctions_standing ON sanctions (violation_id, kind) WHERE lifted_at IS NULL;
CREATE INDEX sanctions_member ON sanctions (member_id, from_at);
CREATE INDEX sanctions_community ON sanctions (community_id, from_at DESC);
CREATE INDEX sanctions_unplaced ON sanctions (workspace_id) WHERE placed_at IS NULL;
CREATE INDEX sanctions_unended ON sanctions (workspace_id, until_at) WHERE ended_at IS NULL AND kind <> 'warn';
SELECT qunluo_tenant('sanctions');

-- One thing to be done to one account in one chat: by a connection where it can, else a task for a moderator.
CREATE TABLE sanction_acts
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    sanction_id   uuid        NOT NULL,
    account_id    uuid        NOT NULL,
    kind          text        NOT NULL CHECK (kind IN ('mute', 'unmute', 'remove', 'readmit')),
    connection_id uuid,                             -- null: done by hand, or the connection was taken away
    chat_id       text        NOT NULL DEFAULT '',  -- on its platform; of a task by hand empty
    group_ids     uuid[]      NOT NULL DEFAULT '{}',
    state         text        NOT NULL CHECK (state IN ('queued', 'doing', 'done', 'task', 'dropped')),
    code          text        NOT NULL DEFAULT '',  -- why it waits, is a task, or was dropped
    detail        text        NOT NULL DEFAULT '' CHECK (length(detail) <= 1000),
    attempts      smallint    NOT NULL DEFAULT 0,
    due_at        timestamptz NOT NULL,
    lease_until   timestamptz,
    again_at      timestamptz,                      -- of a platform that ends mutes sooner than we do
    created_at    timestamptz NOT NULL,
    settled_at    timestamptz,
    settled_by    uuid,                             -- the operator who did a task
    CHECK ((state = 'doing') = (lease_until IS NOT NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, sanction_id) REFERENCES sanctions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE SET NULL (connection_id),
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE -- of the account
);
CREATE UNIQUE INDEX sanction_acts_once ON sanction_acts (sanction_id, kind, account_id, chat_id, coalesce(connection_id, account_id));
CREATE INDEX sanction_acts_due ON sanction_acts (connection_id, due_at) WHERE state IN ('queued', 'doing');
CREATE INDEX sanction_acts_tasks ON sanction_acts (community_id, created_at) WHERE state = 'task';
CREATE INDEX sanction_acts_account ON sanction_acts (account_id);
SELECT qunluo_tenant('sanction_acts');
