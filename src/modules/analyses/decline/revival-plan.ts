import type { MauChange } from '#modules/insights/mau-change.contract.ts';
import { draftRevivalPlan } from '#modules/playbooks/index.ts';
import type { DeclineResult } from '../decline.contract.ts';

type Cause = Parameters<typeof draftRevivalPlan>[0][number];

/** A group or tier that makes so much of the fall is a cause of its own; a leader who took so much of the lost along. */
const MOST_OF_IT = 0.5;
const FOLLOWED = 0.05;
/** A part of so few people is no reason to do anything. */
const LEAST = 0.5;

/** The plays that answer the causes of a fall; none where MAU did not fall. */
export function revivalPlan(change: MauChange): DeclineResult['plan'] {
  if (change.change >= 0) return [];
  const parts = change.parts
    .filter(({ people }) => people <= -LEAST)
    .map(({ part, people, facts }): Cause => ({ cause: part, people: -people, facts }));
  return draftRevivalPlan([...parts, ...standingOut(change)]);
}

function standingOut({ change, groups, tiers, leaders }: MauChange): Cause[] {
  const falls = (row: { before: number; now: number }): boolean => row.before - row.now >= MOST_OF_IT * -change;
  const group = groups.length > 1 ? groups.find((row) => row.groupId !== null && falls(row)) : undefined;
  const tier = tiers.find(falls);
  const leader = leaders.find(({ share }) => share >= FOLLOWED);
  return [
    ...(group ? [{ cause: 'one_group' as const, people: group.before - group.now, facts: group }] : []),
    ...(tier ? [{ cause: 'one_tier' as const, people: tier.before - tier.now, facts: tier }] : []),
    ...(leader
      ? [{ cause: 'leader_gone' as const, people: leader.lost, facts: { name: leader.name, lost: leader.lost } }]
      : []),
  ];
}
