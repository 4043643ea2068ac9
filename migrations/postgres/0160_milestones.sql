-- Where members are told that a quarter, a half, three quarters or all of the way of an objective is done; empty: nowhere.
ALTER TABLE objectives ADD COLUMN announce_in uuid[] NOT NULL DEFAULT '{}';

-- Each milestone that an objective came to, once: a figure that goes back and forth is not told of again.
CREATE TABLE objective_milestones
(
    workspace_id uuid     NOT NULL,
    objective_id uuid     NOT NULL,
    percent      smallint NOT NULL CHECK (percent IN (25, 50, 75, 100)),
    day          date     NOT NULL,               -- on which it was noticed, in the community's zone
    told         boolean  NOT NULL DEFAULT false, -- a message was asked for
    PRIMARY KEY (objective_id, percent),
    FOREIGN KEY (workspace_id, objective_id) REFERENCES objectives (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('objective_milestones');

-- What tells members of goals, beside what told them things before.
ALTER TABLE deliveries DROP CONSTRAINT deliveries_source_kind_check;
ALTER TABLE deliveries ADD CONSTRAINT deliveries_source_kind_check
  CHECK (source_kind IN ('reaction', 'relay', 'operator', 'journey', 'campaign', 'survey', 'content', 'activity', 'loyalty', 'credit', 'goal'));
