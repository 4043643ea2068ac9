import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { vectorsOf } from '../testing/vectors.ts';
import { takeWeiboPush, weiboSignature } from './callback.ts';
import { weiboSettings } from './settings.ts';
import { signedQuery, startWeibo, WEIBO } from './testing/weibo-stand-in.ts';

const NOW = 1_397_022_061_823;
const contextAt = (now = NOW) => connectorContext(weiboSettings.parse(WEIBO), { now: () => now });

const push = (fields: Record<string, unknown> = {}): Buffer =>
  Buffer.from(
    JSON.stringify({
      type: 'text',
      receiver_id: 1902538057,
      sender_id: 2489518277,
      created_at: 'Wed Apr 09 13:41:00 +0800 2014',
      text: '你好',
      data: {},
      ...fields,
    }),
  );

const request = (body: Buffer, query: CallbackRequest['query'] = signedQuery(NOW)): CallbackRequest => ({
  method: 'POST',
  query,
  headers: {},
  body,
});

const vector = vectorsOf('signatures.json')?.find(({ platform }) => platform === 'weibo');

describe('the signature of Weibo', () => {
  it.skipIf(vector === undefined)('is that of the published vector (needs ../shared/vectors)', () => {
    expect(weiboSignature(vector!['appSecret']!, vector!['timestamp']!, vector!['nonce']!)).toBe(vector!['signature']);
  });

  it('opens the callback with the echo, and with nothing else', async () => {
    const query = { ...signedQuery(NOW), echostr: '8871' };
    expect(await takeWeiboPush({ ...request(Buffer.alloc(0), query), method: 'GET' }, contextAt())).toMatchObject({
      status: 200,
      body: '8871',
    });
  });

  it.each([
    ['unsigned', {}],
    ['wrong_signature', { ...signedQuery(NOW), nonce: '1' }],
    ['wrong_signature', signedQuery(NOW, '1', 'another-secret')],
    ['wrong_signature', { ...signedQuery(NOW), signature: 'ab' }],
    ['old', signedQuery(NOW - 11 * 60_000)],
    ['old', signedQuery(NOW + 11 * 60_000)],
  ])('refuses what is %s before it reads the body', async (why, query) => {
    const context = contextAt();
    await expect(takeWeiboPush(request(Buffer.from('{'), query), context)).rejects.toMatchObject({ why });
    expect(context.heard).toEqual([]);
  });

  it('is good for one body: another body under it is a forgery', async () => {
    const context = contextAt();
    await takeWeiboPush(request(push()), context);
    await takeWeiboPush(request(push()), context);
    await expect(takeWeiboPush(request(push({ text: '转账' })), context)).rejects.toMatchObject({ why: 'replayed' });
    expect(new Set(context.heard.map(({ event }) => event.id)).size).toBe(1);
  });
});

describe('pushes of Weibo', () => {
  it('hears a private message, without a chat', async () => {
    const context = contextAt();
    expect(await takeWeiboPush(request(push()), context)).toMatchObject({ status: 200, body: '' });
    expect(context.heard).toMatchObject([
      { event: { kind: 'message', member: '2489518277', text: '你好', at: '2014-04-09T05:41:00.000Z' } },
    ]);
    expect(context.heard[0]).not.toHaveProperty('chat');
  });

  it('takes a repeat for the same, and two of one second for two', async () => {
    const context = contextAt();
    await takeWeiboPush(request(push()), context);
    await takeWeiboPush(request(push(), signedQuery(NOW, '2')), context);
    await takeWeiboPush(request(push({ text: '在吗' }), signedQuery(NOW, '3')), context);
    const ids = context.heard.map(({ event }) => event.id);
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it.each([
    ['follow', { kind: 'join', via: 'follow', key: 'spring' }],
    ['subscribe', { kind: 'join', via: 'subscribe', key: 'spring' }],
    ['scan_follow', { kind: 'join', via: 'scan_follow', channelCode: 'spring' }],
    ['unfollow', { kind: 'leave', via: 'unfollow' }],
    ['unsubscribe', { kind: 'leave', via: 'unsubscribe' }],
    ['scan', { kind: 'click', via: 'scan', channelCode: 'spring' }],
    ['click', { kind: 'click', via: 'menu', menu: 'spring' }],
  ])('hears %s as %j', async (subtype, event) => {
    const context = contextAt();
    await takeWeiboPush(request(push({ type: 'event', data: { subtype, key: 'spring' } })), context);
    expect(context.heard).toMatchObject([{ event: { member: '2489518277', ...event } }]);
  });

  it('marks what the account wrote itself', async () => {
    const context = contextAt();
    await takeWeiboPush(request(push({ sender_id: 1902538057, receiver_id: 2489518277 })), context);
    expect(context.heard).toMatchObject([{ event: { bot: true } }]);
  });

  it('is not told that we have it when we have not', async () => {
    const context = contextAt();
    context.deaf = new Error('the database is away');
    await expect(takeWeiboPush(request(push()), context)).rejects.toThrow('away');
    delete context.deaf;
    await takeWeiboPush(request(push()), context);
    expect(context.heard).toHaveLength(1);
  });

  it.each([
    ['malformed', Buffer.from('{"type":')],
    ['malformed', push({ created_at: 'yesterday' })],
    ['malformed', Buffer.from('[]')],
    ['wrong_receiver', push({ receiver_id: 1 })],
  ])('refuses a body that is %s', async (why, body) => {
    await expect(takeWeiboPush(request(body), contextAt())).rejects.toMatchObject({ why });
  });

  it('ignores kinds it does not know, as Weibo asks', async () => {
    const context = contextAt();
    await takeWeiboPush(request(push({ type: 'event', data: { subtype: 'new_thing' } })), context);
    expect(context.heard).toEqual([]);
  });

  it('hears a mention in a comment with the post it stands under', async () => {
    const weibo = await startWeibo();
    try {
      weibo.comments.push({
        id: 77,
        created_at: 'Wed Apr 09 13:41:00 +0800 2014',
        text: '@群落 看',
        user: { id: 5, screen_name: '小安' },
        status: { id: 66, created_at: 'Wed Apr 09 13:40:00 +0800 2014' },
      });
      const context = connectorContext(weiboSettings.parse({ ...WEIBO, apiBase: weibo.address }), { now: () => NOW });
      await takeWeiboPush(request(push({ type: 'mention', data: { subtype: 'comment', key: 77 } })), context);
      expect(context.heard).toMatchObject([
        { chat: WEIBO.uid, event: { id: 'c:66:77', mentions: [WEIBO.uid], thread: 's:66', name: '小安' } },
      ]);
    } finally {
      await weibo.close();
    }
  });
});
