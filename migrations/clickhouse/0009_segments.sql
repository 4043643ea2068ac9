-- Who is in a segment now: one row a change, the latest counts (`version` grows with each computation; FINAL leaves out
-- who has left). Written only for those who enter or leave.
CREATE TABLE segment_members
(
    workspace_id UUID,
    community_id UUID,
    segment_id   UUID,
    member_id    UUID,
    version      UInt64,
    has_left     UInt8
)
ENGINE = ReplacingMergeTree(version, has_left)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, segment_id, member_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Who entered or left a segment, when, and why.
CREATE TABLE segment_changes
(
    workspace_id UUID,
    community_id UUID,
    segment_id   UUID,
    version      UInt64,
    at           DateTime64(3, 'UTC'),
    day          Date,                        -- as of which day the segment was computed
    member_id    UUID,
    entered      UInt8,                       -- 0: left
    reason       LowCardinality(String)       -- facts, rule, list, gone
)
ENGINE = ReplacingMergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, segment_id, version, member_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
