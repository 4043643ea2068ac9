-- Imports can be taken back.
ALTER TABLE imports
    DROP CONSTRAINT imports_status_check,
    ADD CONSTRAINT imports_status_check
      CHECK (status IN ('ready', 'running', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
    ADD COLUMN undone jsonb,                       -- what was taken back, in numbers
    ADD COLUMN undone_at timestamptz;
