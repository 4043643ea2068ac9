-- Keys of the lists of erased people, sealed with the server's secret. They outlive every rotation of it, because nobody
-- can compute a tombstone anew: whom it is about is gone. Kept with the installation, and so in every backup.
CREATE TABLE system.tombstone_keys
(
    position integer PRIMARY KEY,                  -- the first is the present one; later ones are from before it
    sealed   text    NOT NULL
);
