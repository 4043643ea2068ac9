-- What operators say about a group. `name` stays what the source calls it; `own_name` stands before it.
ALTER TABLE groups
    ADD COLUMN own_name      text        NOT NULL DEFAULT '',
    ADD COLUMN answer_hours  smallint    CHECK (answer_hours BETWEEN 1 AND 720), -- a question is to be answered within; null: no target
    ADD COLUMN rules         text        NOT NULL DEFAULT '',
    ADD COLUMN content_kinds text[]      NOT NULL DEFAULT '{}',
    ADD COLUMN venue         text        NOT NULL DEFAULT '',  -- of an offline group, like host and schedule
    ADD COLUMN host          text        NOT NULL DEFAULT '',
    ADD COLUMN schedule      text        NOT NULL DEFAULT '',
    ADD COLUMN awaited       boolean     NOT NULL DEFAULT false, -- made by hand; its id on the platform is not known yet
    ADD COLUMN archived_at   timestamptz,
    ADD UNIQUE (workspace_id, id);                             -- so that what points here cannot be of another workspace
