-- Rules of a community, as members read them, each with what a breach costs. A rule that was broken is put away, never deleted.
CREATE TABLE community_rules
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    title        text        NOT NULL CHECK (title <> '' AND length(title) <= 80),
    text         text        NOT NULL DEFAULT '' CHECK (length(text) <= 1000),
    examples     text[]      NOT NULL DEFAULT '{}' CHECK (cardinality(examples) <= 10),
    cost         smallint    NOT NULL CHECK (cost BETWEEN 1 AND 1000),
    position     integer     NOT NULL,
    archived_at  timestamptz,
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX community_rules_title ON community_rules (community_id, title) WHERE archived_at IS NULL;
CREATE INDEX community_rules_place ON community_rules (community_id, position);
SELECT qunluo_tenant('community_rules');

-- Figures of the credit licence where a community has its own.
CREATE TABLE credit_settings
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    policy       jsonb       NOT NULL,
    changed_by   uuid,
    changed_at   timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('credit_settings');

-- What tells members about their credit, beside what told them things before.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_source_kind_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_source_kind_check
  CHECK (source_kind IN ('reaction', 'relay', 'operator', 'journey', 'campaign', 'survey', 'content', 'activity', 'loyalty', 'credit'));
