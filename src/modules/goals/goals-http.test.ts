import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, OWN_PLATFORM, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { budgetOfPeriod, objectivesAt, recordObjectives } from './index.ts';

const DAY_MS = 86_400_000;
const TODAY = Math.floor(Date.now() / DAY_MS);
const day = (ago: number): string => new Date((TODAY - ago) * DAY_MS).toISOString().slice(0, 10);
const MONTH = day(0).slice(0, 7);

let database: Database;
let app: TestApp;
let ids: { workspaceId: string; communityId: string };
let owner: Record<string, string>;
let analyst: Record<string, string>;

/** A hundred days in which one person more speaks each day, and the last week two buy twice. */
function* history(): Generator<NeutralEvent> {
  let id = 0;
  const event = (ago: number, member: string, kind = 'message'): NeutralEvent => ({
    id: `e${id++}`,
    group: 'g',
    member,
    kind,
    at: new Date((TODAY - ago) * DAY_MS + 1000).toISOString(),
    ...(kind === 'purchase' && { value: 20 }),
  });
  for (let ago = 100; ago >= 0; ago--) for (let who = 0; who <= 100 - ago; who += 5) yield event(ago, `m${who}`);
  for (const who of ['m0', 'm5']) yield event(0, who, 'purchase');
}

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  const workspace = await app.workspace();
  [owner, analyst] = [await workspace.operator('owner'), await workspace.operator('analyst')];
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'C', zone: 'UTC' }),
  );
  ids = { workspaceId: workspace.id, communityId: id };
  const scope = grantScope(workspace.id, id);
  const { engine } = app.services;
  const written = await writeEvents(engine, scope, { zone: 'UTC' }, [...history()]);
  await rollUp(engine, scope, written.changed);
  await evaluateCommunity(app.services, ids);
});
afterAll(async () => {
  await app.close();
  await database.close();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
const ask = (method: Method, path: string, payload?: object, headers = owner) =>
  app.inject({ method, url: `/api/v1/communities/${ids.communityId}${path}`, headers, ...(payload && { payload }) });
async function must(method: Method, path: string, payload?: object) {
  const answer = await ask(method, path, payload);
  expect(answer.statusCode, answer.body).toBeLessThan(300);
  return answer.statusCode === 204 ? undefined : answer.json();
}
async function refused(method: Method, path: string, payload?: object, headers = owner) {
  const answer = await ask(method, path, payload, headers);
  return [answer.statusCode, answer.json().code];
}

describe('objectives', () => {
  const aim = { name: 'More people', measure: { metric: 'mau' }, target: 40, dueDay: day(-28) };

  it('begin today at the latest figure and say how they stand, and why', async () => {
    const made = await must('POST', '/objectives', aim);
    expect(made).toMatchObject({ startDay: day(0), startValue: 21, unit: 'people', better: 'more' });
    expect(made.standing).toMatchObject({ value: 21, progress: 0, status: 'off_track', daysLeft: 28 });
    expect(made.standing.why[0]).toMatchObject({ code: 'forecast_misses' });
    expect(made.standing.forecast.perWeek).toBeGreaterThan(1);
    const { objectives, operators, today } = await must('GET', '/objectives');
    expect([objectives.length, today, operators.length]).toEqual([1, day(0), 2]);
    const { history: days } = await must('GET', `/objectives/${made.id}`);
    expect(days).toMatchObject([{ day: day(0), value: 21, target: 40, status: 'off_track' }]);
  });

  it('are changed, judged anew, closed with a note and opened again', async () => {
    const { id } = await must('POST', '/objectives', { ...aim, startDay: day(50), startValue: 10 });
    const changed = await must('PATCH', `/objectives/${id}`, { target: 22 });
    expect(changed.standing.status).toBe('on_track');
    await recordObjectives({ ...app.services, listChannels: async () => [] }, ids);
    const closed = await must('POST', `/objectives/${id}/close`, { outcome: 'reached', note: 'well done' });
    expect(closed.closed).toMatchObject({ outcome: 'reached', value: 21, note: 'well done' });
    expect(await refused('PATCH', `/objectives/${id}`, { target: 30 })).toEqual([409, 'objective_closed']);
    expect(await refused('POST', `/objectives/${id}/close`, { outcome: 'missed' })).toEqual([409, 'objective_closed']);
    expect((await must('GET', '/objectives')).objectives.some((one: { id: string }) => one.id === id)).toBe(false);
    const report = await objectivesAt(app.services, ids, { day: day(1), since: day(7) });
    expect(report.find((one) => one.id === id)).toMatchObject({ standing: { day: day(1), value: 20 } });
    expect((await must('POST', `/objectives/${id}/reopen`)).closed).toBeNull();
    expect(await must('DELETE', `/objectives/${id}`)).toBeUndefined();
    expect(await refused('GET', `/objectives/${id}`)).toEqual([404, 'not_found']);
  });

  it('count a segment by those who entered it', async () => {
    const rule = { kind: 'tier', scheme: 'engagement', in: ['active'] };
    const { id: segmentId, members } = await must('POST', '/segments', { kind: 'rule', name: 'Busy', rule });
    expect(members).toBeGreaterThan(0);
    const made = await must('POST', '/objectives', { ...aim, measure: { segmentId }, target: 60 });
    expect(made).toMatchObject({ measureName: 'Busy', startValue: members, standing: { value: members } });
    expect(made.standing.why.map(({ code }: { code: string }) => code)).toContain('no_forecast');
    const { uses } = await must('GET', `/segments/${segmentId}/where-used`);
    expect(uses).toContainEqual({ kind: 'objective', id: made.id, name: aim.name });
    expect((await refused('DELETE', `/segments/${segmentId}`))[0]).toBe(409);
    const shown = await must('GET', `/measures?segmentId=${segmentId}`);
    expect(shown).toMatchObject({ unit: 'people', latest: members, latestDay: day(0) });
    await must('DELETE', `/objectives/${made.id}`);
    await must('DELETE', `/segments/${segmentId}`);
  });

  it('follow a list as people are put on it and taken off', async () => {
    const { accountId } = communitySpace(ids.communityId);
    const accounts = ['m0', 'm5', 'm10', 'm15', 'm20'].map((externalId) => {
      const id = accountId(OWN_PLATFORM, externalId);
      return { id, platform: OWN_PLATFORM, externalId, name: externalId, bot: false, firstAt: 0 };
    });
    await database.inWorkspace(ids.workspaceId, (tx) => ensureAccounts(tx, ids.communityId, accounts));
    const memberIds = accounts.map(({ id }) => id);
    const kept = { kind: 'list', name: 'Hosts', memberIds: memberIds.slice(0, 3) };
    const { id: segmentId } = await must('POST', '/segments', kept);
    const { id } = await must('POST', '/objectives', { ...aim, measure: { segmentId }, target: 5 });
    const value = async () => (await must('GET', `/objectives/${id}`)).standing.value;
    expect(await value()).toBe(3);
    await must('POST', `/segments/${segmentId}/members`, { add: memberIds.slice(3), remove: [] });
    expect(await value()).toBe(5);
    await must('POST', `/segments/${segmentId}/members`, { add: [], remove: memberIds.slice(0, 2) });
    expect(await value()).toBe(3);
  });

  it.each<[string, object, number, string]>([
    ['a figure that is not there', { ...aim, measure: { metric: 'joy' } }, 400, 'bad_input'],
    [
      'a segment that is not there',
      { ...aim, measure: { segmentId: '01890000-0000-7000-8000-000000000000' } },
      400,
      'bad_input',
    ],
    ['nothing to go', { ...aim, target: 21 }, 400, 'bad_input'],
    ['an end before the beginning', { ...aim, dueDay: day(0) }, 400, 'bad_input'],
    ['no figure to begin at', { ...aim, measure: { metric: 'reciprocity' } }, 400, 'bad_input'],
    [
      'a target out of reach of the figure',
      { ...aim, measure: { metric: 'participation' }, target: 35 },
      400,
      'bad_input',
    ],
    ['a target below nobody', { ...aim, target: -1 }, 400, 'bad_input'],
    ['a play that is not there', { ...aim, drivers: [{ kind: 'play', id: 'dance' }] }, 400, 'bad_input'],
    [
      'an analysis that is not there',
      { ...aim, drivers: [{ kind: 'analysis', id: '01890000-0000-7000-8000-000000000000' }] },
      400,
      'bad_input',
    ],
    ['a driver twice', { ...aim, drivers: [1, 2].map(() => ({ kind: 'play', id: 'live_session' })) }, 400, 'bad_input'],
    ['a day that is none', { ...aim, dueDay: '2031-02-30' }, 400, 'bad_input'],
    ['a start before time began', { ...aim, startDay: '0000-01-01', startValue: 1 }, 400, 'bad_input'],
    ['no name', { ...aim, name: '  ' }, 400, 'bad_input'],
    ['what is no number', { ...aim, target: '40' }, 400, 'bad_input'],
    ['what it does not know', { ...aim, colour: 'red' }, 400, 'bad_input'],
    ['an owner from elsewhere', { ...aim, ownerId: '01890000-0000-7000-8000-000000000000' }, 400, 'bad_input'],
  ])('refuse %s', async (_, payload, status, code) => {
    expect(await refused('POST', '/objectives', payload)).toEqual([status, code]);
  });

  it('are read, not made, by those without the right', async () => {
    expect((await ask('GET', '/objectives', undefined, analyst)).statusCode).toBe(200);
    expect(await refused('POST', '/objectives', aim, analyst)).toEqual([403, 'forbidden']);
  });

  it('show what a figure was before a target is chosen', async () => {
    const shown = await must('GET', '/measures?metric=mau');
    expect(shown).toMatchObject({ unit: 'people', better: 'more', latest: 21, latestDay: day(0) });
    expect(shown.series.length).toBe(182);
    for (const query of [
      '',
      '?metric=joy',
      `?metric=mau&segmentId=${ids.communityId}`,
      `?segmentId=${ids.communityId}`,
    ])
      expect(await refused('GET', `/measures${query}`), query).toEqual([400, 'bad_input']);
  });
});

describe('budgets', () => {
  it('say what results cost, and warn', async () => {
    const { id } = await must('POST', '/budgets', { period: MONTH, amount: 100_00 });
    const operation = { name: 'Festival', fromDay: `${MONTH}-01`, toDay: `${MONTH}-02`, planned: 40_00 };
    const line = await must('POST', `/budgets/${id}/operations`, operation);
    const spends = `/operations/${line.id}/spends`;
    expect(await refused('POST', spends, { day: day(-2), amount: 1, text: 'Hall' })).toEqual([400, 'bad_input']);
    await must('POST', spends, { day: `${MONTH}-01`, amount: 50_00, text: 'Hall', receipt: 'No. 1' });
    const { spends: all } = await must('POST', spends, { day: `${MONTH}-01`, amount: -2_00, text: 'Given back' });
    const read = await must('GET', `/budgets/${id}`);
    expect(read).toMatchObject({ currency: 'CNY', planned: 40_00, spent: 48_00, finished: false, costsTo: day(0) });
    expect(read.warnings).toEqual([
      { code: 'operation_overspent', operationId: line.id, facts: { spent: 48_00, planned: 40_00 } },
    ]);
    const [joined, active, order] = read.costs;
    expect(active).toEqual({ of: 'active_member', among: 21, each: 229, reason: null });
    expect(order).toEqual({ of: 'order', among: 2, each: 24_00, reason: null });
    expect(joined.each).toBe(joined.among > 0 ? Math.floor((2 * 48_00 + joined.among) / (2 * joined.among)) : null);
    const [ofPeriod] = await budgetOfPeriod(app.services, ids, { from: day(0), to: day(0) });
    expect(ofPeriod).toEqual(read);
    expect(await refused('DELETE', `/operations/${line.id}`)).toEqual([409, 'operation_in_use']);
    expect(await refused('DELETE', `/budgets/${id}`)).toEqual([409, 'budget_in_use']);
    for (const spend of all) await must('DELETE', `${spends}/${spend.id}`);
    await must('DELETE', `/operations/${line.id}`);
    await must('DELETE', `/budgets/${id}`);
  });

  it('never overlap, even when two are made at once; money keeps its currency', async () => {
    const quarter = (period: string) => ask('POST', '/budgets', { period, amount: 1 });
    const made = await Promise.all(['2031-Q1', '2031-02', '2031-Q1', '2031-03'].map(quarter));
    const codes = made.map(({ statusCode }) => statusCode);
    // The two months do not overlap each other; the quarter stands alone or not at all.
    expect([
      ['201', '409', '409', '409'],
      ['201', '201', '409', '409'],
    ]).toContainEqual(codes.map(String).toSorted());
    expect(await refused('PUT', '/currency', { currency: 'EUR' })).toEqual([409, 'currency_in_use']);
    expect(await refused('PUT', '/currency', { currency: 'XXY' })).toEqual([400, 'bad_input']);
    await must('PUT', '/currency', { currency: 'CNY' });
    expect((await must('GET', '/budgets')).currencyFixed).toBe(true);
  });

  it('refuse what makes no sense', async () => {
    const { id } = await must('POST', '/budgets', { period: '2032-02', amount: 10 });
    const line = { name: 'x', planned: 1, fromDay: '2032-02-01', toDay: '2032-02-02' };
    const operations = `/budgets/${id}/operations`;
    expect(await refused('POST', operations, { ...line, fromDay: '2032-03-01' })).toEqual([400, 'bad_input']);
    expect(await refused('POST', operations, { ...line, planned: 1.5 })).toEqual([400, 'bad_input']);
    expect(await refused('POST', operations, { ...line, planned: -1 })).toEqual([400, 'bad_input']);
    expect(await refused('POST', operations, { ...line, toDay: '0000-01-01' })).toEqual([400, 'bad_input']);
    expect(await refused('POST', operations, { ...line, kind: 'party' })).toEqual([400, 'bad_input']);
    expect(await refused('PATCH', `/budgets/${id}`, { period: '2032-03' })).toEqual([400, 'bad_input']);
    const { id: operation } = await must('POST', operations, line);
    for (const wrong of [{ amount: 0 }, { amount: 1.5 }, { text: ' ' }, { day: '0000-01-01' }, { day: 'today' }])
      expect(
        await refused('POST', `/operations/${operation}/spends`, { day: day(0), amount: 1, text: 'x', ...wrong }),
      ).toEqual([400, 'bad_input']);
    expect(await refused('POST', '/budgets', { period: '2032-13', amount: 1 })).toEqual([400, 'bad_input']);
    const future = await must('GET', `/budgets/${id}`);
    expect(future.costs.map(({ reason }: { reason: string }) => reason)).toEqual(Array(3).fill('not_begun'));
  });
});

describe('resources', () => {
  const hour = (at: number): string => new Date((TODAY + 30) * DAY_MS + at * 3_600_000).toISOString();
  const time = (from: number, to: number) => ({ from: hour(from), to: hour(to) });
  const resource = async (fields: object): Promise<string> =>
    (await must('POST', '/resources', { name: 'It', kind: 'venue', ...fields })).id;

  it('cannot be booked twice, whoever asks at once; end and beginning may meet', async () => {
    const id = await resource({});
    const at = `/resources/${id}/bookings`;
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, turn) => ask('POST', at, time(9 + (turn % 3) * 0.5, 12))),
    );
    const codes = answers.map((answer) => answer.statusCode);
    expect([codes.filter((code) => code === 201).length, codes.filter((code) => code === 409).length]).toEqual([1, 11]);
    const { from } = answers.find(({ statusCode }) => statusCode === 201)!.json();
    expect(await refused('POST', at, { from, to: hour(11) })).toEqual([409, 'already_booked']);
    const next = await must('POST', at, time(12, 13));
    expect(await refused('PATCH', `${at}/${next.id}`, { from: hour(11) })).toEqual([409, 'already_booked']);
    await must('PATCH', `${at}/${next.id}`, { to: hour(14), note: 'longer' });
    const { bookings } = await must('GET', `/bookings?from=${hour(0)}&to=${hour(24)}&resourceId=${id}`);
    expect(bookings.map((one: { to: string }) => one.to)).toEqual([hour(12), hour(14)]);
    await must('DELETE', `${at}/${next.id}`);
    expect(await refused('POST', at, time(3, 3))).toEqual([400, 'bad_input']);
    expect(await refused('POST', at, { ...time(3, 4), quantity: 2 })).toEqual([400, 'bad_input']);
    expect(await refused('POST', at, { from: 'noon', to: hour(4) })).toEqual([400, 'bad_input']);
    expect(await refused('POST', at, { from: '0000-01-01T00:00:00Z', to: hour(4) })).toEqual([400, 'bad_input']);
    for (const query of [`from=${hour(4)}&to=${hour(3)}`, `from=${hour(0)}&to=${hour(24 * 500)}`, 'from=noon'])
      expect(await refused('GET', `/bookings?${query}`)).toEqual([400, 'bad_input']);
    expect(await refused('GET', '/bookings?from=0000-01-01T00:00:00Z')).toEqual([400, 'bad_input']);
  });

  it('are never booked beyond what there is: what comes back at a time, what is used up in all', async () => {
    for (const consumed of [false, true]) {
      const id = await resource({ kind: 'material', quantity: 5, consumed });
      const at = `/resources/${id}/bookings`;
      const codes = await Promise.all(
        Array.from(
          { length: 10 },
          async (_, turn) =>
            (await ask('POST', at, { ...time(consumed ? turn : 1, consumed ? turn + 1 : 2), quantity: 2 })).statusCode,
        ),
      );
      expect(codes.filter((code) => code === 201).length).toBe(2);
      const later = await ask('POST', at, { ...time(20, 21), quantity: 5 });
      expect(later.statusCode).toBe(consumed ? 409 : 201);
      expect(await refused('PATCH', `/resources/${id}`, { quantity: 3 })).toEqual([409, 'not_enough']);
      expect(await refused('PATCH', `/resources/${id}`, { quantity: null, consumed: false })).toEqual([
        400,
        'bad_input',
      ]);
    }
  });

  it('are booked only when they can be had, and windows keep the bookings to come', async () => {
    const id = await resource({ kind: 'speaker', windows: [time(9, 12), time(12, 15)] });
    const at = `/resources/${id}/bookings`;
    await must('POST', at, time(11, 13));
    expect(await refused('POST', at, time(14, 16))).toEqual([409, 'outside_windows']);
    expect(await refused('PATCH', `/resources/${id}`, { windows: [time(9, 12)] })).toEqual([409, 'bookings_outside']);
    expect(await refused('PATCH', `/resources/${id}`, { windows: [time(9, 9)] })).toEqual([400, 'bad_input']);
    await must('PATCH', `/resources/${id}`, { archived: true });
    expect(await refused('POST', at, time(9, 10))).toEqual([409, 'resource_archived']);
    const listed = await must('GET', '/resources');
    expect(listed.resources.some((one: { id: string }) => one.id === id)).toBe(false);
  });

  it('are tied to an operation of the same community', async () => {
    const budget = await must('POST', '/budgets', { period: '2033-05', amount: 10 });
    const line = { name: 'Reading', planned: 1, fromDay: '2033-05-01', toDay: '2033-05-02' };
    const operation = await must('POST', `/budgets/${budget.id}/operations`, line);
    const at = `/resources/${await resource({})}/bookings`;
    const booked = await must('POST', at, { ...time(1, 2), operationId: operation.id });
    expect(booked.operation).toEqual({ id: operation.id, name: 'Reading' });
    const nowhere = { ...time(3, 4), operationId: '01890000-0000-7000-8000-000000000000' };
    expect(await refused('POST', at, nowhere)).toEqual([400, 'bad_input']);
    await must('DELETE', `/operations/${operation.id}`);
    const { bookings } = await must('GET', `/bookings?from=${hour(0)}&to=${hour(24)}`);
    expect(bookings.find((one: { id: string }) => one.id === booked.id).operation).toBeNull();
  });
});
