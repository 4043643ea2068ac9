-- Who brought an event besides the import that its row names: other imports, or the live stream (import_id nil). What only
-- one import brought can be taken back with it; what somebody else brought as well stays.
CREATE TABLE event_sightings
(
    workspace_id UUID,
    community_id UUID,
    event_id     UUID,
    version      UInt64,
    import_id    UUID
)
ENGINE = ReplacingMergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, event_id, version, import_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Versions of events as they came, of events that an import edited or whose import was edited: the log keeps only what
-- stands, and taking an import back may bring an earlier version to stand again. Columns as in `events`, with the text.
CREATE TABLE event_versions
(
    workspace_id UUID,
    community_id UUID,
    day          Date,
    account_id   UUID,
    event_id     UUID,
    version      UInt64,
    origin_version UInt64,
    at           DateTime64(3, 'UTC'),
    position     UInt64,
    kind         LowCardinality(String),
    group_id     UUID,
    thread       String,
    thread_id    UUID,
    reply_to     UUID,
    target       UUID,
    mentions     Array(UUID),
    has_mentions UInt8,
    platform     LowCardinality(String),
    bot          UInt8,
    removed      LowCardinality(String),
    value        Float64,
    has_value    UInt8,
    weight       UInt8,
    properties   String CODEC(ZSTD),
    import_id    UUID,
    text         String CODEC(ZSTD)
)
ENGINE = ReplacingMergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, event_id, version, import_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- What each import, and the live stream, called accounts and groups: the best name each of them gave.
CREATE TABLE name_sightings
(
    workspace_id UUID,
    community_id UUID,
    subject      Enum8('account' = 1, 'group' = 2),
    id           UUID,
    import_id    UUID,
    external_id  String,
    platform     LowCardinality(String),
    name         String,
    version      UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, subject, id, import_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
