import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { listAttributeDefinitions, ensureAccounts, setAttribute } from '#modules/members/index.ts';
import { createLogger } from '#platform/log.ts';
import { createJobs, type Jobs } from '#platform/jobs/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import { exportMember } from './export-member.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';

let database: Database;
let jobs: Jobs;
let app: TestApp;
let workspace: TestWorkspace;
let communityId: string;
let ann: Record<string, string>;
let ids: { ann: string; bob: string };

beforeAll(async () => {
  database = await testDatabase();
  jobs = createJobs({ settings: database.settings, log: createLogger({ logLevel: 'silent' }) });
  await jobs.start();
  app = await testApp(database, { engine: await testEngine(), jobs });
  workspace = await app.workspace();
  await database.inWorkspace(workspace.id, async (tx) => {
    ({ id: communityId } = await createCommunity(tx, workspace.id, { name: '读书群' }));
    const space = communitySpace(communityId);
    ids = { ann: space.accountId('qq', 'ann'), bob: space.accountId('qq', 'bob') };
    await ensureAccounts(tx, communityId, [
      { id: ids.ann, platform: 'qq', externalId: 'ann', name: 'Ann', bot: false, firstAt: 0 },
      { id: ids.bob, platform: 'qq', externalId: 'bob', name: 'Bob', bot: false, firstAt: 0 },
    ]);
    await listAttributeDefinitions(tx, communityId);
    for (const [memberId, value] of [
      [ids.ann, 'baker'],
      [ids.bob, 'butcher'],
    ] as const)
      await setAttribute(tx, {
        communityId,
        memberId,
        key: 'occupation',
        value,
        source: 'operator',
        consent: 'unknown',
      });
  });
  ann = await workspace.member(communityId, ids.ann);
});
afterAll(async () => {
  await app.close();
  await jobs.stop();
  await database.close();
});

const ask = (method: 'GET' | 'PUT' | 'POST', path: string, payload?: object) =>
  app.inject({ method, url: `/api/m/v1/data${path}`, headers: ann, ...(payload && { payload }) });
const actions = async (): Promise<string[]> => {
  const { rows } = await database.inWorkspace(workspace.id, (tx) =>
    sql<{
      action: string;
      kind: string;
    }>`SELECT action, actor_kind AS kind FROM audit_entries WHERE actor_kind = 'member' ORDER BY at`.execute(tx),
  );
  return rows.map(({ action, kind }) => `${kind} ${action}`);
};

describe('what a member does with their own data', () => {
  it('they see, allow and refuse theirs', async () => {
    expect((await ask('GET', '')).json()).toEqual({
      accounts: [{ platform: 'qq', externalId: 'ann', name: 'Ann' }],
      attributes: [expect.objectContaining({ key: 'occupation', value: 'baker', consent: 'unknown' })],
      deliveries: null,
      erasing: false,
    });
    const given = await ask('PUT', '/attributes/occupation', { consent: 'given' });
    expect(given.json().attributes).toMatchObject([{ value: 'baker', consent: 'given', source: 'operator' }]);
    const refused = await ask('PUT', '/attributes/occupation', { consent: 'refused' });
    expect(refused.json().attributes).toMatchObject([{ value: null, consent: 'refused' }]);
    // What is gone cannot be allowed, and nobody can say yes to what was never asked.
    expect((await ask('PUT', '/attributes/occupation', { consent: 'given' })).statusCode).toBe(404);
    expect((await ask('PUT', '/attributes/age_band', { consent: 'refused' })).statusCode).toBe(404);
    const { rows } = await database.inWorkspace(workspace.id, (tx) =>
      sql<{ value: unknown }>`SELECT value FROM member_attributes WHERE member_id = ${ids.bob}`.execute(tx),
    );
    expect(rows).toEqual([{ value: 'butcher' }]);
  });

  it('they say what they want to be sent', async () => {
    const chosen = await ask('PUT', '/deliveries', { choice: 'out', scope: 'promotion' });
    expect(chosen.json().deliveries).toEqual({ choice: 'out', scope: 'promotion' });
  });

  it('they get a code for another account, and all of their data', async () => {
    expect((await ask('POST', '/claim')).json().code).toMatch(/^QL-/);
    const file = await ask('GET', '/export');
    expect([file.statusCode, file.headers['content-type']]).toEqual([200, 'application/zip']);
    expect(file.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('a file of theirs has nobody else’s data, no notes of operators, and no secrets', async () => {
    const headers = await workspace.operator('owner');
    const at = `/api/v1/communities/${communityId}/members/${ids.ann}`;
    await app.inject({ method: 'POST', url: `${at}/notes`, headers, payload: { text: 'a note among operators' } });
    const scope = grantScope(workspace.id, communityId);
    const [own, whole] = [
      await exportMember(app.services, scope, ids.ann, { byMember: true }),
      await exportMember(app.services, scope, ids.ann),
    ].map((entries) => String(entries[0]!.content));
    expect(whole).toContain('a note among operators');
    expect(own).toContain(ids.ann);
    for (const secret of ['a note among operators', '_hash', ids.bob, 'butcher', '"audit"'])
      expect(own).not.toContain(secret);
  });

  it('they ask for their erasure by typing their name', async () => {
    const look = (await ask('GET', '/erasure')).json();
    expect(look).toEqual({ confirm: 'Ann', events: 0, texts: 0 });
    expect((await ask('POST', '/erasure', { confirm: 'Bob' })).statusCode).toBe(400);
    expect((await ask('POST', '/erasure', { confirm: 'Ann' })).statusCode).toBe(202);
    expect((await ask('GET', '')).json().erasing).toBe(true);
    expect((await ask('POST', '/erasure', { confirm: 'Ann' })).statusCode).toBe(409);
  });

  it('is in the trail as the member’s doing', async () => {
    expect(await actions()).toEqual([
      'member m.data.set-consent',
      'member m.data.set-consent',
      'member delivery-choices.set',
      'member m.data.claim',
      'member m.data.export',
      'member members.erase',
    ]);
  });
});
