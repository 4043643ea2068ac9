-- Events that were accepted and are not in the event log yet. The key makes a repeat a no-op.
CREATE SEQUENCE inbox_order;
CREATE TABLE inbox
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    event_id     uuid        NOT NULL,             -- derived from community, platform and external id
    version      bigint      NOT NULL,
    arrival      bigint      NOT NULL,             -- the order in which events came
    source       text        NOT NULL,             -- who gave it: api, or a connector
    event        text        NOT NULL,             -- the neutral event as JSON
    received_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (community_id, event_id, version)
)
-- Rows live for a moment: dead ones are cleared away early.
WITH (autovacuum_vacuum_scale_factor = 0.0, autovacuum_vacuum_threshold = 20000);
CREATE INDEX inbox_arrival ON inbox (community_id, arrival);
SELECT qunluo_tenant('inbox');

-- Batches under way: what one holds is fixed here before it is first sent, and it goes together with its rows when it is
-- written and reacted to. A list of keys costs a tenth of marking the rows themselves.
CREATE TABLE inbox_batches
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    arrival      bigint      NOT NULL,             -- of its first event
    event_ids    uuid[]      NOT NULL,
    versions     bigint[]    NOT NULL
);
ALTER TABLE inbox_batches ALTER event_ids SET STORAGE EXTERNAL;
CREATE INDEX inbox_batches_arrival ON inbox_batches (community_id, arrival);
SELECT qunluo_tenant('inbox_batches');

-- Events that could not be written by themselves. They never hold up the others and wait here for somebody to look.
CREATE TABLE refused_events
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    event_id     uuid        NOT NULL,
    version      bigint      NOT NULL,
    source       text        NOT NULL,
    event        text        NOT NULL,
    reason       text        NOT NULL,
    received_at  timestamptz NOT NULL,
    refused_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (community_id, event_id, version),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX refused_events_latest ON refused_events (community_id, refused_at DESC);
SELECT qunluo_tenant('refused_events');
