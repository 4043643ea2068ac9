import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { asText, ConnectionRefused, type Content, type Outgoing, type Session } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { weiboConnector } from './connector.ts';
import { pollComments, pollMentions, pollPosts } from './poll.ts';
import { sendWeibo } from './send.ts';
import { weiboSettings } from './settings.ts';
import { startWeibo, WEIBO, type WeiboStandIn } from './testing/weibo-stand-in.ts';

let weibo: WeiboStandIn;
let session: Session | undefined;
beforeEach(async () => {
  weibo = await startWeibo();
});
afterEach(async () => {
  await session?.close();
  session = undefined;
  await weibo.close();
});

const context = (kept?: Map<string, string>) => {
  const bases = { apiBase: weibo.address, messageBase: weibo.address, link: 'https://books.example/' };
  return connectorContext(weiboSettings.parse({ ...WEIBO, ...bases }), kept && { kept });
};
const text = (words: string): Content => ({ kind: 'text', text: words });
const toFan = (content: Content): Outgoing => ({ id: 'd1', to: { kind: 'person', id: '2489518277' }, content });
const inPublic = (content: Content, replyTo?: string): Outgoing => ({
  id: 'd2',
  to: { kind: 'chat', id: WEIBO.uid },
  content,
  ...(replyTo !== undefined && { replyTo }),
});

const comment = (id: number, words = 'good'): Record<string, unknown> => ({
  id,
  created_at: 'Wed Apr 09 13:41:00 +0800 2014',
  text: words,
  user: { id: 5, screen_name: '小安' },
  status: { id: 66, created_at: 'Wed Apr 09 13:40:00 +0800 2014' },
});

describe('sending to Weibo', () => {
  it('answers a fan, a comment and a post', async () => {
    expect(await sendWeibo(toFan(text('欢迎')), context())).toEqual({ fate: 'sent' });
    expect(await sendWeibo(inPublic(text('谢谢'), 'c:66:77'), context())).toEqual({ fate: 'sent', id: 'c:66:4799' });
    expect(await sendWeibo(inPublic(text('谢谢'), 's:66'), context())).toEqual({ fate: 'sent', id: 'c:66:4800' });
    expect(weibo.sent.map(({ form }) => form)).toMatchObject([
      { receiver_id: '2489518277', type: 'text', data: '{"text":"欢迎"}' },
      { id: '66', cid: '77', comment: '谢谢' },
      { id: '66', comment: '谢谢' },
    ]);
  });

  it('posts with a link and a picture, and keeps an id past 2^53 exact', async () => {
    const image: Content = { kind: 'image', url: `${weibo.address}/picture.png`, caption: '新书到' };
    const sent = await sendWeibo({ id: 'd', to: { kind: 'public', id: WEIBO.uid }, content: image }, context());
    expect(sent).toEqual({ fate: 'sent', id: 's:9223372036854775807' });
    expect(weibo.sent[0]!.form['status']).toBe('新书到 https://books.example/');
    expect(weibo.pictures.map(String)).toEqual(['picture']);
  });

  it('sends a card to a fan as an article', async () => {
    const card: Content = { kind: 'card', title: '书单', text: '十本', url: 'https://books.example/10', image: null };
    await sendWeibo(toFan(card), context());
    expect(JSON.parse(weibo.sent[0]!.form['data']!)).toMatchObject({
      articles: [{ display_name: '书单', summary: '十本', url: 'https://books.example/10' }],
    });
    expect(asText(card)).toContain('https://books.example/10');
  });

  it.each([
    ['too_long', toFan(text('长'.repeat(300)))],
    ['too_long', inPublic(text('长'.repeat(141)), 's:66')],
    ['bad_reply', inPublic(text('hi'), 'p:2489518277:1')],
    ['cannot_edit', { ...toFan(text('hi')), replaces: 's:1' }],
    ['weibo_10008', { ...toFan(text('hi')), to: { kind: 'person', id: 'nobody' } }],
  ] as [string, Outgoing][])('is refused with %s', async (code, message) => {
    expect(await sendWeibo(message, context())).toMatchObject({ fate: 'refused', code });
  });

  it('does not post the same twice, in Weibo’s own words', async () => {
    await sendWeibo(inPublic(text('hi')), context());
    expect(await sendWeibo(inPublic(text('hi')), context())).toMatchObject({ fate: 'refused', code: 'weibo_20019' });
  });

  it('waits an hour when the hour’s posts are used up', async () => {
    for (let i = 0; i < 30; i++) await sendWeibo(inPublic(text(`post ${i}`)), context());
    expect(await sendWeibo(inPublic(text('one more')), context())).toMatchObject({
      fate: 'later',
      seconds: 3600,
      code: 'weibo_10023',
    });
  });

  it('knows a withdrawn token', async () => {
    weibo.token = 'another';
    expect(await sendWeibo(toFan(text('hi')), context())).toMatchObject({ fate: 'revoked' });
  });

  it.each([
    [
      { status: 429, headers: { 'retry-after': '7' } },
      { fate: 'later', seconds: 7 },
    ],
    [{ status: 500 }, { fate: 'later', code: 'http_500' }],
    [{ status: 502 }, { fate: 'unknown' }],
    [{ status: 200, text: '<html>' }, { fate: 'unknown' }],
    ['half' as const, { fate: 'unknown' }],
    ['cut' as const, { fate: 'unknown' }],
  ])('of an answer %j makes %j', async (fault, outcome) => {
    weibo.faults.push(fault);
    expect(await sendWeibo(toFan(text('hi')), context())).toMatchObject(outcome);
  });

  it('does not know what became of a send that got no answer, and knows of one that never left', async () => {
    weibo.faults.push('hang');
    const impatient = context();
    const { fetch } = impatient;
    impatient.fetch = (address, init) => fetch(address, { ...init, timeoutMs: 200 });
    expect(await sendWeibo(toFan(text('hi')), impatient)).toMatchObject({ fate: 'unknown' });
    const gone = context();
    const closed = await startWeibo();
    await closed.close();
    gone.settings.messageBase = closed.address;
    expect(await sendWeibo(toFan(text('hi')), gone)).toMatchObject({ fate: 'later', code: 'unreachable' });
  });
});

describe('asking Weibo', () => {
  it('hears comments since the last look, oldest first, and moves on only when they are durable', async () => {
    const asking = context();
    weibo.comments.push(comment(70, 'from before the connection'));
    await pollComments(asking);
    expect(asking.heard).toEqual([]);
    weibo.comments.push(comment(77), comment(78));
    asking.deaf = new Error('the database is away');
    await expect(pollComments(asking)).rejects.toThrow('away');
    delete asking.deaf;
    await pollComments(asking);
    await pollComments(asking);
    expect(asking.heard.map(({ event }) => event.id)).toEqual(['c:66:77', 'c:66:78']);
    expect(asking.heard[0]).toMatchObject({
      chat: WEIBO.uid,
      event: { kind: 'reply', comment: true, replyTo: 's:66', thread: 's:66', member: '5', name: '小安' },
    });
  });

  it('catches up on more than one page after a stop', async () => {
    const before = context();
    await pollComments(before);
    for (let id = 100; id < 230; id++) weibo.comments.push(comment(id));
    const asking = context(before.kept);
    await pollComments(asking);
    expect(asking.heard).toHaveLength(130);
    expect(asking.heard.at(-1)!.event.id).toBe('c:66:229');
  });

  it('marks comments of its own', async () => {
    const asking = context();
    await pollComments(asking);
    weibo.comments.push({ ...comment(80), user: { id: Number(WEIBO.uid) } });
    await pollComments(asking);
    expect(asking.heard).toMatchObject([{ event: { bot: true } }]);
  });

  it('hears mentions in posts', async () => {
    const asking = context();
    await pollMentions(asking);
    weibo.mentions.push({ id: 900, created_at: 'Wed Apr 09 13:41:00 +0800 2014', text: '@群落', user: { id: 6 } });
    await pollMentions(asking);
    expect(asking.heard).toMatchObject([{ event: { id: 's:900', mentions: [WEIBO.uid], member: '6' } }]);
  });

  it('tells posts once, and their figures when they change', async () => {
    const post = { id: 66, created_at: 'Wed Apr 09 13:40:00 +0800 2014', text: '新书', comments_count: 1 };
    weibo.posts.push(post);
    const asking = context();
    await pollPosts(asking);
    await pollPosts(asking);
    post.comments_count = 2;
    await pollPosts(asking);
    expect(asking.heard.map(({ event }) => [event.kind, event.id, event.bot, event['metrics']])).toEqual([
      ['post', 's:66', true, undefined],
      ['post-metrics', 'metrics:s:66', true, { comments: 1, shares: 0, likes: 0 }],
      ['post-metrics', 'metrics:s:66', true, { comments: 2, shares: 0, likes: 0 }],
    ]);
  });
});

describe('a connection to Weibo', () => {
  it('is tested, opened and closed', async () => {
    const opening = context();
    expect(await weiboConnector.test(opening)).toMatchObject({ ok: true, account: WEIBO.uid });
    session = await weiboConnector.open(opening);
    expect(opening.chats).toMatchObject([{ id: WEIBO.uid, kind: 'page' }]);
    await expect.poll(() => weibo.asked.filter(({ path }) => path.includes('timeline')).length).toBe(1);
  });

  it('is refused for a token of another account, and for a withdrawn one', async () => {
    const another = context();
    another.settings.uid = '123456';
    expect(await weiboConnector.test(another)).toMatchObject({ ok: false });
    await expect(weiboConnector.open(another)).rejects.toBeInstanceOf(ConnectionRefused);
    weibo.token = 'another';
    expect(await weiboConnector.test(context())).toMatchObject({ ok: false });
    await expect(weiboConnector.open(context())).rejects.toBeInstanceOf(ConnectionRefused);
  });

  it('ends when the token is withdrawn while it is open', async () => {
    weibo.only = /to_me/;
    weibo.faults.push({ status: 403, text: '{"error":"expired_token","error_code":21327}' });
    session = await weiboConnector.open(context());
    expect(await session.ended).toBeInstanceOf(ConnectionRefused);
  });

  it('is only tried again where the platform is out of order', async () => {
    weibo.faults.push({ status: 500 });
    await expect(weiboConnector.open(context())).rejects.not.toBeInstanceOf(ConnectionRefused);
  });
});
