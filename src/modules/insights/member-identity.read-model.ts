import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';

/** Who a member is in the log: all personas, and the accounts whose events may be theirs. */
export type MemberIdentity = { memberId: string; personas: string[]; accounts: string[] };

/**
 * The personas of a member under a map, and their accounts. An id that is merged into somebody gives that person; the
 * persona of a rename is looked up by the account that it left.
 */
export async function memberIdentity(
  engine: EventEngine,
  scope: Scope,
  mapId: string,
  id: string,
): Promise<MemberIdentity> {
  const map = sql`FROM persona_maps WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)}`;
  const above = await engine.query<{ member_id: string }>(
    scope,
    'insights.member_of_persona',
    sql`SELECT member_id ${map} AND persona_id = ${p.uuid(id)} AND member_id != ${p.uuid(NIL_ID)} LIMIT 1`,
  );
  const memberId = above[0]?.member_id ?? id;
  const below = await engine.query<{ persona_id: string }>(
    scope,
    'insights.personas_of_member',
    sql`SELECT DISTINCT persona_id ${map} AND member_id = ${p.uuid(memberId)}`,
  );
  const personas = [...new Set([memberId, ...below.map((row) => row.persona_id)])];
  const left = await engine.query<{ account_id: string }>(
    scope,
    'insights.accounts_of_personas',
    sql`SELECT DISTINCT account_id FROM persona_spans
        WHERE ${inScope(scope)} AND persona_id IN ${p.uuids(personas)}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`,
  );
  return { memberId, personas, accounts: [...new Set([...personas, ...left.map((row) => row.account_id)])] };
}
