-- Visits of the community's web sites and clicks on its tracked links, also of people nobody knows. What a known account
-- did is an event of the log besides; a stranger who only looks is no member.
CREATE TABLE hits
(
    workspace_id UUID,
    community_id UUID,
    day          Date,                        -- in the community's zone
    at           DateTime64(3, 'UTC'),
    hit_id       UUID,
    kind         LowCardinality(String),      -- visit, click
    source_id    UUID,                        -- the site or the tracked link
    visitor      UUID,                        -- random, kept by the browser after consent; nil without
    account_id   UUID,                        -- nil for a stranger
    page         String,                      -- host and path, never a query
    referrer     LowCardinality(String),      -- host only
    name         String,                      -- what was clicked
    source       LowCardinality(String),
    medium       LowCardinality(String),
    campaign     LowCardinality(String)
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, source_id, hit_id)
TTL day + INTERVAL 400 DAY
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
