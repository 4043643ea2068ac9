import { parseDay, type Day } from '#kernel/calendar.ts';
import {
  memberDays,
  memberEvents,
  openEvaluated,
  type Evaluated,
  type InsightServices,
} from '#modules/insights/index.ts';
import { inSegment } from '#modules/segments/index.ts';
import { inScope, p, QueryTooLarge, QueryTooSlow, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, DayRange } from './analysis-kind.ts';
import type { AnalysisRange } from './common.contract.ts';
import { AnalysisTooLarge } from './errors.ts';

/** Seconds that one statement of an analysis may run. */
const MAX_SECONDS = 30;

/** The days that a range means at an evaluation; days to come do not exist. */
export function resolveRange(range: AnalysisRange, today: Day): DayRange {
  if ('lastDays' in range) return { from: Math.max(0, today - range.lastDays + 1), to: today };
  return { from: parseDay(range.from)!, to: Math.min(parseDay(range.to)!, today) };
}

/** What all kinds take of their params. */
type Common = { range?: AnalysisRange; segmentId?: string | undefined };

/** What a kind works with, for params that were checked. */
export function analysisContext(services: InsightServices, evaluated: Evaluated, params: Common): AnalysisContext {
  const { frame, today } = evaluated;
  const { scope, engine } = frame;
  const population = params.segmentId === undefined ? undefined : inSegment(scope, params.segmentId);
  const narrowed = (rows: Sql): Sql => (population ? sql`(SELECT * FROM ${rows} WHERE ${population})` : rows);
  return {
    services,
    evaluated,
    scope,
    today,
    range: resolveRange(params.range ?? { lastDays: 84 }, today),
    population,
    events: (reading) => narrowed(memberEvents(frame, reading)),
    days: (reading) => narrowed(memberDays(frame, reading)),
    states: (columns, where) =>
      sql`(SELECT ${columns} FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluated.evaluation.id)}
        ${where ? sql`AND ${where}` : sql``} ${population ? sql`AND ${population}` : sql``})`,
    query: (name, statement) => limited(engine.query(scope, name, statement, { maxSeconds: MAX_SECONDS })),
    columns: (name, statement) => limited(engine.columns(scope, name, statement, { maxSeconds: MAX_SECONDS })),
  };
}

/** Says in the words of an analysis that the engine gave up. */
async function limited<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof QueryTooLarge) throw new AnalysisTooLarge('memory', error);
    if (error instanceof QueryTooSlow) throw new AnalysisTooLarge('time', error);
    throw error;
  }
}

/** Opens the latest evaluation of a community for analyses; `communityKey`: its key or id. Throws NotFound. */
export const openForAnalysis = (
  services: InsightServices,
  asked: { workspaceId: string; communityKey: string },
): Promise<Evaluated> => openEvaluated(services, asked);

const SEGMENT_ID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g;

/**
 * What the segments that params speak of were last changed by: a segment can change between two evaluations, and what was
 * worked out with its members before is then no answer. Ids of other things among the params have no version and do no harm.
 */
export async function segmentVersions({ frame }: Evaluated, params: object): Promise<string> {
  const ids = [...new Set(JSON.stringify(params).match(SEGMENT_ID))].sort();
  if (ids.length === 0) return '';
  const rows = await frame.engine.query<{ versions: string }>(
    frame.scope,
    'analyses.segment_versions',
    sql`SELECT arrayStringConcat(arraySort(groupArray(concat(toString(segment_id), ' ', toString(version)))), ',') AS versions
        FROM (SELECT segment_id, max(version) AS version FROM segment_members
          WHERE ${inScope(frame.scope)} AND segment_id IN ${p.uuids(ids)} GROUP BY segment_id)`,
  );
  return rows[0]?.versions ?? '';
}
