import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cookiesOf, TEST_PASSWORD, testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import type { Database } from '#platform/postgres/index.ts';
import { issueSetupToken } from './setup-workspace.ts';

describe('coming in', () => {
  let database: Database;
  let app: TestApp;
  beforeAll(async () => {
    database = await testDatabase();
    app = await testApp(database);
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  it('lets the first owner in once, and signs them in', async () => {
    const token = await issueSetupToken(database, app.clock);
    expect((await app.inject({ method: 'GET', url: '/api/v1/setup' })).json()).toEqual({ needed: true });
    const payload = { token, name: '林晓', email: 'Lin@Example.com', password: TEST_PASSWORD, workspace: '书店' };
    const first = await app.inject({ method: 'POST', url: '/api/v1/setup', payload });
    expect(first.statusCode, first.body).toBe(201);
    const me = await app.inject({ method: 'GET', url: '/api/v1/me', headers: { cookie: cookiesOf(first) } });
    expect(me.json()).toMatchObject({ kind: 'operator', role: 'owner', operator: { email: 'lin@example.com' }, workspace: { name: '书店' } });
  });
});
