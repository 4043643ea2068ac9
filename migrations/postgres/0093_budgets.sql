-- Two periods of one community, or two bookings of one resource, cannot overlap: the index compares ids and ranges.
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;

-- In which money a community counts. Amounts are whole numbers of its smallest unit.
CREATE TABLE community_currencies
(
    community_id uuid NOT NULL PRIMARY KEY,
    workspace_id uuid NOT NULL,
    currency     text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('community_currencies');

-- What may be spent in a month or a quarter.
CREATE TABLE budgets
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    community_id uuid        NOT NULL,
    period       text        NOT NULL CHECK (period ~ '^[0-9]{4}-(0[1-9]|1[0-2]|Q[1-4])$'),
    days         daterange   NOT NULL CHECK (NOT isempty(days)),
    amount       bigint      NOT NULL CHECK (amount >= 0),
    note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    CONSTRAINT budgets_apart EXCLUDE USING gist (community_id WITH =, days WITH &&),
    FOREIGN KEY (workspace_id, community_id) REFERENCES communities (workspace_id, id) ON DELETE CASCADE
);
SELECT qunluo_tenant('budgets');

-- A line of a budget: something that is done, and what it may cost.
CREATE TABLE operations
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    budget_id    uuid        NOT NULL,
    name         text        NOT NULL CHECK (name <> '' AND length(name) <= 120),
    kind         text        NOT NULL,
    from_day     date        NOT NULL,
    to_day       date        NOT NULL CHECK (to_day >= from_day),
    planned      bigint      NOT NULL CHECK (planned >= 0),
    note         text        NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (workspace_id, id),
    FOREIGN KEY (workspace_id, budget_id) REFERENCES budgets (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX operations_budget ON operations (budget_id);
SELECT qunluo_tenant('operations');

-- Money that went out for an operation, or came back (below 0).
CREATE TABLE operation_spends
(
    id           uuid        PRIMARY KEY,
    workspace_id uuid        NOT NULL,
    operation_id uuid        NOT NULL,
    day          date        NOT NULL,
    amount       bigint      NOT NULL CHECK (amount <> 0),
    text         text        NOT NULL CHECK (text <> '' AND length(text) <= 200),
    receipt      text        NOT NULL DEFAULT '' CHECK (length(receipt) <= 500),
    created_by   uuid,
    created_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    FOREIGN KEY (workspace_id, operation_id) REFERENCES operations (workspace_id, id) ON DELETE CASCADE
);
CREATE INDEX operation_spends_operation ON operation_spends (operation_id);
SELECT qunluo_tenant('operation_spends');
