-- Files that a workspace keeps: logos, avatars. The bytes lie under <data>/files by workspace and hash of their content;
-- a row says that the workspace has the file and how to serve it. Whoever uses a file points to its row, so that one in
-- use cannot be removed.
CREATE TABLE files
(
    workspace_id uuid        NOT NULL REFERENCES auth.workspaces ON DELETE CASCADE,
    id           text        NOT NULL CHECK (id ~ '^[0-9a-f]{64}$'),  -- SHA-256 of the content
    media_type   text        NOT NULL,
    bytes        bigint      NOT NULL CHECK (bytes > 0),
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (workspace_id, id)
);
SELECT qunluo_tenant('files');
