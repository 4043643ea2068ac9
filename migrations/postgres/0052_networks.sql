-- The network of an evaluation as a whole: figures and circles. Who is who is told by member ids; names are not kept here.
ALTER TABLE evaluations ADD UNIQUE (workspace_id, id);         -- so that what points here cannot be of another workspace

CREATE TABLE networks
(
    evaluation_id uuid  PRIMARY KEY,
    workspace_id  uuid  NOT NULL,
    community_id  uuid  NOT NULL,
    summary       jsonb NOT NULL,
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, evaluation_id) REFERENCES evaluations (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX networks_community ON networks (community_id);
SELECT qunluo_tenant('networks');
