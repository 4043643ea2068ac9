import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createCommunity } from '#modules/communities/index.ts';
import { ConnectionRunner, createConnections, findTicket } from '#modules/connections/index.ts';
import { communitySpace } from '#modules/events/index.ts';
import { listWorkspaceIds } from '#modules/identity/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { testApp, type TestApp, type TestWorkspace } from '#testkit/app.ts';
import { testDatabase } from '#testkit/database.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { type OfficialStandIn, startOfficialStandIn } from '../wechat-official/testing/official-stand-in.ts';
import { startWecomStandIn, type WecomStandIn } from '../wecom/testing/wecom-stand-in.ts';
import { aesKeyOf, type CallbackKeys, signatureOf, unseal } from './wechat-crypto.ts';
import { readXml, textOf } from './wechat-crypto-xml.ts';

// The whole way: form, sealed settings, public address, inbox, tickets, the runner's session, and the guarded HTTP client.

const SECRET = '0123456789abcdef0123456789abcdef';
const AES = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG';
const keysOf = (receiverId: string): CallbackKeys => ({ token: 'tok3n', aesKey: aesKeyOf(AES), receiverId });
const OFFICIAL = keysOf('wx0123456789abcdef');
const WECOM = keysOf('ww0123456789abcdef');

type Made = { id: string; callbackAddress: string };

let database: Database;
let app: TestApp;
let workspace: TestWorkspace;
let headers: Record<string, string>;
let communityId: string;
let official: OfficialStandIn;
let wecom: WecomStandIn;
let runner: ConnectionRunner;

beforeAll(async () => {
  official = await startOfficialStandIn({ appId: OFFICIAL.receiverId, appSecret: SECRET, now: Date.now });
  wecom = await startWecomStandIn({ corpId: WECOM.receiverId, secret: SECRET, robotKey: '', now: Date.now });
  database = await testDatabase();
  app = await testApp(database, { env: { QUNLUO_PUBLIC_URL: 'https://q.example' } });
  workspace = await app.workspace();
  headers = await workspace.token(['connections.manage', 'communities.read']);
  const community = await database.inWorkspace(workspace.id, (tx) =>
    createCommunity(tx, workspace.id, { name: '书店' }),
  );
  communityId = community.id;
  runner = new ConnectionRunner({
    ...createConnections(app.services.connections),
    random: () => 1,
    listWorkspaces: () => database.asSystem(listWorkspaceIds),
    pauses: { soon: 20 },
  });
  await runner.start();
});

afterAll(async () => {
  await runner.stop();
  await app.services.connections.notes.flush();
  app.services.connections.contexts.close();
  await app.close();
  await database.close();
  await Promise.all([official.close(), wecom.close()]);
});

async function call<T>(method: 'GET' | 'POST' | 'PUT', path: string, payload?: object): Promise<T> {
  const response = await app.inject({ method, url: `/api/v1${path}`, headers, ...(payload && { payload }) });
  expect(response.statusCode, response.body).toBeLessThan(300);
  return response.json() as T;
}

async function connect(connector: string, settings: object): Promise<Made> {
  const shared = { token: 'tok3n', encodingAesKey: AES };
  const made = await call<Made>('POST', '/connections', {
    connector,
    name: connector,
    communityId,
    settings: { ...shared, ...settings },
  });
  const isUp = () => runner.held().some(({ connectionId }) => connectionId === made.id);
  await vi.waitFor(() => expect(isUp()).toBe(true), { timeout: 15_000 });
  return made;
}

const hook = (made: Made): string => `/hooks/${made.callbackAddress.split('/').at(-1)!}`;

/** A callback as the platform makes it, at the public address. */
function post(made: Made, xml: string, keys: CallbackKeys, spoiled = {}) {
  const { query, body } = encryptedPost(xml, keys, Date.now(), spoiled);
  const search = new URLSearchParams(query as Record<string, string>);
  return app.inject({
    method: 'POST',
    url: `${hook(made)}?${search}`,
    payload: body,
    headers: { 'content-type': 'text/xml' },
  });
}

const heard = (made: Made) =>
  database.inWorkspace(workspace.id, async (tx) => {
    const { rows } = await sql<{ event: Record<string, unknown> }>`
      SELECT event::jsonb AS event FROM inbox WHERE source = ${`connection:${made.id}`} ORDER BY arrival
    `.execute(tx);
    return rows.map(({ event }) => event);
  });

const seconds = (): number => Math.floor(Date.now() / 1000);

describe('a WeChat Official Account in the server', () => {
  let made: Made;
  const written = (id: string) =>
    `<xml><ToUserName>gh_1</ToUserName><FromUserName>o-1</FromUserName><CreateTime>${seconds()}</CreateTime><MsgType>text</MsgType><Content><![CDATA[签到]]></Content><MsgId>${id}</MsgId></xml>`;

  beforeAll(async () => {
    made = await connect('wechat-official', {
      appId: OFFICIAL.receiverId,
      appSecret: SECRET,
      passiveWait: 4.5,
      figures: false,
      apiBase: official.address,
    });
  });

  it('is verified by the platform, tested, and makes codes', async () => {
    const timestamp = String(seconds());
    const query = new URLSearchParams({
      timestamp,
      nonce: 'n',
      echostr: '12345',
      signature: signatureOf('tok3n', timestamp, 'n'),
    });
    const verified = await app.inject({ method: 'GET', url: `${hook(made)}?${query}` });
    expect([verified.statusCode, verified.body]).toEqual([200, '12345']);
    expect(await call('POST', `/connections/${made.id}/test`, {})).toMatchObject({
      ok: true,
      account: OFFICIAL.receiverId,
    });
    const code = await call<{ result: { image: string } }>('POST', `/connections/${made.id}/operations/make-code`, {
      values: { channelCode: 'shop-7', days: 7 },
    });
    expect(code).toMatchObject({ fate: 'done', result: { image: expect.stringContaining('shop-7') } });
  });

  it('answers in the callback that is still open, with the ticket of the event', async () => {
    const answer = post(made, written('1'), OFFICIAL);
    const eventId = communitySpace(communityId).eventId('wechat-official', 'message:1');
    const ticket = () => database.inWorkspace(workspace.id, (tx) => findTicket(tx, eventId));
    await expect.poll(async () => (await ticket())?.connectionId).toBe(made.id);
    await expect.poll(async () => (await heard(made)).length).toBe(1);
    const outcome = await runner.send(made.id, {
      id: 'd1',
      to: { kind: 'person', id: 'o-1' },
      content: { kind: 'text', text: '签到成功' },
      ticket: (await ticket())!.ticket,
    });
    expect(outcome).toEqual({ fate: 'sent' });
    const reply = readXml(unseal(textOf(readXml((await answer).body), 'Encrypt'), OFFICIAL));
    expect(reply).toMatchObject({ ToUserName: 'o-1', Content: '签到成功' });
    expect(await heard(made)).toMatchObject([
      { id: 'message:1', platform: 'wechat-official', member: 'o-1', text: '签到' },
    ]);
  });

  it('hands a picture to the platform through the guarded client', async () => {
    official.wrote.set('o-1', Date.now());
    const image = { kind: 'image', url: `${official.address}/pictures/1.png`, caption: '' } as const;
    expect(await runner.send(made.id, { id: 'd2', to: { kind: 'person', id: 'o-1' }, content: image })).toEqual({
      fate: 'sent',
    });
    expect(official.uploads).toMatchObject([{ path: '/cgi-bin/media/upload', type: 'image' }]);
  });

  it('refuses what is not signed, bare and counted', async () => {
    const refused = [
      await post(made, written('2'), OFFICIAL, { signature: 'f'.repeat(40) }),
      await post(made, written('2'), { ...OFFICIAL, receiverId: 'wxother' }),
      await post(made, written('2'), OFFICIAL, { timestamp: String(seconds() - 900) }),
      await post(made, written('2'), OFFICIAL, { body: written('2') }),
    ];
    expect(refused.map(({ statusCode, body }) => [statusCode, body])).toEqual(refused.map(() => [401, '']));
    expect(await heard(made)).toHaveLength(1);
    await app.services.connections.notes.flush();
    expect(await call('GET', `/connections/${made.id}`)).toMatchObject({ refusedToday: 4, state: 'up' });
  });
});

describe('WeCom in the server', () => {
  it('discovers groups, hears their members once they are attached, then what changes', async () => {
    const joined = seconds() - 600;
    wecom.chats.set('wr-1', {
      name: '读书一群',
      owner: 'zhangsan',
      members: [{ userid: 'wm-1', type: 2, join_time: joined, name: '小红' }],
    });
    const made = await connect('wecom', { corpId: WECOM.receiverId, secret: SECRET, apiBase: wecom.address });
    type Chats = { chats: { id: string; externalId: string; name: string }[] };
    const chats = async () => (await call<Chats>('GET', `/connections/${made.id}/chats`)).chats;
    await expect.poll(async () => (await chats()).length, { timeout: 10_000 }).toBe(1);
    expect(await heard(made)).toEqual([]);
    const [chat] = await chats();
    expect(chat).toMatchObject({ externalId: 'wr-1', name: '读书一群' });
    await call('PUT', `/connections/${made.id}/chats/${chat!.id}/community`, { communityId });
    await expect.poll(async () => (await heard(made)).length, { timeout: 10_000 }).toBe(1);
    wecom.chats.get('wr-1')!.members.push({ userid: 'wm-2', type: 2, join_time: seconds() });
    const change = `<xml><MsgType>event</MsgType><CreateTime>${seconds()}</CreateTime><Event>change_external_chat</Event><ChatId>wr-1</ChatId><ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail><MemChangeList>wm-2</MemChangeList></xml>`;
    for (let repeat = 0; repeat < 2; repeat++) {
      const answer = await post(made, change, WECOM);
      expect([answer.statusCode, answer.body]).toEqual([200, 'success']);
    }
    expect(await heard(made)).toMatchObject([
      { kind: 'join', member: 'wm-1', group: 'wr-1', reconciled: true, at: new Date(joined * 1000).toISOString() },
      { kind: 'join', member: 'wm-2', group: 'wr-1' },
    ]);
    const outcome = await runner.send(made.id, {
      id: 'd3',
      to: { kind: 'chat', id: 'wr-1' },
      content: { kind: 'text', text: '通知' },
    });
    expect(outcome).toMatchObject({ fate: 'awaiting' });
    const task = (outcome as { task: string }).task;
    expect(await runner.awaited(made.id, task)).toEqual({ fate: 'waiting' });
  });
});
