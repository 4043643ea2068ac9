import { describe, expect, it } from 'vitest';
import { formatDay } from '#kernel/calendar.ts';
import { newId } from '#kernel/ids.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents, type ManualMerge } from '#modules/events/index.ts';
import { decay } from '#modules/network/index.ts';
import { grantScope, inScope, sql, type EventEngine, type Scope } from '#platform/clickhouse/index.ts';
import { testEngine } from '#testkit/engine.ts';
import { evaluate } from './evaluate.ts';
import type { Evaluation } from './evaluation-store.ts';
import { asWords, idText } from './gather/id-index.ts';
import { openFrame, type OpenedFrame } from './gather/open-frame.ts';
import { indexPeople, type People } from './gather/people.ts';
import { readColumns, standingDays } from './gather/standing.ts';
import { memberGains } from './gather/tie-gains.query.ts';
import { DEFAULT_INSIGHT_RULES } from './insight-rules.ts';
import { readPortrait } from './portrait.read-model.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { tokenise } from './words/tokenise.ts';

const FROM = Date.UTC(2024, 1, 1);
const ZONE = 'Asia/Shanghai';

type Loaded = { engine: EventEngine; scope: Scope; opened: OpenedFrame; evaluation: Evaluation };

async function load(events: readonly NeutralEvent[], merges: (scope: Scope) => ManualMerge[]): Promise<Loaded> {
  const engine = await testEngine();
  const scope = grantScope(newId(), newId());
  const written = await writeEvents(engine, scope, { zone: ZONE }, events);
  await rollUp(engine, scope, written.changed);
  const manualMerges = merges(scope);
  const community = { id: scope.communityId, name: 'c', zone: ZONE };
  const { report, evaluationId, inputs } = await evaluate(engine, scope, { community, manualMerges });
  const evaluation = {
    id: evaluationId,
    asOf: report.asOf,
    evaluatedAt: new Date(),
    logState: '',
    rules: DEFAULT_INSIGHT_RULES,
    inputs,
    report,
  };
  return { engine, scope, evaluation, opened: await openFrame(engine, scope, { zone: ZONE, manualMerges }) };
}

type Gain = { giver: string; receiver: string; day: number; gain: number };
type DayRow = { member: string; day: number; group: string; contributions: number; last: number; leave: number };

/** Every row of the roll-ups with members in place of personas: what a portrait is cut out of. */
async function everything({ frame }: OpenedFrame): Promise<{ gains: Gain[]; days: DayRow[] }> {
  const gains = await readColumns(
    frame,
    'test.all_gains',
    sql`SELECT giver, receiver, day, gain FROM (${memberGains(frame, sql`1`)}) ORDER BY day, giver, receiver`,
  );
  const [giver, receiver] = [asWords(gains.rawUuids('giver')), asWords(gains.rawUuids('receiver'))];
  const days = await readColumns(
    frame,
    'test.all_days',
    sql`SELECT persona_id, day, group_id, contributions, toFloat64(toUnixTimestamp64Milli(last_at)) AS last_ms,
          toFloat64(toUnixTimestamp64Milli(last_leave_at)) AS leave_ms
        FROM member_days WHERE ${standingDays(frame)} ORDER BY day`,
  );
  const personas = asWords(days.rawUuids('persona_id'));
  const groups = asWords(days.rawUuids('group_id'));
  const people: People = indexPeople({ rows: days.rows, ids: personas }, frame.mapped);
  return {
    gains: Array.from({ length: gains.rows }, (_, row) => ({
      giver: idText(giver, row),
      receiver: idText(receiver, row),
      day: gains.numbers('day')[row]!,
      gain: gains.numbers('gain')[row]!,
    })),
    days: Array.from({ length: days.rows }, (_, row) => ({
      member: people.ids.text(people.memberOf(personas, row)),
      day: days.numbers('day')[row]!,
      group: idText(groups, row),
      contributions: days.numbers('contributions')[row]!,
      last: days.numbers('last_ms')[row]!,
      leave: days.numbers('leave_ms')[row]!,
    })),
  };
}

function plainTies(gains: readonly Gain[], member: string, today: number): Map<string, [number, number]> {
  const ties = new Map<string, [number, number]>();
  for (const { giver, receiver, day, gain } of gains) {
    if (giver !== member && receiver !== member) continue;
    const other = giver === member ? receiver : giver;
    const [given, received] = ties.get(other) ?? [0, 0];
    const worth = gain * decay(today - day);
    ties.set(other, giver === member ? [given + worth, received] : [given, received + worth]);
  }
  return ties;
}

function plainGroups(days: readonly DayRow[], member: string): object[] {
  const own = days.filter((row) => row.member === member && row.group !== '00000000-0000-0000-0000-000000000000');
  return [...new Set(own.map(({ group }) => group))]
    .map((groupId) => {
      const rows = own.filter(({ group }) => group === groupId);
      const active = rows.filter(({ contributions }) => contributions > 0).map(({ day }) => day);
      return {
        groupId,
        contributions: rows.reduce((sum, row) => sum + row.contributions, 0),
        last: active.length === 0 ? null : formatDay(Math.max(...active)),
        left: Math.max(...rows.map(({ leave }) => leave)) > Math.max(...rows.map(({ last }) => last)),
      };
    })
    .sort((a, b) => b.contributions - a.contributions || (a.groupId < b.groupId ? -1 : 1));
}

function plainDays(days: readonly DayRow[], member: string, today: number): unknown[] {
  const sums = new Map<number, number>();
  for (const row of days) {
    if (row.member === member && row.contributions > 0 && row.day > today - 365)
      sums.set(row.day, (sums.get(row.day) ?? 0) + row.contributions);
  }
  return [...sums].map(([day, contributions]) => ({ day: formatDay(day), contributions }));
}

/** Words of the standing texts of some accounts; the histories have fewer than 500 of anybody. */
function plainWords(events: readonly NeutralEvent[], members: ReadonlySet<string>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { member, text, removed, bot } of events) {
    if (!text || removed || bot || !members.has(member!)) continue;
    for (const word of tokenise(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Map([...counts].filter(([, count]) => count > 1));
}

async function everybody({ engine, scope }: Loaded): Promise<{ id: string; influence: number }[]> {
  const rows = await engine.query<{ member_id: string; influence: number; is_member: number }>(
    scope,
    'test.everybody',
    sql`SELECT member_id, influence, is_member FROM member_states WHERE ${inScope(scope)} ORDER BY member_id`,
  );
  expect(new Set(rows.map((row) => row.member_id)).size).toBe(rows.length);
  return rows.map((row) => ({ id: row.member_id, influence: row.is_member === 1 ? row.influence : -1 }));
}

async function expectEqualPortraits(loaded: Loaded): Promise<void> {
  const { engine, scope, opened, evaluation } = loaded;
  const { today } = opened.frame;
  const all = await everything(opened);
  const people = await everybody(loaded);
  expect(people.length).toBeGreaterThan(10);
  for (const { id, influence } of people) {
    const portrait = await readPortrait(engine, scope, evaluation, { today, zone: ZONE, memberId: id });
    const ties = plainTies(all.gains, id, today);
    expect(portrait.memberId).toBe(id);
    expect(portrait.ties.length).toBe(Math.min(12, ties.size));
    for (const tie of portrait.ties) {
      expect(tie.given).toBeCloseTo(ties.get(tie.memberId)![0], 9);
      expect(tie.received).toBeCloseTo(ties.get(tie.memberId)![1], 9);
    }
    const sums = [...ties.values()].map(([given, received]) => given + received).sort((a, b) => b - a);
    portrait.ties.forEach(({ given, received }, k) => expect(given + received).toBeCloseTo(sums[k]!, 9));
    expect(portrait.groups).toEqual(plainGroups(all.days, id).map((group) => expect.objectContaining(group)));
    expect(portrait.days).toEqual(plainDays(all.days, id, today));
    const above = people.filter((one) => one.influence > influence).length;
    const of = people.filter((one) => one.influence >= 0).length;
    expect(portrait.influence).toEqual(influence < 0 ? null : { value: influence, rank: above + 1, of });
  }
}

describe('a portrait', () => {
  it('is what a plain reading of everything gives', async () => {
    const events = randomHistory({ seed: 11, events: 1500, people: 15, days: 200, from: FROM });
    const loaded = await load(events, () => []);
    await expectEqualPortraits(loaded);
    const space = communitySpace(loaded.scope.communityId);
    for (const member of ['m0', 'm3', 'm9']) {
      const { words } = await readPortrait(loaded.engine, loaded.scope, loaded.evaluation, {
        today: loaded.opened.frame.today,
        zone: ZONE,
        memberId: space.accountId('qunluo', member),
      });
      const expected = plainWords(events, new Set([member]));
      expect(words.length).toBe(Math.min(15, expected.size));
      expect(words.map(({ word, count }) => [word, count])).toEqual(
        words.map(({ word }) => [word, expected.get(word)]),
      );
    }
  });

  it('is so of people who were renamed and merged', async () => {
    const events = randomHistory({ seed: 12, events: 1500, people: 15, days: 200, from: FROM, renames: true });
    await expectEqualPortraits(
      await load(events, ({ communityId }) => {
        const space = communitySpace(communityId);
        const account = (name: string): string => space.accountId('qunluo', name);
        return ['m1', 'm2'].map((name) => ({ accountId: account(name), memberId: account('m1') }));
      }),
    );
  });

  it('reads the latest texts of a year, however many runs of days that takes', async () => {
    const day = (k: number): string => new Date(FROM + k * 86_400_000).toISOString();
    const events: NeutralEvent[] = Array.from({ length: 3000 }, (_, k) => ({
      id: `e${k}`,
      group: 'g',
      member: 'ann',
      kind: 'message',
      at: day(Math.floor(k / 10)),
      // Nothing was kept of the latest 200 days.
      ...(k < 1000 ? { text: k < 500 ? 'early' : 'later' } : {}),
    }));
    const loaded = await load(events, () => []);
    const { words } = await readPortrait(loaded.engine, loaded.scope, loaded.evaluation, {
      today: loaded.opened.frame.today,
      zone: ZONE,
      memberId: communitySpace(loaded.scope.communityId).accountId('qunluo', 'ann'),
    });
    expect(words).toEqual([{ word: 'later', count: 500 }]);
  });
});
