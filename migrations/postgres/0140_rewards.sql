-- The shop: what points turn into. `taken` is how many of them orders hold; no statement gets it past `stock`.
CREATE TABLE rewards
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    kind         text        NOT NULL CHECK (kind IN ('goods', 'coupon', 'benefit', 'service')),
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    description  text        NOT NULL DEFAULT '' CHECK (length(description) <= 4000),
    how_to_use   text        NOT NULL DEFAULT '' CHECK (length(how_to_use) <= 2000),   -- told to who has it
    image        text,
    price        integer     NOT NULL CHECK (price BETWEEN 0 AND 100000000),          -- points
    stock        integer     CHECK (stock BETWEEN 0 AND 10000000),                    -- in all; null: as many as are asked for
    taken        integer     NOT NULL DEFAULT 0 CHECK (taken >= 0),
    limit_count  integer     CHECK (limit_count BETWEEN 1 AND 1000),                  -- of one member; null: none
    limit_period text        NOT NULL DEFAULT 'ever' CHECK (limit_period IN ('ever', 'day', 'week', 'month')),
    level_id     uuid,                                                                -- this level or above; null: everybody
    opens_at     timestamptz,
    closes_at    timestamptz,
    state        text        NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'open', 'closed', 'archived')),
    valid_days   integer     CHECK (valid_days BETWEEN 1 AND 3650),                   -- of coupons and benefits
    member_cancels boolean   NOT NULL DEFAULT true,                                   -- until it is sent or done
    position     integer     NOT NULL DEFAULT 0,
    version      integer     NOT NULL DEFAULT 1,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT reward_stock CHECK (taken <= stock),
    CONSTRAINT reward_codes_are_stock CHECK (kind <> 'coupon' OR stock IS NOT NULL),
    CONSTRAINT reward_window CHECK (opens_at < closes_at),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, image) REFERENCES files (workspace_id, id)
);
CREATE INDEX rewards_community ON rewards (community_id, position, id);
SELECT qunluo_tenant('rewards');

-- One unit of a reward for one member. Never deleted; the member of one who was erased is null.
CREATE TABLE reward_orders
(
    id             uuid        PRIMARY KEY,
    workspace_id   uuid        NOT NULL,
    community_id   uuid        NOT NULL,
    reward_id      uuid        NOT NULL,
    member_id      uuid,
    request_key    text        NOT NULL CHECK (length(request_key) BETWEEN 1 AND 80),   -- the same request is the same order
    price          integer     NOT NULL CHECK (price >= 0),                             -- points paid
    transaction_id uuid,                                                                -- in the ledger; null where it was free
    refund_id      uuid,
    state          text        NOT NULL CHECK (state IN ('placed', 'shipped', 'done', 'cancelled')),
    holds_stock    boolean     NOT NULL DEFAULT true,    -- false when it was cancelled and what it held can be had again
    ordered_at     timestamptz NOT NULL,
    changed_at     timestamptz NOT NULL,
    valid_until    timestamptz,
    carrier        text        NOT NULL DEFAULT '' CHECK (length(carrier) <= 60),
    tracking       text        NOT NULL DEFAULT '' CHECK (length(tracking) <= 80),
    note           text        NOT NULL DEFAULT '' CHECK (length(note) <= 500),         -- of operators, to the member
    cancelled_by   text        CHECK (cancelled_by IN ('member', 'operator')),
    cancel_reason  text        NOT NULL DEFAULT '' CHECK (length(cancel_reason) <= 500),
    CHECK ((price = 0) = (transaction_id IS NULL)),
    CHECK ((state = 'cancelled') = (cancelled_by IS NOT NULL)),
    CHECK (holds_stock OR state = 'cancelled'),
    UNIQUE (workspace_id, id),
    UNIQUE (member_id, request_key),
    FOREIGN KEY (workspace_id, reward_id) REFERENCES rewards (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE SET NULL (member_id)
);
CREATE INDEX reward_orders_of_member ON reward_orders (member_id, id);
CREATE INDEX reward_orders_standing ON reward_orders (reward_id, member_id, ordered_at) WHERE state <> 'cancelled';
CREATE INDEX reward_orders_community ON reward_orders (community_id, id);
CREATE INDEX reward_orders_waiting ON reward_orders (community_id, id) WHERE state IN ('placed', 'shipped');
SELECT qunluo_tenant('reward_orders', 'SELECT, INSERT, UPDATE');

-- Where goods go. It leaves with the member, and with the need for it.
CREATE TABLE reward_addresses
(
    order_id     uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    member_id    uuid        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
    phone        text        NOT NULL CHECK (length(phone) BETWEEN 1 AND 40),
    region       text        NOT NULL CHECK (length(region) <= 120),
    street       text        NOT NULL CHECK (length(street) BETWEEN 1 AND 300),
    postcode     text        NOT NULL DEFAULT '' CHECK (length(postcode) <= 20),
    FOREIGN KEY (workspace_id, order_id) REFERENCES reward_orders (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX reward_addresses_member ON reward_addresses (member_id);
SELECT qunluo_tenant('reward_addresses');

-- Codes of coupons, given out in the order in which they were put in. One that was shown to somebody stays theirs.
CREATE TABLE reward_codes
(
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    reward_id    uuid        NOT NULL,
    code         text        NOT NULL CHECK (length(code) BETWEEN 1 AND 200),
    order_id     uuid        UNIQUE,
    added_at     timestamptz NOT NULL,
    UNIQUE (reward_id, code),
    FOREIGN KEY (workspace_id, reward_id) REFERENCES rewards (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, order_id) REFERENCES reward_orders (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX reward_codes_free ON reward_codes (reward_id, id) WHERE order_id IS NULL;
SELECT qunluo_tenant('reward_codes');

CREATE FUNCTION qunluo_keep_code() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF OLD.order_id IS NOT NULL AND (NEW.order_id IS DISTINCT FROM OLD.order_id OR NEW.code <> OLD.code) THEN
    RAISE EXCEPTION 'a code that was given stays with its order' USING ERRCODE = '23514', CONSTRAINT = 'reward_code_given';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER keep_code BEFORE UPDATE ON reward_codes FOR EACH ROW EXECUTE FUNCTION qunluo_keep_code();

-- From when on orders count towards a limit that is counted by days, weeks (Monday) or months of the community's zone.
CREATE FUNCTION qunluo_limit_since(period text, at timestamptz, zone text) RETURNS timestamptz
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN CASE WHEN period = 'ever' THEN '-infinity'::timestamptz ELSE date_trunc(period, at, zone) END;

-- Whoever adds orders takes from the stock, in the same statement: the reward's row is locked by it, so whatever is
-- counted after it is counted alone. More than there is, or than one member may have, undoes all of it.
CREATE FUNCTION qunluo_take_rewards() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  UPDATE rewards SET taken = taken + more.units
  FROM (SELECT reward_id, count(*) AS units FROM added GROUP BY reward_id) AS more
  WHERE rewards.id = more.reward_id;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT reward_id, member_id, ordered_at FROM added) AS buyers
    JOIN rewards ON rewards.id = buyers.reward_id AND rewards.limit_count IS NOT NULL
    JOIN communities ON communities.id = rewards.community_id
    WHERE rewards.limit_count < (
      SELECT count(*) FROM reward_orders
      WHERE reward_orders.reward_id = buyers.reward_id AND reward_orders.member_id = buyers.member_id
        AND state <> 'cancelled'
        AND reward_orders.ordered_at >= qunluo_limit_since(rewards.limit_period, buyers.ordered_at, communities.zone)
    )
  ) THEN
    RAISE EXCEPTION 'a member would have more than the limit' USING ERRCODE = '23514', CONSTRAINT = 'reward_limit';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER take_rewards AFTER INSERT ON reward_orders REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION qunluo_take_rewards();

-- What a cancelled order held goes back, and nothing else changes the count.
CREATE FUNCTION qunluo_return_rewards() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  UPDATE rewards SET taken = taken + change.units
  FROM (
    SELECT after.reward_id, sum(after.holds_stock::int - before.holds_stock::int) AS units
    FROM after JOIN before USING (id) GROUP BY after.reward_id
    HAVING sum(after.holds_stock::int - before.holds_stock::int) <> 0
  ) AS change
  WHERE rewards.id = change.reward_id;
  RETURN NULL;
END
$$;
CREATE TRIGGER return_rewards AFTER UPDATE ON reward_orders REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION qunluo_return_rewards();
