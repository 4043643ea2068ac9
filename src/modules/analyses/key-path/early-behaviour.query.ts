import type { Day } from '#kernel/calendar.ts';
import { memberGains } from '#modules/insights/index.ts';
import { joinSql, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext } from '../analysis-kind.ts';
import { EARLY_BEHAVIOURS, EARLY_DAYS, STAY_DAYS, STAY_FROM, type EarlyBehaviour } from '../key-path.contract.ts';

/** The bit that stands for everybody, beside one for each behaviour. */
export const EVERYBODY = 63;
const WRITINGS = ['message', 'reply', 'answer', 'post', 'submission', 'review'];

/** The last day of joining from which `STAY_FROM` … can be seen whole at T. */
export const lastKnown = (today: Day): Day => today - (STAY_FROM + STAY_DAYS - 1);

/** Each behaviour as a condition on what was gathered about a joiner. */
const CONDITIONS: Readonly<Record<EarlyBehaviour, Sql>> = {
  did_message: sql`has(kinds, 'message')`,
  did_reply: sql`has(kinds, 'reply')`,
  did_reaction: sql`has(kinds, 'reaction')`,
  did_vote: sql`has(kinds, 'vote')`,
  did_check_in: sql`has(kinds, 'check_in')`,
  did_answer: sql`has(kinds, 'answer')`,
  did_submission: sql`has(kinds, 'submission')`,
  did_post: sql`has(kinds, 'post')`,
  did_attend: sql`has(kinds, 'attend')`,
  did_review: sql`has(kinds, 'review')`,
  did_invite_accepted: sql`has(kinds, 'invite_accepted')`,
  did_purchase: sql`has(kinds, 'purchase')`,
  spoke_first_day: sql`wrote_first > 0`,
  replied_first_day: sql`replied_first > 0`,
  active_days_2: sql`active_days >= 2`,
  active_days_4: sql`active_days >= 4`,
  groups_2: sql`active_groups >= 2`,
  groups_3: sql`active_groups >= 3`,
  got_reply: sql`has(got, 'reply')`,
  got_reaction: sql`has(got, 'reaction')`,
  got_mention: sql`has(got, 'mention')`,
  tied_1: sql`tied >= 1`,
  tied_3: sql`tied >= 3`,
  tied_5: sql`tied >= 5`,
};

/** Everybody of the population who joined in the range and can be seen to day 87: `member_id`, `joined`. */
const joiners = (context: AnalysisContext): Sql => {
  const { from, to } = context.range;
  return context.states(
    sql`member_id, toInt32(toUInt16(joined_day)) AS joined`,
    sql`joined_day >= ${p.day(Math.max(1, from))} AND joined_day <= ${p.day(Math.max(0, Math.min(to, lastKnown(context.today))))}`,
  );
};

/** How many joined in the range too lately to know whether they stay. */
export async function countTooYoung(context: AnalysisContext): Promise<number> {
  const { from, to } = context.range;
  const known = Math.max(from - 1, lastKnown(context.today), 0);
  const [row] = await context.query<{ people: number }>(
    'analyses.too_young',
    sql`SELECT toFloat64(count()) AS people
        FROM ${context.states(sql`member_id`, sql`joined_day > ${p.day(known)} AND joined_day <= ${p.day(Math.max(to, 0))}`)}`,
  );
  return row?.people ?? 0;
}

/** What joiners did in their first days: `member_id`, `kinds`, `wrote_first`, `replied_first`, `active_days`, `active_groups`. */
function deeds(context: AnalysisContext, from: Day, to: Day): Sql {
  const rows = context.events({ columns: ['day', 'kind', 'group_id', 'weight'], from, to: to + EARLY_DAYS - 1 });
  return sql`(SELECT member_id, groupUniqArray(toString(kind)) AS kinds,
      countIf(age = 0 AND kind IN ${p.strings(WRITINGS)}) AS wrote_first, countIf(age = 0 AND kind IN ('reply', 'answer')) AS replied_first,
      uniqExactIf(age, weight > 0) AS active_days, uniqExactIf(group_id, weight > 0) AS active_groups
    FROM (SELECT member_id, kind, group_id, weight, toInt32(toUInt16(day)) - joined AS age
      FROM ${rows} AS e INNER JOIN ${joiners(context)} AS j USING (member_id))
    WHERE age >= 0 AND age < ${p.uint(EARLY_DAYS)} GROUP BY member_id)`;
}

/** What others did for joiners in these days, and with how many people they had to do: `member_id`, `got`, `tied`. */
function answers(context: AnalysisContext, from: Day, to: Day): Sql {
  const gains = memberGains(
    context.evaluated.frame,
    sql`day >= ${p.day(from)} AND day <= ${p.day(Math.min(to + EARLY_DAYS - 1, context.today))}`,
  );
  const sides = sql`(SELECT arrayJoin([(receiver, giver, toString(kind)), (giver, receiver, '')]) AS side,
      side.1 AS member_id, side.2 AS other, side.3 AS got_kind, day FROM (${gains}) WHERE giver != receiver)`;
  return sql`(SELECT member_id, groupUniqArray(got_kind) AS got, uniqExact(other) AS tied
    FROM ${sides} AS g INNER JOIN ${joiners(context)} AS j USING (member_id)
    WHERE toInt32(toUInt16(day)) >= joined AND toInt32(toUInt16(day)) < joined + ${p.uint(EARLY_DAYS)} GROUP BY member_id)`;
}

/** Joiners who were active in the days that count as staying: `member_id`. */
function stayers(context: AnalysisContext, from: Day, to: Day): Sql {
  const days = context.days({
    columns: ['day'],
    from: from + STAY_FROM,
    to: to + STAY_FROM + STAY_DAYS - 1,
    where: sql`contributions > 0`,
  });
  return sql`(SELECT DISTINCT member_id FROM (SELECT member_id, toInt32(toUInt16(day)) - joined AS age
      FROM ${days} AS d INNER JOIN ${joiners(context)} AS j USING (member_id))
    WHERE age >= ${p.uint(STAY_FROM)} AND age < ${p.uint(STAY_FROM + STAY_DAYS)})`;
}

/** Each joiner with a bit for each behaviour (their places in `EARLY_BEHAVIOURS`) and whether they stayed: `member_id`, `did`, `stayed`. */
export function joinersWithBehaviour(context: AnalysisContext): Sql {
  const { from } = context.range;
  const to = Math.max(from, Math.min(context.range.to, lastKnown(context.today)));
  const bits = EARLY_BEHAVIOURS.map(
    (key, bit) => sql`if(${CONDITIONS[key]}, bitShiftLeft(toUInt64(1), ${p.uint(bit)}), 0)`,
  );
  return sql`(SELECT member_id, ${joinSql(bits, sql` + `)} AS did, member_id IN ${stayers(context, from, to)} AS stayed
    FROM ${joiners(context)} AS j
    LEFT ANY JOIN ${deeds(context, from, to)} AS d USING (member_id)
    LEFT ANY JOIN ${answers(context, from, to)} AS a USING (member_id))`;
}

/** People, and those of them who stayed, of a behaviour's bit or of `EVERYBODY`. */
export const behaviourRows = (context: AnalysisContext): Promise<{ bit: number; people: number; stayed: number }[]> =>
  context.query(
    'analyses.key_path',
    sql`SELECT toUInt32(bit) AS bit, toFloat64(count()) AS people, toFloat64(sum(stayed)) AS stayed
        FROM (SELECT stayed, arrayJoin(arrayPushBack(bitPositionsToArray(did), toUInt64(${p.uint(EVERYBODY)}))) AS bit
          FROM ${joinersWithBehaviour(context)})
        GROUP BY bit ORDER BY bit`,
  );
