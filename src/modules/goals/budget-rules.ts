import { costOfEach } from '#kernel/money.ts';
import type { BudgetWarning, Cost } from './budgets.contract.ts';

/** From which share of what was planned a line or a budget is nearly spent. */
const NEARLY = 0.9;

type Line = { id: string; planned: number; spent: number };

/** What asks for a look in a budget: the whole first, then its lines in their order. */
export function budgetWarnings(amount: number, lines: readonly Line[]): BudgetWarning[] {
  const sum = (key: 'planned' | 'spent'): number => lines.reduce((total, line) => total + line[key], 0);
  const [planned, spent] = [sum('planned'), sum('spent')];
  const found: BudgetWarning[] = [];
  const warn = (code: BudgetWarning['code'], facts: BudgetWarning['facts'], operationId: string | null = null) =>
    found.push({ code, operationId, facts });
  if (spent > amount) warn('budget_overspent', { spent, planned: amount });
  else if (spent > 0 && spent >= NEARLY * amount) warn('budget_nearly_spent', { spent, planned: amount });
  if (planned > amount) warn('overplanned', { spent: planned, planned: amount });
  for (const line of lines) {
    const facts = { spent: line.spent, planned: line.planned };
    if (line.planned === 0 && line.spent > 0) warn('spent_unplanned', facts, line.id);
    else if (line.spent > line.planned) warn('operation_overspent', facts, line.id);
    else if (line.spent > 0 && line.spent >= NEARLY * line.planned) warn('operation_nearly_spent', facts, line.id);
  }
  return found;
}

/** Who came, took part and bought in a period, as far as it is over; null: not known. */
export type PeriodCounts = {
  joined: number;
  active: number;
  orders: number;
  /** Whether the community ever recorded a purchase. */
  ordersRecorded: boolean;
  /** The period ended before the community's first event. */
  beforeFirst: boolean;
};

/** What a new member, an active member and an order cost; null with the reason where it cannot be said. */
export function periodCosts(spent: number, counts: PeriodCounts | null): Cost[] {
  const cost = (of: Cost['of'], among: number | undefined, none: NonNullable<Cost['reason']>): Cost => {
    if (!counts) return { of, among: null, each: null, reason: 'not_begun' };
    if (counts.beforeFirst) return { of, among: null, each: null, reason: 'before_first_event' };
    if (of === 'order' && !counts.ordersRecorded) return { of, among: null, each: null, reason: 'no_orders_recorded' };
    if (spent <= 0) return { of, among: among!, each: null, reason: 'nothing_spent' };
    const each = costOfEach(spent, among!);
    return { of, among: among!, each, reason: each === null ? none : null };
  };
  return [
    cost('new_member', counts?.joined, 'nobody_joined'),
    cost('active_member', counts?.active, 'nobody_active'),
    cost('order', counts?.orders, 'no_orders'),
  ];
}
