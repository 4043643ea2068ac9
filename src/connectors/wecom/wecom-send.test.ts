import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content } from '#modules/connections/index.ts';
import { wecomConnector as connector } from './connector.ts';
import { messageTo, WecomBench } from './testing/wecom-bench.ts';

const bench = new WecomBench();
beforeEach(() => bench.setUp());
afterEach(() => bench.tearDown());

const text: Content = { kind: 'text', text: '周六读书会' };

describe('a welcome', () => {
  it('goes out within twenty seconds, once', async () => {
    const session = await bench.open();
    bench.platform.welcomes.set('C1', bench.now + 20_000);
    const image: Content = { kind: 'image', url: `${bench.platform.address}/pictures/1.png`, caption: '欢迎' };
    expect(await session.send(messageTo('wm-9', image, { ticket: 'welcome:C1' }))).toEqual({ fate: 'sent' });
    expect(bench.platform.welcomed).toMatchObject([
      { welcome_code: 'C1', text: { content: '欢迎' }, attachments: [{ msgtype: 'image' }] },
    ]);
    expect(await session.send(messageTo('wm-9', text, { ticket: 'welcome:C1' }))).toMatchObject({
      fate: 'refused',
      code: 'welcome_over',
    });
    bench.platform.welcomes.set('C2', bench.now + 20_000);
    bench.now += 21_000;
    expect(await session.send(messageTo('wm-9', text, { ticket: 'welcome:C2' }))).toMatchObject({
      fate: 'refused',
      code: 'welcome_over',
    });
    expect(bench.platform.tasks.size).toBe(0);
  });
});

describe('a group send', () => {
  it('waits for the staff member, and every recipient has a fate of its own', async () => {
    bench.platform.customers.set('wm-2', new Map([['zhangsan', new Set()]]));
    bench.platform.customers.set('wm-3', new Map([['zhangsan', new Set()]]));
    bench.platform.quota.set('wm-3', 0);
    const session = await bench.open();
    const outcomes = await Promise.all(
      ['wm-1', 'wm-2', 'wm-3', 'wm-stranger'].map((id) => session.send(messageTo(id, text))),
    );
    expect(outcomes[3]).toMatchObject({ fate: 'refused', code: 'not_reachable' });
    const tasks = outcomes.slice(0, 3).map((outcome) => (outcome as { task: string }).task);
    expect(bench.platform.tasks.size).toBe(1);
    expect(bench.platform.tasks.get('msg-1')).toMatchObject({
      recipients: ['wm-1', 'wm-2', 'wm-3'],
      body: { text: { content: '周六读书会' } },
    });
    expect(await session.awaited!(tasks[0]!)).toEqual({ fate: 'waiting' });
    bench.platform.tasks.get('msg-1')!.confirmed = true;
    bench.platform.customers.get('wm-2')!.clear();
    expect(await session.awaited!(tasks[0]!)).toEqual({ fate: 'waiting' });
    bench.now += 21_000;
    const asked = bench.platform.asked.length;
    expect(await Promise.all(tasks.map((task) => session.awaited!(task)))).toMatchObject([
      { fate: 'sent', id: 'msg-1' },
      { fate: 'refused', code: 'not_a_contact' },
      { fate: 'refused', code: 'limit_used_up' },
    ]);
    expect(bench.platform.asked.length - asked).toBe(3);
    expect(await session.awaited!('nonsense')).toMatchObject({ fate: 'refused', code: 'no_such_task' });
  });

  it('to a group is confirmed by its owner; many groups of one owner are one task', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `wr-${index + 10}`);
    for (const id of ids) bench.platform.chats.set(id, { name: id, owner: 'lisi', members: [] });
    const session = await bench.open();
    expect(await session.send(messageTo('wr-10', text))).toMatchObject({ fate: 'later', code: 'owner_unknown' });
    await session.reconcile!();
    const outcomes = await Promise.all([
      ...ids.map((id) => session.send(messageTo(id, text))),
      session.send(messageTo('wr-1', text)),
    ]);
    expect(new Set(outcomes.map(({ fate }) => fate))).toEqual(new Set(['awaiting']));
    expect([...bench.platform.tasks.values()].map(({ sender, recipients }) => [sender, recipients.length])).toEqual([
      ['lisi', 50],
      ['zhangsan', 1],
    ]);
  });

  it('twice to the same recipient is two tasks', async () => {
    const session = await bench.open();
    const outcomes = await Promise.all([session.send(messageTo('wm-1', text)), session.send(messageTo('wm-1', text))]);
    expect(outcomes.map((outcome) => JSON.parse((outcome as { task: string }).task)[0])).toEqual(['msg-1', 'msg-2']);
  });

  it('is sent as text, card or picture, and nothing else', async () => {
    const session = await bench.open();
    const card: Content = { kind: 'card', title: '报名', text: '周六', url: 'http://a', image: null };
    await session.send(messageTo('wm-1', card));
    expect(bench.platform.tasks.get('msg-1')!.body.attachments).toMatchObject([
      { msgtype: 'link', link: { title: '报名', url: 'http://a' } },
    ]);
    const form: Content = { kind: 'template', template: 't', fields: {}, url: null };
    expect(await session.send(messageTo('wm-1', form))).toMatchObject({ fate: 'refused', code: 'no_such_content' });
    expect(await session.send({ ...messageTo('wm-1', text), to: { kind: 'public', id: '' } })).toMatchObject({
      code: 'wrong_recipient',
    });
  });

  it('that got no answer may have been taken; what is worth another try says when', async () => {
    const session = await bench.open();
    bench.platform.only = /add_msg_template/;
    bench.platform.faults.push('half', { status: 429, headers: { 'retry-after': '9' } });
    expect(await session.send(messageTo('wm-1', text))).toMatchObject({ fate: 'unknown' });
    expect(await session.send(messageTo('wm-1', text))).toMatchObject({ fate: 'later', seconds: 9 });
    for (const [errcode, outcome] of [
      [45009, { fate: 'later', code: 'too_fast' }],
      [48002, { fate: 'refused', code: 'not_permitted' }],
      [60020, { fate: 'revoked' }],
    ] as [number, object][]) {
      bench.platform.errors.set('/cgi-bin/externalcontact/add_msg_template', [errcode]);
      expect(await session.send(messageTo('wm-1', text))).toMatchObject(outcome);
    }
  });
});

describe('tags', () => {
  it('are put on and taken off for each staff member, by name, and made where missing', async () => {
    bench.platform.customers.set(
      'wm-1',
      new Map([
        ['zhangsan', new Set()],
        ['lisi', new Set()],
      ]),
    );
    const { act } = await bench.open();
    const action = { account: 'wm-1', tag: '铁粉' };
    expect(await act!({ kind: 'tag', ...action })).toEqual({ fate: 'done' });
    expect([...bench.platform.tags]).toEqual([['铁粉', 'tag-1']]);
    expect([...bench.platform.customers.get('wm-1')!.values()].map((tags) => [...tags])).toEqual([
      ['tag-1'],
      ['tag-1'],
    ]);
    expect(await act!({ kind: 'untag', ...action })).toEqual({ fate: 'done' });
    expect([...bench.platform.customers.get('wm-1')!.values()].map(({ size }) => size)).toEqual([0, 0]);
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
    connector.operations!.find((operation) => operation.key === key)!.run(values, bench.context);

  it('make and remove codes to join groups and to add staff', async () => {
    expect(
      await run('make-join-way', { chats: 'wr-1\nwr-2', channelCode: 'shop-7', baseName: '读书群', baseNumber: 3 }),
    ).toEqual({
      fate: 'done',
      result: { id: 'way-1', image: 'http://qr/way-1' },
    });
    expect(bench.platform.ways.get('way-1')).toMatchObject({
      chat_id_list: ['wr-1', 'wr-2'],
      state: 'shop-7',
      auto_create_room: 1,
      room_base_name: '读书群',
      room_base_id: 3,
    });
    expect(await run('make-contact-way', { staff: 'zhangsan, lisi', channelCode: 'x' })).toMatchObject({
      result: { image: 'http://qr/way-2' },
    });
    expect(bench.platform.ways.get('way-2')).toMatchObject({ type: 2, user: ['zhangsan', 'lisi'], skip_verify: true });
    expect(await run('remove-way', { kind: 'join', id: 'way-1' })).toMatchObject({ fate: 'done' });
    expect(await run('list-staff')).toEqual({ fate: 'done', result: { staff: ['zhangsan', 'lisi'] } });
  });

  it.each([
    ['six groups', { chats: '1\n2\n3\n4\n5\n6', channelCode: 'x' }],
    ['no group', { chats: '', channelCode: 'x' }],
    ['a channel code that is too long', { chats: 'wr-1', channelCode: 'x'.repeat(31) }],
  ])('refuse a join way with %s', async (_, values) => {
    expect(await run('make-join-way', values)).toMatchObject({ fate: 'refused', code: 'bad_input' });
    expect(bench.platform.asked).toEqual([]);
  });
});

describe('the connection', () => {
  it('is tested, and says what is wrong', async () => {
    expect(await connector.test(bench.context)).toMatchObject({
      ok: true,
      account: 'ww0123456789abcdef',
      detail: { en: expect.stringContaining('2 staff') },
    });
    const wrong = bench.contextOf({ secret: 'f'.repeat(32) });
    expect(await connector.test(wrong)).toMatchObject({ ok: false, detail: { zh: expect.stringContaining('Secret') } });
    await expect(connector.open(wrong)).rejects.toMatchObject({ name: 'ConnectionRefused' });
    bench.platform.errors.set('/cgi-bin/externalcontact/get_follow_user_list', [48002]);
    expect(await connector.test(bench.context)).toMatchObject({
      ok: false,
      detail: { zh: expect.stringContaining('客户联系') },
    });
  });

  it('gets a new access token when the old is not taken, and is revoked when that is not taken either', async () => {
    const session = await bench.open();
    bench.platform.token = 'token-1';
    expect(await session.send(messageTo('wm-1', text))).toMatchObject({ fate: 'awaiting' });
    bench.platform.errors.set('/cgi-bin/externalcontact/add_msg_template', [40014, 40014]);
    expect(await session.send(messageTo('wm-1', text))).toMatchObject({ fate: 'revoked' });
  });
});
