import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import { createLogger } from '#platform/log.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { libraryReply, pastReply, playsReply, runSchema, type PlaysReply, type Run } from './library.contract.ts';
import { PLAYS } from './plays.ts';

const DAY_MS = 86_400_000;

let app: TestApp;
let jobs: Jobs;
let headers: Record<string, string>;
let analyst: Record<string, string>;
let communityId: string;

beforeAll(async () => {
  const database = await testDatabase();
  const engine = await testEngine();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine, jobs });
  const workspace = await app.workspace();
  headers = await workspace.operator('owner');
  analyst = await workspace.operator('analyst');
  const made = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'Plays', zone: 'UTC', positioning: 'people who read' }),
  );
  communityId = made.id;
  const from = (Math.floor(Date.now() / DAY_MS) - 100) * DAY_MS;
  const events = randomHistory({ seed: 2, events: 2_000, people: 60, days: 99, from, bot: false });
  const scope = grantScope(workspace.id, communityId);
  const { changed } = await writeEvents(engine, scope, { zone: 'UTC' }, events);
  await rollUp(engine, scope, changed);
});
afterAll(async () => {
  await jobs?.stop();
  await app?.close();
});

const send = (method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, payload?: object, as = headers) =>
  app.inject({
    method,
    url: `/api/v1/communities/${communityId}${path}`,
    headers: as,
    ...(payload ? { payload } : {}),
  });
async function now(): Promise<PlaysReply> {
  const response = await send('GET', '/plays');
  expect(response.statusCode, response.body).toBe(200);
  return playsReply.parse(response.json());
}
const OWN = {
  words: { name: '读书夜', how: '', why: '现在有 {{members}} 位成员', steps: ['选书', '定时间'], effect: '更多人来' },
  situation: { stages: [], types: [], when: [{ figure: 'members', comparison: '>=', than: 1 }] },
  metric: 'mau',
};

describe('proposals', () => {
  it('say why in both languages, and equal situations give equal ones', async () => {
    const { proposals } = await now();
    expect(proposals.length).toBeGreaterThan(0);
    expect(proposals.length).toBeLessThanOrEqual(6);
    for (const { name, why, effect, steps } of proposals)
      for (const language of ['zh-CN', 'en'] as const) {
        expect([name[language], why[language], effect[language], ...steps[language]].join()).not.toContain('{{');
        expect(steps[language].length).toBeGreaterThan(0);
      }
    expect((await now()).proposals).toEqual(proposals);
  });

  it('that are dismissed stay quiet and make room, until they are called back', async () => {
    const [first] = (await now()).proposals;
    const path = `/plays/${first!.playId}/dismissal`;
    expect((await send('PUT', path, { reason: '' })).statusCode).toBe(400);
    expect((await send('PUT', path, { reason: '人手不够', days: 1 })).statusCode).toBe(200);
    const after = await now();
    expect(after.proposals.map(({ playId }) => playId)).not.toContain(first!.playId);
    expect(after.dismissed).toMatchObject([{ playId: first!.playId, reason: '人手不够' }]);
    app.clock.advance(2 * DAY_MS);
    expect((await now()).proposals.map(({ playId }) => playId)).toContain(first!.playId);
    app.clock.advance(-2 * DAY_MS);
    expect((await send('DELETE', path)).statusCode).toBe(204);
    expect((await send('DELETE', path)).statusCode).toBe(404);
    expect((await now()).proposals[0]!.playId).toBe(first!.playId);
  });
});

describe('an accepted play', () => {
  it('of a revival plan keeps the part of the fall that it answers as its reason', async () => {
    const answers = { cause: 'recent_joiners', people: 12 };
    const accepted = await send('POST', '/plays/reposition/accept', { answers });
    expect(accepted.statusCode, accepted.body).toBe(201);
    expect(runSchema.parse(accepted.json()).reason).toEqual({
      'zh-CN': '近几月加入的人少了，月活因此少 12 人',
      en: 'fewer who joined in the last months: 12 of the fall in MAU',
    });
    const unknown = await send('POST', '/plays/large_event/accept', { answers: { ...answers, cause: 'weather' } });
    expect(unknown.statusCode).toBe(400);
  });

  it('becomes tasks, is followed to its end and past it', async () => {
    const [first] = (await now()).proposals;
    const accepted = await send('POST', `/plays/${first!.playId}/accept`, { language: 'en' });
    expect(accepted.statusCode, accepted.body).toBe(201);
    let run: Run = runSchema.parse(accepted.json());
    expect(run.tasks.map(({ text }) => text)).toEqual(first!.steps.en);
    expect(run.reason).toEqual(first!.why);
    const again = await send('POST', `/plays/${first!.playId}/accept`, {});
    expect([again.statusCode, again.json().code]).toEqual([409, 'play_under_way']);
    expect((await now()).proposals.map(({ playId }) => playId)).not.toContain(first!.playId);
    const task = `/play-runs/${run.id}/tasks/${run.tasks[0]!.id}`;
    const ticked = await send('PATCH', task, { done: true, dueOn: '2026-12-24', note: '问过了' });
    run = runSchema.parse(ticked.json());
    expect(run.tasks[0]).toMatchObject({ done: true, dueOn: '2026-12-24', note: '问过了' });
    expect(run.tasks[0]!.doneBy).not.toBeNull();
    const { operators } = await now();
    run = runSchema.parse((await send('PATCH', task, { done: false, ownerId: operators[0]!.id })).json());
    expect(run.tasks[0]).toMatchObject({ done: false, doneBy: null, owner: operators[0]!.name, note: '问过了' });
    expect((await send('PATCH', task, { ownerId: run.id })).statusCode).toBe(400);
    expect((await send('POST', `/play-runs/${run.id}/tasks`, { text: '再想一步' })).json().tasks.at(-1).text).toBe(
      '再想一步',
    );
    const finished = await send('POST', `/play-runs/${run.id}/finish`, { outcome: '来了 12 人' });
    run = runSchema.parse(finished.json());
    expect(run).toMatchObject({ outcome: '来了 12 人' });
    expect(run.effect.reviewOn).not.toBeNull();
    expect((await send('POST', `/play-runs/${run.id}/finish`, {})).statusCode).toBe(409);
    expect((await send('POST', `/play-runs/${run.id}/tasks`, { text: 'x' })).statusCode).toBe(409);
    expect(pastReply.parse((await send('GET', '/plays/past')).json()).runs[0]!.id).toBe(run.id);
  });

  it('is not for those who may only look', async () => {
    const [first] = (await now()).proposals;
    expect((await send('POST', `/plays/${first!.playId}/accept`, {}, analyst)).statusCode).toBe(403);
    expect((await send('GET', '/plays', undefined, analyst)).statusCode).toBe(200);
  });
});

describe('the library', () => {
  it('has every built-in play with words, steps and an effect in both languages', async () => {
    const { plays } = libraryReply.parse((await send('GET', '/plays/library')).json());
    expect(plays.filter(({ own }) => !own)).toHaveLength(PLAYS.length);
  });

  it('takes changes, switches off, and has a play as it was again', async () => {
    const [first] = (await now()).proposals;
    const path = `/plays/library/${first!.playId}`;
    expect((await send('PUT', path, { words: { ...OWN.words, name: '换个名字' } })).json()).toMatchObject({
      changed: true,
    });
    expect((await now()).proposals[0]!.name['zh-CN']).toBe('换个名字');
    expect((await send('PUT', path, { off: true })).json()).toMatchObject({ off: true, changed: false });
    expect((await now()).proposals.map(({ playId }) => playId)).not.toContain(first!.playId);
    expect((await send('DELETE', path)).statusCode).toBe(204);
    expect((await now()).proposals[0]).toEqual(first);
  });

  it('takes plays of one’s own, proposed when their situation holds', async () => {
    const made = await send('POST', '/plays/library', OWN);
    expect(made.statusCode, made.body).toBe(201);
    const { id } = made.json() as { id: string };
    const own = (await now()).proposals.find(({ playId }) => playId === id);
    expect(own?.why['zh-CN']).toMatch(/^现在有 \d+ 位成员$/);
    const never = { ...OWN, situation: { ...OWN.situation, when: [{ figure: 'members', comparison: '<', than: 1 }] } };
    expect((await send('PUT', `/plays/library/${id}`, never)).statusCode).toBe(200);
    expect((await now()).proposals.some(({ playId }) => playId === id)).toBe(false);
    const wrong = { ...OWN, situation: { ...OWN.situation, when: [{ figure: 'luck', comparison: '>=', than: 1 }] } };
    expect((await send('POST', '/plays/library', wrong)).statusCode).toBe(400);
    expect((await send('PUT', `/plays/library/${id}`, { off: true })).statusCode).toBe(400);
    expect((await send('DELETE', `/plays/library/${id}`)).statusCode).toBe(204);
    expect((await send('DELETE', `/plays/library/${id}`)).statusCode).toBe(404);
  });
});

it('checklists show what data say and take ticks for the rest', async () => {
  const { checklist } = await now();
  const item = (id: string, list = checklist) => list.find((one) => one.id === id)!;
  expect(item('positioning')).toMatchObject({ by: 'data', done: true });
  expect(item('rules')).toMatchObject({ by: 'data', done: false });
  expect(item('seed_members').seen[0]).toMatchObject({ figure: 'members', comparison: '>=', than: 20 });
  expect((await send('PUT', '/plays/checklist/market_research', { done: true })).statusCode).toBe(200);
  expect(item('market_research', (await now()).checklist)).toMatchObject({ by: 'hand', done: true });
  expect((await send('PUT', '/plays/checklist/positioning', { done: true })).statusCode).toBe(409);
  expect((await send('PUT', '/plays/checklist/no_such_item', { done: true })).statusCode).toBe(404);
});
