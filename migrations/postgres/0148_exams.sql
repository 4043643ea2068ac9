-- What an exam is made of: how many questions of which tag, and how it is passed.
CREATE TABLE exam_papers
(
    id              uuid        PRIMARY KEY,
    workspace_id    uuid        NOT NULL,
    community_id    uuid        NOT NULL,
    purpose         text        NOT NULL CHECK (purpose IN ('licence', 'entry', 'quiz')),
    state           text        NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    name            text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    description     text        NOT NULL DEFAULT '' CHECK (length(description) <= 2000),
    draw            jsonb       NOT NULL CHECK (jsonb_typeof(draw) = 'array'), -- [{tag, count}], tag null: any question
    pass_percent    smallint    NOT NULL CHECK (pass_percent BETWEEN 1 AND 100),
    minutes         smallint    NOT NULL CHECK (minutes BETWEEN 1 AND 240),
    most_attempts   smallint    CHECK (most_attempts BETWEEN 1 AND 100),       -- until passed; null: as often as one likes
    cool_down_hours smallint    NOT NULL CHECK (cool_down_hours BETWEEN 0 AND 720),
    created_by      uuid,
    created_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at      timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX exam_papers_community ON exam_papers (community_id);
-- Which exam restores a licence, and which newcomers are asked for, is one question with one answer.
CREATE UNIQUE INDEX exam_papers_one_open ON exam_papers (community_id, purpose) WHERE state = 'open' AND purpose <> 'quiz';
SELECT qunluo_tenant('exam_papers');

-- One sitting of a member. The seed is what the questions were drawn and shuffled by.
CREATE TABLE exam_attempts
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    paper_id     uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    seed         bigint      NOT NULL,
    total        smallint    NOT NULL CHECK (total BETWEEN 1 AND 200),
    pass_percent smallint    NOT NULL,               -- as it was when it was begun
    started_at   timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL CHECK (ends_at > started_at),
    finished_at  timestamptz CHECK (finished_at BETWEEN started_at AND ends_at),
    ended_by     text        CHECK (ended_by IN ('member', 'time')),
    correct      smallint    CHECK (correct BETWEEN 0 AND total),
    passed       boolean,
    CHECK ((finished_at IS NULL) = (passed IS NULL)),
    CHECK ((finished_at IS NULL) = (ended_by IS NULL)),
    CHECK ((finished_at IS NULL) = (correct IS NULL)),
    CHECK (passed IS NULL OR passed = (correct * 100 >= pass_percent * total)),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, paper_id) REFERENCES exam_papers (workspace_id, id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX exam_attempts_one_open ON exam_attempts (member_id) WHERE finished_at IS NULL;
CREATE INDEX exam_attempts_member ON exam_attempts (member_id, started_at);
CREATE INDEX exam_attempts_paper ON exam_attempts (paper_id, started_at);
CREATE INDEX exam_attempts_overdue ON exam_attempts (ends_at) WHERE finished_at IS NULL;
SELECT qunluo_tenant('exam_attempts');

-- The questions of a sitting, as they are shown, and what was answered. Choices are numbers of options as written, not
-- as shown.
CREATE TABLE exam_attempt_items
(
    workspace_id uuid       NOT NULL,
    attempt_id   uuid       NOT NULL,
    position     smallint   NOT NULL,
    question_id  uuid       NOT NULL,
    revision     integer    NOT NULL,
    shown        smallint[] NOT NULL,                -- the option at each place on the screen; empty: true or false
    choice       smallint[],
    answered_at  timestamptz,
    correct      boolean,                            -- set at the end
    CHECK ((choice IS NULL) = (answered_at IS NULL)),
    PRIMARY KEY (attempt_id, position),
    UNIQUE (attempt_id, question_id),
    FOREIGN KEY (workspace_id, attempt_id) REFERENCES exam_attempts (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, question_id, revision)
      REFERENCES exam_question_revisions (workspace_id, question_id, revision)
);
CREATE INDEX exam_attempt_items_question ON exam_attempt_items (question_id, revision);
SELECT qunluo_tenant('exam_attempt_items');

-- Who was asked to take the entry exam, and when last.
CREATE TABLE exam_asks
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    paper_id     uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    times        integer     NOT NULL DEFAULT 1 CHECK (times >= 1),
    asked_at     timestamptz NOT NULL,
    PRIMARY KEY (paper_id, member_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, paper_id) REFERENCES exam_papers (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX exam_asks_member ON exam_asks (member_id);
SELECT qunluo_tenant('exam_asks');
