-- What there is to say to claims of a community without a lock, in one round trip: what their rewards offer, and which of
-- the requests have made an order already (`place` from 1 on). Once a reward is gone, thousands of claims end here.
-- Lists come as texts with a comma between two.
CREATE FUNCTION qunluo_look_at_claims(community text, reward_ids text, members text, keys text) RETURNS jsonb
  LANGUAGE plpgsql STABLE
AS $$
DECLARE
  offered jsonb;
  known   jsonb;
BEGIN
  SELECT jsonb_agg(jsonb_build_object(
    'id', id, 'kind', kind, 'name', name, 'state', state, 'price', price, 'left', stock - taken, 'limit', limit_count,
    'limitPeriod', limit_period, 'levelId', level_id, 'validDays', valid_days,
    'opensAt', extract(epoch FROM opens_at) * 1000, 'closesAt', extract(epoch FROM closes_at) * 1000
  )) INTO offered
  FROM rewards WHERE community_id = community::uuid AND id = ANY (string_to_array(reward_ids, ',')::uuid[]);
  SELECT jsonb_agg(jsonb_build_object('place', place, 'id', made.id, 'rewardId', made.reward_id)) INTO known
  FROM unnest(string_to_array(members, ',')::uuid[], string_to_array(keys, ','))
    WITH ORDINALITY AS asked (member_id, key, place)
  CROSS JOIN LATERAL (
    SELECT id, reward_id FROM reward_orders
    WHERE reward_orders.member_id = asked.member_id AND reward_orders.request_key = asked.key
  ) AS made;
  RETURN jsonb_build_object('offers', coalesce(offered, '[]'), 'known', coalesce(known, '[]'));
END
$$;
