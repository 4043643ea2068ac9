-- A session remembers which workspace its operator is in, and when and from where it was last used (to about a minute).
ALTER TABLE auth.sessions
  ADD COLUMN workspace_id uuid        REFERENCES auth.workspaces ON DELETE SET NULL,
  ADD COLUMN last_seen_at timestamptz NOT NULL DEFAULT now();

-- Whatever can be guessed at is counted, not e-mails alone: the key is the SHA-256 of what kind it is and of whom.
ALTER TABLE auth.sign_in_attempts RENAME COLUMN email_hash TO key_hash;

-- A place in a workspace that somebody was asked to take. The link's secret is kept as its SHA-256.
CREATE TABLE auth.invitations
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    email        text        NOT NULL,            -- lower case
    role         text        NOT NULL CHECK (role IN ('owner', 'manager', 'moderator', 'editor', 'analyst')),
    hash         bytea       NOT NULL UNIQUE,
    invited_by   uuid        REFERENCES auth.operators ON DELETE SET NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    accepted_at  timestamptz,
    revoked_at   timestamptz
);
-- Asking somebody again replaces what was asked before.
CREATE UNIQUE INDEX invitations_open ON auth.invitations (workspace_id, email) WHERE accepted_at IS NULL AND revoked_at IS NULL;

-- One-time links by which an operator sets a new password. A newer one voids those before.
CREATE TABLE auth.reset_links
(
    hash        bytea       PRIMARY KEY,
    operator_id uuid        NOT NULL REFERENCES auth.operators ON DELETE CASCADE,
    created_at  timestamptz NOT NULL DEFAULT now(),
    expires_at  timestamptz NOT NULL,
    used_at     timestamptz
);
CREATE INDEX reset_links_operator ON auth.reset_links (operator_id);

-- The authenticator app of an operator (TOTP, RFC 6238). It asks for a code only once confirmed_at is set.
CREATE TABLE auth.second_factors
(
    operator_id  uuid        PRIMARY KEY REFERENCES auth.operators ON DELETE CASCADE,
    secret       text        NOT NULL,            -- sealed by platform/secrets
    last_step    bigint      NOT NULL DEFAULT 0,  -- of the last code taken: none is taken twice
    created_at   timestamptz NOT NULL DEFAULT now(),
    confirmed_at timestamptz
);

-- Codes for when the app is lost, each good once. 120 random bits, so a plain SHA-256 is enough.
CREATE TABLE auth.recovery_codes
(
    operator_id uuid        NOT NULL REFERENCES auth.operators ON DELETE CASCADE,
    hash        bytea       NOT NULL,
    used_at     timestamptz,
    PRIMARY KEY (operator_id, hash)
);
