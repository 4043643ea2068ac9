import { sql } from 'kysely';
import { dayOf, startOfDay } from '#kernel/calendar.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { BenefitKind, QuotaPeriod } from './benefits.contract.ts';
import { levelsOf } from './levels-of.ts';
import { periodStart } from './period.ts';

/** May a member use a benefit now? `benefit` is its key; `amount` counts for quotas, 1 unless told. */
export type BenefitQuestion = {
  communityId: string;
  memberId: string;
  benefit: string;
  /** Milliseconds. */
  now: number;
  amount?: number | undefined;
};

export type BenefitAnswer = {
  allowed: boolean;
  reason: 'allowed' | 'no_such_benefit' | 'switched_off' | 'level' | 'used_up';
  /** What a quota leaves before this use; null where nothing limits it. */
  left: number | null;
  benefitId: string | null;
  kind: BenefitKind | null;
  /** The lowest rank that has it; null: none has. */
  fromRank: number | null;
  rank: number;
  /** Of early access: how much earlier. */
  hours: number | null;
};

type Row = {
  id: string;
  kind: BenefitKind;
  enabled: boolean;
  hours: number | null;
  period: QuotaPeriod | null;
  fromRank: number | null;
  has: boolean;
  quota: number | null;
};

/**
 * Whether a member may use a benefit now, and why not: the one question that other modules ask. Nothing is changed. Who
 * asks and then uses calls `useBenefit`, which asks again under a lock.
 */
export async function mayUse(tx: Tx, question: BenefitQuestion): Promise<BenefitAnswer> {
  const { communityId, memberId, benefit, now, amount = 1 } = question;
  const [level] = await levelsOf(tx, [memberId]);
  const rank = level?.rank ?? 0;
  const { rows } = await sql<Row>`
    SELECT benefits.id, kind, enabled, hours, period, min(levels.rank) AS "fromRank",
      coalesce(bool_or(levels.id = ${level?.levelId ?? null}::uuid), false) AS has,
      max(level_benefits.quota) FILTER (WHERE levels.id = ${level?.levelId ?? null}::uuid) AS quota
    FROM benefits
    LEFT JOIN level_benefits ON level_benefits.benefit_id = benefits.id
    LEFT JOIN levels ON levels.id = level_benefits.level_id
    WHERE benefits.community_id = ${communityId} AND benefits.key = ${benefit}
    GROUP BY benefits.id
  `.execute(tx);
  const found = rows[0];
  if (!found)
    return {
      allowed: false,
      reason: 'no_such_benefit',
      left: null,
      benefitId: null,
      kind: null,
      fromRank: null,
      rank,
      hours: null,
    };
  const answer = {
    left: null,
    benefitId: found.id,
    kind: found.kind,
    fromRank: found.fromRank,
    rank,
    hours: found.hours,
  };
  if (!found.enabled) return { ...answer, allowed: false, reason: 'switched_off' };
  if (!found.has) return { ...answer, allowed: false, reason: 'level' };
  if (found.period === null || found.quota === null) return { ...answer, allowed: true, reason: 'allowed' };
  const { zone } = await getCommunity(tx, communityId);
  const since = beginOf(found.period, now, zone);
  const used = await usedSince(tx, { benefitId: found.id, memberId, since });
  const left = Math.max(0, found.quota - used);
  return { ...answer, left, allowed: left >= amount, reason: left >= amount ? 'allowed' : 'used_up' };
}

/** The instant with which the local period began that `now` is in. */
function beginOf(period: QuotaPeriod, now: number, zone: string): Date {
  const day = periodStart(period, dayOf(now, zone));
  return new Date(day === undefined ? 0 : startOfDay(day, zone));
}

/** How much of a benefit a person used since an instant, over everybody who became one with them. */
async function usedSince(
  tx: Tx,
  { benefitId, memberId, since }: { benefitId: string; memberId: string; since: Date },
): Promise<number> {
  const { rows } = await sql<{ used: number }>`
    WITH person AS (SELECT coalesce(person_id, id) AS id FROM members WHERE id = ${memberId})
    SELECT coalesce(sum(amount), 0)::int AS used FROM benefit_uses
    WHERE benefit_id = ${benefitId} AND at >= ${since}
      AND member_id IN (
        SELECT id FROM person UNION SELECT members.id FROM members JOIN person ON members.person_id = person.id)
  `.execute(tx);
  return rows[0]!.used;
}
