-- Breaches of rules. What one costs is fixed when it is recorded; what of it still counts is worked out, never kept.
CREATE TABLE violations
(
    id             uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    community_id   uuid        NOT NULL,
    member_id      uuid        NOT NULL,           -- stays where it is when people are merged
    rule_id        uuid        NOT NULL,
    rule_title     text        NOT NULL,           -- as the rule was then
    cost           smallint    NOT NULL CHECK (cost BETWEEN 1 AND 1000),
    note           text        NOT NULL DEFAULT '' CHECK (length(note) <= 2000), -- what the member reads
    evidence_event uuid,                           -- a message of theirs
    evidence_group uuid,
    evidence_text  text        NOT NULL DEFAULT '' CHECK (length(evidence_text) <= 4000),
    happened_at    timestamptz NOT NULL,
    recorded_at    timestamptz NOT NULL,
    recorded_by    uuid,
    request_key    text        NOT NULL CHECK (length(request_key) BETWEEN 1 AND 100), -- the same request again is no second one
    voided_at      timestamptz,
    voided_by      uuid,
    void_cause     text        CHECK (void_cause IN ('appeal', 'operator')),
    void_reason    text        NOT NULL DEFAULT '' CHECK (length(void_reason) <= 2000),
    CHECK ((voided_at IS NULL) = (void_cause IS NULL)),
    UNIQUE (workspace_id, id),
    UNIQUE (community_id, request_key),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, rule_id) REFERENCES community_rules (workspace_id, id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
-- One message breaks one rule once, whoever saw it first.
CREATE UNIQUE INDEX violations_evidence ON violations (community_id, evidence_event, rule_id)
  WHERE evidence_event IS NOT NULL AND voided_at IS NULL;
CREATE INDEX violations_member ON violations (member_id, happened_at);
CREATE INDEX violations_latest ON violations (community_id, recorded_at DESC, id);
CREATE INDEX violations_rule ON violations (rule_id);
SELECT qunluo_tenant('violations');

-- What gives credit back at once: an exam that was passed (once an attempt), or an operator who ends a suspension.
CREATE TABLE credit_restorations
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    cause        text        NOT NULL CHECK (cause IN ('exam', 'operator')),
    attempt_id   uuid,
    points       smallint    NOT NULL CHECK (points BETWEEN 0 AND 1000),
    restored_at  timestamptz NOT NULL,
    CHECK ((cause = 'exam') = (attempt_id IS NOT NULL)),
    UNIQUE (workspace_id, attempt_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX credit_restorations_member ON credit_restorations (member_id, restored_at);
CREATE INDEX credit_restorations_community ON credit_restorations (community_id);
SELECT qunluo_tenant('credit_restorations');
