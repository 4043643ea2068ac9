import { derivedId, NIL_ID } from '#kernel/ids.ts';
import { inScope, p, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { withIds } from './event-log-store.ts';
import { loadPersonas } from './persona-store.ts';
import { mapPersonas, type ManualMerge } from './personas.ts';

/** How a member is named: the account that stands for it. */
export type MemberLabel = { accountId: string; externalId: string; platform: string; name: string };

export type WrittenPersonaMap = {
  /** `persona_maps.map_id`: personas that are not a member of their own id; a bot's has the nil member. */
  mapId: string;
  /** Only members whose label is another account than that of their own id; for all others the ids are equal. */
  labels: Map<string, MemberLabel>;
};

/**
 * Who is who at T, written to `persona_maps`: renames before T (an instant in milliseconds, exclusive: the end of a
 * day), today's merges by hand, bots as nobody. A map's id comes from what it says, so the same map is written once.
 */
export async function personaMap(
  engine: EventEngine,
  scope: Scope,
  { T, manualMerges = [] }: { T: number; manualMerges?: readonly ManualMerge[] },
): Promise<WrittenPersonaMap> {
  const { renames, bots } = await loadPersonas(engine, scope);
  const { members, labels } = mapPersonas(
    renames.filter(({ at }) => at < T),
    manualMerges,
    bots,
  );
  const entries = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
  const mapId = derivedId('persona-map', scope.communityId, ...entries.flat());
  if (!(await isWritten(engine, scope, mapId))) {
    const token = `persona-map:${mapId}`;
    const rows = entries.map(([persona, member]) => ({ map_id: mapId, persona_id: persona, member_id: member }));
    if (rows.length > 0) await engine.insert(scope, 'persona_maps', rows, { deduplicationToken: token });
    // Says that the map is whole.
    await engine.insert(scope, 'persona_maps', [{ map_id: mapId, persona_id: NIL_ID, member_id: NIL_ID }]);
  }
  return { mapId, labels: await nameLabels(engine, scope, labels) };
}

async function isWritten(engine: EventEngine, scope: Scope, mapId: string): Promise<boolean> {
  const rows = await engine.query(
    scope,
    'events.has_persona_map',
    sql`SELECT 1 AS there FROM persona_maps
        WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id = ${p.uuid(NIL_ID)} LIMIT 1`,
  );
  return rows.length > 0;
}

async function nameLabels(
  engine: EventEngine,
  scope: Scope,
  labels: ReadonlyMap<string, string>,
): Promise<Map<string, MemberLabel>> {
  if (labels.size === 0) return new Map();
  const rows = await withIds(engine, scope, [...new Set(labels.values())], (ids) =>
    engine.query<{ id: string; external_id: string; platform: string; name: string }>(
      scope,
      'events.label_names',
      sql`SELECT id, external_id, platform, name FROM source_names FINAL
          WHERE ${inScope(scope)} AND subject = 'account' AND id IN ${ids}`,
    ),
  );
  const names = new Map(rows.map((row) => [row.id, row]));
  return new Map(
    [...labels].map(([memberId, accountId]) => {
      const found = names.get(accountId);
      const label: MemberLabel = {
        accountId,
        externalId: found?.external_id ?? '',
        platform: found?.platform ?? '',
        name: found?.name ?? '',
      };
      return [memberId, label];
    }),
  );
}
