import { z } from 'zod';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { readBudget } from './budget-of-period.ts';
import { listBudgets, readCurrency } from './budget-store.ts';
import {
  addOperationBody,
  addSpendBody,
  budgetParams,
  budgetReply,
  budgetSchema,
  budgetsReply,
  changeBudgetBody,
  changeOperationBody,
  createBudgetBody,
  currencyBody,
  currencyReply,
  operationParams,
  operationSchema,
  spendParams,
} from './budgets.contract.ts';
import {
  changeBudget,
  changeOperation,
  chooseCurrency,
  createBudget,
  createOperation,
  deleteBudget,
  deleteOperation,
  recordSpend,
  withdrawSpend,
} from './change-budget.ts';
import type { InCommunity } from './http.ts';
import type { GoalServices } from './track-objectives.ts';

const BASE = '/api/v1/communities/:communityId';
const BUDGETS = `${BASE}/budgets`;
const OPERATION = `${BASE}/operations/:operationId`;

/** Budgets of months and quarters, their operations, and what was spent. */
export const budgetRoutes = (services: GoalServices, inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.budgets',
    method: 'GET',
    path: BUDGETS,
    summary: 'The budgets of a community',
    params: communityParams,
    reply: budgetsReply,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { ids: { communityId }, zone }) => {
        const { currency, fixed } = await readCurrency(tx, communityId);
        const today = formatDay(dayOf(services.clock.now(), zone));
        return { today, currency, currencyFixed: fixed, budgets: await listBudgets(tx, communityId) };
      }),
  }),
  route({
    id: 'goals.budget',
    method: 'GET',
    path: `${BUDGETS}/:budgetId`,
    summary: 'A budget with its operations, and what a new member, an active member and an order cost',
    params: budgetParams,
    reply: budgetReply,
    async handle({ caller: { workspaceId }, params }) {
      const { id } = await services.database.inWorkspace(workspaceId, (tx) => getCommunity(tx, params.communityId));
      return readBudget(services, { workspaceId, communityId: id }, params.budgetId);
    },
  }),
  ...changingBudgets(inCommunity),
  ...operationRoutes(inCommunity),
  ...spendRoutes(services, inCommunity),
];

const changingBudgets = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.create-budget',
    method: 'POST',
    path: BUDGETS,
    summary: 'Make the budget of a month or a quarter',
    params: communityParams,
    body: createBudgetBody,
    reply: budgetSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        createBudget(tx, { actor: caller, communityId, body }),
      ),
  }),
  route({
    id: 'goals.change-budget',
    method: 'PATCH',
    path: `${BUDGETS}/:budgetId`,
    summary: 'Change what may be spent',
    params: budgetParams,
    body: changeBudgetBody,
    reply: budgetSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        changeBudget(tx, { actor: caller, communityId, id: params.budgetId, body }),
      ),
  }),
  route({
    id: 'goals.delete-budget',
    method: 'DELETE',
    path: `${BUDGETS}/:budgetId`,
    summary: 'Take away a budget without operations',
    params: budgetParams,
    reply: z.undefined(),
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { ids: { communityId } }) => {
        await deleteBudget(tx, { actor: caller, communityId, id: params.budgetId });
        return undefined;
      }),
  }),
  route({
    id: 'goals.set-currency',
    method: 'PUT',
    path: `${BASE}/currency`,
    summary: 'Choose the money that the community counts in',
    params: communityParams,
    body: currencyBody,
    reply: currencyReply,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, async (tx, { ids: { communityId } }) => {
        await chooseCurrency(tx, { actor: caller, communityId, body });
        return body;
      }),
  }),
];

const operationRoutes = (inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.add-operation',
    method: 'POST',
    path: `${BUDGETS}/:budgetId/operations`,
    summary: 'Add an operation to a budget',
    params: budgetParams,
    body: addOperationBody,
    reply: operationSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        createOperation(tx, { actor: caller, communityId, id: params.budgetId, body }),
      ),
  }),
  route({
    id: 'goals.change-operation',
    method: 'PATCH',
    path: OPERATION,
    summary: 'Change an operation',
    params: operationParams,
    body: changeOperationBody,
    reply: operationSchema,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        changeOperation(tx, { actor: caller, communityId, id: params.operationId, body }),
      ),
  }),
  route({
    id: 'goals.delete-operation',
    method: 'DELETE',
    path: OPERATION,
    summary: 'Take away an operation for which nothing was spent',
    params: operationParams,
    reply: z.undefined(),
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, async (tx, { ids: { communityId } }) => {
        await deleteOperation(tx, { actor: caller, communityId, id: params.operationId });
        return undefined;
      }),
  }),
];

const spendRoutes = ({ clock }: Pick<GoalServices, 'clock'>, inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.add-spend',
    method: 'POST',
    path: `${OPERATION}/spends`,
    summary: 'Write down money that went out for an operation, or came back',
    params: operationParams,
    body: addSpendBody,
    reply: operationSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId }, zone }) =>
        recordSpend(tx, {
          actor: caller,
          communityId,
          id: params.operationId,
          body,
          today: dayOf(clock.now(), zone),
        }),
      ),
  }),
  route({
    id: 'goals.delete-spend',
    method: 'DELETE',
    path: `${OPERATION}/spends/:spendId`,
    summary: 'Take an entry of money away',
    params: spendParams,
    reply: operationSchema,
    handle: ({ caller, params }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        withdrawSpend(tx, { actor: caller, communityId, id: params.operationId, spendId: params.spendId }),
      ),
  }),
];
