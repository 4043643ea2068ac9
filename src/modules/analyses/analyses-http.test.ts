import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import { rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { randomHistory } from '#testkit/oracle/random-history.ts';
import { grantScope, QueryTooLarge, QueryTooSlow } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { ANALYSES, ANALYSIS_KINDS, peopleReply, runReply, type AnalysisKindName } from './contract.ts';
import { FewAtOnce } from './few-at-once.ts';
import { ResultMemory, type AnyResult } from './result-memory.ts';
import { runAnalysis } from './run-analysis.ts';
import { analysesUsing } from './saved/analyses-using.ts';
import { dashboardSchema, dashboardsReply, savedAnalysesReply, savedAnalysisSchema } from './saved.contract.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;

beforeAll(async () => {
  database = await testDatabase();
  const engine = await testEngine();
  app = await testApp(database, { engine });
  workspace = await app.workspace();
  headers = await workspace.operator('analyst');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Readers' }));
  const scope = grantScope(workspace.id, community.id);
  const history = randomHistory({ seed: 61, events: 900, people: 25, days: 110, from: Date.UTC(2024, 1, 1) });
  const written = await writeEvents(engine, scope, { zone: community.zone }, history);
  await rollUp(engine, scope, written.changed);
});

afterAll(async () => {
  await app.close();
  await database.close();
});

type Method = 'GET' | 'POST' | 'PATCH' | 'DELETE';
const ask = (method: Method, path: string, payload?: object, as = headers) =>
  app.inject({
    method,
    url: `/api/v1/communities/${community.key}${path}`,
    headers: as,
    ...(payload ? { payload } : {}),
  });

/** Params of kinds that have no defaults for all of them. */
const PARAMS: Partial<Record<AnalysisKindName, object>> = {
  funnel: { steps: [{ kinds: ['message'] }, { kinds: ['reply'] }] },
};

describe('asking', () => {
  it('answers every kind as its schema says, as rows of a file too', async () => {
    for (const kind of ANALYSIS_KINDS.filter((name) => PARAMS[name] || ANALYSES[name].params.safeParse({}).success)) {
      const body = { kind, params: PARAMS[kind] ?? {} };
      const response = await ask('POST', '/analyses/run', body);
      expect([kind, response.statusCode], response.body).toEqual([kind, 200]);
      const { result, params } = runReply.parse(response.json());
      expect([kind, ANALYSES[kind].result.safeParse(result).error]).toEqual([kind, undefined]);
      expect([kind, ANALYSES[kind].params.safeParse(params).error]).toEqual([kind, undefined]);
      const csv = await ask('POST', '/analyses/csv', body);
      const lines = csv.body.replace('\uFEFF', '').trimEnd().split('\r\n');
      expect([kind, csv.headers['content-type']]).toEqual([kind, 'text/csv; charset=utf-8']);
      const cells = lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length);
      expect([kind, new Set(cells).size]).toEqual([kind, 1]);
    }
  });

  it('says what is wrong and where', async () => {
    const wrong = await ask('POST', '/analyses/run', {
      kind: 'funnel',
      params: { steps: [{ kinds: [] }], window: { days: 0 } },
    });
    expect(wrong.statusCode).toBe(400);
    const places = wrong.json().faults.map(({ where }: { where: string }) => where);
    expect(places).toEqual(expect.arrayContaining(['/params/steps', '/params/window/days']));
    expect((await ask('POST', '/analyses/run', { kind: 'horoscope' })).statusCode).toBe(400);
    const segmentId = '0190a000-0000-7000-8000-000000000000';
    const unknown = await ask('POST', '/analyses/run', { kind: 'retention', params: { segmentId } });
    expect(unknown.json()).toMatchObject({ status: 400, faults: [{ where: '/params/segmentId' }] });
    const point = await ask('POST', '/analyses/people', { kind: 'heatmap', params: {}, point: { hour: 25 } });
    expect(point.json()).toMatchObject({ status: 400, code: 'bad_input' });
  });

  it('opens the members behind a point in the member list', async () => {
    const { result } = (await ask('POST', '/analyses/run', { kind: 'stickiness', params: {} })).json();
    const most = result.days.reduce((best: { mau: number }, row: { mau: number }) => (row.mau > best.mau ? row : best));
    const body = { kind: 'stickiness', params: {}, point: { day: most.day, window: 28 }, name: 'Active then' };
    const response = await ask('POST', '/analyses/people', body);
    const { segmentId, total, members } = peopleReply.parse(response.json());
    expect(total).toBe(most.mau);
    const list = (await ask('GET', `/members?segment=${segmentId}`)).json();
    expect(list.total).toBe(members);
    expect(members).toBeGreaterThan(0);
  });

  it('refuses with a way out what takes more than one question may', async () => {
    const { services } = app;
    const limits = [
      [QueryTooSlow, 'takes longer'],
      [QueryTooLarge, 'needs more memory'],
    ] as const;
    for (const [Failure, words] of limits) {
      const engine: typeof services.engine = {
        ...services.engine,
        query: (scope, name, statement, options) =>
          name === 'analyses.retention'
            ? Promise.reject(new Failure({ message: name, engineCode: 0, type: 'TEST' }))
            : services.engine.query(scope, name, statement, options),
      };
      const asked = { workspaceId: workspace.id, communityKey: community.id };
      const parts = { ...services, engine, analysisResults: new ResultMemory() };
      const refused = expect(runAnalysis(parts, asked, { kind: 'retention', params: {} })).rejects;
      await refused.toMatchObject({ status: 422, code: 'analysis_too_large', message: expect.stringContaining(words) });
    }
  });

  it('needs the rights: figures to read the community, people to read members, files to export', async () => {
    const token = await workspace.token(['communities.read']);
    const body = { kind: 'lifecycle', params: {} };
    expect((await ask('POST', '/analyses/run', body, token)).statusCode).toBe(200);
    expect((await ask('POST', '/analyses/csv', body, token)).statusCode).toBe(403);
    const point = { start: '2024-04-01', state: 'new' };
    expect((await ask('POST', '/analyses/people', { ...body, point }, token)).statusCode).toBe(403);
    expect((await ask('POST', '/analyses', { name: 'x', kind: 'lifecycle', params: {} }, token)).statusCode).toBe(403);
    expect((await ask('GET', '/analyses', undefined, token)).statusCode).toBe(200);
  });
});

describe('keeping', () => {
  const keep = async (name: string, params: object = {}) =>
    savedAnalysisSchema.parse((await ask('POST', '/analyses', { name, kind: 'retention', params })).json());

  it('keeps, changes and forgets an analysis, and says who was quicker', async () => {
    const made = await keep('Weekly', { interval: 'week' });
    const link = `/analyses/${made.id}`;
    expect(savedAnalysisSchema.parse((await ask('GET', link)).json())).toEqual(made);
    const other = await workspace.operator('editor');
    expect((await ask('GET', link, undefined, other)).json().name).toBe('Weekly');
    expect((await ask('PATCH', link, { version: 1, params: { interval: 'decade' } })).json()).toMatchObject({
      status: 400,
    });
    expect(
      (await ask('PATCH', link, { version: 1, name: 'Monthly', params: { interval: 'month' } })).json(),
    ).toMatchObject({ name: 'Monthly', version: 2 });
    expect((await ask('PATCH', link, { version: 1, name: 'Daily' })).json()).toMatchObject({
      status: 409,
      code: 'analysis_changed',
    });
    const { analyses } = savedAnalysesReply.parse((await ask('GET', '/analyses')).json());
    expect(analyses.map(({ name }) => name)).toEqual(['Monthly']);
    expect((await ask('DELETE', link)).statusCode).toBe(204);
    expect((await ask('GET', link)).statusCode).toBe(404);
  });

  it('shows analyses on a dashboard in an order, with one range for all, and copies it', async () => {
    const [first, second] = [await keep('One'), await keep('Two')];
    const tiles = [{ analysisId: first.id }, { analysisId: second.id, width: 'full' }];
    const made = dashboardSchema.parse(
      (await ask('POST', '/dashboards', { name: 'Monday', range: { lastDays: 28 }, tiles })).json(),
    );
    expect(made.tiles.map(({ analysis, width }) => [analysis.name, width])).toEqual([
      ['One', 'half'],
      ['Two', 'full'],
    ]);
    const link = `/dashboards/${made.id}`;
    const turned = await ask('PATCH', link, { version: 1, tiles: tiles.toReversed(), range: null });
    expect(turned.json()).toMatchObject({
      version: 2,
      range: null,
      tiles: [{ analysis: { name: 'Two' } }, { analysis: { name: 'One' } }],
    });
    expect((await ask('PATCH', link, { version: 1, name: 'Late' })).json()).toMatchObject({
      code: 'dashboard_changed',
    });
    const strange = [{ analysisId: '0190a000-0000-7000-8000-000000000000' }];
    expect((await ask('PATCH', link, { version: 2, tiles: strange })).json()).toMatchObject({
      status: 400,
      faults: [{ where: '/body/tiles/0/analysisId' }],
    });
    const copy = dashboardSchema.parse((await ask('POST', `${link}/duplicate`, { name: 'Tuesday' })).json());
    expect(copy.tiles.map(({ analysis }) => analysis.name)).toEqual(['Two', 'One']);
    expect(
      (await ask('GET', `/analyses/${first.id}`)).json().dashboards.map(({ name }: { name: string }) => name),
    ).toEqual(['Monday', 'Tuesday']);
    await ask('DELETE', `/analyses/${first.id}`);
    expect((await ask('GET', link)).json()).toMatchObject({ version: 3, tiles: [{ analysis: { name: 'Two' } }] });
    expect((await ask('DELETE', link)).statusCode).toBe(204);
    const { dashboards } = dashboardsReply.parse((await ask('GET', '/dashboards')).json());
    expect(dashboards).toMatchObject([{ name: 'Tuesday', tiles: 1 }]);
  });

  it('knows where a segment is used', async () => {
    const point = { weekday: null, hour: null };
    const { segmentId } = (await ask('POST', '/analyses/people', { kind: 'heatmap', params: {}, point })).json();
    const filtered = await keep('Of some', { segmentId });
    const split = await keep('By some', { breakdown: { by: 'segment', segments: [segmentId] } });
    const board = (await ask('POST', '/dashboards', { name: 'For some', segmentId })).json();
    const uses = await database.inWorkspace(workspace.id, (tx) => analysesUsing(tx, community.id, segmentId));
    expect(uses.map(({ kind, id }) => [kind, id])).toEqual([
      ['analysis', split.id],
      ['dashboard', board.id],
      ['analysis', filtered.id],
    ]);
    expect((await ask('POST', '/analyses/run', { kind: 'retention', params: split.params })).statusCode).toBe(200);
  });

  it('leaves an entry in the audit trail for each change', async () => {
    const owner = await workspace.operator('owner');
    const trail = await app.inject({ method: 'GET', url: '/api/v1/audit?limit=200', headers: owner });
    for (const action of [
      'analyses.create',
      'analyses.update',
      'analyses.delete',
      'dashboards.create',
      'dashboards.duplicate',
      'analyses.csv',
    ])
      expect(trail.body).toContain(`"${action}"`);
  });

  it('shows nothing to another workspace', async () => {
    const made = await keep('Secret');
    const stranger = await (await app.workspace('Strangers')).operator('owner');
    const url = `/api/v1/communities/${community.id}/analyses`;
    for (const path of ['', `/${made.id}`])
      expect((await app.inject({ method: 'GET', url: `${url}${path}`, headers: stranger })).statusCode).toBe(404);
    const run = await app.inject({
      method: 'POST',
      url: `${url}/run`,
      headers: stranger,
      payload: { kind: 'retention' },
    });
    expect(run.statusCode).toBe(404);
  });
});

describe('the stream', () => {
  it('tells the evaluation of now, the next one, and when segments were computed after it', async () => {
    await app.server.app.listen({ port: 0, host: '127.0.0.1' });
    const { port } = app.server.app.server.address() as { port: number };
    const token = await workspace.token(['communities.read']);
    const aborter = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/communities/${community.id}/analyses/stream`, {
      headers: token,
      signal: aborter.signal,
    });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    const read = async (times: number): Promise<string[]> => {
      while ((text.match(/event: figures/g) ?? []).length < times) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`the stream ended after:\n${text}`);
        text += value;
      }
      return [...text.matchAll(/"evaluationId":"([^"]+)"/g)].map(([, id]) => id!);
    };
    await read(1);
    const ids = { workspaceId: workspace.id, communityId: community.id };
    const { id } = await evaluateCommunity(app.services, ids);
    expect((await read(2)).at(-1)).toBe(id);
    // A segment that nothing changed in is not computed anew: a new one is.
    const segment = { kind: 'rule', name: 'New', rule: { kind: 'tag', tag: 'new' } };
    const made = await ask('POST', '/segments', segment, await workspace.operator('owner'));
    expect(made.statusCode, made.body).toBe(201);
    expect((await read(3)).at(-1)).toBe(id);
    aborter.abort();
    await reader.cancel().catch(() => undefined);
  });
});

describe('the memory of results', () => {
  const result = (to: string) => ({ from: '2024-01-01', to, warnings: [] }) as unknown as AnyResult;

  it('asks once for what many ask at once, keeps it, and forgets it with the next evaluation', async () => {
    const memory = new ResultMemory();
    let worked = 0;
    const work = async () => result(`2024-01-0${(worked += 1)}`);
    const place = { communityId: 'c', evaluationId: 'e1', asked: 'q' };
    const many = await Promise.all(Array.from({ length: 20 }, () => memory.get(place, work)));
    expect(new Set(many).size).toBe(1);
    expect(await memory.get(place, work)).toBe(many[0]);
    expect(worked).toBe(1);
    await memory.get({ ...place, evaluationId: 'e2' }, work);
    await memory.get(place, work);
    expect(worked).toBe(3);
  });

  it('does not keep a failure', async () => {
    const memory = new ResultMemory();
    const place = { communityId: 'c', evaluationId: 'e1', asked: 'q' };
    await expect(memory.get(place, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(await memory.get(place, async () => result('2024-02-01'))).toMatchObject({ to: '2024-02-01' });
  });

  it('lets few in at once and refuses when too many wait', async () => {
    const few = new FewAtOnce({ atOnce: 1, waiting: 1 });
    let release = (): void => undefined;
    const first = few.pass(() => new Promise<void>((resolve) => (release = resolve)));
    const second = few.pass(async () => 'second');
    await expect(few.pass(async () => 'third')).rejects.toMatchObject({ status: 503 });
    release();
    await first;
    expect(await second).toBe('second');
    expect(await few.pass(async () => 'fourth')).toBe('fourth');
  });
});
