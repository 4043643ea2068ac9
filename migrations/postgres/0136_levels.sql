-- Levels: what a community's ladder asks for, where each member stands on it, and how they came there.
CREATE TABLE level_settings
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    growth       jsonb       NOT NULL,             -- caps per day and kind, what a point earned is worth
    holding      jsonb       NOT NULL,             -- below which share of a standard, after how many months of grace
    celebration  jsonb       NOT NULL,             -- whether, where and with which words a promotion is told
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('level_settings');

-- The steps of a ladder, rank 1 the lowest. A standard of 0 asks for nothing.
CREATE TABLE levels
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    rank          integer     NOT NULL CHECK (rank BETWEEN 1 AND 50),
    name          text        NOT NULL CHECK (name <> '' AND length(name) <= 40),
    name_en       text        NOT NULL CHECK (length(name_en) <= 40),
    colour        text        NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
    icon          text        NOT NULL CHECK (icon <> '' AND length(icon) <= 40),
    growth        integer     NOT NULL CHECK (growth >= 0),        -- growth value
    contribution  integer     NOT NULL CHECK (contribution >= 0),  -- weight, without caps
    active_days   integer     NOT NULL CHECK (active_days BETWEEN 0 AND 365),
    quizzes       integer     NOT NULL CHECK (quizzes >= 0),       -- papers passed
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    CONSTRAINT levels_rank UNIQUE (workspace_id, community_id, rank) DEFERRABLE INITIALLY DEFERRED,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX levels_community ON levels (community_id, rank);
SELECT qunluo_tenant('levels');

-- Where a person stands, and the figures of the last evaluation that looked at them. Who never did anything has no row.
CREATE TABLE member_levels
(
    member_id    uuid        PRIMARY KEY,          -- the member that stands for the person
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    level_id     uuid,                             -- null: below the lowest
    done         integer     NOT NULL CHECK (done >= 0),           -- growth value out of contributions, capped
    earned       integer     NOT NULL CHECK (earned >= 0),         -- growth value out of points
    contribution integer     NOT NULL CHECK (contribution >= 0),
    active_days  integer     NOT NULL CHECK (active_days >= 0),
    quizzes      integer     NOT NULL CHECK (quizzes >= 0),
    present      boolean     NOT NULL,             -- joined and not left; figures of levels count only those
    grace_since  date,                             -- first day of the month in which they first fell short
    since        timestamptz NOT NULL,             -- on this level
    counted_at   timestamptz NOT NULL,             -- since when these are the figures
    UNIQUE (workspace_id, member_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, level_id) REFERENCES levels (workspace_id, id)
);
CREATE INDEX member_levels_growth ON member_levels (community_id, (done + earned) DESC, member_id);
CREATE INDEX member_levels_level ON member_levels (community_id, level_id);
SELECT qunluo_tenant('member_levels');

-- Every step up or down, with the figures and standards that decided it.
CREATE TABLE level_changes
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    at           timestamptz NOT NULL,
    from_rank    integer     NOT NULL,             -- 0: below the lowest
    to_rank      integer     NOT NULL,
    from_level   uuid,
    to_level     uuid,
    reason       text        NOT NULL CHECK (reason IN ('first', 'promotion', 'demotion', 'standards')),
    facts        jsonb       NOT NULL,
    celebrated   boolean     NOT NULL DEFAULT false,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX level_changes_member ON level_changes (member_id, at DESC);
CREATE INDEX level_changes_community ON level_changes (community_id, at DESC);
SELECT qunluo_tenant('level_changes');

-- What evaluations did. One a month is the monthly one: the key keeps a second from being made.
CREATE TABLE level_runs
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('daily', 'promotion', 'monthly')),
    month        date,                             -- of a monthly one: the first day of the month that it opens
    as_of        date        NOT NULL,             -- the last day counted
    at           timestamptz NOT NULL,
    members      integer     NOT NULL,             -- looked at
    promoted     integer     NOT NULL,
    demoted      integer     NOT NULL,
    grace        integer     NOT NULL,             -- on grace afterwards
    took_ms      integer     NOT NULL,
    revision     bigint      NOT NULL,             -- newest revision of a day that it counted
    CHECK ((kind = 'monthly') = (month IS NOT NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX level_runs_month ON level_runs (community_id, month) WHERE month IS NOT NULL;
CREATE INDEX level_runs_community ON level_runs (community_id, at DESC);
SELECT qunluo_tenant('level_runs');

-- How many stood on each level at the end of a day that was evaluated; rank 0: below the lowest.
CREATE TABLE level_days
(
    workspace_id uuid    NOT NULL,
    community_id uuid    NOT NULL,
    day          date    NOT NULL,
    rank         integer NOT NULL,
    members      integer NOT NULL,
    PRIMARY KEY (community_id, day, rank),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('level_days');

-- Papers that members passed, for the standard of quizzes.
CREATE TABLE level_quizzes
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    paper_id     uuid        NOT NULL,
    passed_at    timestamptz NOT NULL,
    PRIMARY KEY (member_id, paper_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX level_quizzes_community ON level_quizzes (community_id);
SELECT qunluo_tenant('level_quizzes');
