-- Accounts on platforms that a workspace connected. What the platform keeps secret is sealed with the server's secret.
CREATE TABLE connections
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid,                              -- the home of what belongs to no chat: private messages, follows
    connector    text        NOT NULL CHECK (connector ~ '^[a-z][a-z0-9-]{0,39}$'),
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    zone         text        NOT NULL,              -- whose days and months the platform's limits count
    settings     jsonb       NOT NULL,              -- the form without its secrets
    secrets      text,                              -- the form's secrets, sealed together; null: none
    limits       jsonb       NOT NULL DEFAULT '{}', -- the operator's counts in place of the platform's, by key
    code         text        NOT NULL UNIQUE REFERENCES system.public_codes,  -- public, in the address the platform calls
    version      integer     NOT NULL DEFAULT 1,    -- rises whenever an open session has to begin anew
    paused_at    timestamptz,
    paused_for   text        CHECK (paused_for IN ('hand', 'revoked')),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CHECK ((paused_at IS NULL) = (paused_for IS NULL)),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE SET NULL (community_id)
);
CREATE INDEX connections_community ON connections (community_id);
SELECT qunluo_tenant('connections');

-- How a connection is, as the process that holds it says. Apart from what operators set, because it changes all the time.
CREATE TABLE connection_states
(
    connection_id uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    state         text        NOT NULL CHECK (state IN ('opening', 'up', 'waiting', 'refused', 'paused')),
    detail        text        NOT NULL DEFAULT '' CHECK (length(detail) <= 1000),  -- why it is not up
    since         timestamptz NOT NULL,
    again_at      timestamptz,                      -- when it is tried again
    heard_at      timestamptz,
    sent_at       timestamptz,
    heard         bigint      NOT NULL DEFAULT 0,
    sent          bigint      NOT NULL DEFAULT 0,
    failed        bigint      NOT NULL DEFAULT 0,   -- sends that the platform refused
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('connection_states');

-- Places where people talk that a connection can see. Only of those that an operator attached to a community is anything kept.
CREATE TABLE connection_chats
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    connection_id uuid        NOT NULL,
    external_id   text        NOT NULL CHECK (external_id <> '' AND length(external_id) <= 400),
    name          text        NOT NULL DEFAULT '',
    kind          text        NOT NULL CHECK (kind IN ('group', 'channel', 'room', 'page', 'mailbox')),
    members       integer     CHECK (members >= 0),  -- as the platform says; null: it does not
    community_id  uuid,
    group_id      uuid,
    attached_at   timestamptz,
    first_seen_at timestamptz NOT NULL,
    last_seen_at  timestamptz NOT NULL,
    CHECK ((community_id IS NULL) = (group_id IS NULL)),
    CHECK ((community_id IS NULL) = (attached_at IS NULL)),
    UNIQUE (connection_id, external_id),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX connection_chats_community ON connection_chats (community_id) WHERE community_id IS NOT NULL;
SELECT qunluo_tenant('connection_chats');

-- Small durable things of a connection: cursors, access tokens, sealed.
CREATE TABLE connection_memory
(
    connection_id uuid NOT NULL,
    key           text NOT NULL CHECK (length(key) <= 200),
    workspace_id  uuid NOT NULL,
    sealed        text NOT NULL,
    PRIMARY KEY (connection_id, key),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('connection_memory');

-- What happens once until its end, on whatever process: callbacks that a platform repeats.
CREATE TABLE connection_once
(
    connection_id uuid        NOT NULL,
    key           text        NOT NULL CHECK (length(key) <= 400),
    workspace_id  uuid        NOT NULL,
    ends_at       timestamptz NOT NULL,
    PRIMARY KEY (connection_id, key),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX connection_once_ends ON connection_once (ends_at);
SELECT qunluo_tenant('connection_once');

-- Ways to answer an event that end soon: welcome codes, passive replies. By the id of the event in our log.
CREATE TABLE connection_tickets
(
    event_id      uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    connection_id uuid        NOT NULL,
    ticket        text        NOT NULL,
    ends_at       timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX connection_tickets_connection ON connection_tickets (connection_id);
CREATE INDEX connection_tickets_ends ON connection_tickets (ends_at);
SELECT qunluo_tenant('connection_tickets');

-- What went to and from a platform lately, secrets masked: the latest 1,000 of a connection, 7 days at most.
CREATE TABLE connection_log
(
    connection_id uuid        NOT NULL,
    id            uuid        NOT NULL,             -- v7: in the order of time
    workspace_id  uuid        NOT NULL,
    at            timestamptz NOT NULL,
    level         text        NOT NULL CHECK (level IN ('debug', 'info', 'warn', 'error')),
    direction     text        NOT NULL CHECK (direction IN ('in', 'out', 'own')),
    words         text        NOT NULL,
    body          text        NOT NULL DEFAULT '',
    PRIMARY KEY (connection_id, id),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('connection_log');

-- How many callbacks were not taken, and why.
CREATE TABLE connection_refusals
(
    connection_id uuid    NOT NULL,
    day           date    NOT NULL,                 -- in the zone of the connection
    why           text    NOT NULL,
    workspace_id  uuid    NOT NULL,
    times         integer NOT NULL CHECK (times > 0),
    PRIMARY KEY (connection_id, day, why),
    FOREIGN KEY (workspace_id, connection_id) REFERENCES connections (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('connection_refusals');
