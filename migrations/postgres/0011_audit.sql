-- What was changed, by whom, and what it was before. Written in the transaction of the change, so that neither is there
-- without the other. The application adds and reads; it can change nothing but take personal fields away (below).
CREATE TABLE audit_entries
(
    workspace_id  uuid        NOT NULL,
    id            uuid        NOT NULL,
    at            timestamptz NOT NULL DEFAULT clock_timestamp(),
    actor_kind    text        NOT NULL CHECK (actor_kind IN ('operator', 'token', 'system')),
    actor_id      uuid,                      -- the operator or the API token; null for the system
    actor_name    text,                      -- as it was then
    action        text        NOT NULL,      -- the id of the route, or the name of the task
    subject_kind  text        NOT NULL,
    subject_id    text,                      -- null after an erasure
    subject_label text,
    community_id  uuid,
    before        jsonb,                     -- only what differs; null where there was nothing
    after         jsonb,
    erased_at     timestamptz,               -- personal fields were taken away then
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX audit_entries_at ON audit_entries (workspace_id, at DESC, id DESC);
CREATE INDEX audit_entries_subject ON audit_entries (workspace_id, subject_kind, subject_id);
SELECT qunluo_tenant('audit_entries', 'SELECT, INSERT');

-- An erasure may null these, and nothing else: a right on columns, and a trigger that knows no other value than null.
GRANT UPDATE (actor_name, subject_id, subject_label, before, after, erased_at) ON audit_entries TO qunluo_app;

CREATE FUNCTION audit_entry_erased() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF NEW.erased_at IS NULL
    OR (NEW.actor_name IS NOT NULL AND NEW.actor_name IS DISTINCT FROM OLD.actor_name)
    OR (NEW.subject_id IS NOT NULL AND NEW.subject_id IS DISTINCT FROM OLD.subject_id)
    OR (NEW.subject_label IS NOT NULL AND NEW.subject_label IS DISTINCT FROM OLD.subject_label)
    OR (NEW.before IS NOT NULL AND NEW.before IS DISTINCT FROM OLD.before)
    OR (NEW.after IS NOT NULL AND NEW.after IS DISTINCT FROM OLD.after)
  THEN
    RAISE EXCEPTION 'the audit trail cannot be rewritten' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER audit_entry_erased BEFORE UPDATE ON audit_entries FOR EACH ROW EXECUTE FUNCTION audit_entry_erased();
