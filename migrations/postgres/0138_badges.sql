-- Badges are given by a rule like that of a segment, or by hand, and stay.
CREATE TABLE badges
(
    id             uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    community_id   uuid        NOT NULL,
    name           text        NOT NULL CHECK (name <> '' AND length(name) <= 40),
    name_en        text        NOT NULL CHECK (length(name_en) <= 40),
    description    text        NOT NULL CHECK (length(description) <= 400),
    description_en text        NOT NULL CHECK (length(description_en) <= 400),
    icon           text        NOT NULL CHECK (icon <> '' AND length(icon) <= 40),
    colour         text        NOT NULL CHECK (colour ~ '^#[0-9a-f]{6}$'),
    rule           jsonb,                          -- null: by hand only
    enabled        boolean     NOT NULL,
    computed_at    timestamptz,
    failure        text        NOT NULL DEFAULT '', -- why its rule could not be asked
    created_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX badges_community ON badges (community_id);
SELECT qunluo_tenant('badges');

CREATE TABLE member_badges
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    badge_id     uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    at           timestamptz NOT NULL,
    given_by     uuid,                             -- an operator; null: the rule
    reason       text        NOT NULL DEFAULT '',
    PRIMARY KEY (member_id, badge_id),
    FOREIGN KEY (workspace_id, badge_id) REFERENCES badges (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_badges_badge ON member_badges (badge_id, at DESC);
SELECT qunluo_tenant('member_badges');
