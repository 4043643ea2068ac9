import { z } from 'zod';
import { isCurrency } from '#kernel/money.ts';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { givenDay } from './times.contract.ts';

const day = z.iso.date();
const instant = z.iso.datetime();
/** Whole numbers of the currency's smallest unit. */
const amount = z.int();
const MOST = 1_000_000_000_000;

export const currencySchema = z.string().refine(isCurrency, 'is not the code of a currency, like CNY');

/** `2026-11` is a month, `2026-Q4` a quarter. */
export const periodSchema = z
  .string()
  .regex(/^20\d{2}-(0[1-9]|1[0-2]|Q[1-4])$/, 'is no month like 2026-11 and no quarter like 2026-Q4');

export const OPERATION_KINDS = ['activity', 'campaign', 'content', 'reward', 'partner', 'tool', 'other'] as const;
export const operationKindSchema = z.enum(OPERATION_KINDS);
export type OperationKind = z.infer<typeof operationKindSchema>;

/** Why a cost is not known. */
export const COST_REASONS = [
  'not_begun',
  'nothing_spent',
  'nobody_joined',
  'nobody_active',
  'no_orders',
  'no_orders_recorded',
  'before_first_event',
] as const;
export const costSchema = z.object({
  of: z.enum(['new_member', 'active_member', 'order']),
  among: z.int().nullable().describe('new members, active members, orders of the period so far; null: not known'),
  each: amount.nullable().describe('spent ÷ among, rounded half up'),
  reason: z.enum(COST_REASONS).nullable().describe('why it is not known'),
});
export type Cost = z.infer<typeof costSchema>;

/** What asks for a look; amounts are in the facts. */
export const WARNING_CODES = [
  'budget_overspent',
  'budget_nearly_spent',
  'overplanned',
  'operation_overspent',
  'operation_nearly_spent',
  'spent_unplanned',
] as const;
export const warningSchema = z.object({
  code: z.enum(WARNING_CODES),
  operationId: z.string().nullable(),
  facts: z.object({ spent: amount, planned: amount }),
});
export type BudgetWarning = z.infer<typeof warningSchema>;

export const spendSchema = z.object({
  id: z.string(),
  day,
  amount: amount.describe('below 0: money that came back'),
  text: z.string(),
  receipt: z.string().describe('number or link of the receipt, in words'),
  by: z.string().nullable(),
  createdAt: instant,
});
export type Spend = z.infer<typeof spendSchema>;

export const operationSchema = z.object({
  id: z.string(),
  budgetId: z.string(),
  name: z.string(),
  kind: operationKindSchema,
  fromDay: day,
  toDay: day,
  planned: amount,
  spent: amount,
  note: z.string(),
  spends: z.array(spendSchema).describe('latest day first'),
  bookings: z.int().describe('bookings of resources for it'),
});
export type Operation = z.infer<typeof operationSchema>;

export const budgetSchema = z.object({
  id: z.string(),
  period: periodSchema,
  fromDay: day,
  toDay: day.describe('the last day'),
  amount,
  planned: amount.describe('sum of its operations'),
  spent: amount,
  note: z.string(),
  operations: z.int(),
});
export type Budget = z.infer<typeof budgetSchema>;

/** GET …/budgets */
export const budgetsReply = z.object({
  today: day,
  currency: z.string(),
  currencyFixed: z.boolean().describe('amounts are written in it already'),
  budgets: z.array(budgetSchema).describe('latest period first'),
});
export type BudgetsReply = z.infer<typeof budgetsReply>;

/** GET …/budgets/:budgetId */
export const budgetReply = budgetSchema.extend({
  currency: z.string(),
  today: day,
  lines: z.array(operationSchema).describe('by first day'),
  costs: z.array(costSchema),
  costsTo: day.nullable().describe('people and orders are counted to this day; null: the period has not begun'),
  finished: z.boolean(),
  warnings: z.array(warningSchema),
});
export type BudgetReply = z.infer<typeof budgetReply>;

const budgetFields = { amount: amount.min(0).max(MOST), note: writtenText(2000) };
/** POST …/budgets */
export const createBudgetBody = z.strictObject({
  ...budgetFields,
  period: periodSchema,
  note: budgetFields.note.default(''),
});
/** PATCH …/budgets/:budgetId */
export const changeBudgetBody = z.strictObject(budgetFields).partial();
/** PUT …/currency: only while no budget is written in another. */
export const currencyBody = z.strictObject({ currency: currencySchema });
export const currencyReply = z.object({ currency: z.string() });

const operationFields = {
  name: writtenText(120).min(1),
  kind: operationKindSchema,
  fromDay: givenDay,
  toDay: givenDay,
  planned: amount.min(0).max(MOST),
  note: writtenText(2000),
};
/** POST …/budgets/:budgetId/operations */
export const addOperationBody = z.strictObject({
  ...operationFields,
  kind: operationFields.kind.default('activity'),
  note: operationFields.note.default(''),
});
/** PATCH …/operations/:operationId */
export const changeOperationBody = z.strictObject(operationFields).partial();

/** POST …/operations/:operationId/spends */
export const addSpendBody = z.strictObject({
  day: givenDay,
  amount: amount
    .min(-MOST)
    .max(MOST)
    .refine((value) => value !== 0, 'is nothing'),
  text: writtenText(200).min(1),
  receipt: writtenText(500).default(''),
});

export const budgetParams = communityParams.extend({ budgetId: z.uuid() });
export const operationParams = communityParams.extend({ operationId: z.uuid() });
export const spendParams = operationParams.extend({ spendId: z.uuid() });
