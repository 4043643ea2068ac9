-- For the list of who took which exam, the latest first, and for who was asked to take the entry exam.
CREATE INDEX exam_attempts_community ON exam_attempts (community_id, started_at DESC, id DESC);
CREATE INDEX exam_asks_community ON exam_asks (community_id);
