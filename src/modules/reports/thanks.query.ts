import { memberDays, memberGains, type Evaluated } from '#modules/insights/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { Period } from './period.ts';

/** What one person did for others in a period. */
export type Deed = { memberId: string; count: number };

export type Deeds = {
  /** Contribution weight. */
  contributed: Deed[];
  /** Distinct people they replied to. */
  answered: Deed[];
  /** Distinct people they replied to, mentioned or reacted to within 14 days of that person's joining. */
  welcomed: Deed[];
  /** Distinct people who replied to them, mentioned them or reacted to them. */
  reached: Deed[];
  /** Contribution weight of those who contributed for the first time. */
  began: Deed[];
};

const PLACES = 12;
const NEW_DAYS = 14;

/** The members who did most in a period, by each kind of deed; the team is left out. */
export async function deedsOf({ frame, evaluation }: Evaluated, { first, last }: Period): Promise<Deeds> {
  const { scope, engine } = frame;
  const states = sql`member_states WHERE ${inScope(scope)} AND evaluation_id = ${p.uuid(evaluation.id)}`;
  const members = sql`(SELECT member_id FROM ${states} AND is_member = 1
    AND member_id NOT IN ${p.uuids(evaluation.inputs.team)})`;
  const ask = async (name: string, rows: Sql): Promise<Deed[]> => {
    const found = await engine.query<{ id: string; n: number }>(
      scope,
      name,
      sql`SELECT id, toFloat64(n) AS n FROM (${rows}) WHERE n > 0 AND id IN ${members} ORDER BY n DESC, id LIMIT ${p.uint(PLACES)}`,
    );
    return found.map(({ id, n }) => ({ memberId: id, count: Number(n) }));
  };
  const gains = memberGains(frame, sql`day BETWEEN ${p.day(first)} AND ${p.day(last)}`);
  const heard = sql`kind IN ('reply', 'mention', 'reaction')`;
  const days = memberDays(frame, { columns: ['day', 'contributions', 'weight'] });
  const inPeriod = sql`sumIf(weight, day BETWEEN ${p.day(first)} AND ${p.day(last)}) AS n`;
  return {
    contributed: await ask(
      'reports.contributed',
      sql`SELECT member_id AS id, sum(weight) AS n
          FROM ${memberDays(frame, { columns: ['weight'], from: first, to: last })} GROUP BY id`,
    ),
    answered: await ask(
      'reports.answered',
      sql`SELECT giver AS id, uniqExactIf(receiver, kind = 'reply') AS n FROM (${gains}) GROUP BY id`,
    ),
    welcomed: await ask(
      'reports.welcomed',
      sql`SELECT giver AS id, uniqExact(receiver) AS n FROM
            (SELECT giver, receiver, day FROM (${gains}) WHERE ${heard}) AS g
            ANY INNER JOIN (SELECT member_id, joined_day FROM ${states}) AS s ON s.member_id = g.receiver
          WHERE day >= joined_day AND day < joined_day + ${p.uint(NEW_DAYS)} GROUP BY id`,
    ),
    reached: await ask(
      'reports.reached',
      sql`SELECT receiver AS id, uniqExactIf(giver, ${heard}) AS n FROM (${gains}) GROUP BY id`,
    ),
    began: await ask(
      'reports.began',
      sql`SELECT member_id AS id, ${inPeriod} FROM ${days} GROUP BY id
          HAVING minIf(day, contributions > 0) >= ${p.day(first)}`,
    ),
  };
}
