-- Points: a double-entry ledger of whole numbers. Every transaction is posted once (key), its entries sum to zero, no member's
-- balance is below zero. Rows of the ledger are only added; taking something back is another transaction.

-- What points are called in a community, how long they last, what they cost.
CREATE TABLE point_settings
(
    community_id    uuid     PRIMARY KEY,
    workspace_id    uuid     NOT NULL,
    name            text     NOT NULL CHECK (name <> '' AND length(name) <= 20),
    name_en         text     NOT NULL CHECK (name_en <> '' AND length(name_en) <= 20),
    lifetime_months smallint CHECK (lifetime_months BETWEEN 1 AND 120), -- to the end of that month; null: they never expire
    notice_days     smallint NOT NULL CHECK (notice_days BETWEEN 0 AND 90), -- before they expire; 0: nobody is told
    cost_per_1000   bigint   NOT NULL CHECK (cost_per_1000 >= 0), -- what redeeming 1,000 costs, in the currency's smallest unit
    gift_day_limit  bigint   CHECK (gift_day_limit > 0),    -- most that a member gives away in a day; null: no gifts
    gift_once_limit bigint   CHECK (gift_once_limit > 0),   -- and at once
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('point_settings');

-- Of members alone: those of the community (issued, redeemed, expired, adjustments) would be one hot row and are sums of their
-- entries. An account outlives its member's erasure without a name, so that the totals stay right.
CREATE TABLE point_accounts
(
    id           uuid   PRIMARY KEY,
    workspace_id uuid   NOT NULL,
    community_id uuid   NOT NULL,
    member_id    uuid,                             -- null: of somebody who was erased
    balance      bigint NOT NULL DEFAULT 0 CHECK (balance >= 0),
    UNIQUE (workspace_id, community_id, id),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, member_id) REFERENCES members (workspace_id, id) ON DELETE SET NULL (member_id)
);
CREATE UNIQUE INDEX point_accounts_member ON point_accounts (member_id);
CREATE INDEX point_accounts_community ON point_accounts (community_id, balance DESC);
SELECT qunluo_tenant('point_accounts');

-- What is left of points by when they expire ('infinity': never). Those that expire first are used first.
CREATE TABLE point_lots
(
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    account_id   uuid        NOT NULL,
    expires_at   timestamptz NOT NULL,
    remaining    bigint      NOT NULL CHECK (remaining >= 0),
    noticed_at   timestamptz,                      -- when its member was told that it will expire
    PRIMARY KEY (account_id, expires_at),
    FOREIGN KEY (workspace_id, community_id, account_id) REFERENCES point_accounts (workspace_id, community_id, id) ON DELETE CASCADE
);
CREATE INDEX point_lots_due ON point_lots (community_id, expires_at) WHERE remaining > 0;
SELECT qunluo_tenant('point_lots');

CREATE TABLE point_transactions
(
    id           uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    account_id   uuid        NOT NULL,             -- whom it is about; of a gift the giver
    kind         text        NOT NULL CHECK (kind IN ('grant', 'spend', 'add', 'deduct', 'gift', 'expire', 'reverse')),
    key          text        NOT NULL CHECK (key <> '' AND length(key) <= 200),
    amount       bigint      NOT NULL CHECK (amount >= 1 AND (amount <= 1000000000 OR kind IN ('expire', 'reverse'))),
    growth       bigint      NOT NULL DEFAULT 0 CHECK (growth BETWEEN -1000000000 AND 1000000000), -- growth value that it carries
    cause_kind   text        NOT NULL CHECK (cause_kind <> '' AND length(cause_kind) <= 40),
    cause_id     text        NOT NULL DEFAULT '' CHECK (length(cause_id) <= 200),
    note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 500),
    happened_at  timestamptz NOT NULL,
    day          date        NOT NULL,             -- of happened_at in the community's zone
    posted_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    posted_by    uuid,                             -- an operator
    reversal_of  uuid,
    shortfall    bigint      NOT NULL DEFAULT 0 CHECK (shortfall >= 0), -- of a reversal: what was not there any more
    CHECK ((kind = 'reverse') = (reversal_of IS NOT NULL)),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, reversal_of) REFERENCES point_transactions (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, community_id, account_id) REFERENCES point_accounts (workspace_id, community_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX point_transactions_key ON point_transactions (community_id, key);
CREATE UNIQUE INDEX point_transactions_reversal ON point_transactions (reversal_of) WHERE reversal_of IS NOT NULL;
CREATE INDEX point_transactions_account ON point_transactions (account_id, day);
CREATE INDEX point_transactions_day ON point_transactions (community_id, day);
SELECT qunluo_tenant('point_transactions', 'SELECT, INSERT, UPDATE (note, key)');

-- Both sides of each transaction. A member's side says of which lot it is.
CREATE TABLE point_entries
(
    id             bigint GENERATED ALWAYS AS IDENTITY,
    workspace_id   uuid   NOT NULL,
    transaction_id uuid   NOT NULL,
    account        text   NOT NULL CHECK (account IN ('member', 'issued', 'redeemed', 'expired', 'adjustments')),
    account_id     uuid,
    expires_at     timestamptz,
    amount         bigint NOT NULL CHECK (amount <> 0),
    PRIMARY KEY (transaction_id, id),
    CHECK ((account = 'member') = (account_id IS NOT NULL)),
    CHECK ((account = 'member') = (expires_at IS NOT NULL)),
    FOREIGN KEY (workspace_id, transaction_id) REFERENCES point_transactions (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX point_entries_account ON point_entries (account_id, id) WHERE account_id IS NOT NULL;
SELECT qunluo_tenant('point_entries', 'SELECT, INSERT');

CREATE FUNCTION qunluo_check_point_entries() RETURNS trigger
  LANGUAGE plpgsql
AS $$
BEGIN
  IF EXISTS (SELECT FROM added GROUP BY transaction_id HAVING sum(amount) <> 0) THEN
    RAISE EXCEPTION 'the entries of a transaction of points do not sum to zero'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'point_entries_balance';
  END IF;
  RETURN NULL;
END
$$;
CREATE TRIGGER point_entries_balance AFTER INSERT ON point_entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION qunluo_check_point_entries();

-- Most points that may be issued in a month. `issued` is counted here only where there is a budget, under its row's lock.
CREATE TABLE point_budgets
(
    workspace_id uuid   NOT NULL,
    community_id uuid   NOT NULL,
    month        date   NOT NULL CHECK (extract(day FROM month) = 1),
    amount       bigint NOT NULL CHECK (amount BETWEEN 0 AND 1000000000000),
    issued       bigint NOT NULL CHECK (issued >= 0),
    CONSTRAINT point_budgets_kept CHECK (issued <= amount),
    PRIMARY KEY (community_id, month),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('point_budgets');
