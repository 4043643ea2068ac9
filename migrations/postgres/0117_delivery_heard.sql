-- When an account was heard last, on platforms that let people be written to only for a while after they wrote.
CREATE TABLE delivery_heard
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    platform     text        NOT NULL,
    external_id  text        NOT NULL,              -- the account may have no member yet
    heard_at     timestamptz NOT NULL,
    PRIMARY KEY (community_id, platform, external_id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('delivery_heard');
