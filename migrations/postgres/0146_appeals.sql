-- A member's answer to a violation: one each.
CREATE TABLE appeals
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    violation_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    text         text        NOT NULL CHECK (text <> '' AND length(text) <= 2000),
    filed_at     timestamptz NOT NULL,
    decide_by    timestamptz NOT NULL,
    outcome      text        CHECK (outcome IN ('upheld', 'rejected')),
    reasons      text        NOT NULL DEFAULT '' CHECK (length(reasons) <= 2000),
    decided_at   timestamptz,
    decided_by   uuid,
    CHECK ((outcome IS NULL) = (decided_at IS NULL)),
    CHECK (outcome IS NULL OR reasons <> ''),
    UNIQUE (workspace_id, violation_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, violation_id) REFERENCES violations (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX appeals_open ON appeals (community_id, decide_by) WHERE outcome IS NULL;
CREATE INDEX appeals_latest ON appeals (community_id, filed_at DESC, id);
CREATE INDEX appeals_member ON appeals (member_id);
SELECT qunluo_tenant('appeals');
