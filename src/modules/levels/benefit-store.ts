import { sql } from 'kysely';
import { NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Benefit, WrittenBenefit } from './benefits.contract.ts';

const DAY_MS = 86_400_000;

/** The benefits of a community by name, with the levels that have each. */
export async function listBenefits(tx: Tx, communityId: string, now: number): Promise<Benefit[]> {
  const { rows } = await sql<Benefit>`
    SELECT id, key, name, name_en AS "nameEn", description, description_en AS "descriptionEn", kind, hours, period,
      group_ids AS "groupIds", on_entry AS "onEntry", exam_days AS "examDays", enabled,
      coalesce((SELECT jsonb_agg(jsonb_build_object('levelId', level_id, 'rank', rank, 'quota', quota) ORDER BY rank)
        FROM level_benefits JOIN levels ON levels.id = level_id WHERE benefit_id = benefits.id), '[]') AS levels,
      (SELECT count(*)::int FROM benefit_uses
        WHERE benefit_id = benefits.id AND at >= ${new Date(now - 28 * DAY_MS)}) AS uses28
    FROM benefits WHERE community_id = ${communityId} ORDER BY name, id
  `.execute(tx);
  return rows;
}

/** One of them. NotFound. */
export async function getBenefit(tx: Tx, communityId: string, benefitId: string, now: number): Promise<Benefit> {
  const found = (await listBenefits(tx, communityId, now)).find(({ id }) => id === benefitId);
  if (!found) throw new NotFound('the benefit');
  return found;
}

/** Writes a benefit, new or changed; which levels have it is part of the ladder. Conflict where the key is taken: by constraint. */
export async function writeBenefit(
  tx: Tx,
  communityId: string,
  { id = newId(), ...benefit }: WrittenBenefit & { id?: string },
): Promise<string> {
  await sql`
    INSERT INTO benefits (id, workspace_id, community_id, key, name, name_en, description, description_en, kind, hours, period,
      group_ids, on_entry, exam_days, enabled)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${benefit.key}, ${benefit.name}, ${benefit.nameEn},
      ${benefit.description}, ${benefit.descriptionEn}, ${benefit.kind}, ${benefit.hours}, ${benefit.period},
      ${benefit.groupIds}::uuid[], ${benefit.onEntry}, ${benefit.examDays}, ${benefit.enabled})
    ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, name_en = excluded.name_en,
      description = excluded.description, description_en = excluded.description_en, kind = excluded.kind,
      hours = excluded.hours, period = excluded.period, group_ids = excluded.group_ids, on_entry = excluded.on_entry,
      exam_days = excluded.exam_days, enabled = excluded.enabled
  `.execute(tx);
  return id;
}

export async function removeBenefit(tx: Tx, benefitId: string): Promise<void> {
  await sql`DELETE FROM benefits WHERE id = ${benefitId}`.execute(tx);
}

export type UseRow = {
  id: string;
  benefitId: string;
  memberId: string;
  amount: number;
  note: string;
  at: Date;
  usedBy: string | null;
};

/** Uses, newest first, a hundred at a time. A person's include those of everybody who became them. */
export async function listUses(
  tx: Tx,
  communityId: string,
  {
    benefitId,
    memberId,
    before,
  }: { benefitId?: string | undefined; memberId?: string | undefined; before?: string | undefined },
): Promise<UseRow[]> {
  const { rows } = await sql<UseRow>`
    SELECT uses.id, benefit_id AS "benefitId", coalesce(members.person_id, members.id) AS "memberId", amount, note, at,
      used_by AS "usedBy"
    FROM benefit_uses uses JOIN members ON members.id = uses.member_id
    WHERE uses.community_id = ${communityId}
      AND (${benefitId ?? null}::uuid IS NULL OR benefit_id = ${benefitId ?? null}::uuid)
      AND (${before ?? null}::timestamptz IS NULL OR at < ${before ?? null}::timestamptz)
      AND (${memberId ?? null}::uuid IS NULL OR coalesce(members.person_id, members.id) =
        (SELECT coalesce(person_id, id) FROM members WHERE id = ${memberId ?? null}::uuid))
    ORDER BY at DESC, uses.id DESC LIMIT 100
  `.execute(tx);
  return rows;
}
