-- Leaderboards are a question put to the log, the ledger or the levels; places are worked out, not kept.
CREATE TABLE leaderboards
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 60),
    name_en      text        NOT NULL CHECK (length(name_en) <= 60),
    metric       text        NOT NULL,
    period       text        NOT NULL CHECK (period IN ('day', 'week', 'month', 'quarter', 'year', 'ever')),
    group_id     uuid,                             -- only what was done there; null: everywhere
    teams        text[]      NOT NULL DEFAULT '{}', -- tags: teams are ranked by what their members did
    with_team    boolean     NOT NULL DEFAULT false, -- those who run the community take part
    shown        boolean     NOT NULL,             -- to members
    position     integer     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX leaderboards_community ON leaderboards (community_id, position);
SELECT qunluo_tenant('leaderboards');

-- Who does not want to be seen on any.
CREATE TABLE leaderboard_opt_outs
(
    member_id    uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    at           timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX leaderboard_opt_outs_community ON leaderboard_opt_outs (community_id);
SELECT qunluo_tenant('leaderboard_opt_outs');

-- What tells members of their levels, points and rewards, beside what told them things before.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_source_kind_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_source_kind_check
  CHECK (source_kind IN ('reaction', 'relay', 'operator', 'journey', 'campaign', 'survey', 'content', 'activity', 'loyalty'));
