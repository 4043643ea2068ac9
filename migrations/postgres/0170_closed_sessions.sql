-- Sessions that may not go on in one workspace, because an owner there ended them, and go on in the operator's others.
-- Whoever signs in anew has a new session.
CREATE TABLE auth.closed_sessions
(
    session_id   uuid        NOT NULL REFERENCES auth.sessions ON DELETE CASCADE,
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    closed_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (session_id, workspace_id)
);
CREATE INDEX closed_sessions_workspace ON auth.closed_sessions (workspace_id);
