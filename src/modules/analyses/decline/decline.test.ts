import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { latestEvaluation } from '#modules/insights/index.ts';
import { MAU_PARTS } from '#modules/insights/mau-change.contract.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Row } from '#testkit/oracle/history.ts';
import { weightOf } from '#testkit/oracle/history.ts';
import type { Person } from '#testkit/oracle/people.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2025, 0, 6, 4);

/** A hundred days in which 30 are active in two groups; then the leader of the second goes, and 14 with them. */
function fallen(): NeutralEvent[] {
  const events: NeutralEvent[] = [];
  const say = (day: number, member: string, group: string, replyTo?: string): string => {
    const id = `e${events.length}`;
    events.push({
      id,
      at: new Date(START + day * DAY_MS + events.length * 1000).toISOString(),
      member,
      group,
      kind: replyTo ? 'reply' : 'message',
      ...(replyTo ? { replyTo } : {}),
    });
    return id;
  };
  for (let day = 0; day < 160; day += 2) {
    const late = day >= 100;
    for (let k = 0; k < 15; k++) say(day, `home${k}`, 'home');
    if (late) continue;
    const opening = say(day, 'leader', 'away');
    for (let k = 0; k < 14; k++) say(day, `away${k}`, 'away', opening);
  }
  return events;
}

let database: Database;
let lab: AnalysisLab;
beforeAll(async () => {
  database = await testDatabase();
  lab = await analysisLab(database, fallen());
});
afterAll(() => database.close());

describe('a decline', () => {
  it('is split into parts that add up, by group, with who took others along, and a plan', async () => {
    const found = await lab.run('decline');
    expect(found).toMatchObject({
      before: { mau: 30 },
      now: { mau: 15 },
      change: -15,
      lost: 15,
      won: 0,
      followers: 15,
    });
    const sum = found.parts.reduce((all, { people }) => all + people, 0);
    expect(sum).toBeCloseTo(-15, 9);
    expect(found.groups.map(({ group, before, now, lost }) => [group, before, now, lost])).toEqual([
      ['away', 15, 0, 15],
      ['home', 15, 15, 0],
    ]);
    expect(found.leaders).toMatchObject([{ name: 'leader', left: false, lost: 14, share: 14 / 15 }]);
    const plays = found.plan.map(({ play, cause }) => [play, cause]);
    expect(plays[0]![0]).toBe('listening_round');
    expect(plays.map(([, cause]) => cause)).toEqual(expect.arrayContaining(['one_group', 'leader_gone']));
  });

  it('opens the people behind', async () => {
    const { leaders, groups } = await lab.run('decline');
    expect(await lab.behind('decline', {}, { of: 'all', side: 'lost' })).toBe(15);
    expect(await lab.behind('decline', {}, { of: 'all', side: 'won' })).toBe(0);
    expect(await lab.behind('decline', {}, { of: 'leader', memberId: leaders[0]!.memberId })).toBe(14);
    expect(await lab.behind('decline', {}, { of: 'group', groupId: groups[0]!.groupId!, side: 'lost' })).toBe(15);
    expect(await lab.behind('decline', {}, { of: 'tier', tier: 'silent', side: 'now' })).toBe(0);
  });

  it('of a segment is of its members alone', async () => {
    const segmentId = await lab.segment(['home0', 'away0', 'away1']);
    expect(await lab.run('decline', { segmentId })).toMatchObject({ before: { mau: 3 }, change: -2 });
  });
});

/** People active in the 28 days that end with a day, and who had joined by then. */
const activeAt = (people: readonly Person[], day: number): Set<Person> =>
  new Set(
    people.filter(({ events }) => events.some((row: Row) => weightOf(row) > 0 && row.day <= day && row.day > day - 28)),
  );

describe('over random histories', () => {
  for (const seed of [3, 17, 40])
    it(`the parts are the change, and sums of groups and tiers are MAU (${seed})`, async () => {
      const from = Date.UTC(2024, 5, 1);
      const random = await analysisLab(
        database,
        randomHistory({ seed, events: 900, people: 40, days: 200, from, renames: true }),
      );
      const { report } = await latestEvaluation(random.services, random.workspaceId, random.community.id);
      for (const against of ['highest', '28', '91', '364'] as const) {
        const found = await random.run('decline', { against });
        expect(found.now.mau).toBe(report.activity.mau);
        expect(found.parts.map(({ part }) => part).toSorted()).toEqual(MAU_PARTS.toSorted());
        expect(found.parts.reduce((sum, { people }) => sum + people, 0)).toBeCloseTo(found.change, 9);
        expect(found.change).toBe(found.now.mau - found.before.mau);
        for (const rows of [found.groups, found.tiers])
          for (const side of ['before', 'now'] as const)
            expect(rows.reduce((sum, row) => sum + row[side], 0)).toBe(found[side].mau);
        const day = Date.parse(found.before.day) / DAY_MS;
        const [before, now] = [activeAt(random.people, day), activeAt(random.people, random.today)];
        expect(found.before.mau).toBe(before.size);
        expect(found.lost).toBe(before.difference(now).size);
        expect(found.won).toBe(now.difference(before).size);
        if (against === 'highest') {
          const mau = report.activity.daily.slice(0, -28).map((one) => one.mau);
          expect(found.before.mau).toBe(Math.max(0, ...mau));
        }
      }
    });
});

it('of three people, of nobody before, or of no fall, is said to be so', async () => {
  const few = await analysisLab(
    database,
    fallen()
      .filter(({ member }) => ['home0', 'away0', 'away1'].includes(member))
      .map(({ replyTo: _replyTo, ...event }) => event),
  );
  const found = await few.run('decline');
  expect(found.warnings).toEqual([{ code: 'few_people', facts: { people: 3, atLeast: 30 } }]);
  const rising = await few.run('decline', { against: '364' });
  expect(rising.warnings.map(({ code }) => code)).toEqual(['nothing_before']);
  expect(rising.plan).toEqual([]);
  const same = await few.run('decline', { against: '28' });
  expect(same).toMatchObject({ change: 0 });
  expect(same.warnings.map(({ code }) => code)).toContain('no_fall');
});
