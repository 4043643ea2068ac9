import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Day } from '#kernel/calendar.ts';
import { engagementTiers, valueScheme, type EngagementTiers, type ValueScheme } from '#modules/tiers/index.ts';
import { gatherMembers, type GatheredMembers } from './gather/gather-members.ts';
import type { Frame } from './gather/standing.ts';
import type { InsightRules } from './insight-rules.ts';

export type Classified = { gathered: GatheredMembers; tiers: EngagementTiers; value: ValueScheme };

/** All built-in schemes for all members at T: facts gathered in a few scans, then pure rules over columns. */
export async function classifyMembers(
  frame: Frame,
  rules: InsightRules,
  options: { experts?: readonly string[]; firstMonday?: Day | null },
): Promise<Classified> {
  const gathered = await gatherMembers(frame, { ...options, firstMonday: options.firstMonday ?? null });
  await nextTurn();
  const tiers = engagementTiers(gathered.facts, rules.segments, frame.today);
  await nextTurn();
  return { gathered, tiers, value: valueScheme(gathered.facts, rules.segments, frame.today) };
}
