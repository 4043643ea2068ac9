-- What posts the rituals of a community, beside what told members things before.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_source_kind_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_source_kind_check
  CHECK (source_kind IN ('reaction', 'relay', 'operator', 'journey', 'campaign', 'survey', 'content', 'activity', 'loyalty', 'credit', 'goal', 'ritual'));
