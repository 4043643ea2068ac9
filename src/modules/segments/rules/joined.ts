import { sql } from '#platform/clickhouse/index.ts';
import type { RuleKind } from './rule-kind.ts';
import { dayTest } from './tests.ts';

/** When a member joined. */
export const joined: RuleKind<'joined'> = {
  kind: 'joined',
  compile: ({ today }, { when }) => ({
    on: 'state',
    holds: dayTest(sql`toUInt16(joined_day)`, when, today),
    facts: { joined: sql`toString(joined_day)` },
  }),
};
