import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { derivedId } from '#kernel/ids.ts';
import { createCommunity } from '#modules/communities/index.ts';
import { type AnyConnector, attachChat, type Capabilities, noteChats } from '#modules/connections/index.ts';
import type { NeutralEvent } from '#modules/events/contract.ts';
import { communitySpace, rollUp, writeEvents } from '#modules/events/index.ts';
import { evaluateCommunity } from '#modules/insights/index.ts';
import { ensureAccounts } from '#modules/members/index.ts';
import { grantScope } from '#platform/clickhouse/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { testEngine } from '#testkit/engine.ts';
import { passMidnight } from '#testkit/pass-midnight.ts';
import type {
  DeliveriesReply,
  DeliveryDetail,
  MessageTemplate,
  Preview,
  Quotas,
  Rehearsal,
  SettingsReply,
} from './contract.ts';
import { planWorkspace } from './planner/plan-workspace.ts';
import { listChannels } from './list-channels.ts';
import { OPEN_CHANNEL } from './testing/outbox.ts';

const connector = (id: string, platform: string, change: Partial<Capabilities>): AnyConnector => ({
  id,
  platform,
  name: { zh: id, en: id },
  about: { zh: '', en: '' },
  fields: [],
  settings: z.object({}),
  capabilities: { ...OPEN_CHANNEL.capabilities, ...change },
  limits: [{ key: 'day', of: 'connection', count: 3, window: 'day' }],
  test: async () => ({ ok: true, detail: { zh: '', en: '' } }),
  open: () => Promise.reject(new Error('not opened in this test')),
});
const CONNECTORS = [
  connector('stand-in', 'test', {}),
  connector('short', 'short', { sends: ['text'], longest: { count: 30, unit: 'characters' } }),
  connector('mute', 'mute', { sends: [], recipients: [] }),
];

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
let connectionId: string;
let members: string[];

const call = async <T>(method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, payload?: object, as = headers) => {
  const url = path.startsWith('/api') ? path : `/api/v1/communities/${communityId}${path}`;
  const response = await app.inject({ method, url, headers: as, ...(payload && { payload }) });
  return { status: response.statusCode, body: (response.body === '' ? undefined : response.json()) as T };
};
const must = async <T>(...asked: Parameters<typeof call>): Promise<T> => {
  const { status, body } = await call<T>(...asked);
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
const plan = () =>
  database.inWorkspace(workspace.id, async (tx) =>
    planWorkspace(tx, {
      workspaceId: workspace.id,
      channels: await listChannels(CONNECTORS)(tx),
      now: app.clock.now(),
    }),
  );

beforeAll(async () => {
  database = await testDatabase();
  app = await testApp(database, { connectors: CONNECTORS, engine: await testEngine() });
  // What was sent today uses up a limit.
  passMidnight(app.clock, ['UTC', 'Asia/Shanghai']);
  workspace = await app.workspace();
  headers = await workspace.operator('owner');
  communityId = (
    await database.inWorkspace(workspace.id, (tx) => createCommunity(tx, workspace.id, { name: 'Books', zone: 'UTC' }))
  ).id;
  const made = await must<{ id: string }>('POST', '/api/v1/connections', {
    connector: 'stand-in',
    name: 'Bot',
    communityId,
    settings: {},
  });
  connectionId = made.id;
  const space = communitySpace(communityId);
  const accounts = ['Ann', 'Bob', 'Cat', 'Dan', 'Eve'].map((name, at) => ({
    id: space.accountId(at === 4 ? 'elsewhere' : 'test', name),
    platform: at === 4 ? 'elsewhere' : 'test',
    externalId: name,
    name,
    bot: false,
    firstAt: 0,
  }));
  members = accounts.map(({ id }) => id);
  await database.inWorkspace(workspace.id, async (tx) => {
    await ensureAccounts(tx, communityId, accounts);
    const now = new Date();
    await noteChats(tx, connectionId, [{ id: 'room', name: 'Room', kind: 'group' }], { now, guessed: false });
    const chatId = derivedId('chat', connectionId, 'room');
    await attachChat(tx, { connectionId, chatId, platform: 'test' }, { communityId, now });
  });
  // A segment is of members as they were evaluated.
  const scope = grantScope(workspace.id, communityId);
  const events = ['Ann', 'Bob'].map((member): NeutralEvent => ({
    id: member,
    member,
    platform: 'test',
    group: '',
    kind: 'message',
    at: '2026-01-05T08:00:00Z',
  }));
  const { changed } = await writeEvents(app.services.engine, scope, { zone: 'UTC' }, events);
  await rollUp(app.services.engine, scope, changed);
  await evaluateCommunity(app.services, { workspaceId: workspace.id, communityId });
});
afterAll(async () => {
  await app.services.connections.notes.flush();
  app.services.connections.contexts.close();
  await app.close();
  await database.close();
});

describe('writing to people', () => {
  it('rehearses who would get what when, and who is left out and why; then exactly that happens', async () => {
    await must('PUT', '/delivery-settings', {
      quiet: null,
      cap: { count: 1, days: 7 },
      consentNeeded: false,
      zoneAttribute: 'time_zone',
    });
    await must('PUT', `/delivery-choices/${members[1]}`, { choice: 'out', scope: 'promotion', reason: 'asked us' });
    const body = {
      audience: { kind: 'members', memberIds: members, connectionIds: [connectionId] },
      message: { content: { kind: 'text', text: 'Hi {{member.name|you}}' }, variables: {} },
      expiresAt: new Date(app.clock.now() + 30 * 86_400_000).toISOString(),
      key: 'first',
    };
    const rehearsal = await must<Rehearsal>('POST', '/deliveries/rehearsal', body);
    expect(rehearsal).toMatchObject({
      asked: 5,
      sends: 3,
      leftOut: [
        { reason: 'no_account', count: 1 },
        { reason: 'opted_out', count: 1 },
      ],
      pushedOut: 0,
    });
    expect((await must<DeliveriesReply>('GET', '/deliveries')).deliveries).toEqual([]);
    const sent = await must<{ queued: number; suppressed: number; sourceId: string }>('POST', '/deliveries', body);
    expect(sent).toMatchObject({ queued: 3, suppressed: 1, sourceId: 'first' });
    expect(await must('POST', '/deliveries', body)).toMatchObject({ queued: 0, duplicates: 4 });
    await plan();
    const { deliveries, counts } = await must<DeliveriesReply>('GET', '/deliveries?source=operator&sourceId=first');
    expect(counts).toEqual({ queued: 3, suppressed: 1 });
    const known = new Map(rehearsal.people.map((one) => [one.memberId, one]));
    for (const one of deliveries) {
      const { fate, reason } = known.get(one.memberId)!;
      expect({ fate: one.fate, reason: one.reason }).toEqual({ fate, reason });
    }
    expect(deliveries.map(({ excerpt, to }) => [to.name, excerpt])).toContainEqual(['Ann', 'Hi Ann']);
    // The cap holds over everything: a second promotion waits a week.
    const second = await must<Rehearsal>('POST', '/deliveries/rehearsal', { ...body, key: 'second' });
    expect(second.waits).toEqual([{ reason: 'cap', count: 3 }]);
  });

  it('reaches a segment and chats, and says what is wrong before anything is written', async () => {
    const segment = await must<{ id: string }>('POST', '/segments', {
      kind: 'list',
      name: 'two',
      memberIds: members.slice(0, 2),
    });
    const message = { content: { kind: 'text', text: 'hi' } };
    const audience = { kind: 'segment', segmentId: segment.id, connectionIds: [connectionId] };
    expect(
      await must<Rehearsal>('POST', '/deliveries/rehearsal', { audience, message, purpose: 'service' }),
    ).toMatchObject({ asked: 2, sends: 2 });
    const chatId = derivedId('chat', connectionId, 'room');
    const chats = { kind: 'chats', chatIds: [chatId] };
    expect(
      await must('POST', '/deliveries', { audience: chats, message, purpose: 'service', confirm: true }),
    ).toMatchObject({ queued: 1 });
    const unknown = await call<{ code: string; faults: { where: string }[] }>('POST', '/deliveries', {
      audience: chats,
      message: { content: { kind: 'text', text: '{{member.shoe}}' }, variables: {} },
    });
    expect(unknown).toMatchObject({ status: 400, body: { code: 'unknown_variable' } });
    expect((await call('POST', '/deliveries', { audience: { ...chats, chatIds: [members[0]] }, message })).status).toBe(
      404,
    );
    expect(
      (await call('POST', '/deliveries', { audience: chats, message }, await workspace.operator('analyst'))).status,
    ).toBe(403);
    expect(
      (await call('POST', '/deliveries/rehearsal', { audience: chats, message }, await workspace.operator('editor')))
        .status,
    ).toBe(200);
  });
});

describe('the outbox', () => {
  it('is searched, confirmed, cancelled and tried again', async () => {
    const { deliveries } = await must<DeliveriesReply>('GET', '/deliveries?fate=confirming');
    expect(deliveries).toMatchObject([
      { to: { kind: 'chat', name: 'Room' }, may: { confirm: true, cancel: true, retry: false } },
    ]);
    const ids = deliveries.map(({ id }) => id);
    const decide = (decision: string) => must('POST', '/deliveries/decisions', { ids, decision });
    expect(await decide('confirm')).toEqual({ changed: 1, left: 0 });
    expect(await decide('confirm')).toEqual({ changed: 0, left: 1 });
    expect(await decide('cancel')).toEqual({ changed: 1, left: 0 });
    expect(await decide('retry')).toEqual({ changed: 1, left: 0 });
    const at = new Date(app.clock.now());
    await database.inWorkspace(workspace.id, (tx) =>
      sql`INSERT INTO delivery_attempts (delivery_id, number, workspace_id, connection_id, to_id, kind, started_at, ended_at, counted_at, outcome, code, reason)
          VALUES (${ids[0]}, 1, ${workspace.id}, ${connectionId}, 'room', 'text', ${at}, ${at}, ${at}, 'refused', '403', 'no')`.execute(
        tx,
      ),
    );
    const detail = await must<DeliveryDetail>('GET', `/deliveries/${ids[0]}`);
    expect(detail).toMatchObject({
      fate: 'queued',
      content: { kind: 'text', text: 'hi' },
      rendered: { cut: false },
      tries: [{ number: 1, outcome: 'refused', code: '403', reason: 'no' }],
    });
    expect(detail.confirmedBy).toBe('owner');
    expect((await call('POST', '/deliveries/decisions', { ids: [members[0]], decision: 'cancel' })).status).toBe(404);
  });

  it('sends once more what was sent, only to a program that takes the same again', async () => {
    const { deliveries } = await must<DeliveriesReply>('GET', '/deliveries?fate=queued&limit=1');
    const { id } = deliveries[0]!;
    const become = (fate: string) =>
      database.inWorkspace(workspace.id, (tx) =>
        sql`UPDATE deliveries SET fate = ${fate} WHERE id = ${id}`.execute(tx),
      );
    const look = () => must<DeliveryDetail>('GET', `/deliveries/${id}`);
    const replay = () => must('POST', '/deliveries/decisions', { ids: [id], decision: 'replay' });
    await become('sent');
    expect((await look()).may).toMatchObject({ retry: false, replay: false });
    expect(await replay()).toEqual({ changed: 0, left: 1 });
    const { capabilities } = CONNECTORS[0]!;
    capabilities.resendable = true;
    expect((await look()).may).toMatchObject({ retry: false, replay: true });
    expect(await replay()).toEqual({ changed: 1, left: 0 });
    capabilities.resendable = false;
    expect(await look()).toMatchObject({ fate: 'queued', sendAt: null });
  });

  it('is decided over by filters, on show or not', async () => {
    const decide = (matching: object, decision: string) =>
      call<unknown>('POST', '/deliveries/decisions', { matching, decision });
    const queued = await must<DeliveriesReply>('GET', '/deliveries?fate=queued&limit=1');
    const count = queued.counts.queued!;
    expect(count).toBeGreaterThan(1);
    expect((await decide({ fate: ['sent'] }, 'cancel')).body).toEqual({ changed: 0, left: 0 });
    expect((await decide({ q: 'nobody wrote this' }, 'cancel')).body).toEqual({ changed: 0, left: 0 });
    expect((await decide({ fate: 'queued', connectionId }, 'cancel')).body).toEqual({ changed: count, left: 0 });
    expect((await decide({ fate: 'cancelled' }, 'retry')).body).toEqual({ changed: count, left: 0 });
    expect((await decide({}, 'replay')).status).toBe(400);
    const { entries } = await must<{ entries: { after: unknown }[] }>('GET', '/api/v1/audit?limit=1');
    expect(entries[0]!.after).toEqual({ decision: 'retry', deliveries: count, matching: { fate: ['cancelled'] } });
  });

  it('comes page by page, and by filters', async () => {
    const first = await must<DeliveriesReply>('GET', '/deliveries?limit=2');
    const rest = await must<DeliveriesReply>('GET', `/deliveries?limit=200&cursor=${first.next}`);
    const all = await must<DeliveriesReply>('GET', '/deliveries');
    expect([...first.deliveries, ...rest.deliveries].map(({ id }) => id)).toEqual(all.deliveries.map(({ id }) => id));
    expect((await must<DeliveriesReply>('GET', `/deliveries?memberId=${members[0]}`)).deliveries).toHaveLength(1);
    expect((await must<DeliveriesReply>('GET', '/deliveries?q=bob')).deliveries.map(({ to }) => to.id)).toEqual([
      'Bob',
    ]);
    expect(
      (await must<DeliveriesReply>('GET', '/deliveries?fate=suppressed&reason=opted_out')).deliveries,
    ).toHaveLength(1);
    expect((await call('GET', '/deliveries?cursor=zzz')).status).toBe(400);
  });

  it('shows what of the limits is used', async () => {
    const { connections } = await must<Quotas>('GET', '/deliveries/quotas');
    expect(connections).toMatchObject([
      { id: connectionId, queued: 4, limits: [{ limit: { key: 'day', count: 3 }, used: 1, freeAt: null }] },
    ]);
  });

  it('is stopped for a community, and for everything', async () => {
    await must('PUT', '/deliveries/pause', { paused: true, reason: 'raid' });
    await must('PUT', '/api/v1/deliveries/pause', { paused: true });
    const settings = await must<SettingsReply>('GET', '/delivery-settings');
    expect(settings).toMatchObject({
      zone: 'UTC',
      paused: { by: 'owner', reason: 'raid' },
      workspacePaused: { reason: '' },
    });
    await must('PUT', '/deliveries/pause', { paused: false });
    await must('PUT', '/api/v1/deliveries/pause', { paused: false });
    expect(await must('GET', '/delivery-settings')).toMatchObject({
      paused: null,
      workspacePaused: null,
      cap: { count: 1 },
    });
  });
});

describe('what members said', () => {
  it('is written down, holds for what waits already, and is forgotten again', async () => {
    const [ann] = members;
    await must('PUT', `/delivery-choices/${ann}`, { choice: 'out' });
    expect((await must<DeliveriesReply>('GET', `/deliveries?memberId=${ann}`)).deliveries).toMatchObject([
      { fate: 'suppressed', reason: 'opted_out' },
    ]);
    expect(await must('GET', '/delivery-choices?choice=out')).toMatchObject({
      choices: [
        { name: 'Ann', scope: 'all', how: 'operator', by: 'owner' },
        { name: 'Bob', scope: 'promotion', reason: 'asked us' },
      ],
      counts: { in: 0, out: 2 },
    });
    await must('DELETE', `/delivery-choices/${ann}`);
    expect((await call('DELETE', `/delivery-choices/${ann}`)).status).toBe(404);
  });
});

describe('templates', () => {
  it('are written, checked, changed by version, and shown as each platform would', async () => {
    const zh = {
      kind: 'card',
      title: '{{member.name|朋友}}，{{what}}',
      text: '见面聊聊',
      url: 'https://a.example/m',
      image: null,
    };
    const made = await must<MessageTemplate>('POST', '/message-templates', { name: 'meet', zh, variables: ['what'] });
    expect(made).toMatchObject({ version: 1, uses: 0, createdBy: 'owner', en: null });
    const wrong = await call('POST', '/message-templates', {
      name: 'x',
      zh,
      en: { kind: 'text', text: '{{nobody}}' },
      variables: ['what'],
    });
    expect(wrong).toMatchObject({
      status: 400,
      body: { code: 'unknown_variable', faults: [{ where: '/body/en/text', what: 'there is no variable {{nobody}}' }] },
    });
    expect(await call('POST', '/message-templates', { name: 'meet', zh, variables: ['what'] })).toMatchObject({
      status: 409,
    });
    const change = { name: 'meet', zh, en: { kind: 'text', text: 'Come' }, variables: ['what'], version: 1 };
    expect(await must('PUT', `/message-templates/${made.id}`, change)).toMatchObject({ version: 2 });
    expect(await call('PUT', `/message-templates/${made.id}`, change)).toMatchObject({
      status: 409,
      body: { code: 'template_changed' },
    });
    const preview = await must<Preview>('POST', '/message-templates/preview', {
      content: zh,
      declared: ['what'],
      variables: {},
      memberId: members[0],
    });
    expect(preview.filled).toMatchObject({ title: 'Ann，{{what}}' });
    expect(preview.used).toEqual(['member.name', 'what']);
    expect(preview.platforms).toMatchObject([
      {
        connector: 'stand-in',
        content: { kind: 'text', text: 'Ann，{{what}}\n见面聊聊\nhttps://a.example/m' },
        cut: false,
      },
      {
        connector: 'short',
        content: { kind: 'text', text: 'Ann，{{wha…\nhttps://a.example/m' },
        cut: true,
        characters: 30,
        limit: 30,
      },
      { connector: 'mute', content: null },
    ]);
    expect(
      (await must<{ known: { name: string }[] }>('GET', '/message-templates')).known.map(({ name }) => name),
    ).toContain('member.attributes.birthday');
    await must('DELETE', `/message-templates/${made.id}`);
    expect((await call('DELETE', `/message-templates/${made.id}`)).status).toBe(404);
  });
});
