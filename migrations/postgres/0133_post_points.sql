-- Posts many transactions of points at once, each with its own answer: one round trip for many callers. `posts` is a list of
-- { place, id, key, community, member, kind, amount, growth, causeKind, causeId, note, at, expires, by }; kinds are grant, spend,
-- add, deduct. Without `expires` the community's settings say it: to the end of the month, so that an account has few lots. Answers { s: state, t: transaction, b: balance } come in the order of the places.
-- Rows of accounts are locked in the order of their ids, so that batches never wait for each other in a circle; a balance is
-- that of the person, over the accounts of all members that are one. Whoever has too little is refused alone.
CREATE FUNCTION qunluo_post_points(posts text) RETURNS jsonb
  LANGUAGE plpgsql
  -- Its plans are made before the tables have anything in them and are kept: only what looks up by index stays right.
  SET enable_seqscan TO off
  SET enable_hashjoin TO off
  SET enable_mergejoin TO off
  SET jit TO off
  SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  items    jsonb;
  who      uuid[];
  one      record;
  balances bigint[] := '{}';
  rooms    bigint[] := '{}';
  states   text[] := '{}';
  ids      uuid[] := '{}';
  afters   bigint[] := '{}';
  posted   boolean := false;
  ins      boolean := false;
  outs     boolean := false;
  grants   boolean;
BEGIN
  SELECT jsonb_agg(
    CASE WHEN item ? 'expires' THEN item
    ELSE item || jsonb_build_object('expires', CASE
      WHEN settings.community_id IS NOT NULL AND settings.lifetime_months IS NULL THEN 'infinity'::timestamptz
      ELSE (date_trunc('month', (item ->> 'at')::timestamptz AT TIME ZONE communities.zone)
            + (coalesce(settings.lifetime_months, 12) + 1) * interval '1 month') AT TIME ZONE communities.zone
      END)
    END ORDER BY (item ->> 'place')::int)
  INTO items
  FROM jsonb_array_elements(posts::jsonb) AS item
  LEFT JOIN communities ON communities.id = (item ->> 'community')::uuid
  LEFT JOIN point_settings settings ON settings.community_id = communities.id;

  SELECT array_agg(DISTINCT member ORDER BY member), bool_or(kind = 'grant') INTO who, grants
  FROM jsonb_to_recordset(items) AS given (member uuid, kind text);
  IF who IS NULL THEN
    RETURN '[]'::jsonb;
  END IF;

  INSERT INTO point_accounts (id, workspace_id, community_id, member_id)
  SELECT gen_random_uuid(), members.workspace_id, members.community_id, members.id
  FROM members
  WHERE members.id = ANY (who) AND NOT EXISTS (SELECT FROM point_accounts WHERE member_id = members.id)
  ORDER BY members.id
  ON CONFLICT (member_id) DO NOTHING;

  PERFORM FROM (
    SELECT point_accounts.id FROM point_accounts
    WHERE point_accounts.member_id = ANY (ARRAY(
      SELECT part.id
      FROM members
      CROSS JOIN LATERAL (
        SELECT coalesce(members.person_id, members.id) AS id
        UNION ALL
        SELECT other.id FROM members other WHERE other.person_id = coalesce(members.person_id, members.id)
      ) AS part
      WHERE members.id = ANY (who)
    ))
    ORDER BY point_accounts.id
    FOR UPDATE
  ) AS locked;

  IF grants THEN
    -- Setting a budget waits for what is being posted, and what is posted then sees it.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('points.budget:' || community, 0))
    FROM (SELECT DISTINCT community FROM jsonb_to_recordset(items) AS given (community text) ORDER BY 1) AS touched;
    PERFORM FROM point_budgets
    WHERE (community_id, month) IN (
      SELECT given.community, date_trunc('month', given.at AT TIME ZONE communities.zone)::date
      FROM jsonb_to_recordset(items) AS given (community uuid, kind text, at timestamptz)
      JOIN communities ON communities.id = given.community
      WHERE given.kind = 'grant'
    )
    ORDER BY community_id, month
    FOR UPDATE;
  END IF;

  -- One by one in their order: whether one has enough depends on those before.
  FOR one IN
    SELECT given.*,
           own.id AS account,
           holder.balance,
           holder.accounts AS of_person,
           dense_rank() OVER (ORDER BY holder.person) AS person_at,
           budget.amount - budget.issued AS room,
           dense_rank() OVER (ORDER BY budget.community_id, budget.month) AS budget_at,
           known.id AS known_id, known.kind AS known_kind, known.amount AS known_amount, known.account_id AS known_account,
           min(given.place) OVER same AS first_place,
           first_value(ROW(given.kind, given.amount, given.member)) OVER same AS first_asked,
           ROW(given.kind, given.amount, given.member) AS asked
    FROM jsonb_to_recordset(items)
      AS given (place int, id uuid, key text, community uuid, member uuid, kind text, amount bigint, at timestamptz)
    JOIN communities ON communities.id = given.community
    LEFT JOIN members ON members.id = given.member AND members.community_id = given.community
    LEFT JOIN point_accounts own ON own.member_id = members.id
    LEFT JOIN LATERAL (
      SELECT coalesce(members.person_id, members.id) AS person, sum(parts.balance)::bigint AS balance, array_agg(parts.id) AS accounts
      FROM point_accounts parts
      WHERE parts.member_id = ANY (ARRAY(
        SELECT coalesce(members.person_id, members.id)
        UNION ALL
        SELECT other.id FROM members other WHERE other.person_id = coalesce(members.person_id, members.id)
      ))
    ) AS holder ON true
    LEFT JOIN point_budgets budget ON given.kind = 'grant' AND budget.community_id = given.community
      AND budget.month = date_trunc('month', given.at AT TIME ZONE communities.zone)::date
    LEFT JOIN point_transactions known ON known.community_id = given.community AND known.key = given.key
    WINDOW same AS (PARTITION BY given.community, given.key ORDER BY given.place)
    ORDER BY given.place
  LOOP
    balances[one.person_at] := coalesce(balances[one.person_at], one.balance, 0);
    rooms[one.budget_at] := coalesce(rooms[one.budget_at], one.room);
    ids[one.place] := NULL;
    IF one.account IS NULL THEN
      states[one.place] := 'no-member';
    ELSIF one.known_id IS NOT NULL THEN
      states[one.place] := CASE
        WHEN one.known_kind = one.kind AND one.known_amount = one.amount AND one.known_account = ANY (one.of_person) THEN 'repeat'
        ELSE 'key-used' END;
      ids[one.place] := one.known_id;
    ELSIF one.first_place < one.place THEN
      states[one.place] := CASE
        WHEN one.asked IS DISTINCT FROM one.first_asked THEN 'key-used'
        WHEN states[one.first_place] = 'posted' THEN 'repeat'
        ELSE states[one.first_place] END;
      ids[one.place] := ids[one.first_place];
    ELSIF one.kind IN ('spend', 'deduct') AND balances[one.person_at] < one.amount THEN
      states[one.place] := 'insufficient';
    ELSIF one.kind = 'grant' AND rooms[one.budget_at] < one.amount THEN
      states[one.place] := 'over-budget';
    ELSE
      states[one.place] := 'posted';
      ids[one.place] := one.id;
      posted := true;
      IF one.kind IN ('spend', 'deduct') THEN
        balances[one.person_at] := balances[one.person_at] - one.amount;
        outs := true;
      ELSE
        balances[one.person_at] := balances[one.person_at] + one.amount;
        ins := true;
        IF one.kind = 'grant' THEN
          rooms[one.budget_at] := rooms[one.budget_at] - one.amount;
        END IF;
      END IF;
    END IF;
    afters[one.place] := balances[one.person_at];
  END LOOP;

  IF posted THEN
    INSERT INTO point_transactions (id, workspace_id, community_id, account_id, kind, key, amount, growth, cause_kind, cause_id,
                                    note, happened_at, day, posted_by)
    SELECT given.id, qunluo_workspace(), given.community, own.id, given.kind, given.key, given.amount, given.growth,
           given."causeKind", given."causeId", given.note, given.at, (given.at AT TIME ZONE communities.zone)::date, given.by
    FROM jsonb_to_recordset(items)
      AS given (place int, id uuid, key text, community uuid, member uuid, kind text, amount bigint, growth bigint,
                "causeKind" text, "causeId" text, note text, at timestamptz, by uuid)
    JOIN point_accounts own ON own.member_id = given.member
    JOIN communities ON communities.id = given.community
    WHERE states[given.place] = 'posted';
  END IF;

  IF ins THEN
    WITH gain AS MATERIALIZED (
      SELECT given.id, given.kind, own.community_id, own.id AS account_id, given.expires, given.amount
      FROM jsonb_to_recordset(items) AS given (place int, id uuid, member uuid, kind text, amount bigint, expires timestamptz)
      JOIN point_accounts own ON own.member_id = given.member
      WHERE states[given.place] = 'posted' AND given.kind IN ('grant', 'add')
    ), lots AS (
      INSERT INTO point_lots AS lot (workspace_id, community_id, account_id, expires_at, remaining)
      SELECT qunluo_workspace(), community_id, account_id, expires, sum(amount) FROM gain GROUP BY community_id, account_id, expires
      ON CONFLICT (account_id, expires_at) DO UPDATE SET remaining = lot.remaining + excluded.remaining
    ), credited AS (
      UPDATE point_accounts SET balance = balance + gains.amount
      FROM (SELECT account_id, sum(amount) AS amount FROM gain GROUP BY account_id) AS gains
      WHERE point_accounts.id = gains.account_id
    )
    INSERT INTO point_entries (workspace_id, transaction_id, account, account_id, expires_at, amount)
    SELECT qunluo_workspace(), id, 'member', account_id, expires, amount FROM gain
    UNION ALL
    SELECT qunluo_workspace(), id, CASE kind WHEN 'grant' THEN 'issued' ELSE 'adjustments' END, NULL, NULL, -amount FROM gain;
  END IF;

  IF ins AND EXISTS (SELECT FROM unnest(rooms) AS room WHERE room IS NOT NULL) THEN
    UPDATE point_budgets SET issued = issued + granted.amount
    FROM (
      SELECT given.community, date_trunc('month', given.at AT TIME ZONE communities.zone)::date AS month, sum(given.amount) AS amount
      FROM jsonb_to_recordset(items) AS given (place int, community uuid, kind text, amount bigint, at timestamptz)
      JOIN communities ON communities.id = given.community
      WHERE states[given.place] = 'posted' AND given.kind = 'grant'
      GROUP BY 1, 2
    ) AS granted
    WHERE point_budgets.community_id = granted.community AND point_budgets.month = granted.month;
  END IF;

  IF outs THEN
    -- What goes out lies end to end beside what is there, soonest to expire first: where two stretches overlap, one took from the other.
    WITH out AS MATERIALIZED (
      SELECT given.id, given.kind, given.amount, coalesce(members.person_id, members.id) AS person,
             sum(given.amount) OVER (PARTITION BY coalesce(members.person_id, members.id) ORDER BY given.place) AS upto
      FROM jsonb_to_recordset(items) AS given (place int, id uuid, member uuid, kind text, amount bigint)
      JOIN members ON members.id = given.member
      WHERE states[given.place] = 'posted' AND given.kind IN ('spend', 'deduct')
    ), taken AS MATERIALIZED (
      SELECT out.id, lot.account_id, lot.expires_at,
             least(out.upto, lot.upto) - greatest(out.upto - out.amount, lot.upto - lot.remaining) AS amount
      FROM out
      CROSS JOIN LATERAL (
        SELECT point_lots.account_id, point_lots.expires_at, point_lots.remaining,
               sum(point_lots.remaining) OVER (ORDER BY point_lots.expires_at, point_lots.account_id) AS upto
        FROM point_lots
        WHERE point_lots.remaining > 0 AND point_lots.account_id = ANY (ARRAY(
          SELECT own.id FROM point_accounts own WHERE own.member_id = out.person
          UNION ALL
          SELECT own.id FROM members other JOIN point_accounts own ON own.member_id = other.id WHERE other.person_id = out.person
        ))
      ) AS lot
      WHERE lot.upto - lot.remaining < out.upto AND out.upto - out.amount < lot.upto
    ), lessened AS (
      UPDATE point_lots SET remaining = remaining - used.amount
      FROM (SELECT account_id, expires_at, sum(amount) AS amount FROM taken GROUP BY 1, 2) AS used
      WHERE point_lots.account_id = used.account_id AND point_lots.expires_at = used.expires_at
    ), debited AS (
      UPDATE point_accounts SET balance = balance - used.amount
      FROM (SELECT account_id, sum(amount) AS amount FROM taken GROUP BY 1) AS used
      WHERE point_accounts.id = used.account_id
    )
    INSERT INTO point_entries (workspace_id, transaction_id, account, account_id, expires_at, amount)
    SELECT qunluo_workspace(), id, 'member', account_id, expires_at, -amount FROM taken
    UNION ALL
    SELECT qunluo_workspace(), id, CASE kind WHEN 'spend' THEN 'redeemed' ELSE 'adjustments' END, NULL, NULL, amount FROM out;
  END IF;

  RETURN (
    SELECT jsonb_agg(jsonb_build_object('s', states[place], 't', ids[place], 'b', afters[place]) ORDER BY place)
    FROM generate_subscripts(states, 1) AS place
  );
END
$$;
