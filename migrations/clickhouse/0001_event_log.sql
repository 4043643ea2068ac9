-- The event log. One row an event version; reads of raw events use FINAL, which is free once a partition is merged.
-- An edit never moves an event's day or account, so versions of one event share the key: at, position, day and account
-- are those of the lowest version known (`origin_version`), all else is the highest version's. When a version lower than
-- the origin arrives late, the row moves: its old place is written over with `is_deleted`, which FINAL leaves out.
CREATE TABLE events
(
    workspace_id UUID,
    community_id UUID,
    day          Date,                        -- in the community's zone, fixed at write time
    account_id   UUID,
    event_id     UUID,
    version      UInt64,
    origin_version UInt64,
    is_deleted   UInt8,
    at           DateTime64(3, 'UTC'),
    position     UInt64,
    kind         LowCardinality(String),
    group_id     UUID,
    thread       String,                      -- as the source names it; '' = none
    thread_id    UUID,                        -- the event id a root event of that name would have; nil = no thread
    reply_to     UUID,
    target       UUID,                        -- an account
    mentions     Array(UUID),                 -- accounts
    has_mentions UInt8,                       -- 0: the source named no mentions, so a message's target counts as one
    platform     LowCardinality(String),
    bot          UInt8,
    removed      LowCardinality(String),      -- '' stands; else why it was removed
    value        Float64,
    has_value    UInt8,
    weight       UInt8,                       -- contribution weight; 0 = no contribution
    properties   String CODEC(ZSTD),          -- JSON object of the fields we do not know
    import_id    UUID,                        -- nil for live events
    INDEX reply_to_filter reply_to TYPE bloom_filter(0.01) GRANULARITY 4,
    INDEX event_filter event_id TYPE bloom_filter(0.01) GRANULARITY 4
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, account_id, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000, parts_to_delay_insert = 1000;

-- What was written, apart from the figures, because it is kept for less long and erased by itself. A text counts when
-- its event stands at the same day, account and version.
CREATE TABLE event_texts
(
    workspace_id UUID,
    community_id UUID,
    day          Date,
    account_id   UUID,
    event_id     UUID,
    version      UInt64,
    is_deleted   UInt8,
    group_id     UUID,
    text         String CODEC(ZSTD)           -- '' where an edit took it away
)
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, account_id, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000, parts_to_delay_insert = 1000;

-- Names of groups and accounts as the source gave them, for reads that have no PostgreSQL beside them.
CREATE TABLE source_names
(
    workspace_id UUID,
    community_id UUID,
    subject      Enum8('account' = 1, 'group' = 2),
    id           UUID,
    external_id  String,
    platform     LowCardinality(String),
    name         String,
    version      UInt64
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, subject, id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Roll-up: what one persona did in one group on one day. A persona is an account between two renames (ADR 0005).
-- Rows of a day are written anew under a higher revision; `day_revisions` says which revision of a day counts.
CREATE TABLE member_days
(
    workspace_id  UUID,
    community_id  UUID,
    persona_id    UUID,
    day           Date,
    group_id      UUID,
    revision      UInt64,
    first_at      DateTime64(3, 'UTC'),        -- first counting event other than a rename; 0 = none
    last_at       DateTime64(3, 'UTC'),        -- last counting event other than a leave; 0 = none
    last_leave_at DateTime64(3, 'UTC'),        -- 0 = none
    contributions UInt32,
    weight        UInt32,
    messages      UInt32,                      -- kinds message, reply, answer, post, submission, review
    joins         UInt16,
    purchases     UInt32,
    amount        Float64                      -- purchases less refunds
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, persona_id, day, group_id)
SETTINGS index_granularity = 1024, fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Roll-up: every gain of a directed tie, an event at a time, so that merged members meet exactly.
CREATE TABLE tie_gains
(
    workspace_id UUID,
    community_id UUID,
    day          Date,
    giver        UUID,                         -- a persona
    receiver     UUID,                         -- a persona
    event_id     UUID,                         -- of kind attend: the occasion's id, one gain a pair of people and occasion
    revision     UInt64,
    gain         UInt8,
    kind         LowCardinality(String)        -- reply, mention, reaction, referral, attend
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, giver, receiver, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

CREATE TABLE day_revisions
(
    workspace_id UUID,
    community_id UUID,
    day          Date,
    revision     UInt64
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Days that must be rolled up at `revision` or later. Written before the events that make them stale, so that a crash
-- anywhere between leaves a day marked rather than wrong. A day is stale while its mark is above its revision.
CREATE TABLE day_marks
(
    workspace_id UUID,
    community_id UUID,
    day          Date,
    revision     UInt64
)
ENGINE = ReplacingMergeTree(revision)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Events that answer a parent which had not arrived when their day was rolled up: the day goes stale when it does.
CREATE TABLE orphans
(
    workspace_id UUID,
    community_id UUID,
    parent_id    UUID,
    day          Date
)
ENGINE = ReplacingMergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, parent_id, day)
SETTINGS index_granularity = 512, fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Accounts of which any event, in any version, said that they are bots. Written before the events that say so.
CREATE TABLE bot_accounts
(
    workspace_id UUID,
    community_id UUID,
    account_id   UUID
)
ENGINE = ReplacingMergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, account_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Ids asked for in bulk, so that a lookup is one scan: written, joined against, dropped.
CREATE TABLE asked_ids
(
    workspace_id UUID,
    community_id UUID,
    asked        UUID,
    id           UUID,
    asked_at     DateTime DEFAULT now()
)
ENGINE = MergeTree
PARTITION BY asked
ORDER BY (workspace_id, community_id, asked, id)
TTL asked_at + INTERVAL 1 DAY;

-- Renames as the log has them, one row an event; the order is at, position, event_id.
CREATE TABLE renames
(
    workspace_id UUID,
    community_id UUID,
    event_id     UUID,
    at           DateTime64(3, 'UTC'),
    position     UInt64,
    from_account UUID,
    to_account   UUID,
    version      UInt64,
    removed      UInt8                         -- 1: the rename never happened
)
ENGINE = ReplacingMergeTree(version)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Which persona an account stands for after a rename took its identity away. Before its first row an account stands for
-- the persona of its own id; after a row (order: from_at, from_position, from_event, strictly) for `persona_id`, which is
-- the id of the rename event. The rows of the highest revision count, written at once; an account_id of nil says nothing.
CREATE TABLE persona_spans
(
    workspace_id UUID,
    community_id UUID,
    revision     UInt64,
    account_id   UUID,
    from_at      DateTime64(3, 'UTC'),
    from_position UInt64,
    from_event   UUID,
    persona_id   UUID
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, revision, account_id, from_at, from_position)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Personas that are not a member of their own: merged into another, or a bot's (member_id nil: counts for nothing).
-- A map is written whole under its own id and never changed.
CREATE TABLE persona_maps
(
    workspace_id UUID,
    community_id UUID,
    map_id       UUID,
    persona_id   UUID,
    member_id    UUID
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, map_id, persona_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;

-- Where each member stood at an evaluation: the read model of lists and overviews.
CREATE TABLE member_states
(
    workspace_id  UUID,
    community_id  UUID,
    evaluation_id UUID,
    member_id     UUID,
    is_member     UInt8,                       -- 0: left, or never a member (only seen after leaving)
    joined_day    Date,
    last_day      Date,                        -- last active day; 1970-01-01 = never active
    tier          LowCardinality(String),      -- '' where not a member
    silent_kind   LowCardinality(String),
    value_cell    LowCardinality(String),
    paying        UInt8,
    recency       UInt8, frequency UInt8, monetary UInt8,   -- quintiles 1..5, 0 = not in the scheme
    active_days28 UInt8,
    active_weeks13 UInt8,
    active_days365 UInt16,
    weight28      UInt32,
    weight365     UInt32,
    received91    Float64,
    fans91        UInt32,                      -- distinct people from whom reactions, replies or mentions came
    purchases365  UInt32,
    amount365     Float64,
    influence     Float64,
    name          String,
    external_id   String,
    platforms     Array(LowCardinality(String)),
    groups        Array(UUID)
)
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, evaluation_id, member_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000;
