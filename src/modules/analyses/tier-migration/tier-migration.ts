import { formatDay, parseDay } from '#kernel/calendar.ts';
import { placementAsOf } from '#modules/insights/index.ts';
import { ACTIVITY_TIERS } from '#modules/insights/contract.ts';
import { tiersOf } from '#modules/tiers/index.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { NOT_PLACED, OUTSIDE, type TierMigrationParams } from '../tier-migration.contract.ts';
import { share, smallSample } from '../warnings.ts';

/** Tiers of each scheme, the best first. */
const TIERS: Readonly<Record<TierMigrationParams['scheme'], readonly string[]>> = {
  engagement: ['leader', 'loyal', 'active', 'potential', 'newcomer', 'silent'],
  activity: ACTIVITY_TIERS,
  value: ['champions', 'loyal', 'new', 'promising', 'at_risk', 'cannot_lose', 'lost'],
};

type Move = { was: string; now: string; people: number };

/** Who moved between tiers from one day to another. */
export const tierMigration: AnalysisKind<'tier-migration'> = {
  kind: 'tier-migration',

  async run(context, { scheme }) {
    const moves = await context.query<Move>(
      'analyses.tier_migration',
      sql`SELECT was, now, toFloat64(count()) AS people FROM ${await places(context, scheme)} GROUP BY was, now ORDER BY was, now`,
    );
    const rank = new Map(TIERS[scheme].map((tier, place) => [tier, place]));
    const count = (which: (move: Move) => boolean): number =>
      moves.reduce((sum, move) => sum + (which(move) ? move.people : 0), 0);
    const ranked = (which: (was: number, now: number) => boolean): number =>
      count((m) => rank.has(m.was) && rank.has(m.now) && which(rank.get(m.was)!, rank.get(m.now)!));
    const tiers = [...TIERS[scheme], NOT_PLACED, OUTSIDE];
    const before = tiers.map((tier) => ({ tier, people: count(({ was }) => was === tier) }));
    const stood = new Map(before.map(({ tier, people }) => [tier, people]));
    const { from, to } = context.range;
    return {
      from: formatDay(from),
      to: formatDay(Math.max(from, to)),
      scheme,
      tiers,
      matrix: moves.map(({ was, now, people }) => ({
        from: was,
        to: now,
        people,
        share: share(people, stood.get(was) ?? 0),
      })),
      before,
      after: tiers.map((tier) => ({ tier, people: count(({ now }) => now === tier) })),
      up: ranked((was, now) => now < was),
      down: ranked((was, now) => now > was),
      same: ranked((was, now) => now === was),
      joined: count(({ was, now }) => was === OUTSIDE && now !== OUTSIDE),
      left: count(({ was, now }) => was !== OUTSIDE && now === OUTSIDE),
      warnings: smallSample(count(() => true)),
    };
  },

  async people(context, { scheme }, { from, to }) {
    const where = [
      ...(from === null ? [] : [sql`was = ${p.string(from)}`]),
      ...(to === null ? [] : [sql`now = ${p.string(to)}`]),
      sql`1`,
    ];
    return sql`(SELECT member_id FROM ${await places(context, scheme)} WHERE ${joinSql(where, sql` AND `)})`;
  },

  table: ({ matrix }) => ({
    columns: ['from', 'to', 'people', 'share'],
    rows: matrix.map((row) => [row.from, row.to, row.people, row.share]),
  }),
};

/** The place of somebody in a scheme, from the columns of their state at one evaluation. */
function placeIn(scheme: TierMigrationParams['scheme']): Sql {
  if (scheme === 'engagement') return sql`toString(tier)`;
  if (scheme === 'value') return sql`if(value_cell = '', ${p.string(NOT_PLACED)}, toString(value_cell))`;
  const branches = ACTIVITY_TIERS.map((tier) => sql`tier IN ${p.strings(tiersOf(tier))}, ${p.string(tier)}`);
  return sql`multiIf(${joinSql(branches)}, ${p.string(NOT_PLACED)})`;
}

/** Everybody who was a member on either day: a subquery of `member_id`, `was`, `now`. */
async function places(context: AnalysisContext, scheme: TierMigrationParams['scheme']): Promise<Sql> {
  const { from, to } = context.range;
  const [before, after] = [await placementOf(context, from), await placementOf(context, Math.max(from, to))];
  const place = (evaluationId: string | undefined): Sql =>
    evaluationId === undefined ? sql`''` : sql`anyIf(place, evaluation_id = ${p.uuid(evaluationId)})`;
  const held = [before, after].filter((id) => id !== undefined);
  const named = (value: Sql): Sql => sql`if(${value} = '', ${p.string(OUTSIDE)}, ${value})`;
  return sql`(SELECT member_id, ${named(place(before))} AS was, ${named(place(after))} AS now
    FROM (SELECT member_id, evaluation_id, ${placeIn(scheme)} AS place FROM member_states
      WHERE ${inScope(context.scope)} AND evaluation_id IN ${p.uuids(held)} AND is_member = 1
        ${context.population ? sql`AND ${context.population}` : sql``})
    GROUP BY member_id)`;
}

/** Under which id the engine holds where everybody stood at a day; undefined before anything happened: nobody was a member. */
async function placementOf(context: AnalysisContext, day: number): Promise<string | undefined> {
  const { evaluation, community } = context.evaluated;
  if (day === context.today) return evaluation.id;
  const { first } = evaluation.report.events;
  if (first === null || parseDay(first)! > day) return undefined;
  const { workspaceId, id: communityId } = community;
  return (await placementAsOf(context.services, { workspaceId, communityId, day })).id;
}
