export { budgetOfPeriod } from './budget-of-period.ts';
export { readCurrency } from './budget-store.ts';
export { createBudget, createOperation, recordSpend } from './change-budget.ts';
export { createObjective } from './change-objective.ts';
export { book, createResource } from './change-resource.ts';
export { ERASED_GOAL_TABLES, eraseGoalsOf } from './erase-goals.ts';
export { goalsRoutes } from './http.ts';
export { objectivesUsing } from './objectives-using.ts';
export { objectivesAt, recordObjectives } from './track-objectives.ts';
