-- What operators write down about a member for each other.
CREATE TABLE member_notes
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    text         text        NOT NULL CHECK (text <> '' AND length(text) <= 4000),
    written_by   uuid,                            -- an operator; null: an API token
    written_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    changed_at   timestamptz,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_notes_member ON member_notes (member_id, written_at DESC);
SELECT qunluo_tenant('member_notes');
