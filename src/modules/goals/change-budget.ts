import type { z } from 'zod';
import { formatDay, type Day } from '#kernel/calendar.ts';
import { type Actor, recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { fault } from './check-objective.ts';
import {
  addBudget,
  addOperation,
  addSpend,
  getBudget,
  getOperation,
  removeBudget,
  removeOperation,
  removeSpend,
  setCurrency,
  updateBudget,
  updateOperation,
  type OperationFields,
} from './budget-store.ts';
import type {
  addOperationBody,
  addSpendBody,
  Budget,
  changeBudgetBody,
  changeOperationBody,
  createBudgetBody,
  Operation,
} from './budgets.contract.ts';

/** Who changes what in which community. */
export type Change<Body = undefined> = { actor: Actor; communityId: string; body: Body };
type OfOne<Body = undefined> = Change<Body> & { id: string };

const budgetFields = ({ period, amount, note }: Budget) => ({ period, amount, note });
const operationFields = ({ name, kind, fromDay, toDay, planned, note }: Operation): OperationFields => ({
  name,
  kind,
  fromDay,
  toDay,
  planned,
  note,
});

/** Chooses the money that a community counts in. Conflict once amounts are written. */
export async function chooseCurrency(
  tx: Tx,
  { actor, communityId, body: { currency } }: Change<{ currency: string }>,
): Promise<void> {
  const before = await setCurrency(tx, communityId, currency);
  await recordChange(tx, actor, {
    action: 'goals.set-currency',
    subject: { kind: 'community', id: communityId },
    communityId,
    before: { currency: before },
    after: { currency },
  });
}

/** Makes the budget of a month or a quarter. Conflict when some of its days have one. */
export async function createBudget(
  tx: Tx,
  { actor, communityId, body }: Change<z.output<typeof createBudgetBody>>,
): Promise<Budget> {
  const id = await addBudget(tx, communityId, body);
  const subject = { kind: 'budget', id, label: body.period };
  await recordChange(tx, actor, { action: 'goals.create-budget', subject, communityId, after: body });
  return getBudget(tx, communityId, id);
}

/** Changes what may be spent. */
export async function changeBudget(
  tx: Tx,
  { actor, communityId, id, body }: OfOne<z.output<typeof changeBudgetBody>>,
): Promise<Budget> {
  const before = await getBudget(tx, communityId, id);
  await updateBudget(tx, id, { ...before, ...body });
  const after = await getBudget(tx, communityId, id);
  await recordChange(tx, actor, {
    action: 'goals.change-budget',
    subject: { kind: 'budget', id, label: after.period },
    communityId,
    before: budgetFields(before),
    after: budgetFields(after),
  });
  return after;
}

/** Takes away a budget without operations. */
export async function deleteBudget(tx: Tx, { actor, communityId, id }: Omit<OfOne, 'body'>): Promise<void> {
  const before = await getBudget(tx, communityId, id);
  await removeBudget(tx, id);
  const subject = { kind: 'budget', id, label: before.period };
  await recordChange(tx, actor, { action: 'goals.delete-budget', subject, communityId, before: budgetFields(before) });
}

/** An operation lies in the days of its budget, and ends after it begins. BadInput. */
function checkDays({ fromDay, toDay }: OperationFields, budget: Budget): void {
  if (toDay < fromDay) throw fault('/toDay', 'lies before the first day');
  if (fromDay < budget.fromDay || fromDay > budget.toDay)
    throw fault('/fromDay', `lies outside of the budget: ${budget.fromDay} to ${budget.toDay}`);
}

/** Adds a line to a budget. It begins in the days of the budget; it may end later. */
export async function createOperation(
  tx: Tx,
  { actor, communityId, id: budgetId, body }: OfOne<z.output<typeof addOperationBody>>,
): Promise<Operation> {
  checkDays(body, await getBudget(tx, communityId, budgetId));
  const id = await addOperation(tx, budgetId, body);
  const subject = { kind: 'operation', id, label: body.name };
  await recordChange(tx, actor, { action: 'goals.add-operation', subject, communityId, after: body });
  return getOperation(tx, communityId, id);
}

export async function changeOperation(
  tx: Tx,
  { actor, communityId, id, body }: OfOne<z.output<typeof changeOperationBody>>,
): Promise<Operation> {
  const before = await getOperation(tx, communityId, id);
  const fields = { ...operationFields(before), ...body };
  checkDays(fields, await getBudget(tx, communityId, before.budgetId));
  await updateOperation(tx, id, fields);
  const after = await getOperation(tx, communityId, id);
  await recordChange(tx, actor, {
    action: 'goals.change-operation',
    subject: { kind: 'operation', id, label: after.name },
    communityId,
    before: operationFields(before),
    after: operationFields(after),
  });
  return after;
}

/** Takes away an operation for which no money is written down. */
export async function deleteOperation(tx: Tx, { actor, communityId, id }: Omit<OfOne, 'body'>): Promise<void> {
  const before = await getOperation(tx, communityId, id);
  await removeOperation(tx, id);
  const subject = { kind: 'operation', id, label: before.name };
  await recordChange(tx, actor, {
    action: 'goals.delete-operation',
    subject,
    communityId,
    before: operationFields(before),
  });
}

/** Writes down money that went out for an operation, or came back. BadInput for a day that has not come. */
export async function recordSpend(
  tx: Tx,
  { actor, communityId, id, body, today }: OfOne<z.output<typeof addSpendBody>> & { today: Day },
): Promise<Operation> {
  if (body.day > formatDay(today)) throw fault('/day', 'has not come: write down what was spent');
  const { name } = await getOperation(tx, communityId, id);
  await addSpend(tx, id, { ...body, createdBy: actor.operatorId });
  const subject = { kind: 'operation', id, label: name };
  await recordChange(tx, actor, { action: 'goals.add-spend', subject, communityId, after: body });
  return getOperation(tx, communityId, id);
}

/** Takes an entry of money away again. */
export async function withdrawSpend(
  tx: Tx,
  { actor, communityId, id, spendId }: Omit<OfOne, 'body'> & { spendId: string },
): Promise<Operation> {
  const { name } = await getOperation(tx, communityId, id);
  const before = await removeSpend(tx, id, spendId);
  const subject = { kind: 'operation', id, label: name };
  await recordChange(tx, actor, { action: 'goals.delete-spend', subject, communityId, before });
  return getOperation(tx, communityId, id);
}
