import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let base: string;

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  const { id } = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: 'Readers', zone: 'Asia/Shanghai' }),
  );
  base = `/api/v1/communities/${id}/analyses`;
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const brand = { name: 'Galaxy', own: true, words: ['galaxy', '星河'] };

describe('brands that are watched', () => {
  it('are set as a whole, kept in order, and written down', async () => {
    const headers = await workspace.operator('owner');
    const put = await app.inject({
      method: 'PUT',
      url: `${base}/brands`,
      headers,
      payload: { brands: [brand, { name: 'Acme', own: false, words: ['acme'] }] },
    });
    expect(put.statusCode, put.body).toBe(200);
    const got = await app.inject({ method: 'GET', url: `${base}/brands`, headers });
    expect(got.json()).toEqual(put.json());
    expect(got.json().brands).toMatchObject([{ ...brand, except: [] }, { name: 'Acme' }]);
    const audit = await app.inject({ method: 'GET', url: '/api/v1/audit', headers });
    expect(audit.json().entries.map(({ action }: { action: string }) => action)).toContain('analyses.set-brands');
  });

  it('are refused with what is wrong, and nothing changes', async () => {
    const headers = await workspace.operator('owner');
    const words = Array.from({ length: 30 }, (_, k) => `word ${k}`);
    const many = Array.from({ length: 7 }, (_, k) => ({ name: `b${k}`, own: false, words }));
    for (const brands of [
      many,
      [{ ...brand, words: [] }],
      [{ ...brand, id: '0190aaaa-aaaa-7aaa-8aaa-aaaaaaaaaaaa' }],
    ]) {
      const put = await app.inject({ method: 'PUT', url: `${base}/brands`, headers, payload: { brands } });
      expect(put.statusCode, put.body).toBe(400);
      expect(put.json().faults[0].where).toContain('/brands');
    }
    const got = await app.inject({ method: 'GET', url: `${base}/brands`, headers });
    expect(got.json().brands).toHaveLength(2);
  });

  it('need the right to manage analyses; who may not read members reads no texts and no names', async () => {
    const reader = await workspace.token(['communities.read']);
    const put = await app.inject({ method: 'PUT', url: `${base}/brands`, headers: reader, payload: { brands: [] } });
    expect(put.statusCode).toBe(403);
    for (const kind of ['topics', 'questions', 'mentions', 'silence', 'decline']) {
      const run = await app.inject({ method: 'POST', url: `${base}/run`, headers: reader, payload: { kind } });
      expect([kind, run.statusCode]).toEqual([kind, 403]);
      const full = await workspace.token(['communities.read', 'members.read']);
      const allowed = await app.inject({ method: 'POST', url: `${base}/run`, headers: full, payload: { kind } });
      expect([kind, allowed.statusCode], allowed.body).toEqual([kind, 200]);
    }
  });
});
