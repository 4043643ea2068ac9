-- Questions of a community. What a question says is kept by revision: an attempt goes on with what it was begun with.
CREATE TABLE exam_questions
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    state        text        NOT NULL CHECK (state IN ('draft', 'active', 'retired')), -- only active ones are drawn
    tags         jsonb       NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(tags) = 'array'),
    revision     integer     NOT NULL DEFAULT 1 CHECK (revision >= 1),                 -- the one in force
    draft_key    text,                                    -- of one drafted from the rules: which draft it is
    draft_hash   text,                                    -- … and what the rules said then
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((draft_key IS NULL) = (draft_hash IS NULL)),
    UNIQUE (workspace_id, id),
    UNIQUE (community_id, draft_key),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX exam_questions_community ON exam_questions (community_id, state);
SELECT qunluo_tenant('exam_questions');

-- Options are numbered from 0 as they were written; of true or false there are none, and 0 is true. The solution of an
-- order is the options in their right order; else the right options, ascending.
CREATE TABLE exam_question_revisions
(
    workspace_id uuid        NOT NULL,
    question_id  uuid        NOT NULL,
    revision     integer     NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('single', 'multiple', 'truth', 'order')),
    text         text        NOT NULL CHECK (text <> '' AND length(text) <= 2000),
    options      jsonb       NOT NULL CHECK (jsonb_typeof(options) = 'array'),
    solution     smallint[]  NOT NULL CHECK (cardinality(solution) >= 1),
    explanation  text        NOT NULL DEFAULT '' CHECK (length(explanation) <= 4000),
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK (kind NOT IN ('single', 'truth') OR cardinality(solution) = 1),
    CHECK (kind <> 'order' OR cardinality(solution) = jsonb_array_length(options)),
    PRIMARY KEY (question_id, revision),
    UNIQUE (workspace_id, question_id, revision),
    FOREIGN KEY (workspace_id, question_id) REFERENCES exam_questions (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('exam_question_revisions');
