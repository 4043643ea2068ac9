import { ACTIVITY_TIERS, type Tier } from '#modules/insights/contract.ts';

export type ActivityTier = (typeof ACTIVITY_TIERS)[number];

const ACTIVITY_OF: Record<Tier, ActivityTier> = {
  leader: 'core',
  loyal: 'core',
  active: 'active',
  potential: 'potential',
  newcomer: 'potential',
  silent: 'silent',
};

/** Where an engagement tier falls in the activity scheme: core = leader ∪ loyal, potential = potential ∪ newcomer. */
export const activityOf = (tier: Tier): ActivityTier => ACTIVITY_OF[tier];

/** The engagement tiers that an activity tier is made of. */
export const tiersOf = (activity: ActivityTier): Tier[] =>
  (Object.keys(ACTIVITY_OF) as Tier[]).filter((tier) => ACTIVITY_OF[tier] === activity);

/** Members by activity tier, out of members by engagement tier. */
export function countActivity(tiers: Record<Tier, number>): Record<ActivityTier, number> {
  const counts = Object.fromEntries(ACTIVITY_TIERS.map((name) => [name, 0])) as Record<ActivityTier, number>;
  for (const [tier, count] of Object.entries(tiers) as [Tier, number][]) counts[ACTIVITY_OF[tier]] += count;
  return counts;
}
