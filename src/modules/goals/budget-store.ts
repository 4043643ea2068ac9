import { sql } from 'kysely';
import { formatDay } from '#kernel/calendar.ts';
import { Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import { brokenConstraint, type Tx } from '#platform/postgres/index.ts';
import type { Budget, Operation, OperationKind, Spend } from './budgets.contract.ts';
import { daysOfPeriod } from './period.ts';

/** What a community counts in before it says so. */
const FIRST_CURRENCY = 'CNY';

/** In which money a community counts, and whether amounts are written in it already. */
export async function readCurrency(tx: Tx, communityId: string): Promise<{ currency: string; fixed: boolean }> {
  const { rows } = await sql<{ currency: string | null; fixed: boolean }>`
    SELECT (SELECT currency FROM community_currencies WHERE community_id = ${communityId}) AS currency,
      EXISTS (SELECT FROM budgets WHERE community_id = ${communityId}) AS fixed
  `.execute(tx);
  return { currency: rows[0]!.currency ?? FIRST_CURRENCY, fixed: rows[0]!.fixed };
}

/** Changes the currency. Conflict once a budget is written: its amounts would mean something else. */
export async function setCurrency(tx: Tx, communityId: string, currency: string): Promise<string> {
  const before = await readCurrency(tx, communityId);
  if (before.fixed && before.currency !== currency)
    throw new Conflict(
      `there are budgets in ${before.currency}: their amounts would mean something else`,
      'currency_in_use',
    );
  await sql`
    INSERT INTO community_currencies (community_id, workspace_id, currency)
    VALUES (${communityId}, qunluo_workspace(), ${currency})
    ON CONFLICT (community_id) DO UPDATE SET currency = excluded.currency
  `.execute(tx);
  return before.currency;
}

type BudgetRow = Omit<Budget, 'operations' | 'planned' | 'spent'> & {
  operations: number;
  planned: number;
  spent: number;
};

/** The budgets of a community, or the one asked for, latest period first. */
async function readBudgets(tx: Tx, communityId: string, id: string | null): Promise<Budget[]> {
  const { rows } = await sql<BudgetRow>`
    SELECT budgets.id, period, lower(days) AS "fromDay", upper(days) - 1 AS "toDay", amount, note,
      (SELECT count(*) FROM operations WHERE budget_id = budgets.id) AS operations,
      (SELECT coalesce(sum(planned), 0)::bigint FROM operations WHERE budget_id = budgets.id) AS planned,
      (SELECT coalesce(sum(operation_spends.amount), 0)::bigint FROM operation_spends
       JOIN operations ON operations.id = operation_id WHERE budget_id = budgets.id) AS spent
    FROM budgets WHERE community_id = ${communityId} AND (${id}::uuid IS NULL OR budgets.id = ${id}::uuid)
    ORDER BY days DESC LIMIT 200
  `.execute(tx);
  return rows;
}

export const listBudgets = (tx: Tx, communityId: string): Promise<Budget[]> => readBudgets(tx, communityId, null);

/** One budget. NotFound. */
export async function getBudget(tx: Tx, communityId: string, id: string): Promise<Budget> {
  const [found] = await readBudgets(tx, communityId, id);
  if (!found) throw new NotFound('the budget');
  return found;
}

/** Keeps a new budget. Conflict when the community has one of some of these days. */
export async function addBudget(
  tx: Tx,
  communityId: string,
  { period, amount, note }: Pick<Budget, 'period' | 'amount' | 'note'>,
): Promise<string> {
  const id = newId();
  const { start, end } = daysOfPeriod(period);
  await sql`
    INSERT INTO budgets (id, workspace_id, community_id, period, days, amount, note)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${period},
            daterange(${formatDay(start)}::date, ${formatDay(end)}::date), ${amount}, ${note})
  `
    .execute(tx)
    .catch((error: unknown) => {
      if (brokenConstraint(error) !== 'budgets_apart') throw error;
      throw new Conflict(
        'there is a budget for some of these days: a month cannot lie in a quarter that has one',
        'budget_overlaps',
      );
    });
  return id;
}

export async function updateBudget(
  tx: Tx,
  id: string,
  { amount, note }: Pick<Budget, 'amount' | 'note'>,
): Promise<void> {
  await sql`UPDATE budgets SET amount = ${amount}, note = ${note} WHERE id = ${id}`.execute(tx);
}

/** Takes a budget away. Conflict while it has operations. */
export async function removeBudget(tx: Tx, id: string): Promise<void> {
  await sql`SELECT FROM budgets WHERE id = ${id} FOR UPDATE`.execute(tx);
  const { numAffectedRows } = await sql`
    DELETE FROM budgets WHERE id = ${id} AND NOT EXISTS (SELECT FROM operations WHERE budget_id = ${id})
  `.execute(tx);
  if (numAffectedRows === 0n) throw new Conflict('this budget has operations: remove them first', 'budget_in_use');
}

type OperationRow = Omit<Operation, 'spends'>;
type SpendRow = Omit<Spend, 'by' | 'createdAt'> & { operationId: string; createdBy: string | null; createdAt: Date };

/** The operations of budgets with what was spent, by first day. `only` narrows to one. */
export async function listOperations(
  tx: Tx,
  { budgetId, only = null }: { budgetId: string; only?: string | null },
): Promise<Operation[]> {
  const { rows } = await sql<OperationRow>`
    SELECT id, budget_id AS "budgetId", name, kind, from_day AS "fromDay", to_day AS "toDay", planned, note,
      (SELECT coalesce(sum(amount), 0)::bigint FROM operation_spends WHERE operation_id = operations.id) AS spent,
      (SELECT count(*) FROM resource_bookings WHERE operation_id = operations.id) AS bookings
    FROM operations WHERE budget_id = ${budgetId} AND (${only}::uuid IS NULL OR id = ${only}::uuid)
    ORDER BY from_day, created_at, id LIMIT 500
  `.execute(tx);
  const spends = await sql<SpendRow>`
    SELECT id, operation_id AS "operationId", day, amount, text, receipt, created_by AS "createdBy",
      created_at AS "createdAt"
    FROM operation_spends WHERE operation_id = ANY(${rows.map(({ id }) => id)}::uuid[])
    ORDER BY day DESC, created_at DESC, id
  `.execute(tx);
  const names = await operatorNames(
    tx,
    spends.rows.map(({ createdBy }) => createdBy),
  );
  return rows.map((row) => ({
    ...row,
    spends: spends.rows
      .filter(({ operationId }) => operationId === row.id)
      .map(({ id, day, amount, text, receipt, createdBy, createdAt }) => ({
        id,
        day,
        amount,
        text,
        receipt,
        by: names.get(createdBy ?? '') ?? null,
        createdAt: createdAt.toISOString(),
      })),
  }));
}

/** One operation of a community with what was spent. NotFound. */
export async function getOperation(tx: Tx, communityId: string, id: string): Promise<Operation> {
  const { rows } = await sql<{ budgetId: string }>`
    SELECT budget_id AS "budgetId" FROM operations JOIN budgets ON budgets.id = budget_id
    WHERE operations.id = ${id} AND community_id = ${communityId}
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the operation');
  return (await listOperations(tx, { budgetId: rows[0].budgetId, only: id }))[0]!;
}

export type OperationFields = {
  name: string;
  kind: OperationKind;
  fromDay: string;
  toDay: string;
  planned: number;
  note: string;
};

export async function addOperation(tx: Tx, budgetId: string, fields: OperationFields): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO operations (id, workspace_id, budget_id, name, kind, from_day, to_day, planned, note)
    VALUES (${id}, qunluo_workspace(), ${budgetId}, ${fields.name}, ${fields.kind}, ${fields.fromDay}, ${fields.toDay},
            ${fields.planned}, ${fields.note})
  `.execute(tx);
  return id;
}

export async function updateOperation(tx: Tx, id: string, fields: OperationFields): Promise<void> {
  await sql`
    UPDATE operations SET name = ${fields.name}, kind = ${fields.kind}, from_day = ${fields.fromDay},
      to_day = ${fields.toDay}, planned = ${fields.planned}, note = ${fields.note}
    WHERE id = ${id}
  `.execute(tx);
}

/** Takes an operation away. Conflict while money is written down for it; its bookings stay without it. */
export async function removeOperation(tx: Tx, id: string): Promise<void> {
  await sql`SELECT FROM operations WHERE id = ${id} FOR UPDATE`.execute(tx);
  const { numAffectedRows } = await sql`
    DELETE FROM operations WHERE id = ${id} AND NOT EXISTS (SELECT FROM operation_spends WHERE operation_id = ${id})
  `.execute(tx);
  if (numAffectedRows === 0n)
    throw new Conflict('money is written down for this operation: remove those entries first', 'operation_in_use');
}

export async function addSpend(
  tx: Tx,
  operationId: string,
  spend: Pick<Spend, 'day' | 'amount' | 'text' | 'receipt'> & { createdBy: string | undefined },
): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO operation_spends (id, workspace_id, operation_id, day, amount, text, receipt, created_by)
    VALUES (${id}, qunluo_workspace(), ${operationId}, ${spend.day}, ${spend.amount}, ${spend.text}, ${spend.receipt},
            ${spend.createdBy ?? null})
  `.execute(tx);
  return id;
}

/** Takes an entry away. @returns it; NotFound */
export async function removeSpend(
  tx: Tx,
  operationId: string,
  id: string,
): Promise<Pick<Spend, 'day' | 'amount' | 'text'>> {
  const { rows } = await sql<Pick<Spend, 'day' | 'amount' | 'text'>>`
    DELETE FROM operation_spends WHERE id = ${id} AND operation_id = ${operationId} RETURNING day, amount, text
  `.execute(tx);
  if (!rows[0]) throw new NotFound('the entry');
  return rows[0];
}
