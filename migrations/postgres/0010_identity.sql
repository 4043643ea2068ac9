-- Who may come in. This schema has no row-level security: it is what decides which workspace a caller is in, and it is
-- reached only through the identity module.
CREATE TABLE auth.operators
(
    id             uuid        PRIMARY KEY,
    name           text        NOT NULL,
    email          text        NOT NULL UNIQUE,   -- lower case
    email_verified boolean     NOT NULL DEFAULT false,
    image          text,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auth.sessions
(
    id          uuid        PRIMARY KEY,
    token       text        NOT NULL UNIQUE,      -- the cookie carries it with a signature
    operator_id uuid        NOT NULL REFERENCES auth.operators ON DELETE CASCADE,
    expires_at  timestamptz NOT NULL,
    ip_address  text,
    user_agent  text,
    created_at  timestamptz NOT NULL DEFAULT now(),
    updated_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX sessions_operator ON auth.sessions (operator_id);

-- How an operator proves who they are: a password (provider 'credential') or an account elsewhere.
CREATE TABLE auth.credentials
(
    id                       uuid        PRIMARY KEY,
    operator_id              uuid        NOT NULL REFERENCES auth.operators ON DELETE CASCADE,
    provider_id              text        NOT NULL,
    account_id               text        NOT NULL,
    password                 text,                -- scrypt hash
    access_token             text,
    refresh_token            text,
    id_token                 text,
    access_token_expires_at  timestamptz,
    refresh_token_expires_at timestamptz,
    scope                    text,
    created_at               timestamptz NOT NULL DEFAULT now(),
    updated_at               timestamptz NOT NULL DEFAULT now(),
    UNIQUE (provider_id, account_id)
);
CREATE INDEX credentials_operator ON auth.credentials (operator_id);

CREATE TABLE auth.verifications
(
    id         uuid        PRIMARY KEY,
    identifier text        NOT NULL,
    value      text        NOT NULL,
    expires_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX verifications_identifier ON auth.verifications (identifier);

CREATE TABLE auth.workspaces
(
    id         uuid        PRIMARY KEY,
    name       text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE auth.seats
(
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    operator_id  uuid        NOT NULL REFERENCES auth.operators ON DELETE CASCADE,
    role         text        NOT NULL CHECK (role IN ('owner', 'manager', 'moderator', 'editor', 'analyst')),
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, operator_id)
);
CREATE INDEX seats_operator ON auth.seats (operator_id);

-- API tokens. Only the SHA-256 of a token is kept; it has 256 random bits, so a slow hash would add nothing.
CREATE TABLE auth.api_tokens
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    name         text        NOT NULL,
    hash         bytea       NOT NULL UNIQUE,
    hint         text        NOT NULL,            -- its last four characters
    rights       text[]      NOT NULL,
    created_by   uuid        REFERENCES auth.operators ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz,
    last_used_at timestamptz,
    revoked_at   timestamptz
);
CREATE INDEX api_tokens_workspace ON auth.api_tokens (workspace_id, created_at);

-- One-time links by which the first owner comes in.
CREATE TABLE auth.setup_links
(
    hash       bytea       PRIMARY KEY,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);

-- Attempts to sign in since the last success, by SHA-256 of the e-mail, whether or not somebody has that e-mail.
CREATE TABLE auth.sign_in_attempts
(
    email_hash bytea       PRIMARY KEY,
    attempts   integer     NOT NULL,
    since      timestamptz NOT NULL
);
CREATE INDEX sign_in_attempts_since ON auth.sign_in_attempts (since);
