-- Everything that is sent to anybody, with what became of it. A row is one message to one recipient over one connection.
CREATE SEQUENCE deliveries_seq;
CREATE TABLE deliveries
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    seq           bigint      NOT NULL DEFAULT nextval('deliveries_seq'),  -- the order in which they were asked for
    connection_id uuid,                              -- null: the connection was taken away
    source_kind   text        NOT NULL CHECK (source_kind IN ('reaction', 'relay', 'operator', 'journey', 'campaign', 'survey', 'content', 'activity')),
    source_id     text        NOT NULL CHECK (length(source_id) <= 200),
    priority      smallint    NOT NULL CHECK (priority BETWEEN 0 AND 9),
    purpose       text        NOT NULL CHECK (purpose IN ('answer', 'service', 'promotion')),
    to_kind       text        NOT NULL CHECK (to_kind IN ('chat', 'person', 'public')),
    to_id         text        NOT NULL CHECK (length(to_id) <= 400),       -- on its platform
    member_id     uuid,                              -- who gets it, where it is somebody that we know
    content       jsonb       NOT NULL,              -- as it was asked for, variables filled in
    kind          text        NOT NULL,              -- of the content as this platform gets it: what limits count
    language      text        NOT NULL CHECK (language IN ('zh-CN', 'en')),
    template_id   uuid,
    dedupe_key    text        NOT NULL CHECK (dedupe_key <> '' AND length(dedupe_key) <= 400),
    stream        text        CHECK (length(stream) <= 200),  -- of one stream to one recipient the order is kept
    not_before    timestamptz NOT NULL,
    expires_at    timestamptz NOT NULL,
    reply_to      text,
    replaces      uuid,                              -- the delivery whose message it replaces
    ticket        text,
    fate          text        NOT NULL CHECK (fate IN ('queued', 'confirming', 'awaiting', 'sending', 'sent', 'unknown', 'failed', 'suppressed', 'expired', 'cancelled')),
    reason        text        NOT NULL DEFAULT '',   -- code of the fate, or of what a queued one waits for
    detail        text        NOT NULL DEFAULT '' CHECK (length(detail) <= 1000),
    send_at       timestamptz,                       -- queued: when; awaiting: when it is asked about; null: not planned yet
    attempts      smallint    NOT NULL DEFAULT 0,
    holder        uuid,                              -- of the sender that is at it
    lease_until   timestamptz,
    task          text,                              -- what the platform's person confirms
    message_id    text,                              -- on the platform
    tried_at      timestamptz,                       -- when it was handed over last: what the fatigue cap counts
    sent_at       timestamptz,
    settled_at    timestamptz,
    created_by    uuid,                              -- an operator
    confirmed_by  uuid,
    created_at    timestamptz NOT NULL,
    CHECK ((fate = 'sending') = (holder IS NOT NULL AND lease_until IS NOT NULL)),
    CHECK (fate <> 'awaiting' OR task IS NOT NULL),
    UNIQUE (workspace_id, id),
    UNIQUE (community_id, dedupe_key),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE SET NULL (connection_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
)
WITH (autovacuum_vacuum_scale_factor = 0.05);
-- What is due, the more important first: one look per priority.
CREATE INDEX deliveries_due ON deliveries (connection_id, priority, send_at) WHERE fate = 'queued';
CREATE INDEX deliveries_unplanned ON deliveries (workspace_id) WHERE fate = 'queued' AND send_at IS NULL;
CREATE INDEX deliveries_awaiting ON deliveries (connection_id, send_at) WHERE fate = 'awaiting';
CREATE INDEX deliveries_sending ON deliveries (connection_id, to_id) WHERE fate = 'sending';
CREATE INDEX deliveries_expiring ON deliveries (workspace_id, expires_at) WHERE fate IN ('queued', 'confirming', 'awaiting');
CREATE INDEX deliveries_stream ON deliveries (connection_id, to_id, stream, seq)
  WHERE stream IS NOT NULL AND fate IN ('queued', 'confirming', 'awaiting', 'sending');
CREATE INDEX deliveries_latest ON deliveries (community_id, seq DESC);
CREATE INDEX deliveries_fate ON deliveries (community_id, fate, seq DESC);
CREATE INDEX deliveries_member ON deliveries (member_id, seq DESC) WHERE member_id IS NOT NULL;
CREATE INDEX deliveries_capped ON deliveries (member_id, tried_at) WHERE purpose = 'promotion' AND tried_at IS NOT NULL;
CREATE INDEX deliveries_source ON deliveries (community_id, source_kind, source_id, seq DESC);
SELECT qunluo_tenant('deliveries');

-- Each time a delivery was handed to its platform. What a platform's limits count: an attempt under way has no end yet.
CREATE TABLE delivery_attempts
(
    delivery_id   uuid        NOT NULL,
    number        smallint    NOT NULL,
    workspace_id  uuid        NOT NULL,
    connection_id uuid        NOT NULL,
    to_id         text        NOT NULL,
    kind          text        NOT NULL,
    started_at    timestamptz NOT NULL,              -- by the clock on the wall
    ended_at      timestamptz,
    counted_at    timestamptz NOT NULL,              -- by a clock that only goes forward, at its end: what windows are measured by
    outcome       text        CHECK (outcome IN ('sent', 'awaiting', 'later', 'refused', 'unknown', 'revoked')),
    code          text        NOT NULL DEFAULT '',
    reason        text        NOT NULL DEFAULT '' CHECK (length(reason) <= 1000),
    PRIMARY KEY (delivery_id, number),
    CHECK ((ended_at IS NULL) = (outcome IS NULL)),
    FOREIGN KEY (workspace_id, delivery_id) REFERENCES deliveries (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX delivery_attempts_window ON delivery_attempts (connection_id, counted_at DESC);
CREATE INDEX delivery_attempts_recipient ON delivery_attempts (connection_id, to_id, counted_at DESC);
CREATE INDEX delivery_attempts_open ON delivery_attempts (connection_id) WHERE ended_at IS NULL;
SELECT qunluo_tenant('delivery_attempts');

-- One row a connection that sends: locked while deliveries are claimed, so that a limit is counted by one at a time.
CREATE TABLE delivery_lanes
(
    connection_id uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    setbacks      smallint    NOT NULL DEFAULT 0,    -- attempts in a row that the platform put off
    rests_until   timestamptz,                       -- nothing is sent before, because of them
    used          jsonb       NOT NULL DEFAULT '{}', -- of each day and month limit: the day or month, and how many
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('delivery_lanes');
