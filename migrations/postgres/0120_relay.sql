-- Chats are referred to by what is relayed into them.
ALTER TABLE connection_chats ADD UNIQUE (workspace_id, id);

-- One source into many chats at once, in order.
CREATE TABLE relay_sessions
(
    id            uuid        PRIMARY KEY,
    workspace_id  uuid        NOT NULL,
    community_id  uuid        NOT NULL,
    name          text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    source_chat   uuid,                            -- what is said there goes out; null: only what operators write
    speakers      uuid[]      NOT NULL DEFAULT '{}', -- accounts whose words go out; empty: everybody's in the source
    heading       text        NOT NULL CHECK (length(heading) <= 200), -- before each message; {{speaker}} names who said it
    questions     boolean     NOT NULL,            -- what members of the targets ask is collected
    question_word text        NOT NULL CHECK (length(question_word) <= 20), -- begins a question; empty: a question mark at its end
    state         text        NOT NULL CHECK (state IN ('ready', 'live', 'paused', 'ended')),
    started_at    timestamptz,
    ended_at      timestamptz,
    created_by    uuid,
    created_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, source_chat) REFERENCES connection_chats (workspace_id, id) ON DELETE SET NULL (source_chat)
);
CREATE INDEX relay_sessions_community ON relay_sessions (community_id, created_at DESC);
SELECT qunluo_tenant('relay_sessions');

CREATE TABLE relay_targets
(
    workspace_id uuid NOT NULL,
    session_id   uuid NOT NULL,
    chat_id      uuid NOT NULL,
    PRIMARY KEY (session_id, chat_id),
    FOREIGN KEY (workspace_id, session_id) REFERENCES relay_sessions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, chat_id) REFERENCES connection_chats (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX relay_targets_chat ON relay_targets (chat_id);
SELECT qunluo_tenant('relay_targets');

-- What went out, in its order. `message_key` is the event heard, or an id of our own where an operator wrote it.
CREATE TABLE relay_messages
(
    workspace_id uuid        NOT NULL,
    session_id   uuid        NOT NULL,
    message_key  uuid        NOT NULL,
    place        integer     NOT NULL,
    version      bigint      NOT NULL DEFAULT 0,
    account_id   uuid,                             -- who said it; null: an operator
    operator_id  uuid,
    content      jsonb       NOT NULL,             -- as it goes out, heading included
    said_at      timestamptz NOT NULL,
    PRIMARY KEY (session_id, message_key),
    UNIQUE (session_id, place),
    FOREIGN KEY (workspace_id, session_id) REFERENCES relay_sessions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE -- of the account
);
CREATE INDEX relay_messages_account ON relay_messages (account_id);
SELECT qunluo_tenant('relay_messages');

-- Questions that came back out of the targets.
CREATE TABLE relay_questions
(
    workspace_id uuid        NOT NULL,
    session_id   uuid        NOT NULL,
    event_id     uuid        NOT NULL,
    chat_id      uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    name         text        NOT NULL,
    text         text        NOT NULL CHECK (length(text) <= 2000),
    asked_at     timestamptz NOT NULL,
    state        text        NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'put_aside')),
    answer_key   uuid,                             -- the relayed message that answers it
    PRIMARY KEY (session_id, event_id),
    FOREIGN KEY (workspace_id, session_id) REFERENCES relay_sessions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, chat_id) REFERENCES connection_chats (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, account_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE -- of the account
);
CREATE INDEX relay_questions_chat ON relay_questions (chat_id);
CREATE INDEX relay_questions_account ON relay_questions (account_id);
SELECT qunluo_tenant('relay_questions');
