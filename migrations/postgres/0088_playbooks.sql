-- What a community changed in the library of plays, and plays of its own. A built-in play without a row is as it is built in.
CREATE TABLE community_plays
(
    workspace_id uuid    NOT NULL,
    community_id uuid    NOT NULL,
    play_id      text    NOT NULL CHECK (play_id ~ '^[a-z0-9_-]{1,60}$'),
    own          boolean NOT NULL,                -- false: changes a built-in one
    is_off       boolean NOT NULL DEFAULT false,
    words        jsonb,                           -- null: as built in
    situation    jsonb,
    metric       text,
    review_weeks integer,
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (workspace_id, community_id, play_id),
    CHECK (NOT own OR (words IS NOT NULL AND situation IS NOT NULL AND metric IS NOT NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('community_plays');

-- A play that was accepted: what it was called and why it was proposed then, and what its metric was before, at its end and
-- some weeks later.
CREATE TABLE play_runs
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    play_id       text        NOT NULL,
    name          jsonb       NOT NULL,
    reason        jsonb       NOT NULL,
    metric        text        NOT NULL,
    review_weeks  integer     NOT NULL,
    accepted_at   timestamptz NOT NULL,
    accepted_by   uuid,
    trend         jsonb       NOT NULL,           -- the metric week by week before, oldest first; null where unknown
    metric_before double precision,
    finished_at   timestamptz,
    outcome       text        NOT NULL DEFAULT '' CHECK (length(outcome) <= 2000),
    metric_end    double precision,
    reviewed_at   timestamptz,
    metric_after  double precision,
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX play_runs_open ON play_runs (community_id, play_id) WHERE finished_at IS NULL;
SELECT qunluo_tenant('play_runs');

CREATE TABLE play_tasks
(
    id           uuid    PRIMARY KEY,
    workspace_id uuid    NOT NULL,
    run_id       uuid    NOT NULL,
    position     integer NOT NULL,
    text         text    NOT NULL CHECK (text <> '' AND length(text) <= 400),
    owner_id     uuid,
    due_on       date,
    note         text    NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    done_at      timestamptz,
    done_by      uuid,
    FOREIGN KEY (workspace_id, run_id) REFERENCES play_runs (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX play_tasks_run ON play_tasks (run_id);
SELECT qunluo_tenant('play_tasks');

-- A proposal that somebody does not want now: quiet until a day, or until its situation was over once.
CREATE TABLE play_dismissals
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    play_id      text        NOT NULL,
    reason       text        NOT NULL CHECK (reason <> '' AND length(reason) <= 400),
    until        date        NOT NULL,
    dismissed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    dismissed_by uuid,
    PRIMARY KEY (workspace_id, community_id, play_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('play_dismissals');

-- Items of the stages' checklists that somebody ticked by hand.
CREATE TABLE checklist_ticks
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    item         text        NOT NULL CHECK (item ~ '^[a-z0-9_]{1,60}$'),
    ticked_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ticked_by    uuid,
    PRIMARY KEY (workspace_id, community_id, item),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('checklist_ticks');
