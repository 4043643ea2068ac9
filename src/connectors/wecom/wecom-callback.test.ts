import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CallbackRequest } from '#modules/connections/index.ts';
import { seal, signatureOf } from '../shared/wechat-crypto.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { wecomConnector as connector } from './connector.ts';
import { callbackKeys } from './settings.ts';
import { WecomBench } from './testing/wecom-bench.ts';

const bench = new WecomBench();
beforeEach(() => bench.setUp());
afterEach(() => bench.tearDown());

const contact = (change: string, more = '') =>
  bench.post(
    `<CreateTime>${bench.now / 1000}</CreateTime><Event>change_external_contact</Event><ChangeType><![CDATA[${change}]]></ChangeType><UserID>zhangsan</UserID><ExternalUserID>wm-9</ExternalUserID>${more}`,
  );

const ADD = '<ChangeType>update</ChangeType><UpdateDetail>add_member</UpdateDetail><JoinScene>1</JoinScene>';
const DEL = '<ChangeType>update</ChangeType><UpdateDetail>del_member</UpdateDetail><QuitScene>1</QuitScene>';

describe('customers', () => {
  it('who add a staff member arrive with the code they came by, and can be welcomed', async () => {
    await contact('add_external_contact', '<State>shop-7</State><WelcomeCode>CODE1</WelcomeCode>');
    expect(bench.events()).toMatchObject([
      {
        kind: 'join',
        via: 'contact',
        member: 'wm-9',
        staff: 'zhangsan',
        channelCode: 'shop-7',
        at: new Date(bench.now).toISOString(),
      },
    ]);
    expect(bench.context.tickets).toEqual([{ eventId: bench.events()[0]!.id, ticket: 'welcome:CODE1', seconds: 20 }]);
    expect(bench.context.heard[0]!.chat).toBeUndefined();
  });

  it('who were half a contact before do not arrive twice', async () => {
    await contact('add_half_external_contact', '<State>s</State>');
    bench.now += 60_000;
    await contact('add_external_contact', '<State>s</State>');
    bench.now += 60_000;
    await contact('del_follow_user');
    bench.now += 60_000;
    await contact('add_external_contact');
    await contact('del_external_contact');
    await contact('edit_external_contact');
    await contact('transfer_fail', '<FailReason>customer_refused</FailReason>');
    await contact('something_new');
    expect(bench.events().map(({ kind, what, by, half }) => [kind, what ?? by ?? half])).toEqual([
      ['join', true],
      ['system', 'contact-confirmed'],
      ['leave', 'member'],
      ['join', undefined],
      ['leave', 'staff'],
      ['system', 'contact-edited'],
      ['system', 'transfer-failed'],
    ]);
  });

  it('are the same event when the bench.platform repeats it', async () => {
    await contact('add_external_contact');
    await contact('add_external_contact');
    expect(new Set(bench.events().map(({ id }) => id)).size).toBe(1);
  });
});

describe('customer groups', () => {
  it('are looked at as a whole, with everybody in them', async () => {
    const session = await bench.open();
    await session.reconcile!();
    expect(bench.context.chats).toEqual([{ id: 'wr-1', kind: 'group', members: 2, name: '读书一群' }]);
    expect(bench.context.heard).toMatchObject([
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
          at: new Date(bench.start - 8_000_000).toISOString(),
        },
      },
    ]);
    await session.reconcile!();
    expect(bench.context.heard).toHaveLength(2);
  });

  it.each([
    ['a list of items', '<MemChangeList><Item>wm-2</Item><Item>wm-3</Item></MemChangeList>'],
    ['text with commas', '<MemChangeList><![CDATA[wm-2,wm-3]]></MemChangeList>'],
  ])('tell who left, named by %s, at the time of the callback', async (_, list) => {
    bench.joins('wm-2', bench.start - 5000);
    bench.joins('wm-3', bench.start - 5000);
    const session = await bench.open();
    await session.reconcile!();
    bench.context.heard.length = 0;
    bench.now += 60_000;
    bench.leaves('wm-2');
    bench.leaves('wm-3');
    await bench.chatChange(DEL + list);
    expect(bench.events()).toMatchObject(
      ['wm-2', 'wm-3'].map((member) => ({
        kind: 'leave',
        member,
        via: 'removed',
        at: new Date(bench.now).toISOString(),
      })),
    );
    expect(bench.events()[0]).not.toHaveProperty('reconciled');
  });

  it('tell the same, whatever callbacks are lost, repeated or mixed up', async () => {
    const session = await bench.open();
    await session.reconcile!();
    bench.context.heard.length = 0;
    const told = async (order: readonly string[]) => {
      for (const callback of order) await bench.chatChange(callback);
    };
    bench.joins('wm-2', bench.start + 1000);
    bench.now = bench.start + 2000;
    bench.leaves('wm-1');
    const add = `${ADD}<MemChangeList><Item>wm-2</Item></MemChangeList>`;
    const del = `${DEL}<MemChangeList>wm-1</MemChangeList>`;
    await told([del, add, del, add, add]);
    // Left and came back while nothing was told.
    bench.leaves('wm-2');
    bench.joins('wm-2', bench.start + 9000);
    bench.now = bench.start + 60_000;
    await session.reconcile!();
    expect(bench.events().map(({ kind, member, at }) => [kind, member, Date.parse(at) - bench.start])).toEqual([
      ['leave', 'wm-1', 2000],
      ['join', 'wm-2', 1000],
      ['leave', 'wm-2', 9000],
      ['join', 'wm-2', 9000],
    ]);
    expect(new Set(bench.events().map(({ id }) => id)).size).toBe(4);
  });

  it('that cannot be looked at bench.now are looked at by the open session', async () => {
    const session = await bench.open();
    await session.reconcile!();
    bench.context.heard.length = 0;
    bench.joins('wm-2');
    bench.platform.only = /groupchat\/get/;
    bench.platform.faults.push({ status: 503 });
    expect(await bench.chatChange(ADD)).toMatchObject({ status: 200, body: 'success' });
    expect(bench.events()).toEqual([]);
    await bench.open(
      Object.assign(bench.contextOf({}, bench.context.kept), { hear: bench.context.hear.bind(bench.context) }),
    );
    await expect.poll(() => bench.events().length).toBe(1);
    expect(bench.events()[0]).toMatchObject({ kind: 'join', member: 'wm-2' });
    expect(bench.events()[0]).not.toHaveProperty('reconciled');
    await expect.poll(() => bench.context.kept.has('pending-chats')).toBe(false);
  });

  it('that are dismissed, or gone from the list, are left by all', async () => {
    bench.platform.chats.set('wr-2', {
      name: '二群',
      owner: 'lisi',
      members: [{ userid: 'wm-5', type: 2, join_time: bench.start / 1000 }],
    });
    bench.platform.chats.set('wr-3', {
      name: '三群',
      owner: 'lisi',
      members: [{ userid: 'wm-6', type: 2, join_time: bench.start / 1000 }],
    });
    const session = await bench.open();
    await session.reconcile!();
    bench.context.heard.length = 0;
    bench.platform.chats.delete('wr-2');
    await bench.chatChange('<ChangeType>dismiss</ChangeType>', 'wr-2');
    bench.platform.chats.delete('wr-3');
    await session.reconcile!();
    expect(bench.context.heard).toMatchObject([
      { chat: 'wr-2', event: { kind: 'leave', member: 'wm-5' } },
      { chat: 'wr-3', event: { kind: 'leave', member: 'wm-6' } },
    ]);
  });

  it('that nobody bench.attached are remembered as unheard: once bench.attached, all their members are news', async () => {
    bench.attached = false;
    const session = await bench.open();
    await session.reconcile!();
    expect(bench.events()).toEqual([]);
    bench.attached = true;
    await session.reconcile!();
    expect(bench.events()).toHaveLength(2);
  });

  it('are not answered for while the database is away', async () => {
    bench.context.deaf = new Error('away');
    await expect(bench.chatChange('<ChangeType>create</ChangeType>')).rejects.toThrow('away');
  });
});

describe('callbacks', () => {
  it('verify the address', async () => {
    const keys = callbackKeys(bench.context.settings);
    const timestamp = String(bench.now / 1000);
    const echostr = seal('1616140317555161061', keys, Buffer.alloc(16, 7));
    const request: CallbackRequest = {
      method: 'GET',
      query: { timestamp, nonce: 'n', echostr, msg_signature: signatureOf(keys.token, timestamp, 'n', echostr) },
      headers: {},
      body: Buffer.alloc(0),
    };
    expect(await connector.callback!(request, bench.context)).toMatchObject({
      status: 200,
      body: '1616140317555161061',
    });
    const spoiled = { ...request, query: { ...request.query, nonce: 'm' } };
    await expect(connector.callback!(spoiled, bench.context)).rejects.toMatchObject({ why: 'wrong_signature' });
  });

  it('carry what staff write to the app, and events of no concern', async () => {
    const xml = `<xml><MsgType>text</MsgType><FromUserName>mycreate</FromUserName><CreateTime>${bench.now / 1000}</CreateTime><Content><![CDATA[hello]]></Content><MsgId>4561255354251345929</MsgId><AgentID>218</AgentID></xml>`;
    await connector.callback!(encryptedPost(xml, callbackKeys(bench.context.settings), bench.now), bench.context);
    expect(bench.events()).toMatchObject([
      { id: 'message:4561255354251345929', kind: 'message', member: 'mycreate', text: 'hello', staff: true },
    ]);
    expect(await bench.post('<Event>enter_agent</Event>')).toMatchObject({ body: 'success' });
    expect(bench.events()).toHaveLength(1);
  });

  it('that are poison, for another company or unsigned are refused, and nothing is heard', async () => {
    const keys = callbackKeys(bench.context.settings);
    await expect(bench.post('<Event>change_external_contact</Event><CreateTime>1</CreateTime>')).rejects.toMatchObject({
      why: 'malformed',
    });
    await expect(bench.post('<Event>change_external_chat</Event>')).rejects.toMatchObject({ why: 'malformed' });
    await expect(bench.chatChange('<ChangeType>create</ChangeType>', ']]>&bomb;<!')).rejects.toMatchObject({
      why: 'malformed',
    });
    const other = encryptedPost('<xml/>', { ...keys, receiverId: 'wwother' }, bench.now);
    await expect(connector.callback!(other, bench.context)).rejects.toMatchObject({ why: 'wrong_receiver' });
    const old = encryptedPost('<xml/>', keys, bench.now - 600_000);
    await expect(connector.callback!(old, bench.context)).rejects.toMatchObject({ why: 'old' });
    expect(bench.context.heard).toEqual([]);
  });
});
