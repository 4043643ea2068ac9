-- What is asked for by person (a page of the list, a timeline, somebody's texts) touches few rows far apart. With granules
-- of 8,192 rows and blocks of 64 KB and more, nearly all that is read and decompressed for it belongs to others. Scans are as
-- fast with finer ones, and the rows take a thirtieth more room. The size of a granule is settled when a table is made, so the
-- tables are made anew. Each statement can be done again after a kill: rows that were copied already are not copied twice or
-- fall together by their key, each table is renamed by a statement of its own, and what is replaced goes last.
CREATE OR REPLACE TABLE member_states_fine AS member_states
ENGINE = MergeTree
PARTITION BY community_id
ORDER BY (workspace_id, community_id, evaluation_id, member_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000, index_granularity = 512,
    min_compress_block_size = 8192, max_compress_block_size = 65536;
INSERT INTO member_states_fine SELECT * FROM member_states
WHERE (evaluation_id, member_id) NOT IN (SELECT evaluation_id, member_id FROM member_states_fine)
SETTINGS max_execution_time = 0, max_partitions_per_insert_block = 0;
RENAME TABLE member_states TO member_states_coarse;
RENAME TABLE member_states_fine TO member_states;
DROP TABLE IF EXISTS member_states_coarse SYNC SETTINGS max_table_size_to_drop = 0;

-- What names are sorted by. Of rows that were there it is worked out when they are read.
ALTER TABLE member_states ADD COLUMN IF NOT EXISTS name_fold String MATERIALIZED lowerUTF8(name) AFTER name;

CREATE OR REPLACE TABLE events_fine AS events
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, account_id, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000, parts_to_delay_insert = 1000,
    index_granularity = 1024, min_compress_block_size = 16384, max_compress_block_size = 65536;
INSERT INTO events_fine SELECT * FROM events SETTINGS max_execution_time = 0, max_partitions_per_insert_block = 0;
RENAME TABLE events TO events_coarse;
RENAME TABLE events_fine TO events;
DROP TABLE IF EXISTS events_coarse SYNC SETTINGS max_table_size_to_drop = 0;

CREATE OR REPLACE TABLE event_texts_fine AS event_texts
ENGINE = ReplacingMergeTree(version, is_deleted)
PARTITION BY community_id
ORDER BY (workspace_id, community_id, day, account_id, event_id)
SETTINGS fsync_after_insert = 1, non_replicated_deduplication_window = 1000, parts_to_delay_insert = 1000,
    index_granularity = 1024, min_compress_block_size = 16384, max_compress_block_size = 65536;
INSERT INTO event_texts_fine SELECT * FROM event_texts SETTINGS max_execution_time = 0, max_partitions_per_insert_block = 0;
RENAME TABLE event_texts TO event_texts_coarse;
RENAME TABLE event_texts_fine TO event_texts;
DROP TABLE IF EXISTS event_texts_coarse SYNC SETTINGS max_table_size_to_drop = 0;
