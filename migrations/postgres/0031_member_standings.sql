-- What an operator says a member is to the community: a certified expert, one of the team that runs it.
CREATE TABLE member_standings
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    standing     text        NOT NULL CHECK (standing IN ('expert', 'team')),
    set_by       uuid,
    set_at       timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (member_id, standing),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_standings_community ON member_standings (community_id, standing);
SELECT qunluo_tenant('member_standings');
