import { hasRules } from '#modules/credit/index.ts';
import { usesExams } from '#modules/exams/index.ts';
import { levelsInUse } from '#modules/levels/index.ts';
import { usesPoints } from '#modules/points/index.ts';
import { shopInUse } from '#modules/rewards/index.ts';
import type { Tx } from '#platform/postgres/index.ts';

/**
 * Parts of the product that member pages are for, by the name that `web/member` knows them under, and whether a community
 * uses each: what it does not use is not shown to its members.
 */
export const MEMBER_PARTS: Readonly<Record<string, (tx: Tx, communityId: string) => Promise<boolean>>> = {
  credit: hasRules,
  exams: usesExams,
  levels: levelsInUse,
  points: usesPoints,
  rewards: shopInUse,
};
