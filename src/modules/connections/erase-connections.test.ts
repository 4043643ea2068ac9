import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forgetNames } from '#kernel/forget-names.ts';
import { createCommunity } from '#modules/communities/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { getSealedConnection } from './connection-store.ts';
import { createConnection, eraseConnectionsOf, resealConnections } from './index.ts';
import { recall, remember } from './memory-store.ts';
import { createSecretBox, deriveKey } from '#platform/secrets/index.ts';
import { scriptedConnector } from './testing/scripted-connector.ts';

let database: Database;
let app: TestApp;
let workspaceId: string;
let communityId: string;
let id: string;
beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, {
    connectors: [scriptedConnector({ opened: [], answer: () => ({ fate: 'sent' }) })],
  });
  workspaceId = (await app.workspace()).id;
  await database.inWorkspace(workspaceId, async (tx) => {
    communityId = (await createCommunity(tx, workspaceId, { name: 'Books' })).id;
    const actor = { kind: 'system', workspaceId } as const;
    const settings = { base: 'https://a.example', token: 'a token nobody may see' };
    const made = await createConnection(app.services.connections, tx, actor, {
      connector: 'scripted',
      name: 'Bot',
      communityId,
      settings,
    });
    id = made.id;
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

it('takes a person out of what a connection remembers, and forgets what still names them', async () => {
  const { secrets } = app.services;
  await database.inWorkspace(workspaceId, async (tx) => {
    const put = (key: string, value: string) => remember(tx, secrets, id, { key, value });
    await put('roster', '{"#books":{"annabel":"Annabel","bob":"Bob"}}');
    await put('short', '{"ann":"Ann"}');
    await put('cursor', 'last of annabel');
    await put('plain', 'page 5');
    await put('about annabel', 'x');
    const names = ['Annabel', 'ann'];
    await eraseConnectionsOf(tx, communityId, forgetNames(new Map(), names, 'erased'), { secrets, names });
    const left = async (key: string) => recall(tx, secrets, id, key);
    expect(await left('roster')).toBe('{"#books":{"erased":"erased","bob":"Bob"}}');
    expect(await left('short')).toBeUndefined();
    expect(await left('cursor')).toBeUndefined();
    expect(await left('about annabel')).toBeUndefined();
    expect(await left('plain')).toBe('page 5');
  });
});

it('is sealed again with a new secret of the server, after which the earlier one is not needed', async () => {
  const earlier = deriveKey('a secret of at least 32 characters');
  const present = deriveKey('another secret of 32 characters or so');
  const both = createSecretBox(present, [earlier]);
  expect(await resealConnections(database, both, [workspaceId])).toBe(3);
  expect(await resealConnections(database, both, [workspaceId])).toBe(0);
  const alone = createSecretBox(present);
  await database.inWorkspace(workspaceId, async (tx) => {
    expect(await recall(tx, alone, id, 'plain')).toBe('page 5');
    const { sealed } = await getSealedConnection(tx, app.services.connectors, id);
    expect(alone.open(sealed!, `connections.secrets ${id}`)).toContain('a token nobody may see');
    const { rows } = await sql<{ count: number }>`SELECT count(*)::int AS count FROM connection_memory`.execute(tx);
    expect(rows[0]!.count).toBe(2);
  });
});
