-- Pairs of members worth introducing, what was done about each, and what became of it. A pair names its members in order.
CREATE TABLE introductions
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    first_id      uuid        NOT NULL,
    second_id     uuid        NOT NULL,
    score         smallint    NOT NULL CHECK (score BETWEEN 0 AND 100),
    reasons       jsonb       NOT NULL,            -- what speaks for it, with points; other people by id only
    state         text        NOT NULL DEFAULT 'proposed' CHECK (state IN ('proposed', 'made', 'dismissed', 'lapsed')),
    proposed_at   timestamptz NOT NULL,
    proposed_day  date        NOT NULL,            -- in the community's zone
    decided_by    uuid,                            -- an operator
    decided_at    timestamptz,
    decided_day   date,
    dismissed_for text        CHECK (dismissed_for IN ('know_each_other', 'no_fit', 'not_now', 'other')),
    note          text        NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    lapsed_for    text        CHECK (lapsed_for IN ('old', 'tied', 'gone')),
    tied          boolean,                         -- whether both gave the other something within 28 days; null: not over yet
    CHECK (first_id < second_id),
    CHECK ((state IN ('made', 'dismissed')) = (decided_at IS NOT NULL)),
    CHECK ((decided_at IS NULL) = (decided_day IS NULL)),
    CHECK ((state = 'dismissed') = (dismissed_for IS NOT NULL)),
    CHECK ((state = 'lapsed') = (lapsed_for IS NOT NULL)),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, first_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, second_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX introductions_open ON introductions (first_id, second_id) WHERE state = 'proposed';
CREATE INDEX introductions_state ON introductions (community_id, state, score DESC, id);
CREATE INDEX introductions_first ON introductions (first_id);
CREATE INDEX introductions_second ON introductions (second_id);
SELECT qunluo_tenant('introductions');

-- How far the search for pairs is, and what the last one looked at.
CREATE TABLE introduction_searches
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    status       text        NOT NULL CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    searched_at  timestamptz,
    as_of        date,                             -- day of the evaluation it was made from
    people       integer     NOT NULL DEFAULT 0,
    pairs        integer     NOT NULL DEFAULT 0,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('introduction_searches');
