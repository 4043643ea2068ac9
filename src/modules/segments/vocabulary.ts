import type { z } from 'zod';
import { listGroups } from '#modules/communities/index.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { listTags } from '#modules/members/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import type { vocabularyReply } from './contract.ts';
import type { SegmentServices } from './segment-services.ts';

type Vocabulary = z.infer<typeof vocabularyReply>;

/** Events of the last days in which properties are looked for. */
const SAMPLED = 20_000;
const SAMPLED_DAYS = 91;
const TYPES: Record<string, Vocabulary['properties'][number]['type']> = {
  String: 'text',
  Int64: 'number',
  UInt64: 'number',
  Double: 'number',
  Bool: 'boolean',
};

/** What the rule builder offers for a community: names that are there to be chosen from. */
export async function readVocabulary(services: SegmentServices, evaluated: Evaluated): Promise<Vocabulary> {
  const { community, frame, today } = evaluated;
  const { engine, scope } = frame;
  const here = sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluated.evaluation.id)}`;
  const named = await services.database.inWorkspace(scope.workspaceId, async (tx) => ({
    groups: (await listGroups(tx, community.id)).map(({ id, name }) => ({ id, name })),
    tags: await listTags(tx, community.id),
    levels: (await services.ruleSources.listLevels(tx, community.id)).map(({ id, name }) => ({ id, name })),
  }));
  const [places] = await engine.query<{ platforms: string[] }>(
    scope,
    'segments.platforms',
    sql`SELECT arraySort(groupUniqArrayArray(platforms)) AS platforms FROM member_states WHERE ${here}`,
  );
  const kinds = await engine.query<{ kind: string; events: number }>(
    scope,
    'segments.kinds',
    sql`SELECT kind, count() AS events FROM events WHERE ${inScope(scope)} AND removed = '' GROUP BY kind ORDER BY events DESC, kind LIMIT 60`,
  );
  const paths = await engine.query<{ kind: string; path: string; usual: string }>(
    scope,
    'segments.property_paths',
    sql`SELECT kind, path, anyHeavy(type) AS usual FROM
          (SELECT kind, one.1 AS path, toString(JSONType(one.2)) AS type FROM
            (SELECT kind, properties FROM events WHERE ${inScope(scope)} AND day > ${p.day(Math.max(0, today - SAMPLED_DAYS))}
               AND properties NOT IN ('', '{}') LIMIT ${p.uint(SAMPLED)})
           ARRAY JOIN arrayConcat(JSONExtractKeysAndValuesRaw(properties),
             arrayFlatten(arrayMap(outer -> arrayMap(inner -> (concat(outer.1, '.', inner.1), inner.2),
               if(JSONType(outer.2) = 'Object', JSONExtractKeysAndValuesRaw(outer.2), [])), JSONExtractKeysAndValuesRaw(properties)))) AS one)
        WHERE type NOT IN ('Object', 'Null') AND match(path, '^[^.]{1,60}([.][^.]{1,60})?$')
        GROUP BY kind, path ORDER BY count() DESC, kind, path LIMIT 200`,
  );
  const circles = await engine.query<{ circle: number; members: number }>(
    scope,
    'segments.circles',
    sql`SELECT circle, count() AS members FROM network_members WHERE ${here} AND circle > 0 GROUP BY circle ORDER BY circle LIMIT 200`,
  );
  return {
    ...named,
    platforms: places?.platforms ?? [],
    kinds: kinds.map(({ kind, events }) => ({ kind, events: Number(events) })),
    properties: paths.map(({ kind, path, usual }) => ({ kind, path, type: TYPES[usual] ?? 'other' })),
    circles: circles.map(({ circle, members }) => ({ circle: Number(circle), members: Number(members) })),
  };
}
