import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { createHttpApp } from './http-app.ts';

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

describe('the web server', () => {
  it('of a worker tells how it is, and nothing else', async () => {
    const readiness = async () => ({ postgres: true });
    const worker = await createHttpApp(app.services, { readiness, routes: 'system' });
    expect((await worker.app.inject('/readyz')).statusCode).toBe(200);
    expect((await worker.app.inject('/metrics')).statusCode).toBe(200);
    for (const url of ['/', '/api/v1/me', '/api/v1/communities', '/api/auth/sign-in/email']) {
      expect((await worker.app.inject(url)).json(), url).toMatchObject({ status: 404, code: 'not_found' });
    }
    await worker.stop();
  });

  it('describes every route that programs may use, each with its schemas', async () => {
    const document = (await app.inject({ method: 'GET', url: '/api/v1/openapi.json' })).json();
    const described = Object.values(document.paths as Record<string, Record<string, { operationId: string }>>).flatMap(
      (methods) => Object.values(methods).map(({ operationId }) => operationId),
    );
    const expected = app.server.routes.filter(({ hidden }) => !hidden).map(({ id }) => id);
    expect(described.toSorted()).toEqual(expected.toSorted());
    expect(
      document.paths['/api/v1/communities/{communityId}/overview'].get.parameters.map(
        ({ name }: { name: string }) => name,
      ),
    ).toEqual(expect.arrayContaining(['communityId', 'asOf']));
  });

  it('answers with 503 and a time to come back while the database is away, to tokens and to sessions', async () => {
    const workspace = await app.workspace();
    const callers = [await workspace.operator('owner'), await workspace.token(['communities.read'])];
    const gone = connectDatabase({ ...database.settings, socketDir: '/nowhere' } as typeof database.settings);
    const away = await testApp(gone);
    for (const headers of callers) {
      expect((await app.inject({ method: 'GET', url: '/api/v1/communities', headers })).statusCode).toBe(200);
      const response = await away.inject({ method: 'GET', url: '/api/v1/communities', headers });
      expect(response.json()).toMatchObject({ status: 503, code: 'unavailable' });
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
    }
    await away.close();
    await gone.close();
  });
});
