-- For what points are earned without anybody giving them: a kind of event with conditions.
CREATE TABLE point_rules
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 80),
    event_kind   text        NOT NULL,
    conditions   jsonb       NOT NULL,             -- groups, segment, length, repeats, reactions received
    points       integer     NOT NULL CHECK (points BETWEEN 1 AND 100000),
    growth       integer     NOT NULL CHECK (growth BETWEEN 0 AND 100000),
    caps         jsonb       NOT NULL,             -- times a day, a week, in all
    bonuses      jsonb       NOT NULL,             -- of the first time, of streaks, factors in windows
    enabled      boolean     NOT NULL,
    enabled_at   timestamptz,                      -- what happened before earns nothing
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (enabled = (enabled_at IS NOT NULL)),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX point_rules_community ON point_rules (community_id, created_at);
SELECT qunluo_tenant('point_rules');

-- What a rule decided about an event, with the reason where it gave nothing. Kept for 90 days.
CREATE TABLE point_rule_runs
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    rule_id      uuid        NOT NULL,
    event_id     uuid        NOT NULL,
    account_id   uuid        NOT NULL,             -- the member of the account
    outcome      text        NOT NULL CHECK (outcome IN ('granted', 'day_cap', 'week_cap', 'member_cap', 'flooding', 'over_budget')),
    points       integer     NOT NULL,
    why          jsonb       NOT NULL,             -- base, factor, first, streak
    happened_at  timestamptz NOT NULL,
    day          date        NOT NULL,
    PRIMARY KEY (rule_id, event_id),
    FOREIGN KEY (workspace_id, rule_id) REFERENCES point_rules (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX point_rule_runs_account ON point_rule_runs (account_id, rule_id, day);
CREATE INDEX point_rule_runs_old ON point_rule_runs (community_id, happened_at);
SELECT qunluo_tenant('point_rule_runs');

-- How checking in works; without a row, the defaults of the module hold.
CREATE TABLE point_check_in_settings
(
    community_id      uuid     PRIMARY KEY,
    workspace_id      uuid     NOT NULL,
    cards_per_month   smallint NOT NULL CHECK (cards_per_month BETWEEN 0 AND 10), -- days that may be made up
    make_up_days      smallint NOT NULL CHECK (make_up_days BETWEEN 1 AND 31),    -- so far back
    make_up_cost      integer  NOT NULL CHECK (make_up_cost BETWEEN 0 AND 100000),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('point_check_in_settings');

-- The days on which a member checked in, in the community's zone.
CREATE TABLE point_check_ins
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    day          date        NOT NULL,
    made_up_at   timestamptz,                      -- null: on the day itself
    PRIMARY KEY (member_id, day),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX point_check_ins_day ON point_check_ins (community_id, day);
SELECT qunluo_tenant('point_check_ins');

-- Who may have earned points unfairly, why, and what was decided.
CREATE TABLE point_suspicions
(
    id              uuid        PRIMARY KEY,
    workspace_id    uuid        NOT NULL,
    community_id    uuid        NOT NULL,
    member_id       uuid        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('flooding', 'mutual_liking')),
    evidence        jsonb       NOT NULL,          -- counts and the limits they passed
    other_id        uuid,                          -- of mutual liking, the other
    transaction_ids uuid[]      NOT NULL,          -- what would be taken back
    points          bigint      NOT NULL,
    found_at        timestamptz NOT NULL,
    found_day       date        NOT NULL,
    state           text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'dismissed', 'taken_back')),
    decided_at      timestamptz,
    decided_by      uuid,
    reason          text        NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    CHECK ((state = 'open') = (decided_at IS NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, other_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX point_suspicions_once ON point_suspicions (member_id, kind, found_day);
CREATE INDEX point_suspicions_state ON point_suspicions (community_id, state, found_at DESC);
CREATE INDEX point_suspicions_other ON point_suspicions (other_id);
SELECT qunluo_tenant('point_suspicions');
