import type { Stage } from '../../../../../src/modules/insights/contract.ts';

/**
 * Since when the stage holds, by the evaluations that were kept (days ascending): the first day of the latest run of
 * the same stage. `exact` is false when there is none before it with another stage: it may hold for longer.
 */
export function stageSince(
  evaluations: readonly { asOf: string; stage: Stage }[],
  stage: Stage,
): { day: string; exact: boolean } | undefined {
  const other = evaluations.findLastIndex((one) => one.stage !== stage);
  const first = evaluations[other + 1];
  return first && { day: first.asOf, exact: other >= 0 };
}
