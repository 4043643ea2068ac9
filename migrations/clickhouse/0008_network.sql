-- The network of an evaluation: who has a tie at all and where they stand in it, and the ties to walk along. `node` numbers
-- the people of one evaluation from 0; ties name people by it, both ways round (a to b and b to a).
CREATE TABLE network_members
(
    workspace_id  UUID,
    community_id  UUID,
    evaluation_id UUID,
    member_id     UUID,
    node          UInt32,
    circle        UInt32,                      -- from 1, the largest first; 0 = in none
    ties          UInt32,                      -- people tied to, either way
    betweenness   Float64,
    betweenness_error Float64,                 -- half of a 95 % interval; 0 = exact
    cut_off       UInt32,                      -- others who lose the way to the largest remaining part without them
    component     UInt32,                      -- from 1, the largest first
    placed        UInt8,                       -- 1: has a place in the picture
    x Float32, y Float32                       -- in a square from −1 to 1
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, evaluation_id, member_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE network_ties
(
    workspace_id  UUID,
    community_id  UUID,
    evaluation_id UUID,
    a             UInt32,
    b             UInt32,
    given         Float32,                     -- decayed weight of what a gave b
    received      Float32                      -- and b gave a
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, evaluation_id, a, b)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
