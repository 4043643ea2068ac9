-- Who is one person, so that no read has to walk the merges: the member that stands for this one, null for itself.
-- Worked out from standing merges and renames by the module alone (people.ts), in the transaction that changes either.
ALTER TABLE members ADD COLUMN person_id uuid;
ALTER TABLE members ADD FOREIGN KEY (workspace_id, person_id) REFERENCES members (workspace_id, id)
  ON DELETE SET NULL (person_id);
CREATE INDEX members_person ON members (person_id) WHERE person_id IS NOT NULL;

ALTER TABLE members NO FORCE ROW LEVEL SECURITY;
ALTER TABLE member_merges NO FORCE ROW LEVEL SECURITY;
WITH RECURSIVE standing AS (
  SELECT member_id, into_id FROM member_merges WHERE undone_at IS NULL
), tree AS (
  SELECT into_id AS person, member_id AS member FROM standing
  WHERE NOT EXISTS (SELECT FROM standing above WHERE above.member_id = standing.into_id)
  UNION ALL
  SELECT tree.person, standing.member_id FROM tree JOIN standing ON standing.into_id = tree.member
)
UPDATE members SET person_id = tree.person FROM tree WHERE members.id = tree.member;
ALTER TABLE members FORCE ROW LEVEL SECURITY;
ALTER TABLE member_merges FORCE ROW LEVEL SECURITY;

-- What the log says of renames: a member whose account went on under another name, and the member it is part of.
-- Written whole before each evaluation of the present.
CREATE TABLE member_renames
(
    workspace_id uuid NOT NULL,
    community_id uuid NOT NULL,
    member_id    uuid NOT NULL,
    into_id      uuid NOT NULL,
    PRIMARY KEY (member_id),
    CHECK (member_id <> into_id),
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, into_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX member_renames_into ON member_renames (into_id);
CREATE INDEX member_renames_community ON member_renames (community_id);
SELECT qunluo_tenant('member_renames');

-- The history of merges on a portrait, undone ones included.
CREATE INDEX member_merges_all ON member_merges (member_id);
CREATE INDEX member_merges_all_into ON member_merges (into_id);
