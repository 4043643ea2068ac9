import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { vectorsOf } from '../testing/vectors.ts';
import { hubSignature, takeFacebookCall } from './callback.ts';
import { facebookSettings } from './settings.ts';
import { FACEBOOK } from './testing/facebook-stand-in.ts';

const PAGE = FACEBOOK.pageId;
const POST = `${PAGE}_1164870100259578`;
const TIME = 1_478_440_417;

const context = () => connectorContext(facebookSettings.parse(FACEBOOK));

function signed(body: unknown, signature?: string): CallbackRequest {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  const header = signature ?? hubSignature(FACEBOOK.appSecret, bytes);
  return { method: 'POST', query: {}, headers: { 'x-hub-signature-256': header }, body: bytes };
}

const entry = (parts: object, id = PAGE) => ({ object: 'page', entry: [{ id, time: TIME, ...parts }] });
const change = (value: object, field = 'feed') => entry({ changes: [{ field, value }] });
const talk = (part: object) =>
  entry({ messaging: [{ sender: { id: '31' }, recipient: { id: PAGE }, timestamp: TIME * 1000, ...part }] });
const from = { from: { id: '31', name: 'Ann' }, created_time: TIME };

async function hears(body: unknown) {
  const hearing = context();
  expect(await takeFacebookCall(signed(body), hearing)).toMatchObject({ status: 200 });
  return hearing.heard;
}

const vector = vectorsOf('signatures.json')?.find(({ platform }) => platform?.startsWith('facebook'));

describe('the signature of Facebook', () => {
  it.skipIf(vector === undefined)('is that of the published vector (needs ../shared/vectors)', () => {
    expect(hubSignature(vector!['secret']!, Buffer.from(vector!['body']!))).toBe(vector!['signature']);
  });

  it.each([
    ['unsigned', { ...signed(talk({})), headers: {} }],
    ['wrong_signature', signed(talk({}), hubSignature('another secret', Buffer.from('x')))],
    ['wrong_signature', signed('{ not read', 'sha1=ab')],
    ['wrong_signature', { ...signed(talk({})), body: Buffer.from(JSON.stringify(talk({ a: 1 }))) }],
    ['malformed', signed('{')],
    ['malformed', signed({ object: 'user', entry: [] })],
  ] as [string, CallbackRequest][])('refuses what is %s', async (why, request) => {
    const hearing = context();
    await expect(takeFacebookCall(request, hearing)).rejects.toMatchObject({ why });
    expect(hearing.heard).toEqual([]);
  });

  it('answers the challenge to who knows the verify token', async () => {
    const ask = (token?: string): CallbackRequest => ({
      method: 'GET',
      query: { 'hub.mode': 'subscribe', 'hub.challenge': '1158', ...(token && { 'hub.verify_token': token }) },
      headers: {},
      body: Buffer.alloc(0),
    });
    expect(await takeFacebookCall(ask(FACEBOOK.verifyToken), context())).toMatchObject({ status: 200, body: '1158' });
    await expect(takeFacebookCall(ask('guess'), context())).rejects.toMatchObject({ why: 'wrong_signature' });
    await expect(takeFacebookCall(ask(), context())).rejects.toMatchObject({ why: 'unsigned' });
  });
});

describe('what happens on a Page', () => {
  it('hears a comment with the post and the comment it answers', async () => {
    const value = {
      item: 'comment',
      verb: 'add',
      comment_id: '1164_7',
      post_id: POST,
      parent_id: '1164_6',
      message: '好书',
      ...from,
    };
    expect(await hears(change(value))).toEqual([
      {
        chat: PAGE,
        event: {
          id: '1164_7',
          kind: 'reply',
          comment: true,
          member: '31',
          name: 'Ann',
          at: '2016-11-06T13:53:37.000Z',
          text: '好书',
          thread: POST,
          replyTo: '1164_6',
        },
      },
    ]);
  });

  it('orders an edit and a removal behind the comment, whatever came first', async () => {
    const value = { item: 'comment', comment_id: '1164_7', post_id: POST, message: '好书!', ...from };
    const heard = [
      ...(await hears(change({ ...value, verb: 'remove' }))),
      ...(await hears(change({ ...value, verb: 'edited' }))),
      ...(await hears(change({ ...value, verb: 'add' }))),
    ];
    expect(heard.map(({ event }) => [event.id, event.version, event.removed])).toEqual([
      ['1164_7', TIME, 'remove'],
      ['1164_7', TIME, undefined],
      ['1164_7', undefined, undefined],
    ]);
  });

  it('knows one reaction a person: taken back, it is removed', async () => {
    const value = { item: 'reaction', post_id: POST, reaction_type: 'love', ...from };
    const [added] = await hears(change({ ...value, verb: 'add' }));
    const [removed] = await hears(change({ ...value, verb: 'remove' }));
    expect(added).toMatchObject({ event: { kind: 'reaction', replyTo: POST, reaction: 'love' } });
    expect(removed!.event).toMatchObject({ id: added!.event.id, removed: 'remove', version: TIME });
  });

  it('marks posts and comments of the Page itself', async () => {
    const own = { from: { id: PAGE, name: '群落书店' }, created_time: TIME };
    const heard = [
      ...(await hears(change({ item: 'status', verb: 'add', post_id: POST, message: '新书', ...own }))),
      ...(await hears(
        change({ item: 'comment', verb: 'add', comment_id: '1_2', post_id: POST, message: '谢谢', ...own }),
      )),
    ];
    expect(heard.map(({ event }) => [event.kind, event.bot])).toEqual([
      ['post', true],
      ['reply', true],
    ]);
  });

  it('hears where the Page is mentioned', async () => {
    const value = {
      item: 'post',
      verb: 'add',
      post_id: '88_99',
      sender_id: '31',
      sender_name: 'Ann',
      created_time: TIME,
    };
    expect(await hears(change(value, 'mention'))).toMatchObject([
      { chat: PAGE, event: { id: '88_99', kind: 'message', mentions: [PAGE], member: '31' } },
    ]);
  });
});

describe('what happens in Messenger', () => {
  it.each([
    [
      'a message',
      { message: { mid: 'm_1', text: '在吗', reply_to: { mid: 'm_0' } } },
      { id: 'm_1', kind: 'message', text: '在吗', replyTo: 'm_0' },
    ],
    ['a picture', { message: { mid: 'm_2', attachments: [{ type: 'image' }] } }, { id: 'm_2', media: 'image' }],
    ['an edit', { message_edit: { mid: 'm_1', text: '在', num_edit: 2 } }, { id: 'm_1', text: '在', version: 2 }],
    [
      'a reaction',
      { reaction: { mid: 'm_1', action: 'react', emoji: '❤' } },
      { id: 'r:m_1:31', kind: 'reaction', reaction: '❤' },
    ],
    ['a reaction taken back', { reaction: { mid: 'm_1', action: 'unreact' } }, { id: 'r:m_1:31', removed: 'unreact' }],
    [
      'a button',
      { postback: { mid: 'm_3', payload: 'JOIN' } },
      { id: 'm_3', kind: 'click', via: 'menu', menu: 'JOIN' },
    ],
    ['a link with a code', { referral: { ref: 'spring' } }, { kind: 'click', channelCode: 'spring' }],
  ])('hears %s, in no chat', async (_, part, event) => {
    const [heard] = await hears(talk(part));
    expect(heard).toMatchObject({ event: { member: '31', ...event } });
    expect(heard).not.toHaveProperty('chat');
  });

  it('marks what the Page said itself, and hears no receipts', async () => {
    const echo = {
      sender: { id: PAGE },
      recipient: { id: '31' },
      message: { mid: 'm_9', text: '您好', is_echo: true },
    };
    expect(await hears(talk(echo))).toMatchObject([{ event: { bot: true } }]);
    expect(await hears(talk({ read: { watermark: 1 } }))).toEqual([]);
  });
});

describe('a call of Facebook', () => {
  it('leaves out entries of other Pages and shapes nobody knows, and takes the rest', async () => {
    const known = { item: 'comment', verb: 'add', comment_id: '1_2', post_id: POST, message: 'x', ...from };
    const body = {
      object: 'page',
      entry: [
        { id: '999', time: TIME, changes: [{ field: 'feed', value: known }] },
        { id: PAGE, time: TIME, changes: ['what', { field: 'ratings', value: {} }, { field: 'feed', value: known }] },
      ],
    };
    expect(await hears(body)).toHaveLength(1);
  });

  it('is not answered with success while nothing is durable, and may be repeated', async () => {
    const hearing = context();
    hearing.deaf = new Error('the database is away');
    const request = signed(talk({ message: { mid: 'm_1', text: 'hi' } }));
    await expect(takeFacebookCall(request, hearing)).rejects.toThrow('away');
    delete hearing.deaf;
    await takeFacebookCall(request, hearing);
    await takeFacebookCall(request, hearing);
    expect(new Set(hearing.heard.map(({ event }) => event.id))).toEqual(new Set(['m_1']));
  });
});
