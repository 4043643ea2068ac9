import type { Day } from '#kernel/calendar.ts';
import type { Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { checkRule } from './check-rule.ts';
import { compileClause, membersOf, type Narrowing } from './compile-rules.ts';
import type { Preview } from './contract.ts';
import { introduce } from './introduce.ts';
import { lookUp, withContext } from './prepare-rules.ts';
import { clausesOf, type Rule } from './rule.contract.ts';
import type { RuleContext } from './rules/rule-kind.ts';
import { sampleOf, wilson } from './sample.ts';
import type { SegmentServices } from './segment-services.ts';

/** What may be read while somebody is writing a rule: a longer read looks at a share of the members, but at so many. */
export type PreviewLimits = { rows: number; members: number };
const LIMITS: PreviewLimits = { rows: 4_000_000, members: 4_000 };
const SHOWN = 12;

/**
 * How many members a rule means now, and some of them. Where more of the log would have to be read than is quick, of a
 * share of the members with a 95 % interval, unless `exact` is asked for. Throws BadRule.
 */
export async function previewRule(
  services: SegmentServices,
  evaluated: Evaluated,
  { rule, exact }: { rule: Rule; exact: boolean },
  limits: PreviewLimits = LIMITS,
): Promise<Preview> {
  const began = performance.now();
  await checkRule(services, evaluated, rule);
  const { community, evaluation, frame } = evaluated;
  const { total } = evaluation.report.members;
  const found = await services.database.inWorkspace(frame.scope.workspaceId, (tx) =>
    lookUp(services, tx, community.id, [rule]),
  );
  return withContext(services, evaluated, found, async (context) => {
    const share = exact ? 1 : await shareToRead(context, rule, total, limits);
    const narrowing = share < 1 ? sampleOf(context, share) : undefined;
    const { matched, ids } = await count(context, rule, narrowing);
    const sampled = narrowing ? await countIn(context, narrowing) : total;
    const [low, high] = wilson(matched, sampled);
    return {
      members: total,
      matched: narrowing ? Math.round((matched / Math.max(1, sampled)) * total) : matched,
      estimate: narrowing
        ? { low: Math.floor(low * total), high: Math.ceil(high * total), sampled, ofSampled: matched }
        : null,
      sample: await introduce(context, ids),
      asOf: evaluation.asOf,
      ms: Math.round(performance.now() - began),
    };
  });
}

/** The share of the members that can be looked at quickly. */
async function shareToRead(context: RuleContext, rule: Rule, members: number, limits: PreviewLimits): Promise<number> {
  const terms = clausesOf(rule).map((clause) => compileClause(context, clause));
  const scans = terms.flatMap((term) => (term.on === 'state' ? [] : [term]));
  const longest = (rows: readonly { from: Day | undefined; to: Day }[]) => ({
    from: rows.some(({ from }) => from === undefined) ? 0 : Math.min(...rows.map(({ from }) => from!)),
    to: Math.max(...rows.map(({ to }) => to)),
  });
  let rows = 0;
  for (const isLog of [true, false]) {
    const found = scans.filter((term) => (term.on !== 'days') === isLog);
    if (found.length > 0) rows += await countRows(context, isLog ? sql`events` : sql`member_days`, longest(found));
  }
  if (rows <= limits.rows) return 1;
  return Math.min(1, Math.max(limits.rows / 4 / rows, limits.members / Math.max(1, members)));
}

async function countRows(
  { frame: { engine, scope } }: RuleContext,
  table: Sql,
  { from, to }: { from: Day; to: Day },
): Promise<number> {
  const [row] = await engine.query<{ size: number }>(
    scope,
    'segments.rows_to_read',
    sql`SELECT count() AS size FROM ${table} WHERE ${inScope(scope)} AND day BETWEEN ${p.day(from)} AND ${p.day(Math.max(from, to))}`,
  );
  return Number(row?.size ?? 0);
}

async function count(
  context: RuleContext,
  rule: Rule,
  narrowing: Narrowing | undefined,
): Promise<{ matched: number; ids: string[] }> {
  const { engine, scope } = context.frame;
  const members = membersOf(context, rule, narrowing, sql`member_id, contributions28`);
  const rows = await engine.query<{ member_id: string; matched: number }>(
    scope,
    'segments.preview',
    sql`SELECT member_id, count() OVER () AS matched FROM ${members} ORDER BY contributions28 DESC, member_id LIMIT ${p.uint(SHOWN)}`,
  );
  return { matched: Number(rows[0]?.matched ?? 0), ids: rows.map(({ member_id }) => member_id) };
}

async function countIn({ frame: { engine, scope }, evaluation }: RuleContext, { states }: Narrowing): Promise<number> {
  const [row] = await engine.query<{ members: number }>(
    scope,
    'segments.sampled',
    sql`SELECT count() AS members FROM member_states
        WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1 AND ${states}`,
  );
  return Number(row!.members);
}
