import type { TIERS } from '#modules/insights/contract.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';

export type Introduced = { memberId: string; member: string; name: string; tier: (typeof TIERS)[number] };

/** Names of some members, in the order given; who is no member of the evaluation is left out. */
export async function introduce(
  evaluated: Pick<Evaluated, 'frame' | 'evaluation'>,
  ids: readonly string[],
): Promise<Introduced[]> {
  const found = await namesOf(evaluated, ids);
  return ids.flatMap((id) => {
    const one = found.get(id);
    return one?.isMember ? [{ memberId: id, member: one.member, name: one.name, tier: one.tier }] : [];
  });
}

/** Names of some people of an evaluation, who have left included. */
export async function namesOf(
  { frame: { engine, scope }, evaluation }: Pick<Evaluated, 'frame' | 'evaluation'>,
  ids: readonly string[],
): Promise<Map<string, Introduced & { isMember: boolean }>> {
  if (ids.length === 0) return new Map();
  const rows = await engine.query<{
    member_id: string;
    external_id: string;
    name: string;
    tier: Introduced['tier'];
    is_member: number;
  }>(
    scope,
    'segments.names',
    sql`SELECT member_id, external_id, name, tier, is_member FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND member_id IN ${p.uuids(ids)}`,
  );
  return new Map(
    rows.map((row) => [
      row.member_id,
      {
        memberId: row.member_id,
        member: row.external_id,
        name: row.name,
        tier: row.tier,
        isMember: row.is_member === 1,
      },
    ]),
  );
}
