-- Schemas besides public, which holds the domain's tables.
--   auth    accounts, sessions, workspaces, seats: reached only through the module identity
--   pgboss  queued work: reached only through platform/jobs
--   system  this installation as a whole; made by the migration runner, which keeps its list there
CREATE SCHEMA auth;
CREATE SCHEMA pgboss;

GRANT USAGE ON SCHEMA public, auth, pgboss TO qunluo_app;

ALTER DEFAULT PRIVILEGES IN SCHEMA auth, pgboss GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO qunluo_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA auth, pgboss GRANT USAGE, SELECT ON SEQUENCES TO qunluo_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA system GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO qunluo_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA system GRANT USAGE, SELECT ON SEQUENCES TO qunluo_app;

-- The workspace of the running transaction: set_config('app.workspace', …, true). Null when none is set; a setting
-- that was local to an earlier transaction of the connection reads as an empty text.
CREATE FUNCTION qunluo_workspace() RETURNS uuid
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN nullif(current_setting('app.workspace', true), '')::uuid;

-- Makes a table of the schema public a domain table: rows are seen and written only inside a transaction of their
-- workspace, by the owner as well. `rights` are what the application may do; leave out UPDATE and DELETE for a table
-- that is only added to. Call it in the migration that creates the table.
CREATE FUNCTION qunluo_tenant(table_name text, rights text DEFAULT 'SELECT, INSERT, UPDATE, DELETE') RETURNS void
  LANGUAGE plpgsql
AS $$
DECLARE
  tenant regclass := format('public.%I', table_name)::regclass;
BEGIN
  IF NOT EXISTS (
    SELECT FROM pg_attribute
    WHERE attrelid = tenant AND attname = 'workspace_id' AND atttypid = 'uuid'::regtype AND attnotnull AND NOT attisdropped
  ) THEN
    RAISE EXCEPTION 'the table % needs a column: workspace_id uuid NOT NULL', tenant;
  END IF;
  EXECUTE format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tenant);
  EXECUTE format('ALTER TABLE %s FORCE ROW LEVEL SECURITY', tenant);
  EXECUTE format(
    'CREATE POLICY workspace ON %s USING (workspace_id = qunluo_workspace()) WITH CHECK (workspace_id = qunluo_workspace())',
    tenant
  );
  EXECUTE format('GRANT %s ON %s TO qunluo_app', rights, tenant);
END
$$;
REVOKE EXECUTE ON FUNCTION qunluo_tenant(text, text) FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO qunluo_app;
