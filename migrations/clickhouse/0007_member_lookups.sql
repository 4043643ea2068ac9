-- The roll-ups a second time in the order in which one member, or one group, is asked for: a portrait reads what is the
-- member's own and not every day of the community. A projection is part of the table's parts: written, merged and
-- deleted with them. Rows that are there are brought in by the engine in the background; until then it scans.
ALTER TABLE tie_gains MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';
ALTER TABLE member_days MODIFY SETTING lightweight_mutation_projection_mode = 'rebuild';

ALTER TABLE tie_gains ADD PROJECTION IF NOT EXISTS by_giver
    (SELECT * ORDER BY workspace_id, community_id, giver, day);
ALTER TABLE tie_gains ADD PROJECTION IF NOT EXISTS by_receiver
    (SELECT * ORDER BY workspace_id, community_id, receiver, day);
ALTER TABLE member_days ADD PROJECTION IF NOT EXISTS groups_by_day
    (SELECT workspace_id, community_id, group_id, day, revision, sum(contributions)
     GROUP BY workspace_id, community_id, group_id, day, revision);

ALTER TABLE tie_gains MATERIALIZE PROJECTION by_giver;
ALTER TABLE tie_gains MATERIALIZE PROJECTION by_receiver;
ALTER TABLE member_days MATERIALIZE PROJECTION groups_by_day;
