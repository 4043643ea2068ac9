-- How members come into their own pages, and how long they stay in.

-- The address of a community's member pages: /m/<code>. The code also leads to the workspace (system.public_codes).
CREATE TABLE member_entrances
(
    community_id uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    code         text        NOT NULL UNIQUE,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('member_entrances');

-- A browser that is signed in. It stays with the member it was made for: merging and its undoing are seen at each request.
CREATE TABLE member_sessions
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    secret_hash  bytea       NOT NULL,
    way          text        NOT NULL CHECK (way IN ('link', 'group_code', 'mail', 'wechat')),
    device       text        NOT NULL CHECK (length(device) <= 300), -- what the browser calls itself
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    UNIQUE (workspace_id, secret_hash),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_sessions_member ON member_sessions (member_id, seen_at DESC);
CREATE INDEX member_sessions_over ON member_sessions (ends_at);
SELECT qunluo_tenant('member_sessions');

-- What a member chose for their pages, and from when on links to them count.
CREATE TABLE member_access
(
    member_id    uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    language     text        CHECK (language IN ('zh-CN', 'en')), -- null: what their browser says
    links_from   timestamptz,                -- links that were made before are void
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_access_community ON member_access (community_id);
SELECT qunluo_tenant('member_access');

-- Links are made without a row, thousands in one sending; one that was opened has one, so that it opens once.
CREATE TABLE member_links_used
(
    link_id      uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    session_id   uuid        NOT NULL,       -- the browser that opened it
    used_at      timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,       -- after that the link is void anyway
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_links_used_member ON member_links_used (member_id);
CREATE INDEX member_links_used_over ON member_links_used (ends_at);
SELECT qunluo_tenant('member_links_used');

-- Sign-ins under way: a code to be posted in a group, a code that was mailed, a visit to WeChat. Who began one holds a secret.
CREATE TABLE member_sign_ins
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    way          text        NOT NULL CHECK (way IN ('group_code', 'mail', 'wechat')),
    secret_hash  bytea       NOT NULL,       -- of the browser that began
    code_hash    bytea       NOT NULL,
    tries        integer     NOT NULL DEFAULT 0,
    member_id    uuid,                       -- whom it proves: when posted; of a mail from the start, null where nobody has the address
    adds_to      uuid,                       -- a member who is signed in and claims the account as theirs
    connection_id uuid,                      -- of WeChat
    proven_at    timestamptz,
    created_at   timestamptz NOT NULL,
    ends_at      timestamptz NOT NULL,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, adds_to) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_sign_ins_open ON member_sign_ins (community_id, ends_at);
CREATE INDEX member_sign_ins_member ON member_sign_ins (member_id);
CREATE INDEX member_sign_ins_adds ON member_sign_ins (adds_to);
CREATE INDEX member_sign_ins_code ON member_sign_ins (code_hash);
SELECT qunluo_tenant('member_sign_ins');

-- How often something was tried lately: mails to one address, codes of one community.
CREATE TABLE member_sign_in_limits
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    key_hash     bytea       NOT NULL,
    tries        integer     NOT NULL,
    since        timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, community_id, key_hash),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_sign_in_limits_old ON member_sign_in_limits (since);
SELECT qunluo_tenant('member_sign_in_limits');

-- Members change things of their own now; who it was is the subject of the entry.
ALTER TABLE audit_entries DROP CONSTRAINT audit_entries_actor_kind_check;
ALTER TABLE audit_entries ADD CONSTRAINT audit_entries_actor_kind_check
  CHECK (actor_kind IN ('operator', 'token', 'member', 'system'));
