-- As qunluo_look_at_claims, with the rewards locked in the order of their ids until the transaction ends; and how many
-- orders of each claim's person count towards the limit of its reward (`mine`), in the period of `latest`. One round trip for
-- what has to be known when many claims are decided: the longer a flash sale's row is locked, the longer everybody waits.
-- Rewards, members and keys are lists with an entry for each claim.
CREATE FUNCTION qunluo_lock_claims(community text, reward_ids text, members text, keys text, latest timestamptz) RETURNS jsonb
  LANGUAGE plpgsql
AS $$
DECLARE
  wanted uuid[] := string_to_array(reward_ids, ',')::uuid[];
  looked jsonb;
  counts jsonb;
BEGIN
  PERFORM FROM rewards WHERE community_id = community::uuid AND id = ANY (wanted) ORDER BY id FOR NO KEY UPDATE;
  -- Statements from here on see what was committed while the locks were waited for.
  looked := qunluo_look_at_claims(community, reward_ids, members, keys);
  SELECT jsonb_agg(jsonb_build_object('rewardId', reward_id, 'memberId', person, 'orders', orders)) INTO counts
  FROM (
    SELECT pair.reward_id, pair.person, sum(own.orders) AS orders
    FROM (
      SELECT DISTINCT asked.reward_id, asked.person
      FROM unnest(wanted, string_to_array(members, ',')::uuid[]) AS asked (reward_id, person)
    ) AS pair
    CROSS JOIN LATERAL (
      SELECT qunluo_limit_since(rewards.limit_period, latest, communities.zone) AS since
      FROM rewards JOIN communities ON communities.id = rewards.community_id
      WHERE rewards.id = pair.reward_id AND rewards.limit_count IS NOT NULL
    ) AS limited
    CROSS JOIN LATERAL (
      SELECT coalesce(asked.person_id, asked.id) AS id FROM members AS asked WHERE asked.id = pair.person
      UNION ALL
      SELECT other.id FROM members AS asked JOIN members AS other ON other.person_id = coalesce(asked.person_id, asked.id)
      WHERE asked.id = pair.person
    ) AS part
    CROSS JOIN LATERAL (
      SELECT count(*) AS orders FROM reward_orders
      WHERE reward_id = pair.reward_id AND member_id = part.id AND state <> 'cancelled' AND ordered_at >= limited.since
    ) AS own
    GROUP BY 1, 2 HAVING sum(own.orders) > 0
  ) AS counted;
  RETURN looked || jsonb_build_object('mine', coalesce(counts, '[]'));
END
$$;
