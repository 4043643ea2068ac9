import { dayOf, formatDay, parseDay } from '#kernel/calendar.ts';
import { openEvaluated } from '#modules/insights/index.ts';
import { budgetWarnings, periodCosts, type PeriodCounts } from './budget-rules.ts';
import type { Budget, BudgetReply, Operation } from './budgets.contract.ts';
import { getBudget, listBudgets, listOperations, readCurrency } from './budget-store.ts';
import { readPeriodCounts } from './period-counts.query.ts';
import type { Ids } from './read-measures.ts';
import type { GoalServices } from './track-objectives.ts';

/** A budget with its lines, what its results cost so far, and what asks for a look. NotFound. */
export async function readBudget(services: GoalServices, ids: Ids, budgetId: string): Promise<BudgetReply> {
  const { database } = services;
  const kept = await database.inWorkspace(ids.workspaceId, async (tx) => {
    const budget = await getBudget(tx, ids.communityId, budgetId);
    return {
      budget,
      lines: await listOperations(tx, { budgetId }),
      currency: (await readCurrency(tx, ids.communityId)).currency,
    };
  });
  return withResults(services, ids, kept);
}

type Kept = { budget: Budget; lines: Operation[]; currency: string };

async function withResults(services: GoalServices, ids: Ids, { budget, lines, currency }: Kept): Promise<BudgetReply> {
  const evaluated = await openEvaluated(services, { workspaceId: ids.workspaceId, communityKey: ids.communityId });
  const today = dayOf(services.clock.now(), evaluated.community.zone);
  const [from, last] = [parseDay(budget.fromDay)!, parseDay(budget.toDay)!];
  const to = Math.min(last, today, Math.max(evaluated.today, from));
  const begun = today >= from;
  const counts: PeriodCounts | null = begun ? await readPeriodCounts(evaluated, { from, to }) : null;
  return {
    ...budget,
    currency,
    today: formatDay(today),
    lines,
    costs: periodCosts(budget.spent, counts),
    costsTo: begun ? formatDay(to) : null,
    finished: today > last,
    warnings: budgetWarnings(budget.amount, lines),
  };
}

/**
 * The budgets that have days in a period, for the report of it, earliest first; each with its lines, costs and warnings
 * as they are now. Days as `YYYY-MM-DD`, both included.
 */
export async function budgetOfPeriod(
  services: GoalServices,
  ids: Ids,
  { from, to }: { from: string; to: string },
): Promise<BudgetReply[]> {
  const budgets = await services.database.inWorkspace(ids.workspaceId, (tx) => listBudgets(tx, ids.communityId));
  const within = budgets.filter(({ fromDay, toDay }) => fromDay <= to && toDay >= from).toReversed();
  return Promise.all(within.map(({ id }) => readBudget(services, ids, id)));
}
