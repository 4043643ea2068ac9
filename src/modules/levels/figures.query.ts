import type { Day } from '#kernel/calendar.ts';
import { asWords, IdIndex, memberEvents, type PeopleFrame, readColumns } from '#modules/insights/index.ts';
import { inScope, p, sql, type Sql } from '#platform/clickhouse/index.ts';
import { GROWTH_DAYS, GROWTH_KINDS, type GrowthRules } from './growth-rules.ts';

/** What the log says of people at the end of a day, one element a person. */
export type DoneColumns = {
  readonly count: number;
  readonly ids: IdIndex;
  /** Growth value out of contributions, capped by day and kind. */
  readonly done: Uint32Array;
  /** Contribution weight, without caps. */
  readonly contribution: Uint32Array;
  readonly activeDays: Uint16Array;
  /** 1: joined and not left. */
  readonly present: Uint8Array;
};

export type DoneQuestion = {
  evaluationId: string;
  rules: GrowthRules;
  today: Day;
  /** Only these people: what `asked_ids` holds their members and accounts under. */
  only?: string | undefined;
};

const asked = ({ scope }: PeopleFrame, id: string): Sql =>
  sql`(SELECT id FROM asked_ids WHERE ${inScope(scope)} AND asked = ${p.uuid(id)})`;

/** Contribution weight by member, day and kind in the last 365 days, as a subquery; `counted` is what the cap leaves of it. */
function weights(frame: PeopleFrame, { rules, today }: Pick<DoneQuestion, 'rules' | 'today'>, among?: Sql): Sql {
  const events = memberEvents(
    { ...frame, today },
    {
      columns: ['day', 'kind', 'weight'],
      from: today - GROWTH_DAYS + 1,
      where: sql`weight > 0 ${among ? sql`AND account_id IN ${among}` : sql``}`,
    },
  );
  const caps = GROWTH_KINDS.map((kind) => rules.caps[kind]);
  return sql`(SELECT member_id, day, kind, toUInt32(sum(weight)) AS total,
      least(total, toUInt32(transform(toString(kind), ${p.strings([...GROWTH_KINDS])}, ${p.uints(caps)}, toUInt64(0)))) AS counted
    FROM ${events} GROUP BY member_id, day, kind)`;
}

/**
 * What everybody of an evaluation did in the 365 days that end with `today`, in one statement: the same as
 * `growthValue`, member by member. Rows for those too who did nothing.
 */
export async function readDone(frame: PeopleFrame, question: DoneQuestion): Promise<DoneColumns> {
  const { evaluationId, only } = question;
  const found = await readColumns(
    frame,
    'levels.done',
    sql`SELECT s.member_id AS member_id, s.is_member AS present, f.done AS done, f.contribution AS contribution, f.days AS days
        FROM (SELECT member_id, is_member FROM member_states
              WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluationId)}
                ${only ? sql`AND member_id IN ${asked(frame, only)}` : sql``}) AS s
        LEFT ANY JOIN
          (SELECT member_id, toUInt32(sum(counted)) AS done, toUInt32(sum(total)) AS contribution,
             toUInt16(uniqExact(day)) AS days
           FROM ${weights(frame, question, only ? asked(frame, only) : undefined)} GROUP BY member_id) AS f
        ON f.member_id = s.member_id`,
  );
  const words = asWords(found.rawUuids('member_id'));
  const ids = new IdIndex(Math.max(16, found.rows));
  for (let row = 0; row < found.rows; row++) ids.add(words, row);
  return {
    count: found.rows,
    ids,
    done: found.column('done') as Uint32Array,
    contribution: found.column('contribution') as Uint32Array,
    activeDays: found.column('days') as Uint16Array,
    present: found.column('present') as Uint8Array,
  };
}

/** The same of one person by kind: on how many days, with what weight, and what the caps leave. `accounts`: all they may have. */
export async function readDoneByKind(
  frame: PeopleFrame,
  question: Pick<DoneQuestion, 'rules' | 'today'> & { memberId: string; accounts: readonly string[] },
): Promise<{ kind: string; days: number; weight: number; counted: number }[]> {
  // Where accounts were renamed, a persona is no account: everybody's events are looked at then.
  const among = frame.hasSpans ? undefined : sql`${p.uuids([...question.accounts])}`;
  const rows = await frame.engine.query<{ name: string; days: number; weight: number; growth: number }>(
    frame.scope,
    'levels.done_by_kind',
    sql`SELECT toString(kind) AS name, toUInt32(count()) AS days, toUInt32(sum(total)) AS weight,
          toUInt32(sum(counted)) AS growth
        FROM ${weights(frame, question, among)} WHERE member_id = ${p.uuid(question.memberId)}
        GROUP BY kind ORDER BY growth DESC, name`,
  );
  return rows.map(({ name, days, weight, growth }) => ({ kind: name, days, weight, counted: growth }));
}

/** Members of whom a row of the roll-up is of some days: whose figures may have changed. */
export async function activeOn(frame: PeopleFrame, days: readonly Day[]): Promise<string[]> {
  if (days.length === 0) return [];
  const { scope } = frame;
  const rows = await frame.engine.query<{ id: string }>(
    scope,
    'levels.active_on',
    sql`SELECT DISTINCT persona_id AS id FROM member_days WHERE ${inScope(scope)} AND day IN ${p.days(days)}`,
    { maxSeconds: 120 },
  );
  return rows.map(({ id }) => id);
}

/** Puts ids where statements can ask about them; gives under what. They go by themselves after a day. */
export async function askAbout(frame: PeopleFrame, asked: string, ids: readonly string[]): Promise<string> {
  await frame.engine.insert(
    frame.scope,
    'asked_ids',
    ids.map((id) => ({ asked, id })),
  );
  return asked;
}

/** The groups in which members were seen, by member, at an evaluation. */
export async function groupsOfMembers(
  frame: PeopleFrame,
  evaluationId: string,
  memberIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (memberIds.length === 0) return new Map();
  const rows = await frame.engine.query<{ member_id: string; groups: string[] }>(
    frame.scope,
    'levels.groups_of_members',
    sql`SELECT member_id, groups FROM member_states
        WHERE ${inScope(frame.scope)} AND evaluation_id = ${p.uuid(evaluationId)} AND member_id IN ${p.uuids([...memberIds])}`,
  );
  return new Map(rows.map(({ member_id: id, groups }) => [id, groups]));
}
