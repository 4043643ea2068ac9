-- A search of who may be one person runs in the background: whether one waits or runs, and how far it is.
ALTER TABLE merge_searches
    ALTER COLUMN searched_at DROP NOT NULL,        -- null: asked for, never ended
    ALTER COLUMN people SET DEFAULT 0,
    ALTER COLUMN pairs SET DEFAULT 0,
    ADD COLUMN status text NOT NULL DEFAULT 'done' CHECK (status IN ('waiting', 'running', 'done', 'failed')),
    ADD COLUMN share  real NOT NULL DEFAULT 0;     -- of a running search
