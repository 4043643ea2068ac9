-- A group can ask for the entry exam: who joins has so many days to pass it; null: it does not ask.
ALTER TABLE benefits ADD COLUMN exam_days smallint CHECK (exam_days BETWEEN 0 AND 60);
ALTER TABLE benefit_entries DROP CONSTRAINT benefit_entries_outcome_check;
ALTER TABLE benefit_entries ADD CONSTRAINT benefit_entries_outcome_check
  CHECK (outcome IN ('entitled', 'waiting', 'noted', 'removing', 'removed', 'failed', 'settled'));
CREATE INDEX benefit_entries_waiting ON benefit_entries (community_id, at) WHERE outcome = 'waiting';
