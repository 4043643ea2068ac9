import { ruleSources } from '#app/rule-sources.ts';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { createWorkspace } from '#modules/identity/index.ts';
import { createSet } from '#modules/segments/index.ts';
import { grantScope, inScope, p, sql, type EventEngine, type Sql } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { orderRows, type Row } from '#testkit/oracle/history.ts';
import { buildCommunity, type Person } from '#testkit/oracle/people.ts';
import { analysisContext, openForAnalysis } from '#modules/analyses/analysis-context.ts';
import {
  ANALYSES,
  type AnalysisKindName,
  type ParamsOf,
  type PointOf,
  type ResultOf,
} from '#modules/analyses/contract.ts';
import { kindOf } from '#modules/analyses/registry.ts';
import { ResultMemory } from '#modules/analyses/result-memory.ts';
import { checkParams, runAnalysis, type AnalysisServices } from '#modules/analyses/run-analysis.ts';

/** A community of a history, evaluated, with plain people beside it to compare with. */
export type AnalysisLab = {
  services: AnalysisServices;
  engine: EventEngine;
  community: Community;
  workspaceId: string;
  /** Everybody whom the log knows, by the plain rules of the oracle. */
  people: Person[];
  /** The day of the evaluation. */
  today: number;
  groupId(external: string): string;
  run<K extends AnalysisKindName>(kind: K, params?: object): Promise<ResultOf<K>>;
  /** How many stand behind a point. */
  behind<K extends AnalysisKindName>(kind: K, params: object, point: PointOf<K>): Promise<number>;
  /** A segment of the members with these labels. */
  segment(labels: readonly string[]): Promise<string>;
};

const ZONE = 'Asia/Shanghai';

/** Writes a history into a community of its own and evaluates it. */
export async function analysisLab(database: Database, history: readonly NeutralEvent[]): Promise<AnalysisLab> {
  const engine = await testEngine();
  const workspaceId = await database.asSystem((tx) => createWorkspace(tx, 'Lab'));
  const community = await database.inWorkspace(workspaceId, (tx) =>
    createCommunity(tx, workspaceId, { name: 'Lab', zone: ZONE }),
  );
  const space = communitySpace(community.id);
  const scope = grantScope(workspaceId, community.id);
  const written = await writeEvents(engine, scope, { zone: ZONE }, history);
  await rollUp(engine, scope, written.changed);
  const now = Math.max(Date.UTC(2024, 0, 2), ...history.map(({ at }) => Date.parse(at))) + 60_000;
  const services: AnalysisServices = {
    database,
    engine,
    clock: { now: () => now },
    log: { warn: () => undefined },
    analysisResults: new ResultMemory(),
    ruleSources: ruleSources({ now: () => now }),
  };
  const asked = { workspaceId, communityKey: community.id };
  const evaluated = await openForAnalysis(services, asked);
  const rows: Row[] = orderRows(history as unknown as Record<string, unknown>[], ZONE);
  const count = async (rows: Sql): Promise<number> => {
    const [found] = await engine.query<{ people: number }>(
      scope,
      'test.people_behind',
      sql`SELECT toUInt32(uniqExact(member_id)) AS people FROM ${rows} /* ${inScope(scope)} */`,
    );
    return found!.people;
  };
  return {
    services,
    engine,
    community,
    workspaceId,
    people: buildCommunity(rows, evaluated.today).people,
    today: evaluated.today,
    groupId: (external) => space.groupId('qunluo', external),
    async run(kind, params = {}) {
      const { result } = await runAnalysis(services, asked, { kind, params });
      return ANALYSES[kind].result.parse(result) as never;
    },
    async behind(kind, params, point) {
      const checked = checkParams({ kind, params }) as ParamsOf<typeof kind>;
      return count(await kindOf(kind).people(analysisContext(services, evaluated, checked), checked, point));
    },
    async segment(labels) {
      const members = sql`(SELECT member_id FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluated.evaluation.id)} AND external_id IN ${p.strings(labels)})`;
      return createSet(services, {
        workspaceId,
        communityId: community.id,
        name: 'Some',
        members,
        transient: true,
        createdBy: null,
      });
    },
  };
}
