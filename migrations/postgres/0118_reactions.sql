-- Rules that answer at once to what happens in a group. An account has a member of the same id: foreign keys go there.
CREATE TABLE reaction_rules
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    name          text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    trigger       jsonb       NOT NULL,            -- keyword (words, matching), welcome, first_message
    group_ids     uuid[]      NOT NULL DEFAULT '{}', -- empty: every group that is attached
    answer        jsonb       NOT NULL,            -- a message as the planner takes it
    place         text        NOT NULL CHECK (place IN ('chat', 'person')),
    rest_seconds  integer     NOT NULL CHECK (rest_seconds BETWEEN 0 AND 86400), -- between two answers in one chat
    position      integer     NOT NULL,            -- of several rules for one message, the first answers
    enabled       boolean     NOT NULL,
    created_by    uuid,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX reaction_rules_community ON reaction_rules (community_id, position);
SELECT qunluo_tenant('reaction_rules');

-- What each rule made of an event: the key makes a batch that comes again a no-op. Kept for 90 days.
CREATE TABLE reaction_runs
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    rule_id      uuid        NOT NULL,
    event_id     uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    group_id     uuid,                             -- null: written to us alone
    outcome      text        NOT NULL CHECK (outcome IN ('answered', 'resting', 'no_way', 'late', 'faulty')),
    happened_at  timestamptz NOT NULL,             -- the event
    reacted_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (rule_id, event_id),
    FOREIGN KEY (workspace_id, rule_id) REFERENCES reaction_rules (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE -- of the account
);
CREATE INDEX reaction_runs_rule ON reaction_runs (rule_id, reacted_at DESC);
CREATE INDEX reaction_runs_account ON reaction_runs (account_id);
CREATE INDEX reaction_runs_old ON reaction_runs (community_id, reacted_at);
SELECT qunluo_tenant('reaction_runs');

-- Accounts that are known to have written before, so that a first message is looked for once.
CREATE TABLE reaction_known_writers
(
    workspace_id uuid NOT NULL,
    community_id uuid NOT NULL,
    account_id   uuid PRIMARY KEY,
    first_event  uuid NOT NULL,                    -- the message that was their first; NIL: one before there were rules
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX reaction_known_writers_community ON reaction_known_writers (community_id);
SELECT qunluo_tenant('reaction_known_writers');

-- Codes that prove an account: whoever posts one in a group says that the account is theirs.
CREATE TABLE proof_codes
(
    id               uuid        PRIMARY KEY,
    workspace_id     uuid        NOT NULL,
    community_id     uuid        NOT NULL,
    member_id        uuid        NOT NULL,         -- whom the account that posts it belongs to
    code_hash        bytea       NOT NULL,
    created_by       uuid,
    created_at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    expires_at       timestamptz NOT NULL,
    proven_at        timestamptz,
    proven_event     uuid,
    proven_account   uuid,
    merge_id         uuid,                         -- null where the account was theirs already
    UNIQUE (workspace_id, code_hash),
    CHECK ((proven_at IS NULL) = (proven_account IS NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, proven_account) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX proof_codes_member ON proof_codes (member_id, created_at DESC);
CREATE INDEX proof_codes_open ON proof_codes (community_id, expires_at) WHERE proven_at IS NULL;
CREATE INDEX proof_codes_account ON proof_codes (proven_account);
SELECT qunluo_tenant('proof_codes');
