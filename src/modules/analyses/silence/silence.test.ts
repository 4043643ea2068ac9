import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startOfDay } from '#kernel/calendar.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { latestEvaluation } from '#modules/insights/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { analysisLab, type AnalysisLab } from '#testkit/analyses/analysis-lab.ts';
import { testDatabase } from '#testkit/database.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';

const DAY_MS = 86_400_000;
const START = Date.UTC(2025, 0, 6, 4);

type Line = [day: number, member: string, more?: Partial<NeutralEvent>];

function events(lines: readonly Line[]): NeutralEvent[] {
  return lines.map(([day, member, more], k) => ({
    id: `e${k}`,
    at: new Date(START + day * DAY_MS + k * 60_000).toISOString(),
    member,
    group: 'g0',
    kind: 'message',
    ...more,
  }));
}

/** Ten people who fell silent when the one they talked to left; three whom nobody answered; one who only joined. */
function history(): NeutralEvent[] {
  const lines: Line[] = [];
  for (let day = 0; day < 40; day += 4) {
    lines.push([day, 'star', { id: `s${day}` }]);
    for (let k = 0; k < 10; k++) {
      lines.push([day, `fan${k}`, { id: `f${day}-${k}`, kind: 'reply', replyTo: `s${day}` }]);
      lines.push([day, 'star', { kind: 'reply', replyTo: `f${day}-${k}` }]);
    }
  }
  for (let k = 0; k < 3; k++) lines.push([50 + 2 * k, `lone${k}`, { group: `room${k}` }]);
  lines.push([60, 'mute', { kind: 'join' }]);
  lines.push([41, 'star', { kind: 'leave' }]);
  for (let day = 0; day < 150; day += 2)
    lines.push([day, 'host', { group: 'hall' }], [day, 'guest', { group: 'hall' }]);
  return events(lines.toSorted((a, b) => a[0] - b[0]));
}

let database: Database;
let lab: AnalysisLab;
beforeAll(async () => {
  database = await testDatabase();
  lab = await analysisLab(database, history());
});
afterAll(() => database.close());

describe('why silent', () => {
  it('counts causes over everybody who is silent, with evidence and people', async () => {
    const found = await lab.run('silence');
    expect(found).toMatchObject({ silent: 14, looked: 14, kinds: { never_spoke: 1, lapsed: 0, dormant: 13 } });
    expect(found.causes.reduce((sum, { first }) => sum + first, 0)).toBe(14);
    const of = (cause: string) => found.causes.find((one) => one.cause === cause)!;
    expect(of('closest_tie_left')).toMatchObject({ first: 10, any: 10, share: 10 / 14 });
    expect(of('closest_tie_left').evidence).toMatchObject([{ kind: 'person', name: 'star', members: 10 }]);
    expect(of('closest_tie_left').people[0]!.causes[0]).toMatchObject({ facts: { name: 'star', left: true } });
    expect(of('never_welcomed')).toMatchObject({ first: 4, any: 4 });
    expect(of('first_message_unanswered')).toMatchObject({ first: 0, any: 3 });
    expect(found.warnings.map(({ code }) => code)).toEqual(['deliveries_unknown', 'few_people']);
  });

  it('opens the people behind each cause', async () => {
    const { causes } = await lab.run('silence');
    for (const { cause, first, any } of causes) {
      expect(await lab.behind('silence', {}, { cause, place: 'first' }), cause).toBe(first);
      expect(await lab.behind('silence', {}, { cause, place: 'any' }), cause).toBe(any);
    }
    expect(await lab.behind('silence', {}, { place: 'first', silentKind: 'never_spoke' })).toBe(1);
    expect(await lab.run('silence', { silentKind: 'never_spoke' })).toMatchObject({ silent: 1 });
    const segmentId = await lab.segment(['fan0', 'lone1']);
    expect(await lab.run('silence', { segmentId })).toMatchObject({ silent: 2, members: 2 });
  });

  it('of nobody divides by nothing', async () => {
    const few = await analysisLab(
      database,
      events([
        [0, 'ann'],
        [0, 'bob'],
      ]),
    );
    const found = await few.run('silence');
    expect(found).toMatchObject({ silent: 0, looked: 0, warnings: [{ code: 'nobody' }] });
    expect(found.causes.every(({ share }) => share === null)).toBe(true);
  });
});

const HOUR = 3_600_000;
const WRITING = new Set(['message', 'reply', 'answer', 'post', 'submission', 'review']);

/** Whether a first message was answered, by walking over all events. */
function isAnswered(first: NeutralEvent, log: readonly NeutralEvent[]): boolean {
  const at = Date.parse(first.at);
  const place = log.indexOf(first);
  return log.some((event, k) => {
    const wait = Date.parse(event.at) - at;
    if (k <= place || wait > 24 * HOUR || event.member === first.member || !WRITING.has(event.kind)) return false;
    if ((event.kind === 'reply' || event.kind === 'answer') && event.replyTo === first.id) return true;
    if (event.group !== first.group) return false;
    return wait <= HOUR || (first.thread !== undefined && event.thread === first.thread);
  });
}

it('agrees with the wake list, and on first messages with a walk over all events', async () => {
  const from = Date.UTC(2024, 5, 1);
  const log = randomHistory({ seed: 23, events: 700, people: 120, days: 150, from });
  const random = await analysisLab(database, log);
  const { report } = await latestEvaluation(random.services, random.workspaceId, random.community.id);
  const found = await random.run('silence', { limit: 50 });
  expect(found.silent).toBe(report.members.tiers.silent);
  const people = new Map(found.causes.flatMap((cause) => cause.people).map((one) => [one.name, one]));
  expect(people.size).toBeGreaterThan(10);
  for (const { name, causes } of report.wake) {
    if (people.has(name))
      expect(people.get(name)!.causes.map(({ cause }) => cause)).toEqual(causes.map(({ cause }) => cause));
  }
  const counting = log.filter(({ bot, removed }) => !bot && !removed);
  const latest = startOfDay(random.today + 1, 'Asia/Shanghai') - 24 * HOUR;
  for (const [name, { causes }] of people) {
    const first = counting.find(({ member, kind }) => member === name && kind === 'message');
    const unanswered = first !== undefined && Date.parse(first.at) <= latest && !isAnswered(first, counting);
    expect(
      causes.some(({ cause }) => cause === 'first_message_unanswered'),
      name,
    ).toBe(unanswered);
  }
});
