import { sql } from 'kysely';
import { dayOf } from '#kernel/calendar.ts';
import { getCommunity } from '#modules/communities/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import { creditAt } from './credit-at.ts';
import { readAllFacts } from './facts-store.ts';
import { readPolicy } from './policy-store.ts';
import { tellMembers, type TellParts, type Told } from './tell-member.ts';

/** Days for which a server that was down makes up. */
const MADE_UP_DAYS = 3;

/**
 * Tells members that their good conduct gave something back: once each time, on its day or, where nobody was there, shortly
 * after. The credit itself needs no telling: it is worked out.
 */
export async function praiseGoodConduct(
  tx: Tx,
  parts: TellParts,
  { workspaceId, communityId, now }: { workspaceId: string; communityId: string; now: Date },
): Promise<void> {
  const { zone } = await getCommunity(tx, communityId);
  const { policy } = await readPolicy(tx, communityId);
  const today = dayOf(now.getTime(), zone);
  const told = (await readAllFacts(tx, communityId)).flatMap(({ personId, facts }): Told[] => {
    const { credit, steps } = creditAt(facts, policy, { now: now.getTime(), zone });
    const step = steps.at(-1);
    if (step?.kind !== 'good' || step.change === 0 || step.day <= today - MADE_UP_DAYS) return [];
    const last = Math.max(...facts.violations.map(({ at }) => at));
    const message = { kind: 'good', credit, given: step.change, days: today - dayOf(last, zone) } as const;
    return [{ memberId: personId, key: `good:${personId}:${step.day}`, message }];
  });
  const sourceId = `good:${communityId}:${today}`;
  await tellMembers(tx, parts, { workspaceId, communityId, policy, now: now.getTime(), sourceId, told });
}

/** Days after what a violation cost has come back for which its evidence is still kept. */
const KEPT_DAYS = 30;

/** Forgets evidence on which nothing hangs any more: the cost came back, and no appeal is open. */
export async function forgetEvidence(tx: Tx, communityId: string, now: Date): Promise<void> {
  const { policy } = await readPolicy(tx, communityId);
  await sql`
    UPDATE violations SET evidence_text = ''
    WHERE community_id = ${communityId} AND evidence_text <> ''
      AND happened_at < ${now}::timestamptz - ${policy.returnDays + KEPT_DAYS}::int * interval '1 day'
      AND NOT EXISTS (SELECT FROM appeals WHERE violation_id = violations.id AND outcome IS NULL)
  `.execute(tx);
}
