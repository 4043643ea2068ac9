import type { Day } from '#kernel/calendar.ts';
import { readDayRevisions, type DayRevisions } from '#modules/insights/index.ts';
import {
  inScope,
  joinSql,
  p,
  scopeColumns,
  sql,
  type EventEngine,
  type Scope,
  type Sql,
} from '#platform/clickhouse/index.ts';
import { compileTogether } from './compile-rules.ts';
import { listCondition } from './list-condition.ts';
import { clausesOf, type Clause } from './rule.contract.ts';
import { kindOf } from './rules/index.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import type { SegmentRun } from './run-store.ts';
import type { SegmentRow } from './segment-store.ts';

/** The facts that a computation stands on, read before anything is computed from them. */
export type Standing = { revisions: DayRevisions; spans: number };

/** Reads them. What changes afterwards is seen by the next computation. */
export async function readStanding(engine: EventEngine, scope: Scope): Promise<Standing> {
  const [revisions, [row]] = await Promise.all([
    readDayRevisions(engine, scope),
    engine.query<{ latest: number }>(
      scope,
      'segments.spans_revision',
      sql`SELECT max(revision) AS latest FROM persona_spans WHERE ${inScope(scope)}`,
    ),
  ]);
  return { revisions, spans: Number(row?.latest ?? 0) };
}

/** The evaluation that a run was made with, as the context in which its clauses had their answers. */
export function contextOf(context: RuleContext, { evaluationId, mapId, today, stage }: SegmentRun): RuleContext {
  const { evaluation, frame } = context;
  const report = {
    ...evaluation.report,
    stage: { ...evaluation.report.stage, value: stage },
  } as typeof evaluation.report;
  return {
    ...context,
    today: today!,
    evaluation: { ...evaluation, id: evaluationId!, report },
    frame: { ...frame, mapId: mapId!, hasMap: true, today: today! },
  };
}

/**
 * Whether what changed since a run can be told member by member: who is who by renames and the zone are the same, the states of its
 * evaluation are still there, and of each day that changed the rows as they were.
 */
export async function canTell(context: RuleContext, run: SegmentRun, { revisions, spans }: Standing): Promise<boolean> {
  const { engine, scope } = context.frame;
  if (run.evaluationId === null || run.today === null || run.spans !== spans || run.zone !== context.community.zone)
    return false;
  const [row] = await engine.query<{ held: number }>(
    scope,
    'segments.states_held',
    sql`SELECT count() > 0 AS held FROM member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(run.evaluationId)}`,
  );
  if (Number(row?.held ?? 0) === 0) return false;
  const before = changedDays(run, revisions).flatMap((day) => (run.revisions.has(day) ? [day] : []));
  if (before.length === 0) return true;
  const [there] = await engine.query<{ days: number }>(
    scope,
    'segments.days_as_they_were',
    sql`SELECT uniqExact(day) AS days FROM member_days WHERE ${inScope(scope)} AND day IN ${p.days(before)}
          AND revision = transform(toInt64(toUInt16(day)), ${p.ints(before)}, ${p.uints(before.map((day) => run.revisions.get(day)!))}, toUInt64(0))`,
  );
  return Number(there!.days) === before.length;
}

/** Days that were rolled up anew since a run. */
const changedDays = (run: SegmentRun, now: DayRevisions): Day[] =>
  [...new Set([...now.keys(), ...run.revisions.keys()])].filter((day) => now.get(day) !== run.revisions.get(day));

/** Days that windows let go of, or took in, while the day of the evaluation moved. */
function edgeDays(segments: readonly SegmentRow[], before: Day, today: Day): Day[] {
  const days = new Set<Day>();
  const [low, high] = [Math.min(before, today), Math.max(before, today)];
  for (const clause of segments.flatMap(({ rule }) => (rule ? clausesOf(rule) : [])))
    for (const ago of kindOf(clause).edges?.(clause as never) ?? [])
      for (let day = Math.max(0, low - ago + 1); day <= high - ago; day++) days.add(day);
  return [...days];
}

/**
 * Collects the members of whom an answer of some segments can be another than at a run: whose state answers other, who
 * did something on a day that changed or that a window let go of, and who became somebody else's. Written as ids under
 * `asked`; gives how many.
 */
export async function collectCandidates(
  context: RuleContext,
  {
    asked,
    run,
    standing,
    segments,
  }: { asked: string; run: SegmentRun; standing: Standing; segments: readonly SegmentRow[] },
): Promise<number> {
  const { engine, scope } = context.frame;
  const before = contextOf(context, run);
  const days = [
    ...new Set([...changedDays(run, standing.revisions), ...edgeDays(segments, before.today, context.today)]),
  ];
  const rows = [
    ...(context.evaluation.id === run.evaluationId ? [] : [otherStates(context, before, segments)]),
    ...(days.length === 0
      ? []
      : [
          activeOn(
            context,
            days.filter((day) => day <= 65_535),
          ),
        ]),
    ...(run.mapId === context.frame.mapId ? [] : [otherPeople(context, run.mapId!)]),
  ];
  if (rows.length === 0) return 0;
  await engine.command(
    scope,
    'segments.collect_candidates',
    sql`INSERT INTO asked_ids (workspace_id, community_id, asked, id)
        SELECT ${scopeColumns(scope)}, ${p.uuid(asked)}, member_id FROM (${joinSql(rows, sql` UNION DISTINCT `)})`,
    { maxSeconds: 900 },
  );
  return countAsked(engine, scope, asked);
}

/** How many ids stand under `asked`. */
export async function countAsked(engine: EventEngine, scope: Scope, asked: string): Promise<number> {
  const [row] = await engine.query<{ ids: number }>(
    scope,
    'segments.count_candidates',
    sql`SELECT uniqExact(id) AS ids FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(asked)}`,
  );
  return Number(row?.ids ?? 0);
}

/** Clauses that the states alone answer; sets and segments tell by themselves when they change. */
const isOfStates = (clause: Clause): boolean => {
  const kind = kindOf(clause);
  return !kind.edges && !kind.set && !kind.uses;
};

/** Members of either evaluation for whom some clause on the states answers other, and those of only one of them. */
function otherStates(now: RuleContext, before: RuleContext, segments: readonly SegmentRow[]): Sql {
  const clauses = new Map<string, Clause>();
  for (const { rule } of segments)
    for (const clause of rule ? clausesOf(rule) : [])
      if (isOfStates(clause) || isBuiltInTier(clause)) clauses.set(JSON.stringify(clause), clause);
  const lists = segments.filter(({ rule }) => rule === null);
  const answers = (context: RuleContext): Sql => {
    const { from, rules } = compileTogether(context, [...clauses.values()]);
    const holds = [...rules.map((rule) => rule.holds), ...lists.map(({ id }) => listCondition(context, id))];
    const bits = joinSql([sql`toUInt8(0)`, ...holds.map((one) => sql`toUInt8(${one})`)]);
    return sql`SELECT member_id, cityHash64([${bits}]) AS answers FROM ${from}`;
  };
  return sql`SELECT member_id FROM (${answers(now)} UNION ALL ${answers(before)})
    GROUP BY member_id HAVING count() != 2 OR min(answers) != max(answers)`;
}

/** A tier of a built-in scheme looks at no segment. */
const isBuiltInTier = (clause: Clause): boolean =>
  clause.kind === 'tier' && kindOf(clause).uses!(clause as never, () => ['own']).length === 0;

/** Everybody of whom any row of the log or of its roll-up, in any version, is of some days. */
function activeOn({ frame: { scope, mapId, hasMap, hasSpans } }: RuleContext, days: readonly Day[]): Sql {
  const accounts = sql`SELECT DISTINCT account_id AS member_id FROM events WHERE ${inScope(scope)} AND day IN ${p.days(days)}`;
  const personas = sql`SELECT DISTINCT persona_id AS member_id FROM member_days WHERE ${inScope(scope)} AND day IN ${p.days(days)}`;
  const renamed = sql`SELECT DISTINCT persona_id AS member_id FROM persona_spans
    WHERE ${inScope(scope)} AND account_id IN (${accounts})`;
  const ids = joinSql([accounts, personas, ...(hasSpans ? [renamed] : [])], sql` UNION DISTINCT `);
  if (!hasMap) return ids;
  return sql`${ids} UNION DISTINCT SELECT DISTINCT member_id FROM persona_maps
    WHERE ${inScope(scope)} AND map_id = ${p.uuid(mapId)} AND persona_id IN (${ids})`;
}

/** People whom two maps say differently, with those whom they became and were. */
function otherPeople({ frame: { scope, mapId } }: RuleContext, before: string): Sql {
  return sql`SELECT arrayJoin([persona_id, member_id]) AS member_id FROM
    (SELECT persona_id, member_id FROM persona_maps
     WHERE ${inScope(scope)} AND map_id IN ${p.uuids([mapId, before])}
     GROUP BY persona_id, member_id HAVING uniqExact(map_id) = 1)`;
}
