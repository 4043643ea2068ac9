import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConnectionRefused, type Content, type Outgoing, type Session } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { facebookConnector } from './connector.ts';
import { judgeError } from './graph-api.ts';
import { pollPosts } from './poll-posts.ts';
import { sendFacebook } from './send.ts';
import { facebookSettings } from './settings.ts';
import { FACEBOOK, type FacebookStandIn, startFacebook } from './testing/facebook-stand-in.ts';

const PAGE = FACEBOOK.pageId;
let facebook: FacebookStandIn;
let session: Session | undefined;
beforeEach(async () => {
  facebook = await startFacebook();
  facebook.wrote.set('31', Date.now() - 3_600_000);
});
afterEach(async () => {
  await session?.close();
  session = undefined;
  await facebook.close();
});

const context = (more: object = {}) =>
  connectorContext(facebookSettings.parse({ ...FACEBOOK, apiBase: facebook.address, ...more }));
const text = (words: string): Content => ({ kind: 'text', text: words });
const toPerson = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: 'd1',
  to: { kind: 'person', id: '31' },
  content,
  ...more,
});
const onPage = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: 'd2',
  to: { kind: 'chat', id: PAGE },
  content,
  ...more,
});
const image: Content = { kind: 'image', url: 'https://books.example/a.png', caption: '' };

describe('sending to Facebook', () => {
  it('writes to a person, and in private to who commented', async () => {
    expect(await sendFacebook(toPerson(text('您好')), context())).toEqual({ fate: 'sent', id: 'm_0' });
    expect(await sendFacebook(toPerson(text('您好'), { replyTo: `${PAGE}_1_2` }), context())).toMatchObject({
      id: `m_private_${PAGE}_1_2`,
    });
    expect(facebook.sent[0]).toEqual({
      path: `/${PAGE}/messages`,
      json: { recipient: { id: '31' }, messaging_type: 'RESPONSE', message: { text: '您好' } },
    });
  });

  it('sends a picture and a card as what Messenger has for them', async () => {
    const card: Content = { kind: 'card', title: '书单', text: '', url: 'https://books.example/10', image: null };
    await sendFacebook(toPerson(image), context());
    await sendFacebook(toPerson(card), context());
    await sendFacebook(toPerson({ ...card, title: '长'.repeat(81) }), context());
    expect(facebook.sent.map(({ json }) => json['message'])).toMatchObject([
      { attachment: { type: 'image', payload: { url: image.url } } },
      {
        attachment: { type: 'template', payload: { elements: [{ title: '书单', default_action: { url: card.url } }] } },
      },
      { text: expect.stringContaining(card.url) },
    ]);
  });

  it('comments, posts, posts a picture, and changes what it posted', async () => {
    const article: Content = {
      kind: 'article',
      title: '好书',
      author: '',
      digest: '摘要',
      html: '<p>…</p>',
      cover: null,
      source: 'https://books.example/1',
    };
    expect(await sendFacebook(onPage(text('谢谢'), { replyTo: '1164_7' }), context())).toEqual({
      fate: 'sent',
      id: '1164_7_90',
    });
    expect(await sendFacebook(onPage(article), context())).toEqual({ fate: 'sent', id: `${PAGE}_51` });
    expect(await sendFacebook({ ...onPage(image), to: { kind: 'public', id: PAGE } }, context())).toEqual({
      fate: 'sent',
      id: `${PAGE}_62`,
    });
    expect(await sendFacebook(onPage(text('改'), { replaces: `${PAGE}_51` }), context())).toMatchObject({
      fate: 'sent',
    });
    expect(facebook.sent[1]!.json).toEqual({ message: '好书\n摘要', link: 'https://books.example/1' });
    expect(facebook.sent[3]).toEqual({ path: `/${PAGE}_51`, json: { message: '改' } });
  });

  it('is refused past 24 hours, by who blocked the Page, and for what is too long', async () => {
    facebook.wrote.set('31', Date.now() - 25 * 3_600_000);
    expect(await sendFacebook(toPerson(text('hi')), context())).toMatchObject({ code: 'facebook_10_2018278' });
    facebook.blocked.add('31');
    expect(await sendFacebook(toPerson(text('hi')), context())).toMatchObject({ code: 'facebook_551_1545041' });
    expect(await sendFacebook(toPerson(text('a'.repeat(2001))), context())).toMatchObject({ code: 'too_long' });
    expect(await sendFacebook(toPerson(text('hi'), { replaces: 'm_1' }), context())).toMatchObject({
      code: 'cannot_edit',
    });
    expect(await sendFacebook(onPage(text('hi'), { replyTo: 'me/feed?x=' }), context())).toMatchObject({
      code: 'bad_reply',
    });
  });

  it.each([
    [4, 'later'],
    [17, 'later'],
    [32, 'later'],
    [613, 'later'],
    [1, 'later'],
    [2, 'later'],
    [190, 'revoked'],
    [10, 'refused'],
    [100, 'refused'],
    [200, 'refused'],
    [551, 'refused'],
  ])('takes error %i for %s', (code, fate) => {
    expect(judgeError({ code, message: 'words' }, { headers: new Headers() }).fate).toBe(fate);
  });

  it('waits as long as Facebook says a rate is used up', () => {
    const usage = JSON.stringify({ [PAGE]: [{ type: 'messenger', estimated_time_to_regain_access: 7 }] });
    const headers = new Headers({ 'x-business-use-case-usage': usage });
    expect(judgeError({ code: 613 }, { headers })).toMatchObject({ fate: 'later', seconds: 420 });
  });

  it.each([
    [{ status: 429 }, { fate: 'later', seconds: 60 }],
    [{ status: 500 }, { fate: 'later' }],
    [{ status: 504 }, { fate: 'unknown' }],
    ['half' as const, { fate: 'unknown' }],
    ['cut' as const, { fate: 'unknown' }],
  ])('of an answer %j makes %j', async (fault, outcome) => {
    facebook.faults.push(fault);
    expect(await sendFacebook(toPerson(text('hi')), context())).toMatchObject(outcome);
  });

  it('does not know what became of a send that got no answer', async () => {
    facebook.faults.push('hang');
    const impatient = context();
    const { fetch } = impatient;
    impatient.fetch = (address, init) => fetch(address, { ...init, timeoutMs: 200 });
    expect(await sendFacebook(toPerson(text('hi')), impatient)).toMatchObject({ fate: 'unknown' });
  });

  it('proves that it has the secret of the app, and knows a withdrawn token', async () => {
    expect(await sendFacebook(toPerson(text('hi')), context({ appSecret: 'another secret' }))).toMatchObject({
      code: 'facebook_100',
    });
    facebook.token = 'another';
    expect(await sendFacebook(toPerson(text('hi')), context())).toMatchObject({ fate: 'revoked' });
  });
});

describe('figures of posts', () => {
  const post = () => ({
    id: `${PAGE}_1`,
    created_time: '2026-11-20T08:00:00+0000',
    message: '新书',
    comments: { summary: { total_count: 3 } },
    reactions: { summary: { total_count: 9 } },
    shares: { count: 2 },
    insights: { data: [{ name: 'post_media_view', values: [{ value: 120 }] }] },
  });

  it('are told once and when they change', async () => {
    const asking = context({ insights: 'post_media_view' });
    const shown = post();
    facebook.posts.push(shown);
    await pollPosts(asking);
    await pollPosts(asking);
    shown.shares.count = 4;
    await pollPosts(asking);
    expect(asking.heard.map(({ event }) => [event.kind, event['metrics']])).toEqual([
      ['post', undefined],
      ['post-metrics', { comments: 3, likes: 9, shares: 2, views: 120 }],
      ['post-metrics', { comments: 3, likes: 9, shares: 4, views: 120 }],
    ]);
    expect(asking.heard.every(({ event }) => event.bot === true)).toBe(true);
  });

  it('come without insights where Facebook does not know a metric any more', async () => {
    facebook.posts.push(post());
    const asking = context({ insights: 'post_impressions_unique' });
    await pollPosts(asking);
    expect(asking.heard[1]!.event).toMatchObject({ metrics: { comments: 3, likes: 9, shares: 2 } });
  });

  it('are told again after a time when they could not be kept', async () => {
    facebook.posts.push(post());
    const asking = context({ insights: '' });
    asking.deaf = new Error('the database is away');
    await expect(pollPosts(asking)).rejects.toThrow('away');
    delete asking.deaf;
    await pollPosts(asking);
    expect(asking.heard).toHaveLength(2);
  });
});

describe('a connection to Facebook', () => {
  it('is tested, subscribes the Page, is opened and closed', async () => {
    expect(await facebookConnector.test(context())).toMatchObject({ ok: true, account: '群落书店' });
    const opening = context();
    session = await facebookConnector.open(opening);
    expect(facebook.subscribed).toContain('messages');
    expect(opening.chats).toEqual([{ id: PAGE, name: '群落书店', kind: 'page' }]);
  });

  it('is refused for another Page’s token, and for a withdrawn one', async () => {
    expect(await facebookConnector.test(context({ pageId: '424242' }))).toMatchObject({ ok: false });
    await expect(facebookConnector.open(context({ pageId: '424242' }))).rejects.toBeInstanceOf(ConnectionRefused);
    facebook.token = 'another';
    await expect(facebookConnector.open(context())).rejects.toBeInstanceOf(ConnectionRefused);
  });

  it('is only tried again where the platform is out of order', async () => {
    facebook.faults.push({ status: 503 });
    await expect(facebookConnector.open(context())).rejects.not.toBeInstanceOf(ConnectionRefused);
  });

  it('ends when the token is withdrawn while it is open', async () => {
    facebook.only = /published_posts/;
    facebook.faults.push({ status: 401, text: '{"error":{"code":190,"message":"expired"}}' });
    session = await facebookConnector.open(context());
    expect(await session.ended).toBeInstanceOf(ConnectionRefused);
  });
});
