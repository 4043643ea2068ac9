import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCommunity, type Community } from '#modules/communities/index.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts, setTags } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { fromMembersReply, memberSegmentsReply } from './members.contract.ts';

const START = Date.UTC(2024, 2, 4, 3);
const NAMES = ['ann', 'bob', 'cat'];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let community: Community;
let headers: Record<string, string>;

const url = (path: string): string => `/api/v1/communities/${community.key}${path}`;
const post = (path: string, payload: object) => app.inject({ method: 'POST', url: url(path), headers, payload });
const accountOf = (name: string): string => communitySpace(community.id).accountId('qunluo', name);
const ofMember = async (name: string) =>
  memberSegmentsReply.parse(
    (await app.inject({ method: 'GET', url: url(`/members/${accountOf(name)}/segments`), headers })).json(),
  );
const list = async (body: object) => {
  const response = await post('/segments/from-members', body);
  expect(response.statusCode, response.body).toBe(200);
  return fromMembersReply.parse(response.json());
};

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { engine: await testEngine() });
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  community = await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Readers' }));
  const scope = grantScope(workspace.id, community.id);
  const events = NAMES.flatMap((member, who) =>
    [0, 1].map((day) => ({
      id: `${member}${day}`,
      group: 'g',
      member,
      kind: 'message',
      at: new Date(START + day * 86_400_000 + who).toISOString(),
    })),
  );
  const written = await writeEvents(app.services.engine, scope, { zone: community.zone }, events);
  await rollUp(app.services.engine, scope, written.changed);
  await database.inWorkspace(workspace.id, async (tx) => {
    const account = (name: string) => ({
      id: accountOf(name),
      platform: 'qunluo',
      externalId: name,
      name,
      bot: false,
      firstAt: START,
    });
    await ensureAccounts(tx, community.id, NAMES.map(account));
    await setTags(tx, { communityId: community.id, memberId: accountOf('ann'), tags: ['host'], source: 'hand' });
  });
  await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId: community.id });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

describe('members onto a list', () => {
  it('makes a list of some, adds to it all of a filter but some, and counts nobody twice', async () => {
    const made = await list({ name: 'Tea', selection: { ids: [accountOf('ann')] } });
    expect(made).toMatchObject({ total: 1, added: 1 });
    const { segmentId } = made;
    const more = { filter: { platform: 'qunluo' }, except: [accountOf('cat')] };
    expect(await list({ segmentId, selection: more })).toEqual({ segmentId, total: 2, added: 1 });
    expect(await list({ segmentId, selection: more })).toEqual({ segmentId, total: 2, added: 0 });
    expect((await ofMember('bob')).segments.map(({ name }) => name)).toEqual(['Tea']);
    expect((await ofMember('cat')).segments).toEqual([]);
  });

  it('refuses to add to a rule, to a segment that is not there, and under a name that is taken', async () => {
    const rule = { kind: 'rule', name: 'Hosts', rule: { kind: 'tag', tag: 'host' } };
    const { id } = (await post('/segments', rule)).json();
    const selection = { ids: [accountOf('bob')] };
    const refused = async (body: object) => (await post('/segments/from-members', body)).statusCode;
    expect(await refused({ segmentId: id, selection })).toBe(409);
    expect(await refused({ segmentId: community.id, selection })).toBe(404);
    expect(await refused({ name: 'hosts', selection })).toBe(409);
  });
});

describe('the segments of a member', () => {
  it('are those they are in, since when, with the first tier that fits in each own scheme', async () => {
    const tea = (await ofMember('ann')).segments.find(({ name }) => name === 'Tea')!;
    const hosts = (await ofMember('ann')).segments.find(({ name }) => name === 'Hosts')!;
    expect(hosts).toMatchObject({ kind: 'rule', since: expect.any(String) });
    await post('/tier-schemes', { name: 'Circle', tiers: [hosts.id, tea.id] });
    const tierOf = async (name: string) => (await ofMember(name)).schemes[0]!.tier;
    expect(await tierOf('ann')).toEqual({ segmentId: hosts.id, name: 'Hosts' });
    expect(await tierOf('bob')).toEqual({ segmentId: tea.id, name: 'Tea' });
    expect(await tierOf('cat')).toEqual({ segmentId: null, name: null });
    const unknown = await app.inject({ method: 'GET', url: url(`/members/${community.id}/segments`), headers });
    expect(unknown.statusCode).toBe(404);
  });
});
