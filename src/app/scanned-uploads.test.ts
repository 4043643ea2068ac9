import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { CLAMD, type Clamd, PEST, startClamd } from '#testkit/clamd.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { multipartFile } from '#testkit/multipart.ts';
import { allRoutes } from './routes.ts';

let clamd: Clamd;
let database: Database;
let app: TestApp;
let owner: Record<string, string>;
let communityId: string;
let rewardId: string;

describe.skipIf(!CLAMD)('with a virus scanner', () => {
  beforeAll(async () => {
    clamd = await startClamd();
    database = await testDatabase();
    app = await testApp(database, { env: { QUNLUO_CLAMD: clamd.socket } });
    const workspace = await app.workspace();
    owner = await workspace.operator('owner');
    ({ id: communityId } = await database.inWorkspace(workspace.id, (tx) =>
      createCommunity(tx, workspace.id, { name: 'C' }),
    ));
    const made = await app.inject({
      method: 'POST',
      url: `/api/v1/communities/${communityId}/rewards`,
      headers: owner,
      payload: { kind: 'coupon', name: 'A cup of coffee', price: 10 },
    });
    rewardId = made.json<{ id: string }>().id;
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    await clamd.stop();
  });

  const upload = (method: string, path: string, content: string | Buffer) => {
    const { payload, headers } = multipartFile('list.csv', content);
    const url = path.replace(':communityId', communityId).replace(':rewardId', rewardId);
    return app.inject({ method: method as 'POST', url, headers: { ...owner, ...headers }, payload });
  };

  it('every route that takes a file refuses one with malware, and keeps nothing', async () => {
    const taking = allRoutes(app.services).filter(({ bodyKind }) => bodyKind === 'multipart');
    expect(taking.map(({ id }) => id)).toContain('imports.upload');
    for (const { id, method, path } of taking) {
      const response = await upload(method, path, `code\n${PEST}\n`);
      expect({ id, status: response.statusCode, ...response.json() }).toMatchObject({
        id,
        status: 400,
        code: 'file_infected',
        detail: expect.stringContaining('Qunluo.Test.Pest'),
      });
    }
    expect(await readdir(join(app.dataDir, 'imports'))).toEqual([]);
    const list = await app.inject({ url: `/api/v1/communities/${communityId}/imports`, headers: owner });
    expect(list.json()).toEqual({ imports: [] });
  });

  it('takes what is clean', async () => {
    const codes = `/api/v1/communities/${communityId}/rewards/${rewardId}/codes`;
    expect((await upload('POST', codes, 'AAA-1\nBBB-2')).statusCode).toBe(200);
  });

  it('takes nothing while the scanner is away, and says so', async () => {
    await clamd.stop();
    const codes = `/api/v1/communities/${communityId}/rewards/${rewardId}/codes`;
    const response = await upload('POST', codes, 'CCC-3');
    expect([response.statusCode, response.json().code, response.headers['retry-after']]).toEqual([
      503,
      'scanner_down',
      '30',
    ]);
  });
});
