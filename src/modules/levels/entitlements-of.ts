import type { Tx } from '#platform/postgres/index.ts';
import { listBenefits } from './benefit-store.ts';
import type { MemberBenefitsReply } from './benefits.contract.ts';
import { levelsOf } from './levels-of.ts';
import { mayUse } from './may-use.ts';

/** Every benefit that a community offers, and whether a member may use it now, or from which level on. */
export async function entitlementsOf(
  tx: Tx,
  { communityId, memberId, now }: { communityId: string; memberId: string; now: number },
): Promise<MemberBenefitsReply> {
  const [level] = await levelsOf(tx, [memberId]);
  const benefits: MemberBenefitsReply['benefits'] = [];
  for (const { enabled, id, ...one } of await listBenefits(tx, communityId, now)) {
    if (!enabled || one.levels.length === 0) continue;
    const { allowed, reason, left, fromRank, hours } = await mayUse(tx, {
      communityId,
      memberId,
      benefit: one.key,
      now,
    });
    const { key, name, nameEn, description, descriptionEn, kind, period } = one;
    benefits.push({
      benefitId: id,
      key,
      name,
      nameEn,
      description,
      descriptionEn,
      kind,
      period,
      allowed,
      reason,
      left,
      fromRank,
      hours,
    });
  }
  return { rank: level?.rank ?? 0, benefits: benefits.toSorted((a, b) => (a.fromRank ?? 99) - (b.fromRank ?? 99)) };
}
