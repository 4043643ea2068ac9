import { memberDays, memberEvents, type Evaluated } from '#modules/insights/index.ts';
import { TIERS } from '#modules/insights/contract.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { inScope, joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { COMPARED_METRICS, SegmentComparison } from './contract.ts';
import { inSegment } from './segment-condition.ts';

type Key = (typeof COMPARED_METRICS)[number];
type Metric = SegmentComparison['metrics'][number];
/** A mean or a share: over how many, and the variance of one of them. */
type Moments = { of: number; value: number | null; variance: number };
type Side = 'a' | 'b';

/** Figures that are a mean over the members' states. */
const MEANS: readonly { key: Key; unit: Metric['unit']; value: Sql }[] = [
  { key: 'activeShare28', unit: 'share', value: sql`active_days28 > 0` },
  { key: 'activeDays28', unit: 'mean', value: sql`active_days28` },
  { key: 'contributions28', unit: 'mean', value: sql`contributions28` },
  { key: 'weight28', unit: 'mean', value: sql`weight28` },
  { key: 'weight365', unit: 'mean', value: sql`weight365` },
  { key: 'activeDays365', unit: 'mean', value: sql`active_days365` },
  { key: 'payingShare', unit: 'share', value: sql`paying` },
  { key: 'purchases365', unit: 'mean', value: sql`purchases365` },
  { key: 'amount365', unit: 'mean', value: sql`amount365` },
  { key: 'ties', unit: 'mean', value: sql`tied` },
  { key: 'isolatedShare', unit: 'share', value: sql`tied = 0` },
  { key: 'received91', unit: 'mean', value: sql`received91` },
  { key: 'influence', unit: 'mean', value: sql`influence` },
  { key: 'ageDays', unit: 'days', value: sql`today_number - toUInt16(joined_day)` },
  { key: 'groups', unit: 'mean', value: sql`length(groups)` },
];

const SMALL = 30;
const MAX_SECONDS = 120;

/** Compares two segments, or one with all other members, on every figure that a group of members has. */
export async function compareSegments(
  evaluated: Evaluated,
  { a, b }: { a: { id: string; name: string }; b: { id: string; name: string } | undefined },
): Promise<SegmentComparison> {
  const { scope } = evaluated.frame;
  const isA = inSegment(scope, a.id);
  const isB = b ? inSegment(scope, b.id) : sql`NOT (${isA})`;
  const sides = { isA, isB };
  const [means, retention, answered] = await Promise.all([
    readMeans(evaluated, sides),
    readRetention(evaluated, sides),
    readAnswered(evaluated, sides),
  ]);
  const { members, both, tiers } = means;
  const metric = (key: Key, unit: Metric['unit'], of: Record<Side, Moments>): Metric => ({
    key,
    unit,
    a: { value: of.a.value, of: of.a.of },
    b: { value: of.b.value, of: of.b.of },
    ...difference(of, both > 0),
  });
  const size = (count: number) => ({ value: count, of: count });
  return {
    a: { name: a.name, members: members.a },
    b: { name: b?.name ?? null, members: members.b },
    both,
    small: Math.min(members.a, members.b) < SMALL,
    metrics: [
      {
        key: 'members',
        unit: 'count',
        a: size(members.a),
        b: size(members.b),
        difference: members.a - members.b,
        interval: null,
      },
      ...MEANS.map(({ key, unit }) => metric(key, unit, means.of(key))),
      metric('retention4', 'share', retention),
      metric('answeredShare', 'share', answered),
    ],
    tiers,
    asOf: evaluated.evaluation.asOf,
  };
}

/** a − b with a 95 % interval by the normal approximation; none where members are on both sides, or too few. */
function difference({ a, b }: Record<Side, Moments>, overlaps: boolean): Pick<Metric, 'difference' | 'interval'> {
  if (a.value === null || b.value === null) return { difference: null, interval: null };
  const between = a.value - b.value;
  if (overlaps || a.of < 2 || b.of < 2) return { difference: between, interval: null };
  const reach = 1.959964 * Math.sqrt(a.variance / a.of + b.variance / b.of);
  return { difference: between, interval: [between - reach, between + reach] };
}

type Sides = { isA: Sql; isB: Sql };

/** Rows of members once for each side that they are on: `side` 1 or 2. */
const sideOf = ({ isA, isB }: Sides): Sql =>
  sql`arrayJoin(arrayConcat(if(${isA}, [1], emptyArrayUInt8()), if(${isB}, [2], emptyArrayUInt8()))) AS side`;

const here = ({ frame: { scope }, evaluation }: Evaluated): Sql =>
  sql`${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`;

const share = (hits: number, of: number): Moments => {
  const value = of === 0 ? null : hits / of;
  return { of, value, variance: value === null ? 0 : value * (1 - value) };
};

async function readMeans(evaluated: Evaluated, sides: Sides) {
  const { engine, scope } = evaluated.frame;
  const columns = MEANS.flatMap(({ key, value }) => [
    sql`avg(${value}) AS ${p.identifier(`avg_${key}`)}`,
    sql`varPop(${value}) AS ${p.identifier(`var_${key}`)}`,
  ]);
  const tiers = TIERS.map((tier) => sql`countIf(tier = ${p.string(tier)}) AS ${p.identifier(`tier_${tier}`)}`);
  const rows = await engine.query<Record<string, number> & { side: number; members: number; both: number }>(
    scope,
    'segments.compare_means',
    sql`SELECT side, count() AS members, countIf(on_both) AS both, ${joinSql([...columns, ...tiers])}
        FROM (SELECT *, toInt32(${p.int(evaluated.today)}) AS today_number, (${sides.isA}) AND (${sides.isB}) AS on_both, ${sideOf(sides)}
              FROM member_states WHERE ${here(evaluated)} AND is_member = 1) AS s
        LEFT ANY JOIN (SELECT member_id AS tied_member, ties AS tied FROM network_members WHERE ${here(evaluated)}) AS n
          ON tied_member = member_id
        GROUP BY side`,
    { maxSeconds: MAX_SECONDS },
  );
  const row = (side: Side) => rows.find((one) => Number(one.side) === (side === 'a' ? 1 : 2));
  const moments = (side: Side, key: Key): Moments => {
    const found = row(side);
    if (!found) return { of: 0, value: null, variance: 0 };
    return { of: Number(found.members), value: Number(found[`avg_${key}`]), variance: Number(found[`var_${key}`]) };
  };
  return {
    members: { a: Number(row('a')?.members ?? 0), b: Number(row('b')?.members ?? 0) },
    both: Number(row('a')?.both ?? 0),
    of: (key: Key) => ({ a: moments('a', key), b: moments('b', key) }),
    tiers: TIERS.map((tier) => ({
      tier,
      a: Number(row('a')?.[`tier_${tier}`] ?? 0),
      b: Number(row('b')?.[`tier_${tier}`] ?? 0),
    })),
  };
}

/** Of those whose fourth week after the week of their first contribution has ended, the share active in it. */
async function readRetention(
  { frame, today, evaluation }: Evaluated,
  { isA, isB }: Sides,
): Promise<Record<Side, Moments>> {
  const rows = memberDays(frame, { columns: ['day'], where: sql`contributions > 0` });
  const [found] = await frame.engine.query<Record<string, number>>(
    frame.scope,
    'segments.compare_retention',
    sql`SELECT countIf(${isA}) AS of_a, countIf(${isA} AND kept) AS kept_a, countIf(${isB}) AS of_b, countIf(${isB} AND kept) AS kept_b
        FROM (SELECT member_id, toMonday(min(day)) AS cohort, has(groupUniqArray(toMonday(day)), cohort + 28) AS kept
              FROM ${rows} GROUP BY member_id HAVING cohort + 34 <= ${p.day(Math.max(0, today))})
        WHERE member_id IN (SELECT member_id FROM member_states WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluation.id)} AND is_member = 1)`,
    { maxSeconds: MAX_SECONDS },
  );
  return {
    a: share(Number(found?.kept_a ?? 0), Number(found?.of_a ?? 0)),
    b: share(Number(found?.kept_b ?? 0), Number(found?.of_b ?? 0)),
  };
}

/** Of their messages of the last 28 days that are a day old, the share that somebody else replied to within 24 hours. */
async function readAnswered({ frame, today }: Evaluated, { isA, isB }: Sides): Promise<Record<Side, Moments>> {
  const from = Math.max(0, today - 27);
  const messages = memberEvents(frame, {
    columns: ['event_id', 'at'],
    from,
    to: today - 1,
    where: sql`kind = 'message'`,
  });
  const replies = memberEvents(frame, {
    columns: ['reply_to', 'at'],
    from,
    where: sql`kind IN ('reply', 'answer') AND reply_to != ${p.uuid(NIL_ID)}`,
  });
  const [found] = await frame.engine.query<Record<string, number>>(
    frame.scope,
    'segments.compare_answered',
    sql`SELECT countIf(${isA}) AS of_a, countIf(${isA} AND answered) AS hits_a, countIf(${isB}) AS of_b, countIf(${isB} AND answered) AS hits_b
        FROM (SELECT m.member_id AS member_id, arrayExists(one -> one.1 != m.member_id AND one.2 <= m.at + INTERVAL 1 DAY, answers) AS answered
              FROM ${messages} AS m
              LEFT ANY JOIN (SELECT reply_to, groupArray((member_id, at)) AS answers FROM ${replies} GROUP BY reply_to) AS r
                ON r.reply_to = m.event_id)`,
    { maxSeconds: MAX_SECONDS },
  );
  return {
    a: share(Number(found?.hits_a ?? 0), Number(found?.of_a ?? 0)),
    b: share(Number(found?.hits_b ?? 0), Number(found?.of_b ?? 0)),
  };
}
