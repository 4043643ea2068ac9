-- Posting touches the same few rows again and again. An index on what changes each time (a balance, what remains of a lot)
-- makes every change a new entry in all indexes of the row; without it, and with some room in each page, none.
DROP INDEX point_accounts_community;
ALTER TABLE point_accounts SET (fillfactor = 80);
DROP INDEX point_lots_due;
CREATE INDEX point_lots_due ON point_lots (community_id, expires_at);
ALTER TABLE point_lots SET (fillfactor = 80);

DROP FUNCTION qunluo_post_points(text);

-- Posts many transactions of points at once, each with its own answer: one round trip for many callers. What belongs to one post
-- stands at the same place of each list; kinds are grant, spend, add, deduct. Where `expiries` has no moment the community's settings
-- say it: to the end of the month, so that an account has few lots. Answers { s: state, t: transaction, b: balance } come in the
-- order of the posts. Rows of accounts are locked in the order of their ids, so that batches never wait for each other in a
-- circle; a balance is that of the person, over the accounts of all members that are one. Whoever has too little is refused alone.
CREATE FUNCTION qunluo_post_points(
  ids uuid[], keys text[], communities uuid[], members uuid[], kinds text[], amounts bigint[], growths bigint[],
  cause_kinds text[], cause_ids text[], notes text[], moments timestamptz[], expiries timestamptz[], operators uuid[]
) RETURNS jsonb
  LANGUAGE plpgsql
  -- Its plans are made before the tables have anything in them and are kept: only what looks up by index stays right.
  SET enable_seqscan TO off
  SET enable_hashjoin TO off
  SET enable_mergejoin TO off
  SET jit TO off
  SET plan_cache_mode TO force_generic_plan
AS $$
DECLARE
  one          record;
  balances     bigint[] := '{}'; -- of each person, as it becomes
  rooms        bigint[] := '{}'; -- left in each budget
  states       text[] := '{}';
  transactions uuid[] := '{}';
  afters       bigint[] := '{}';
  accounts     uuid[] := '{}';
  people       uuid[] := '{}';
  days         date[] := '{}';
  ends         timestamptz[] := '{}';
  granted      boolean[] := '{}'; -- under a budget
  posted       boolean := false;
  ins          boolean := false;
  outs         boolean := false;
  budgeted     boolean := false;
BEGIN
  -- Somebody's first points. Accounts are made before any is locked, so that nobody who holds a lock waits for a new one.
  IF (SELECT count(*) FROM point_accounts WHERE member_id = ANY (qunluo_post_points.members))
     < (SELECT count(DISTINCT given.id) FROM unnest(qunluo_post_points.members) AS given (id)) THEN
    INSERT INTO point_accounts (id, workspace_id, community_id, member_id)
    SELECT gen_random_uuid(), member.workspace_id, member.community_id, member.id
    FROM members member
    WHERE member.id = ANY (qunluo_post_points.members) AND NOT EXISTS (SELECT FROM point_accounts WHERE member_id = member.id)
    ORDER BY member.id
    ON CONFLICT (member_id) DO NOTHING;
  END IF;

  PERFORM FROM (
    SELECT account.id FROM point_accounts account
    WHERE account.member_id = ANY (ARRAY(
      SELECT part.id
      FROM members member
      CROSS JOIN LATERAL (
        SELECT coalesce(member.person_id, member.id) AS id
        UNION ALL
        SELECT other.id FROM members other WHERE other.person_id = coalesce(member.person_id, member.id)
      ) AS part
      WHERE member.id = ANY (qunluo_post_points.members)
    ))
    ORDER BY account.id
    FOR UPDATE
  ) AS locked;

  IF 'grant' = ANY (kinds) THEN
    -- Setting a budget waits for what is being posted, and what is posted then sees it.
    PERFORM pg_advisory_xact_lock_shared(hashtextextended('points.budget:' || touched.id, 0))
    FROM (SELECT DISTINCT given.id::text FROM unnest(qunluo_post_points.communities) AS given (id) ORDER BY 1) AS touched;
    PERFORM FROM point_budgets
    WHERE (community_id, month) IN (
      SELECT community.id, date_trunc('month', given.at AT TIME ZONE community.zone)::date
      FROM unnest(qunluo_post_points.communities, kinds, moments) AS given (community, kind, at)
      JOIN communities community ON community.id = given.community
      WHERE given.kind = 'grant'
    )
    ORDER BY community_id, month
    FOR UPDATE;
  END IF;

  -- One by one in their order: whether one has enough depends on those before.
  FOR one IN
    SELECT given.*,
           own.id AS account,
           holder.person,
           holder.balance,
           holder.accounts AS of_person,
           dense_rank() OVER (ORDER BY holder.person) AS person_at,
           budget.amount - budget.issued AS room,
           dense_rank() OVER (ORDER BY budget.community_id, budget.month) AS budget_at,
           known.id AS known_id, known.kind AS known_kind, known.amount AS known_amount, known.account_id AS known_account,
           min(given.place) OVER same AS first_place,
           first_value(ROW(given.kind, given.amount, given.member)) OVER same AS first_asked,
           ROW(given.kind, given.amount, given.member) AS asked,
           (given.at AT TIME ZONE community.zone)::date AS day,
           coalesce(given.expires, CASE
             WHEN settings.community_id IS NOT NULL AND settings.lifetime_months IS NULL THEN 'infinity'::timestamptz
             ELSE (date_trunc('month', given.at AT TIME ZONE community.zone)
                   + (coalesce(settings.lifetime_months, 12) + 1) * interval '1 month') AT TIME ZONE community.zone
             END) AS ends
    FROM unnest(ids, keys, qunluo_post_points.communities, qunluo_post_points.members, kinds, amounts, moments, expiries)
      WITH ORDINALITY AS given (id, key, community, member, kind, amount, at, expires, place)
    JOIN communities community ON community.id = given.community
    LEFT JOIN point_settings settings ON settings.community_id = community.id
    LEFT JOIN members member ON member.id = given.member AND member.community_id = given.community
    LEFT JOIN point_accounts own ON own.member_id = member.id
    LEFT JOIN LATERAL (
      SELECT coalesce(member.person_id, member.id) AS person, sum(parts.balance)::bigint AS balance, array_agg(parts.id) AS accounts
      FROM point_accounts parts
      WHERE parts.member_id = ANY (ARRAY(
        SELECT coalesce(member.person_id, member.id)
        UNION ALL
        SELECT other.id FROM members other WHERE other.person_id = coalesce(member.person_id, member.id)
      ))
    ) AS holder ON true
    LEFT JOIN point_budgets budget ON given.kind = 'grant' AND budget.community_id = given.community
      AND budget.month = date_trunc('month', given.at AT TIME ZONE community.zone)::date
    LEFT JOIN point_transactions known ON known.community_id = given.community AND known.key = given.key
    WINDOW same AS (PARTITION BY given.community, given.key ORDER BY given.place)
    ORDER BY given.place
  LOOP
    balances[one.person_at] := coalesce(balances[one.person_at], one.balance, 0);
    rooms[one.budget_at] := coalesce(rooms[one.budget_at], one.room);
    transactions[one.place] := NULL;
    accounts[one.place] := one.account;
    people[one.place] := one.person;
    days[one.place] := one.day;
    ends[one.place] := one.ends;
    granted[one.place] := one.kind = 'grant' AND one.room IS NOT NULL;
    IF one.account IS NULL THEN
      states[one.place] := 'no-member';
    ELSIF one.known_id IS NOT NULL THEN
      states[one.place] := CASE
        WHEN one.known_kind = one.kind AND one.known_amount = one.amount AND one.known_account = ANY (one.of_person) THEN 'repeat'
        ELSE 'key-used' END;
      transactions[one.place] := one.known_id;
    ELSIF one.first_place < one.place THEN
      states[one.place] := CASE
        WHEN one.asked IS DISTINCT FROM one.first_asked THEN 'key-used'
        WHEN states[one.first_place] = 'posted' THEN 'repeat'
        ELSE states[one.first_place] END;
      transactions[one.place] := transactions[one.first_place];
    ELSIF one.kind IN ('spend', 'deduct') AND balances[one.person_at] < one.amount THEN
      states[one.place] := 'insufficient';
    ELSIF one.kind = 'grant' AND rooms[one.budget_at] < one.amount THEN
      states[one.place] := 'over-budget';
    ELSE
      states[one.place] := 'posted';
      transactions[one.place] := one.id;
      posted := true;
      IF one.kind IN ('spend', 'deduct') THEN
        balances[one.person_at] := balances[one.person_at] - one.amount;
        outs := true;
      ELSE
        balances[one.person_at] := balances[one.person_at] + one.amount;
        ins := true;
        IF granted[one.place] THEN
          rooms[one.budget_at] := rooms[one.budget_at] - one.amount;
          budgeted := true;
        END IF;
      END IF;
    END IF;
    afters[one.place] := balances[one.person_at];
  END LOOP;

  IF posted THEN
    INSERT INTO point_transactions (id, workspace_id, community_id, account_id, kind, key, amount, growth, cause_kind, cause_id,
                                    note, happened_at, day, posted_by)
    SELECT given.id, qunluo_workspace(), given.community, given.account, given.kind, given.key, given.amount, given.growth,
           given.cause_kind, given.cause_id, given.note, given.at, given.day, given.operator
    FROM unnest(ids, qunluo_post_points.communities, accounts, kinds, keys, amounts, growths, cause_kinds, cause_ids, notes, moments,
                days, operators, states)
      AS given (id, community, account, kind, key, amount, growth, cause_kind, cause_id, note, at, day, operator, state)
    WHERE given.state = 'posted';
  END IF;

  IF ins THEN
    WITH gain AS MATERIALIZED (
      SELECT given.*
      FROM unnest(ids, kinds, qunluo_post_points.communities, accounts, ends, amounts, states)
        AS given (id, kind, community, account, ends, amount, state)
      WHERE given.state = 'posted' AND given.kind IN ('grant', 'add')
    ), lots AS (
      INSERT INTO point_lots AS lot (workspace_id, community_id, account_id, expires_at, remaining)
      SELECT qunluo_workspace(), gain.community, gain.account, gain.ends, sum(gain.amount) FROM gain GROUP BY 2, 3, 4
      ON CONFLICT (account_id, expires_at) DO UPDATE SET remaining = lot.remaining + excluded.remaining
    ), credited AS (
      UPDATE point_accounts SET balance = balance + gains.amount
      FROM (SELECT gain.account, sum(gain.amount) AS amount FROM gain GROUP BY 1) AS gains
      WHERE point_accounts.id = gains.account
    )
    INSERT INTO point_entries (workspace_id, transaction_id, account, account_id, expires_at, amount)
    SELECT qunluo_workspace(), gain.id, 'member', gain.account, gain.ends, gain.amount FROM gain
    UNION ALL
    SELECT qunluo_workspace(), gain.id, CASE gain.kind WHEN 'grant' THEN 'issued' ELSE 'adjustments' END, NULL, NULL, -gain.amount
    FROM gain;
  END IF;

  IF budgeted THEN
    UPDATE point_budgets SET issued = issued + used.amount
    FROM (
      SELECT given.community, date_trunc('month', given.day)::date AS month, sum(given.amount) AS amount
      FROM unnest(qunluo_post_points.communities, days, amounts, states, granted) AS given (community, day, amount, state, granted)
      WHERE given.state = 'posted' AND given.granted
      GROUP BY 1, 2
    ) AS used
    WHERE point_budgets.community_id = used.community AND point_budgets.month = used.month;
  END IF;

  IF outs THEN
    -- What goes out lies end to end beside what is there, soonest to expire first: where two stretches overlap, one took from the other.
    WITH out AS MATERIALIZED (
      SELECT given.*, sum(given.amount) OVER (PARTITION BY given.person ORDER BY given.place) AS upto
      FROM unnest(ids, kinds, people, amounts, states) WITH ORDINALITY AS given (id, kind, person, amount, state, place)
      WHERE given.state = 'posted' AND given.kind IN ('spend', 'deduct')
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
    SELECT coalesce(jsonb_agg(jsonb_build_object('s', given.state, 't', given.transaction, 'b', given.balance)
                              ORDER BY given.place), '[]')
    FROM unnest(states, transactions, afters) WITH ORDINALITY AS given (state, transaction, balance, place)
  );
END
$$;
