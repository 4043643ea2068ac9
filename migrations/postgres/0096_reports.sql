-- A report of a week or a month as it was made: codes, numbers and names, no page. One made again is a new row beside the
-- old one, so that what somebody read stays what they read.
CREATE TABLE period_reports
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('week', 'month')),
    first_day    date        NOT NULL,
    last_day     date        NOT NULL CHECK (last_day >= first_day),
    content      jsonb       NOT NULL,
    made_at      timestamptz NOT NULL,
    made_by      uuid,                            -- the operator who asked for it; null: the schedule or an API token
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX period_reports_latest ON period_reports (community_id, kind, first_day DESC, made_at DESC);
SELECT qunluo_tenant('period_reports');

-- What was decided over a report, so that the next one can say what came of it.
CREATE TABLE report_adjustments
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    report_id    uuid        NOT NULL,
    change       text        NOT NULL CHECK (change <> '' AND length(change) <= 400),
    reason       text        NOT NULL DEFAULT '' CHECK (length(reason) <= 1000),
    owner_id     uuid,                            -- an operator with a seat; null: nobody in particular
    metric       text,                            -- what it is meant to move
    metric_then  double precision,                -- its value when it was written; null: unknown
    done_at      timestamptz,
    outcome      text        NOT NULL DEFAULT '' CHECK (length(outcome) <= 1000),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (workspace_id, report_id) REFERENCES period_reports (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX report_adjustments_report ON report_adjustments (report_id);
SELECT qunluo_tenant('report_adjustments');

-- Which reports a community makes by itself, and who gets them by mail.
CREATE TABLE report_schedules
(
    workspace_id uuid    NOT NULL,
    community_id uuid    NOT NULL,
    kind         text    NOT NULL CHECK (kind IN ('week', 'month')),
    language     text    NOT NULL CHECK (language IN ('zh-CN', 'en')),
    recipients   text[]  NOT NULL DEFAULT '{}' CHECK (cardinality(recipients) <= 20),
    last_first_day date,                          -- first day of the latest period that was reported by itself
    PRIMARY KEY (workspace_id, community_id, kind),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('report_schedules');
