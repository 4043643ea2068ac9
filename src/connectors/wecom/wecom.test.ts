import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallbackRequest, Content, Outgoing, Session } from '#modules/connections/index.ts';
import { seal, signatureOf } from '../shared/wechat-crypto.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { wecomConnector as connector } from './connector.ts';
import { callbackKeys, wecomSettings } from './settings.ts';
import { startWecomStandIn, type WecomStandIn } from './testing/wecom-stand-in.ts';

const START = Date.UTC(2026, 10, 23, 2);
const SECRET = '0123456789abcdef0123456789abcdef';

let now = START;
let platform: WecomStandIn;
let context: ReturnType<typeof contextOf>;
let attached = true;
const opened: Session[] = [];

function contextOf(more: Record<string, unknown> = {}, kept?: Map<string, string>) {
  const settings = wecomSettings.parse({
    corpId: 'ww0123456789abcdef',
    secret: SECRET,
    token: 'tok3n',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    apiBase: platform.address,
    ...more,
  });
  const made = connectorContext(settings, { now: () => now, ...(kept && { kept }) });
  const hear = made.hear.bind(made);
  return Object.assign(made, {
    connectionId: randomUUID(),
    async hear(heard: Parameters<typeof hear>[0]) {
      if (attached) await hear(heard);
      return { left: attached ? [] : heard.flatMap(({ chat }) => chat ?? []) };
    },
  });
}

beforeEach(async () => {
  now = START;
  attached = true;
  platform = await startWecomStandIn({ corpId: 'ww0123456789abcdef', secret: SECRET, robotKey: '', now: () => now });
  context = contextOf();
  platform.customers.set('wm-1', new Map([['zhangsan', new Set()]]));
  platform.chats.set('wr-1', {
    name: '读书一群',
    owner: 'zhangsan',
    members: [
      { userid: 'zhangsan', type: 1, join_time: START / 1000 - 9000 },
      { userid: 'wm-1', type: 2, join_time: START / 1000 - 8000, join_scene: 3, name: '小红', state: 'shop-7' },
    ],
  });
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((session) => session.close()));
  context.abort();
  await platform.close();
});

async function open(of = context): Promise<Session> {
  const session = await connector.open(of);
  opened.push(session);
  return session;
}

const events = () => context.heard.map(({ event }) => event);
const post = (inner: string, of = context) =>
  connector.callback!(
    encryptedPost(`<xml><MsgType><![CDATA[event]]></MsgType>${inner}</xml>`, callbackKeys(of.settings), now),
    of,
  );

const contact = (change: string, more = '') =>
  post(
    `<CreateTime>${now / 1000}</CreateTime><Event>change_external_contact</Event><ChangeType><![CDATA[${change}]]></ChangeType><UserID>zhangsan</UserID><ExternalUserID>wm-9</ExternalUserID>${more}`,
  );
const chatChange = (more: string, chat = 'wr-1') =>
  post(`<CreateTime>${now / 1000}</CreateTime><Event>change_external_chat</Event><ChatId>${chat}</ChatId>${more}`);
const joins = (id: string, at = now) => {
  platform.chats.get('wr-1')!.members.push({ userid: id, type: 2, join_time: at / 1000, join_scene: 1 });
};
const leaves = (id: string) => {
  const chat = platform.chats.get('wr-1')!;
  chat.members = chat.members.filter(({ userid }) => userid !== id);
};
const ADD = '<ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail><JoinScene>1</JoinScene>';
const DEL = '<ChangeType>update</ChangeType><UpdateDetail>del_member</UpdateDetail><QuitScene>1</QuitScene>';

describe('customers', () => {
  it('who add a staff member arrive with the code they came by, and can be welcomed', async () => {
    await contact('add_external_contact', '<State>shop-7</State><WelcomeCode>CODE1</WelcomeCode>');
    expect(events()).toMatchObject([
      {
        kind: 'join',
        via: 'contact',
        member: 'wm-9',
        staff: 'zhangsan',
        channelCode: 'shop-7',
        at: new Date(now).toISOString(),
      },
    ]);
    expect(context.tickets).toEqual([{ eventId: events()[0]!.id, ticket: 'welcome:CODE1', seconds: 20 }]);
    expect(context.heard[0]!.chat).toBeUndefined();
  });

  it('who were half a contact before do not arrive twice', async () => {
    await contact('add_half_external_contact', '<State>s</State>');
    now += 60_000;
    await contact('add_external_contact', '<State>s</State>');
    now += 60_000;
    await contact('del_follow_user');
    now += 60_000;
    await contact('add_external_contact');
    await contact('del_external_contact');
    await contact('edit_external_contact');
    await contact('transfer_fail', '<FailReason>customer_refused</FailReason>');
    await contact('something_new');
    expect(events().map(({ kind, what, by, half }) => [kind, what ?? by ?? half])).toEqual([
      ['join', true],
      ['system', 'contact-confirmed'],
      ['leave', 'member'],
      ['join', undefined],
      ['leave', 'staff'],
      ['system', 'contact-edited'],
      ['system', 'transfer-failed'],
    ]);
  });

  it('are the same event when the platform repeats it', async () => {
    await contact('add_external_contact');
    await contact('add_external_contact');
    expect(new Set(events().map(({ id }) => id)).size).toBe(1);
  });
});

describe('customer groups', () => {
  it('are looked at as a whole, with everybody in them', async () => {
    await (
      await open()
    ).reconcile!();
    expect(context.chats).toEqual([{ id: 'wr-1', kind: 'group', members: 2, name: '读书一群' }]);
    expect(context.heard).toMatchObject([
      { chat: 'wr-1', event: { kind: 'join', member: 'zhangsan', staff: true, reconciled: true } },
      {
        chat: 'wr-1',
        event: {
          kind: 'join',
          member: 'wm-1',
          name: '小红',
          groupName: '读书一群',
          via: 'code',
          channelCode: 'shop-7',
          at: new Date(START - 8_000_000).toISOString(),
        },
      },
    ]);
    await opened[0]!.reconcile!();
    expect(context.heard).toHaveLength(2);
  });

  it.each([
    ['a list of items', '<MemChangeList><Item>wm-2</Item><Item>wm-3</Item></MemChangeList>'],
    ['text with commas', '<MemChangeList><![CDATA[wm-2,wm-3]]></MemChangeList>'],
  ])('tell who left, named by %s, at the time of the callback', async (_, list) => {
    joins('wm-2', START - 5000);
    joins('wm-3', START - 5000);
    await (
      await open()
    ).reconcile!();
    context.heard.length = 0;
    now += 60_000;
    leaves('wm-2');
    leaves('wm-3');
    await chatChange(DEL + list);
    expect(events()).toMatchObject(
      ['wm-2', 'wm-3'].map((member) => ({ kind: 'leave', member, via: 'removed', at: new Date(now).toISOString() })),
    );
    expect(events()[0]).not.toHaveProperty('reconciled');
  });

  it('tell the same, whatever callbacks are lost, repeated or mixed up', async () => {
    await (
      await open()
    ).reconcile!();
    context.heard.length = 0;
    const told = async (order: readonly string[]) => {
      for (const callback of order) await chatChange(callback);
    };
    joins('wm-2', START + 1000);
    now = START + 2000;
    leaves('wm-1');
    const add = `${ADD}<MemChangeList><Item>wm-2</Item></MemChangeList>`;
    const del = `${DEL}<MemChangeList>wm-1</MemChangeList>`;
    await told([del, add, del, add, add]);
    // Left and came back while nothing was told.
    leaves('wm-2');
    joins('wm-2', START + 9000);
    now = START + 60_000;
    await opened[0]!.reconcile!();
    expect(events().map(({ kind, member, at }) => [kind, member, Date.parse(at) - START])).toEqual([
      ['leave', 'wm-1', 2000],
      ['join', 'wm-2', 1000],
      ['leave', 'wm-2', 9000],
      ['join', 'wm-2', 9000],
    ]);
    expect(new Set(events().map(({ id }) => id)).size).toBe(4);
  });

  it('that cannot be looked at now are looked at by the open session', async () => {
    await (
      await open()
    ).reconcile!();
    context.heard.length = 0;
    joins('wm-2');
    platform.only = /groupchat\/get/;
    platform.faults.push({ status: 503 });
    expect(await chatChange(ADD)).toMatchObject({ status: 200, body: 'success' });
    expect(events()).toEqual([]);
    await open(Object.assign(contextOf({}, context.kept), { hear: context.hear.bind(context) }));
    await expect.poll(() => events().length).toBe(1);
    expect(events()[0]).toMatchObject({ kind: 'join', member: 'wm-2' });
    expect(events()[0]).not.toHaveProperty('reconciled');
    await expect.poll(() => context.kept.has('pending-chats')).toBe(false);
  });

  it('that are dismissed, or gone from the list, are left by all', async () => {
    platform.chats.set('wr-2', {
      name: '二群',
      owner: 'lisi',
      members: [{ userid: 'wm-5', type: 2, join_time: START / 1000 }],
    });
    platform.chats.set('wr-3', {
      name: '三群',
      owner: 'lisi',
      members: [{ userid: 'wm-6', type: 2, join_time: START / 1000 }],
    });
    await (
      await open()
    ).reconcile!();
    context.heard.length = 0;
    platform.chats.delete('wr-2');
    await chatChange('<ChangeType>dismiss</ChangeType>', 'wr-2');
    platform.chats.delete('wr-3');
    await opened[0]!.reconcile!();
    expect(context.heard).toMatchObject([
      { chat: 'wr-2', event: { kind: 'leave', member: 'wm-5' } },
      { chat: 'wr-3', event: { kind: 'leave', member: 'wm-6' } },
    ]);
  });

  it('that nobody attached are remembered as unheard: once attached, all their members are news', async () => {
    attached = false;
    const session = await open();
    await session.reconcile!();
    expect(events()).toEqual([]);
    attached = true;
    await session.reconcile!();
    expect(events()).toHaveLength(2);
  });

  it('are not answered for while the database is away', async () => {
    context.deaf = new Error('away');
    await expect(chatChange('<ChangeType>create</ChangeType>')).rejects.toThrow('away');
  });
});

describe('callbacks', () => {
  it('verify the address', async () => {
    const keys = callbackKeys(context.settings);
    const timestamp = String(now / 1000);
    const echostr = seal('1616140317555161061', keys, Buffer.alloc(16, 7));
    const request: CallbackRequest = {
      method: 'GET',
      query: { timestamp, nonce: 'n', echostr, msg_signature: signatureOf(keys.token, timestamp, 'n', echostr) },
      headers: {},
      body: Buffer.alloc(0),
    };
    expect(await connector.callback!(request, context)).toMatchObject({ status: 200, body: '1616140317555161061' });
    const spoiled = { ...request, query: { ...request.query, nonce: 'm' } };
    await expect(connector.callback!(spoiled, context)).rejects.toMatchObject({ why: 'wrong_signature' });
  });

  it('carry what staff write to the app, and events of no concern', async () => {
    const xml = `<xml><MsgType>text</MsgType><FromUserName>mycreate</FromUserName><CreateTime>${now / 1000}</CreateTime><Content><![CDATA[hello]]></Content><MsgId>4561255354251345929</MsgId><AgentID>218</AgentID></xml>`;
    await connector.callback!(encryptedPost(xml, callbackKeys(context.settings), now), context);
    expect(events()).toMatchObject([
      { id: 'message:4561255354251345929', kind: 'message', member: 'mycreate', text: 'hello', staff: true },
    ]);
    expect(await post('<Event>enter_agent</Event>')).toMatchObject({ body: 'success' });
    expect(events()).toHaveLength(1);
  });

  it('that are poison, for another company or unsigned are refused, and nothing is heard', async () => {
    const keys = callbackKeys(context.settings);
    await expect(post('<Event>change_external_contact</Event><CreateTime>1</CreateTime>')).rejects.toMatchObject({
      why: 'malformed',
    });
    await expect(post('<Event>change_external_chat</Event>')).rejects.toMatchObject({ why: 'malformed' });
    await expect(chatChange('<ChangeType>create</ChangeType>', ']]>&bomb;<!')).rejects.toMatchObject({
      why: 'malformed',
    });
    const other = encryptedPost('<xml/>', { ...keys, receiverId: 'wwother' }, now);
    await expect(connector.callback!(other, context)).rejects.toMatchObject({ why: 'wrong_receiver' });
    const old = encryptedPost('<xml/>', keys, now - 600_000);
    await expect(connector.callback!(old, context)).rejects.toMatchObject({ why: 'old' });
    expect(context.heard).toEqual([]);
  });
});

const text: Content = { kind: 'text', text: '周六读书会' };
const to = (id: string, content: Content = text, more: Partial<Outgoing> = {}): Outgoing => ({
  id: randomUUID(),
  to: { kind: id.startsWith('wr') ? 'chat' : 'person', id },
  content,
  ...more,
});

describe('a welcome', () => {
  it('goes out within twenty seconds, once', async () => {
    const session = await open();
    platform.welcomes.set('C1', now + 20_000);
    const image: Content = { kind: 'image', url: `${platform.address}/pictures/1.png`, caption: '欢迎' };
    expect(await session.send(to('wm-9', image, { ticket: 'welcome:C1' }))).toEqual({ fate: 'sent' });
    expect(platform.welcomed).toMatchObject([
      { welcome_code: 'C1', text: { content: '欢迎' }, attachments: [{ msgtype: 'image' }] },
    ]);
    expect(await session.send(to('wm-9', text, { ticket: 'welcome:C1' }))).toMatchObject({
      fate: 'refused',
      code: 'welcome_over',
    });
    platform.welcomes.set('C2', now + 20_000);
    now += 21_000;
    expect(await session.send(to('wm-9', text, { ticket: 'welcome:C2' }))).toMatchObject({
      fate: 'refused',
      code: 'welcome_over',
    });
    expect(platform.tasks.size).toBe(0);
  });
});

describe('a group send', () => {
  it('waits for the staff member, and every recipient has a fate of its own', async () => {
    platform.customers.set('wm-2', new Map([['zhangsan', new Set()]]));
    platform.customers.set('wm-3', new Map([['zhangsan', new Set()]]));
    platform.quota.set('wm-3', 0);
    const session = await open();
    const outcomes = await Promise.all(['wm-1', 'wm-2', 'wm-3', 'wm-stranger'].map((id) => session.send(to(id))));
    expect(outcomes[3]).toMatchObject({ fate: 'refused', code: 'not_reachable' });
    const tasks = outcomes.slice(0, 3).map((outcome) => (outcome as { task: string }).task);
    expect(platform.tasks.size).toBe(1);
    expect(platform.tasks.get('msg-1')).toMatchObject({
      recipients: ['wm-1', 'wm-2', 'wm-3'],
      body: { text: { content: '周六读书会' } },
    });
    expect(await session.awaited!(tasks[0]!)).toEqual({ fate: 'waiting' });
    platform.tasks.get('msg-1')!.confirmed = true;
    platform.customers.get('wm-2')!.clear();
    expect(await session.awaited!(tasks[0]!)).toEqual({ fate: 'waiting' });
    now += 21_000;
    const asked = platform.asked.length;
    expect(await Promise.all(tasks.map((task) => session.awaited!(task)))).toMatchObject([
      { fate: 'sent', id: 'msg-1' },
      { fate: 'refused', code: 'not_a_contact' },
      { fate: 'refused', code: 'limit_used_up' },
    ]);
    expect(platform.asked.length - asked).toBe(3);
    expect(await session.awaited!('nonsense')).toMatchObject({ fate: 'refused', code: 'no_such_task' });
  });

  it('to a group is confirmed by its owner; many groups of one owner are one task', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `wr-${index + 10}`);
    for (const id of ids) platform.chats.set(id, { name: id, owner: 'lisi', members: [] });
    const session = await open();
    expect(await session.send(to('wr-10'))).toMatchObject({ fate: 'later', code: 'owner_unknown' });
    await session.reconcile!();
    const outcomes = await Promise.all([...ids.map((id) => session.send(to(id))), session.send(to('wr-1'))]);
    expect(new Set(outcomes.map(({ fate }) => fate))).toEqual(new Set(['awaiting']));
    expect([...platform.tasks.values()].map(({ sender, recipients }) => [sender, recipients.length])).toEqual([
      ['lisi', 50],
      ['zhangsan', 1],
    ]);
  });

  it('twice to the same recipient is two tasks', async () => {
    const session = await open();
    const outcomes = await Promise.all([session.send(to('wm-1')), session.send(to('wm-1'))]);
    expect(outcomes.map((outcome) => JSON.parse((outcome as { task: string }).task)[0])).toEqual(['msg-1', 'msg-2']);
  });

  it('is sent as text, card or picture, and nothing else', async () => {
    const session = await open();
    const card: Content = { kind: 'card', title: '报名', text: '周六', url: 'http://a', image: null };
    await session.send(to('wm-1', card));
    expect(platform.tasks.get('msg-1')!.body.attachments).toMatchObject([
      { msgtype: 'link', link: { title: '报名', url: 'http://a' } },
    ]);
    const form: Content = { kind: 'template', template: 't', fields: {}, url: null };
    expect(await session.send(to('wm-1', form))).toMatchObject({ fate: 'refused', code: 'no_such_content' });
    expect(await session.send({ ...to('wm-1'), to: { kind: 'public', id: '' } })).toMatchObject({
      code: 'wrong_recipient',
    });
  });

  it('that got no answer may have been taken; what is worth another try says when', async () => {
    const session = await open();
    platform.only = /add_msg_template/;
    platform.faults.push('half', { status: 429, headers: { 'retry-after': '9' } });
    expect(await session.send(to('wm-1'))).toMatchObject({ fate: 'unknown' });
    expect(await session.send(to('wm-1'))).toMatchObject({ fate: 'later', seconds: 9 });
    for (const [errcode, outcome] of [
      [45009, { fate: 'later', code: 'too_fast' }],
      [48002, { fate: 'refused', code: 'not_permitted' }],
      [60020, { fate: 'revoked' }],
    ] as [number, object][]) {
      platform.errors.set('/cgi-bin/externalcontact/add_msg_template', [errcode]);
      expect(await session.send(to('wm-1'))).toMatchObject(outcome);
    }
  });
});

describe('tags', () => {
  it('are put on and taken off for each staff member, by name, and made where missing', async () => {
    platform.customers.set(
      'wm-1',
      new Map([
        ['zhangsan', new Set()],
        ['lisi', new Set()],
      ]),
    );
    const { act } = await open();
    const action = { account: 'wm-1', tag: '铁粉' };
    expect(await act!({ kind: 'tag', ...action })).toEqual({ fate: 'done' });
    expect([...platform.tags]).toEqual([['铁粉', 'tag-1']]);
    expect([...platform.customers.get('wm-1')!.values()].map((tags) => [...tags])).toEqual([['tag-1'], ['tag-1']]);
    expect(await act!({ kind: 'untag', ...action })).toEqual({ fate: 'done' });
    expect([...platform.customers.get('wm-1')!.values()].map(({ size }) => size)).toEqual([0, 0]);
    expect(await act!({ kind: 'untag', account: 'wm-1', tag: '没有' })).toEqual({ fate: 'done' });
    expect(await act!({ kind: 'tag', account: 'wm-nobody', tag: '铁粉' })).toMatchObject({
      fate: 'refused',
      code: 'no_such_person',
    });
    expect(await act!({ kind: 'mute', account: 'wm-1' })).toMatchObject({ fate: 'refused', code: 'no_such_action' });
  });
});

describe('operations', () => {
  const run = (key: string, values: Record<string, string | number | boolean> = {}) =>
    connector.operations!.find((operation) => operation.key === key)!.run(values, context);

  it('make and remove codes to join groups and to add staff', async () => {
    expect(
      await run('make-join-way', { chats: 'wr-1\nwr-2', channelCode: 'shop-7', baseName: '读书群', baseNumber: 3 }),
    ).toEqual({
      fate: 'done',
      result: { id: 'way-1', image: 'http://qr/way-1' },
    });
    expect(platform.ways.get('way-1')).toMatchObject({
      chat_id_list: ['wr-1', 'wr-2'],
      state: 'shop-7',
      auto_create_room: 1,
      room_base_name: '读书群',
      room_base_id: 3,
    });
    expect(await run('make-contact-way', { staff: 'zhangsan, lisi', channelCode: 'x' })).toMatchObject({
      result: { image: 'http://qr/way-2' },
    });
    expect(platform.ways.get('way-2')).toMatchObject({ type: 2, user: ['zhangsan', 'lisi'], skip_verify: true });
    expect(await run('remove-way', { kind: 'join', id: 'way-1' })).toMatchObject({ fate: 'done' });
    expect(await run('list-staff')).toEqual({ fate: 'done', result: { staff: ['zhangsan', 'lisi'] } });
  });

  it.each([
    ['six groups', { chats: '1\n2\n3\n4\n5\n6', channelCode: 'x' }],
    ['no group', { chats: '', channelCode: 'x' }],
    ['a channel code that is too long', { chats: 'wr-1', channelCode: 'x'.repeat(31) }],
  ])('refuse a join way with %s', async (_, values) => {
    expect(await run('make-join-way', values)).toMatchObject({ fate: 'refused', code: 'bad_input' });
    expect(platform.asked).toEqual([]);
  });
});

describe('the connection', () => {
  it('is tested, and says what is wrong', async () => {
    expect(await connector.test(context)).toMatchObject({
      ok: true,
      account: 'ww0123456789abcdef',
      detail: { en: expect.stringContaining('2 staff') },
    });
    const wrong = contextOf({ secret: 'f'.repeat(32) });
    expect(await connector.test(wrong)).toMatchObject({ ok: false, detail: { zh: expect.stringContaining('Secret') } });
    await expect(connector.open(wrong)).rejects.toMatchObject({ name: 'ConnectionRefused' });
    platform.errors.set('/cgi-bin/externalcontact/get_follow_user_list', [48002]);
    expect(await connector.test(context)).toMatchObject({
      ok: false,
      detail: { zh: expect.stringContaining('客户联系') },
    });
  });

  it('gets a new access token when the old is not taken, and is revoked when that is not taken either', async () => {
    const session = await open();
    platform.token = 'token-1';
    expect(await session.send(to('wm-1'))).toMatchObject({ fate: 'awaiting' });
    platform.errors.set('/cgi-bin/externalcontact/add_msg_template', [40014, 40014]);
    expect(await session.send(to('wm-1'))).toMatchObject({ fate: 'revoked' });
  });
});
