-- The picture of the network at the end of past months: who is in it and where, and the ties drawn among them. `node`
-- numbers the people of one snapshot from 0. A month whose log changed gets another snapshot; PostgreSQL knows which counts.
CREATE TABLE network_month_members
(
    workspace_id UUID,
    community_id UUID,
    snapshot_id  UUID,
    member_id    UUID,
    node         UInt32,
    circle       UInt32,                      -- from 1, the largest first; 0 = in none
    ties         UInt32,                      -- people tied to, either way
    influence    Float64,
    x Float32, y Float32                      -- in a square from −1 to 1
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, snapshot_id, node)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE network_month_ties
(
    workspace_id UUID,
    community_id UUID,
    snapshot_id  UUID,
    a            UInt32,                      -- a < b
    b            UInt32,
    weight       Float32                      -- of both directions
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, snapshot_id, a, b)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
