-- Whether a platform did it, or may have: asked and not answered, or done once and to be repeated. What may be in force is undone.
ALTER TABLE sanction_acts ADD COLUMN maybe_done boolean NOT NULL DEFAULT true;
ALTER TABLE sanction_acts ALTER COLUMN maybe_done SET DEFAULT false;

-- Since when it waits: an act that is to be done once more begins to wait then.
ALTER TABLE sanction_acts ADD COLUMN queued_at timestamptz NOT NULL DEFAULT now();

DROP INDEX sanction_acts_tasks;
CREATE INDEX sanction_acts_open ON sanction_acts (community_id, queued_at) WHERE state IN ('task', 'queued');
CREATE INDEX sanction_acts_again ON sanction_acts (again_at) WHERE state = 'done' AND again_at IS NOT NULL;
