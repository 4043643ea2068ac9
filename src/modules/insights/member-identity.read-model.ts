import { NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { idWords } from './gather/id-index.ts';
import type { Frame } from './gather/standing.ts';

/** Who a member is in the log: all personas, and what the map says besides. */
export type MemberIdentity = {
  memberId: string;
  personas: string[];
  /** Accounts under which events of the personas stand in the log. */
  accounts: string[];
  /** Whether any account of the community was renamed, so that one account may stand for several personas. */
  renamed: boolean;
  /** The part of the map that concerns the member, for a frame. */
  map: Pick<Frame, 'mapId' | 'mapped' | 'hasMap' | 'hasVoid'>;
};

/**
 * The personas of a member under a map. An id that is merged into somebody gives that
 * person; where a rename took away what an id stood for, it stands for the personas put to it by hand.
 */
export async function memberIdentity(
  engine: EventEngine,
  scope: Scope,
  mapId: string,
  id: string,
): Promise<MemberIdentity> {
  const nil = p.uuid(NIL_ID);
  const map = sql`FROM persona_maps WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id != ${nil}`;
  const spans = sql`FROM persona_spans WHERE ${inScope(scope)} AND account_id != ${nil}
    AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`;
  const [row] = await engine.query<{
    whose: string;
    parts: string[];
    moved: number;
    mapped: number;
    void: number;
    spans: number;
  }>(
    scope,
    'insights.identity_of_member',
    sql`WITH (SELECT if(countIf(member_id = ${p.uuid(id)}) > 0 OR count() = 0, ${p.uuid(id)}, any(member_id)) ${map}
              AND (persona_id = ${p.uuid(id)} OR member_id = ${p.uuid(id)}) AND member_id != ${nil}) AS found
        SELECT found AS whose, groupUniqArrayIf(persona_id, member_id = found) AS parts,
          countIf(persona_id = found) > 0 AS moved, count() > 0 AS mapped,
          countIf(member_id = ${nil}) > 0 AS void, (SELECT count() ${spans}) > 0 AS spans
        ${map}`,
  );
  const { whose, parts } = row!;
  const personas = row!.moved === 1 ? parts : [whose, ...parts];
  const renamed = row!.spans === 1;
  return {
    memberId: whose,
    personas,
    accounts: renamed ? await accountsOf(engine, scope, personas) : personas,
    renamed,
    map: {
      mapId,
      mapped: { personas: idWords(parts), members: idWords(parts.map(() => whose)) },
      hasMap: row!.mapped === 1,
      hasVoid: row!.void === 1,
    },
  };
}

/** The accounts of some personas; the persona that begins with a rename is of the account that the rename left. */
async function accountsOf(engine: EventEngine, scope: Scope, personas: readonly string[]): Promise<string[]> {
  const left = await engine.query<{ account_id: string }>(
    scope,
    'insights.accounts_of_personas',
    sql`SELECT DISTINCT account_id FROM persona_spans
        WHERE ${inScope(scope)} AND persona_id IN ${p.uuids(personas)}
          AND revision = (SELECT max(revision) FROM persona_spans WHERE ${inScope(scope)})`,
  );
  return [...new Set([...personas, ...left.map((row) => row.account_id)])];
}
