import { formatDay } from '#kernel/calendar.ts';
import { DECAY_PER_30_DAYS } from '#modules/network/index.ts';
import { inScope, p, sql } from '#platform/clickhouse/index.ts';
import { memberDays, type PeopleFrame } from './gather/member-events.ts';
import { memberGains } from './gather/tie-gains.query.ts';
import { type NetworkOf, ofEvaluation } from './network-people.query.ts';
import type { KeptRisks } from './network-risks.contract.ts';

export type RiskOf = NetworkOf & { frame: PeopleFrame };

const DAYS = 91;
const SHOWN = 20;
/** A group is held by who makes this share of it; smaller ones than five people always seem to be. */
const HELD_FROM = 0.5;
const HELD_PEOPLE = 5;
/** A background computation over the whole log may take this long. */
const MAX_SECONDS = 900;

type Held = { group_id: string; people: number; by: string; share: number };

/** Groups of which one person makes half of the contributions' weight of 91 days, and those of whose ties one is at an end of half. */
export async function heldGroups(risk: RiskOf): Promise<KeptRisks['held']> {
  const { engine, scope, frame } = risk;
  const days = memberDays(frame, { columns: ['group_id', 'weight'], from: frame.today - DAYS + 1 });
  const contributions = await engine.query<Held>(
    scope,
    'insights.groups_held_by_contributions',
    sql`SELECT group_id, toUInt32(count()) AS people, argMax(member_id, tuple(own, member_id)) AS by, max(own) / sum(own) AS share
        FROM (SELECT group_id, member_id, sum(weight) AS own FROM ${days} GROUP BY group_id, member_id HAVING own > 0)
        GROUP BY group_id HAVING people >= ${p.uint(HELD_PEOPLE)} AND share >= ${p.float(HELD_FROM)}
        ORDER BY share DESC, group_id LIMIT ${p.uint(SHOWN)}`,
    { maxSeconds: MAX_SECONDS },
  );
  const inGroups = sql`(SELECT n.node AS node, n.member_id AS member_id, s.groups AS groups
      FROM (SELECT node, member_id FROM network_members WHERE ${ofEvaluation(risk)}) AS n
      INNER JOIN (SELECT member_id, groups FROM member_states WHERE ${ofEvaluation(risk)} AND is_member = 1) AS s
        ON s.member_id = n.member_id)`;
  const ties = await engine.query<Held>(
    scope,
    'insights.groups_held_by_ties',
    sql`SELECT group_id, toUInt32(count()) AS people, argMax(member_id, tuple(own, member_id)) AS by,
          least(1, 2 * max(own) / sum(own)) AS share
        FROM (
          SELECT arrayJoin(arrayIntersect(x.groups, y.groups)) AS group_id, x.member_id AS member_id, sum(weight) AS own
          FROM (SELECT a, b, toFloat64(given + received) AS weight FROM network_ties WHERE ${ofEvaluation(risk)}) AS t
          INNER JOIN ${inGroups} AS x ON x.node = t.a INNER JOIN ${inGroups} AS y ON y.node = t.b
          GROUP BY group_id, member_id)
        GROUP BY group_id HAVING people >= ${p.uint(HELD_PEOPLE)} AND share >= ${p.float(HELD_FROM)}
        ORDER BY share DESC, group_id LIMIT ${p.uint(SHOWN)}`,
    { maxSeconds: MAX_SECONDS },
  );
  return mergeHeld(contributions, ties);
}

function mergeHeld(contributions: readonly Held[], ties: readonly Held[]): KeptRisks['held'] {
  const found = new Map<string, KeptRisks['held'][number]>();
  const of = ({ group_id: groupId, people }: Held): KeptRisks['held'][number] => {
    const known = found.get(groupId) ?? { groupId, people, contributions: null, ties: null };
    found.set(groupId, known);
    known.people = Math.max(known.people, people);
    return known;
  };
  for (const row of contributions) of(row).contributions = { by: row.by, share: row.share };
  for (const row of ties) of(row).ties = { by: row.by, share: row.share };
  const worst = ({ contributions: one, ties: other }: KeptRisks['held'][number]): number =>
    Math.max(one?.share ?? 0, other?.share ?? 0);
  return [...found.values()].sort((a, b) => worst(b) - worst(a) || (a.groupId < b.groupId ? -1 : 1));
}

const EXAMPLES = 5;

/** Members on whom three others and more depend for their only tie. */
export async function soleLinks(risk: RiskOf): Promise<KeptRisks['soleLinks']> {
  const own = ofEvaluation(risk);
  const rows = await risk.engine.query<{ by: string; total: number; people: string[] }>(
    risk.scope,
    'insights.sole_links',
    sql`SELECT h.member_id AS by, toUInt32(count()) AS total, arraySlice(arraySort(groupArray(o.member_id)), 1, ${p.uint(EXAMPLES)}) AS people
        FROM (SELECT a, b FROM network_ties WHERE ${own}
          AND a IN (SELECT node FROM network_members WHERE ${own} AND ties = 1)) AS t
        INNER JOIN (SELECT node, member_id FROM network_members WHERE ${own}) AS o ON o.node = t.a
        INNER JOIN (SELECT node, member_id FROM network_members WHERE ${own} AND ties > 1) AS h ON h.node = t.b
        GROUP BY by HAVING total >= 3 ORDER BY total DESC, by LIMIT ${p.uint(SHOWN)}`,
    { maxSeconds: MAX_SECONDS },
  );
  return rows.map(({ by, total, people }) => ({ by, total, people }));
}

const WINDOW = 28;
/** Three windows of 28 days lie between what was and what is. */
const BACK = 84;
const CANDIDATES = 60;
const SOME_WEIGHT = 10;

/** Who leads now, and who had most influence in the picture of about three months before; members only. */
export async function leadersThenAndNow(risk: RiskOf, then: { snapshotId: string } | undefined): Promise<string[]> {
  const before = then
    ? sql`(SELECT member_id FROM network_month_members WHERE ${inScope(risk.scope)} AND snapshot_id = ${p.uuid(then.snapshotId)}
        ORDER BY influence DESC, member_id LIMIT 20)`
    : sql`(SELECT member_id FROM network_month_members WHERE ${inScope(risk.scope)} AND 0)`;
  const rows = await risk.engine.query<{ member_id: string }>(
    risk.scope,
    'insights.leaders_then_and_now',
    sql`SELECT member_id FROM member_states WHERE ${ofEvaluation(risk)} AND is_member = 1
          AND (tier = 'leader' OR member_id IN ${before})
        ORDER BY influence DESC, member_id LIMIT ${p.uint(CANDIDATES)}`,
  );
  return rows.map((row) => row.member_id);
}

type Faded = {
  member_id: string;
  before: number;
  now: number;
  influence: number;
  influence_before: number;
  people: number;
};

/** Of some leaders those whose activity or influence is below half of what it was about three months before. */
export async function fadingLeaders(
  risk: RiskOf,
  leaders: readonly string[],
  then: { snapshotId: string; people: number } | undefined,
): Promise<KeptRisks['leaders']> {
  if (leaders.length === 0) return [];
  const { engine, scope, frame } = risk;
  const who = p.uuids(leaders);
  const days = memberDays(frame, { columns: ['day', 'weight'], from: frame.today - BACK - WINDOW + 1 });
  const then3 = then
    ? sql`(SELECT member_id, influence FROM network_month_members
        WHERE ${inScope(scope)} AND snapshot_id = ${p.uuid(then.snapshotId)} AND member_id IN ${who})`
    : sql`(SELECT member_id, influence FROM network_month_members WHERE ${inScope(scope)} AND 0)`;
  const rows = await engine.query<Faded>(
    scope,
    'insights.fading_leaders',
    sql`SELECT s.member_id AS member_id, s.influence AS influence, b.influence AS influence_before,
          toFloat64(d.before) AS before, toFloat64(d.now) AS now, s.people AS people
        FROM (SELECT member_id, influence, toUInt32(people) AS people FROM (
            SELECT member_id, influence, count() OVER () AS people FROM member_states WHERE ${ofEvaluation(risk)} AND is_member = 1)
          WHERE member_id IN ${who}) AS s
        LEFT JOIN (SELECT member_id, sumIf(weight, day <= ${p.day(frame.today - BACK)}) AS before,
            sumIf(weight, day > ${p.day(frame.today - WINDOW)}) AS now
          FROM ${days} WHERE member_id IN ${who} GROUP BY member_id) AS d ON d.member_id = s.member_id
        LEFT JOIN ${then3} AS b ON b.member_id = s.member_id
        ORDER BY member_id`,
    { maxSeconds: MAX_SECONDS },
  );
  return rows
    .map((row) => ({
      of: row.member_id,
      weight: { before: row.before, now: row.now },
      // Times an average member: shares of the whole would fall by themselves while a community grows.
      influence:
        then && row.influence_before > 0
          ? { before: row.influence_before * then.people, now: row.influence * row.people }
          : null,
    }))
    .filter(
      ({ weight, influence }) =>
        (weight.before >= SOME_WEIGHT && weight.now < weight.before / 2) ||
        (influence !== null && influence.before >= 1 && influence.now < influence.before / 2),
    )
    .sort((a, b) => b.weight.before - b.weight.now - (a.weight.before - a.weight.now) || (a.of < b.of ? -1 : 1))
    .slice(0, SHOWN);
}

const YEAR = 365;
const STRONG_FROM = 10;

type Fading = { one: string; other: string; peak: number; peak_day: number; now: number };

/**
 * Ties of some leaders, both directions together, that were strong at their peak in a year and are below half of it now,
 * those that lost most first. A decayed sum is highest right after a gain, so the peak is looked for on days with one.
 */
export async function fadingTies(risk: RiskOf, leaders: readonly string[]): Promise<KeptRisks['fadingTies']> {
  if (leaders.length === 0) return [];
  const { engine, scope, frame } = risk;
  const who = p.uuids(leaders);
  const daily = p.float(DECAY_PER_30_DAYS ** (1 / 30));
  const rows = await engine.query<Fading>(
    scope,
    'insights.fading_ties',
    sql`SELECT one, other, peaks.1 AS peak, toUInt16(peaks.2) AS peak_day,
          level * pow(${daily}, ${p.int(frame.today)} - toInt32(last)) AS now
        FROM (
          SELECT one, other, tupleElement(walked, 1) AS level, tupleElement(walked, 2) AS last,
            tuple(tupleElement(walked, 3), tupleElement(walked, 4)) AS peaks
          FROM (
            SELECT one, other, arrayFold(
              (state, gained) -> tuple(
                state.1 * pow(${daily}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2,
                gained.1,
                greatest(state.3, state.1 * pow(${daily}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2),
                if(state.1 * pow(${daily}, toFloat64(gained.1) - toFloat64(state.2)) + gained.2 >= state.3, gained.1, state.4)),
              gains, tuple(toFloat64(0), gains[1].1, toFloat64(0), gains[1].1)) AS walked
            FROM (
              SELECT one, other, arraySort(groupArray(tuple(on_day, own))) AS gains
              FROM (
                SELECT least(giver, receiver) AS one, greatest(giver, receiver) AS other, toUInt32(toUInt16(day)) AS on_day,
                  toFloat64(sum(gain)) AS own
                FROM (${memberGains(frame, sql`day > ${p.day(frame.today - YEAR)}`)})
                WHERE giver IN ${who} OR receiver IN ${who} GROUP BY one, other, on_day)
              GROUP BY one, other)))
        WHERE peak >= ${p.float(STRONG_FROM)} AND now < peak / 2
          AND one IN (SELECT member_id FROM member_states WHERE ${ofEvaluation(risk)} AND is_member = 1)
          AND other IN (SELECT member_id FROM member_states WHERE ${ofEvaluation(risk)} AND is_member = 1)
        ORDER BY round(peak - now, 9) DESC, one, other LIMIT ${p.uint(SHOWN)}`,
    { maxSeconds: MAX_SECONDS },
  );
  return rows.map(({ one, other, peak, peak_day: peakDay, now }) => ({
    a: one,
    b: other,
    peak,
    peakDay: formatDay(peakDay),
    now,
  }));
}
