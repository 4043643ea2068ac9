import { p, sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';

/** The stage of the whole community: everybody, or nobody. */
export const stage: RuleKind<'stage'> = {
  kind: 'stage',
  compile({ evaluation }, { in: stages }) {
    const now = evaluation.report.stage.value;
    return {
      on: 'state',
      holds: sql`${p.uint(stages.includes(now) ? 1 : 0)} = 1`,
      facts: { stage: sql`${p.string(now)}` },
    };
  },
};
