-- Who was put into a list by hand, by the id under which they were put: who of them is a member now, and under which id,
-- is worked out when the list is computed, so that merging two members and taking it back both come out right.
CREATE TABLE segment_lists
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
