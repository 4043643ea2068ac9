import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { neutralEventSchema } from '#modules/events/contract.ts';
import type { Content, Outgoing, Session } from '#modules/connections/index.ts';
import { unseal } from '../shared/wechat-crypto.ts';
import { fieldsOf, readXml, textOf } from '../shared/wechat-crypto-xml.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { hearComments } from './article-comments.ts';
import { hearFigures } from './article-figures.ts';
import { wechatOfficialConnector as connector } from './connector.ts';
import { officialApi } from './official-api.ts';
import { callbackKeys, officialSettings } from './settings.ts';
import { type OfficialStandIn, startOfficialStandIn } from './testing/official-stand-in.ts';
import { webSignIn } from './web-sign-in.ts';

const START = Date.UTC(2026, 10, 23, 2);
const HOUR = 3_600_000;

let now = START;
let platform: OfficialStandIn;
let context: ReturnType<typeof contextOf>;
const opened: Session[] = [];

function contextOf(more: Record<string, unknown> = {}, kept?: Map<string, string>) {
  const settings = officialSettings.parse({
    appId: 'wx0123456789abcdef',
    appSecret: '0123456789abcdef0123456789abcdef',
    token: 'tok3n',
    encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
    apiBase: platform.address,
    figures: false,
    passiveWait: 0.2,
    ...more,
  });
  const context = connectorContext(settings, { now: () => now, ...(kept && { kept }) });
  return Object.assign(context, { connectionId: randomUUID() });
}

beforeEach(async () => {
  now = START;
  platform = await startOfficialStandIn({
    appId: 'wx0123456789abcdef',
    appSecret: '0123456789abcdef0123456789abcdef',
    now: () => now,
  });
  platform.wrote.set('o-1', now);
  context = contextOf();
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

const message = (content: Content, more: Partial<Outgoing> = {}): Outgoing => ({
  id: '019a0000-0000-7000-8000-00000000000a',
  to: { kind: 'person', id: 'o-1' },
  content,
  ...more,
});
const text: Content = { kind: 'text', text: '你好' };
const article: Content = {
  kind: 'article',
  title: '本周精选',
  author: '群落',
  digest: '',
  html: '',
  cover: null,
  source: null,
};

type Tags = Record<string, string | number>;
const xmlOf = (tags: Tags, more = '') =>
  `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[o-1]]></FromUserName><CreateTime>${now / 1000}</CreateTime>${Object.entries(
    tags,
  )
    .map(([tag, value]) =>
      typeof value === 'number' ? `<${tag}>${value}</${tag}>` : `<${tag}><![CDATA[${value}]]></${tag}>`,
    )
    .join('')}${more}</xml>`;
const post = (xml: string, of = context) => connector.callback!(encryptedPost(xml, callbackKeys(of.settings), now), of);
const events = () => context.heard.map(({ event }) => event);

describe('what the platform calls with', () => {
  it.each([
    [
      { MsgType: 'text', Content: '签到 & <b>', MsgId: '6054768590064713728' },
      { id: 'message:6054768590064713728', kind: 'message', text: '签到 & <b>' },
    ],
    [
      { MsgType: 'image', PicUrl: 'http://p/1', MediaId: 'm1', MsgId: '2' },
      { kind: 'message', media: 'image', picture: 'http://p/1', mediaId: 'm1' },
    ],
    [
      { MsgType: 'voice', MediaId: 'm2', Recognition: '几点开始', MsgId: '3' },
      { kind: 'message', media: 'voice', text: '几点开始' },
    ],
    [
      { MsgType: 'video', MediaId: 'm3', MsgId: '4' },
      { kind: 'message', media: 'video', mediaId: 'm3' },
    ],
    [
      { MsgType: 'location', Location_X: '23.1', Location_Y: '113.3', Label: '书店', MsgId: '5' },
      { media: 'location', text: '书店', latitude: '23.1' },
    ],
    [
      { MsgType: 'link', Title: '文章', Url: 'http://a', MsgId: '6' },
      { media: 'link', text: '文章\nhttp://a' },
    ],
    [
      { MsgType: 'event', Event: 'subscribe', EventKey: 'qrscene_shop-7' },
      { kind: 'join', via: 'subscribe', channelCode: 'shop-7' },
    ],
    [
      { MsgType: 'event', Event: 'SCAN', EventKey: 'shop-7' },
      { kind: 'click', via: 'scan', channelCode: 'shop-7' },
    ],
    [
      { MsgType: 'event', Event: 'unsubscribe', EventKey: '' },
      { kind: 'leave', via: 'unsubscribe' },
    ],
    [
      { MsgType: 'event', Event: 'CLICK', EventKey: 'CHECK_IN' },
      { kind: 'click', via: 'menu', menu: 'CHECK_IN' },
    ],
    [
      { MsgType: 'event', Event: 'VIEW', EventKey: 'https://q.example/' },
      { kind: 'click', via: 'menu', address: 'https://q.example/' },
    ],
    [
      { MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: 200163836, Status: 'success' },
      { kind: 'system', what: 'template-result', message: '200163836' },
    ],
    [
      { MsgType: 'event', Event: 'LOCATION', Latitude: '1' },
      { kind: 'system', what: 'location' },
    ],
  ] as [Tags, object][])('is heard: %o', async (tags, expected) => {
    const answer = await post(xmlOf(tags));
    expect(answer).toMatchObject({ status: 200, body: 'success' });
    expect(events()).toHaveLength(1);
    expect(events()[0]).toMatchObject({ member: 'o-1', at: new Date(now).toISOString(), ...expected });
    expect(neutralEventSchema.safeParse(events()[0]).success).toBe(true);
    expect(context.heard[0]!.chat).toBeUndefined();
  });

  it('tells how a publication ended, under either name of the event', async () => {
    for (const name of ['PUBLISHJOBFINISH', 'FREEPUBLISHJOBFINISH'])
      await post(
        xmlOf(
          { MsgType: 'event', Event: name },
          '<PublishEventInfo><publish_id>9</publish_id><publish_status>0</publish_status><article_id>a1</article_id><article_detail><count>1</count><item><idx>1</idx><article_url>http://a</article_url></item></article_detail></PublishEventInfo>',
        ),
      );
    expect(events()).toHaveLength(2);
    for (const event of events())
      expect(event).toMatchObject({
        kind: 'system',
        bot: true,
        what: 'publish-result',
        status: '0',
        article: 'a1',
        address: 'http://a',
      });
  });

  it('is the same event when it is repeated, and another when somebody does two things in a second', async () => {
    const repeated = xmlOf({ MsgType: 'event', Event: 'CLICK', EventKey: 'A' });
    await post(repeated);
    await post(repeated);
    await post(xmlOf({ MsgType: 'event', Event: 'CLICK', EventKey: 'B' }));
    const ids = events().map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(2);
  });

  it('is heard before it is answered: a database away is no “success”', async () => {
    context.deaf = new Error('away');
    await expect(post(xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }))).rejects.toThrow('away');
    await open();
    await expect(post(xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }))).rejects.toThrow('away');
  });

  it.each([
    ['wrong_signature', { signature: 'f'.repeat(40) }],
    ['unsigned', { signature: '' }],
    ['old', { timestamp: String(START / 1000 - 3600) }],
  ])('is refused when it is %s', async (why, spoiled) => {
    const request = encryptedPost(
      xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }),
      callbackKeys(context.settings),
      now,
      spoiled,
    );
    await expect(connector.callback!(request, context)).rejects.toMatchObject({ name: 'CallbackRefused', why });
    expect(context.heard).toEqual([]);
  });

  it('is refused when it is for another account, poison, or from nobody', async () => {
    const keys = callbackKeys(context.settings);
    const other = encryptedPost(xmlOf({ MsgType: 'text' }), { ...keys, receiverId: 'wxother' }, now);
    await expect(connector.callback!(other, context)).rejects.toMatchObject({ why: 'wrong_receiver' });
    await expect(post('<!DOCTYPE a [<!ENTITY x "y">]><xml>&x;</xml>')).rejects.toMatchObject({ why: 'malformed' });
    await expect(post('<xml><MsgType>text</MsgType></xml>')).rejects.toMatchObject({ why: 'malformed' });
    await expect(
      post('<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><CreateTime>soon</CreateTime></xml>'),
    ).rejects.toMatchObject({
      why: 'malformed',
    });
    expect(context.heard).toEqual([]);
  });

  it('says of a template message that was declined afterwards', async () => {
    await post(xmlOf({ MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: 77, Status: 'failed:user block' }));
    expect(context.afterwards).toEqual([
      { id: '77', outcome: { fate: 'refused', code: 'blocked', reason: 'failed:user block' } },
    ]);
  });
});

describe('a passive reply', () => {
  const written = () => xmlOf({ MsgType: 'text', Content: '签到', MsgId: '1' });

  /** The reply in an answer of ours, as the platform would open it. */
  function replyIn(body: string | undefined) {
    const keys = callbackKeys(context.settings);
    return readXml(unseal(textOf(readXml(body ?? ''), 'Encrypt'), keys));
  }

  it('goes out with the callback that is still open, once, and again to a repeat of it', async () => {
    context = contextOf({ passiveWait: 4 });
    const session = await open();
    const answer = post(written());
    await expect.poll(() => context.heard.length).toBe(1);
    const { ticket, eventId } = context.tickets[0]!;
    expect(eventId).toBe(context.heard[0]!.event.id);
    expect(await session.send(message({ kind: 'text', text: '已签到 ]]> <3' }, { ticket }))).toEqual({ fate: 'sent' });
    const reply = replyIn((await answer).body);
    expect(reply).toMatchObject({ ToUserName: 'o-1', FromUserName: 'gh_1', MsgType: 'text', Content: '已签到 ]]> <3' });
    expect(platform.sent).toEqual([]);
    const repeat = await post(written());
    expect(textOf(replyIn(repeat.body), 'Content')).toBe('已签到 ]]> <3');
    // The second answer to the same ticket finds it used, and goes as a customer-service message.
    expect(await session.send(message(text, { ticket }))).toEqual({ fate: 'sent' });
    expect(platform.sent).toMatchObject([{ touser: 'o-1', msgtype: 'text', text: { content: '你好' } }]);
  });

  it('can be a card or a picture', async () => {
    context = contextOf({ passiveWait: 4 });
    const session = await open();
    for (const [content, expected] of [
      [
        { kind: 'card', title: '报名', text: '周六', url: 'http://a', image: null },
        { MsgType: 'news', ArticleCount: '1' },
      ],
      [{ kind: 'image', url: `${platform.address}/pictures/1.png`, caption: '' }, { MsgType: 'image' }],
    ] as [Content, object][]) {
      now += 1000;
      context.tickets.length = 0;
      const answer = post(xmlOf({ MsgType: 'text', Content: '签到', MsgId: String(now) }), context);
      await expect.poll(() => context.tickets.length).toBe(1);
      expect(await session.send(message(content, { ticket: context.tickets[0]!.ticket }))).toEqual({ fate: 'sent' });
      const reply = replyIn((await answer).body);
      expect(reply).toMatchObject(expected);
      if (content.kind === 'image') expect(textOf(fieldsOf(reply, 'Image'), 'MediaId')).toBe('media-1');
    }
  });

  it('is not waited for when nothing here sends, when told not to, or when nobody can read it', async () => {
    await post(written());
    expect(context.tickets).toEqual([]);
    await open();
    await post(xmlOf({ MsgType: 'event', Event: 'unsubscribe' }));
    expect(context.tickets).toEqual([]);
  });

  it('that comes too late goes as a customer-service message', async () => {
    const session = await open();
    expect(await post(written())).toMatchObject({ body: 'success' });
    expect(await session.send(message(text, { ticket: context.tickets[0]!.ticket }))).toEqual({ fate: 'sent' });
    expect(platform.sent).toHaveLength(1);
  });

  it('lets a callback go when its repeat arrives, and answers that one', async () => {
    context = contextOf({ passiveWait: 4 });
    const session = await open();
    const first = post(written());
    await expect.poll(() => context.tickets.length).toBe(1);
    const second = post(written());
    expect(await first).toMatchObject({ body: 'success' });
    await expect.poll(() => context.heard.length).toBe(2);
    await session.send(message(text, { ticket: context.tickets[0]!.ticket }));
    expect(textOf(replyIn((await second).body), 'Content')).toBe('你好');
  });
});

describe('sending to a follower', () => {
  it('sends text, cards, pictures with their caption, and template messages', async () => {
    const session = await open();
    expect(await session.send(message(text))).toEqual({ fate: 'sent' });
    expect(
      await session.send(message({ kind: 'card', title: '报名', text: '', url: 'http://a', image: null })),
    ).toEqual({ fate: 'sent' });
    const image: Content = { kind: 'image', url: `${platform.address}/pictures/1.png`, caption: '海报' };
    expect(await session.send(message(image))).toEqual({ fate: 'sent' });
    expect(platform.sent).toMatchObject([
      { msgtype: 'text' },
      { msgtype: 'news', news: { articles: [{ title: '报名', url: 'http://a' }] } },
      { msgtype: 'image', image: { media_id: 'media-1' } },
      { msgtype: 'text', text: { content: '海报' } },
    ]);
    const form: Content = { kind: 'template', template: 'form-1', fields: { first: '开课提醒' }, url: 'http://b' };
    expect(await session.send(message(form))).toEqual({ fate: 'sent', id: '2001638360000000000' });
    await session.send(message(form));
    expect([...platform.templates.values()]).toMatchObject([
      { touser: 'o-1', url: 'http://b', data: { first: { value: '开课提醒' } } },
    ]);
  });

  it('says why the platform will not have it', async () => {
    const session = await open();
    expect(await session.send(message(text, { to: { kind: 'person', id: 'o-stranger' } }))).toMatchObject({
      fate: 'refused',
      code: 'not_following',
    });
    now += 49 * HOUR;
    expect(await session.send(message(text))).toMatchObject({ fate: 'refused', code: 'window_closed' });
    platform.wrote.set('o-1', now);
    platform.quota = 0;
    expect(await session.send(message(text))).toMatchObject({ fate: 'later', code: 'quota', seconds: 3600 });
    platform.quota = 5;
    const path = '/cgi-bin/message/custom/send';
    for (const [errcode, outcome] of [
      [-1, { fate: 'later', code: 'busy' }],
      [40003, { fate: 'refused', code: 'no_such_person' }],
      [45047, { fate: 'refused', code: 'answers_used_up' }],
      [48001, { fate: 'refused', code: 'not_permitted' }],
      [48004, { fate: 'revoked' }],
      [99999, { fate: 'refused', code: 'wechat_99999', reason: '99999 told to fail' }],
    ] as [number, object][]) {
      platform.errors.set(path, [errcode]);
      expect(await session.send(message(text))).toMatchObject(outcome);
    }
    expect(platform.sent).toEqual([]);
  });

  it('refuses what has no place here', async () => {
    const session = await open();
    for (const wrong of [
      message(text, { to: { kind: 'chat', id: 'c' } }),
      message(text, { to: { kind: 'public', id: '' } }),
      message(article),
    ])
      expect(await session.send(wrong)).toMatchObject({ fate: 'refused', code: 'wrong_recipient' });
    for (const [name, code] of [
      ['1.svg', 'picture_type'],
      ['missing.png', 'picture_missing'],
    ])
      expect(
        await session.send(message({ kind: 'image', url: `${platform.address}/pictures/${name}`, caption: '' })),
      ).toMatchObject({
        fate: 'refused',
        code,
      });
  });

  it('knows what it cannot know: a time-out and half an answer, and what is worth another try', async () => {
    const session = await open();
    platform.faults.push('half');
    expect(await session.send(message(text))).toMatchObject({ fate: 'unknown' });
    platform.faults.push('cut');
    expect(await session.send(message(text))).toMatchObject({ fate: 'unknown' });
    platform.faults.push({ status: 429, headers: { 'retry-after': '7' } });
    expect(await session.send(message(text))).toMatchObject({ fate: 'later', seconds: 7, code: 'http_429' });
    platform.faults.push({ status: 504 });
    expect(await session.send(message(text))).toMatchObject({ fate: 'unknown' });
    platform.faults.push({ status: 503 });
    expect(await session.send(message(text))).toMatchObject({ fate: 'later' });
    const gone = await startOfficialStandIn({ appId: '', appSecret: '', now: () => now });
    await gone.close();
    const lost = await open(contextOf({ apiBase: platform.address }, context.kept));
    expect(await lost.send(message(text))).toEqual({ fate: 'sent' });
    const away = contextOf({ apiBase: gone.address }, context.kept);
    const api = officialApi(away);
    expect(await api.ask('/cgi-bin/message/custom/send', {})).toMatchObject({ fate: 'later', code: 'unreachable' });
  });
});

describe('the access token', () => {
  const asks = () => platform.asked.filter(({ path }) => path === '/cgi-bin/stable_token').length;

  it('is asked for once, kept over a restart, and renewed before its end', async () => {
    const session = await open();
    await Promise.all([session.send(message(text)), session.send(message(text))]);
    expect(asks()).toBe(1);
    const again = await open(contextOf({}, context.kept));
    await again.send(message(text));
    expect(asks()).toBe(1);
    now += 7200_000 - 4 * 60_000;
    await again.send(message(text));
    expect(asks()).toBe(2);
  });

  it('that is not taken any more is renewed once, and forced when the platform keeps giving it', async () => {
    const session = await open();
    platform.tokens = ['token-5'];
    expect(await session.send(message(text))).toEqual({ fate: 'sent' });
    platform.errors.set('/cgi-bin/message/custom/send', [42001]);
    expect(await session.send(message(text))).toEqual({ fate: 'sent' });
    expect(platform.tokens).toEqual(['token-6']);
    platform.errors.set('/cgi-bin/message/custom/send', [40001, 40001]);
    expect(await session.send(message(text))).toMatchObject({ fate: 'revoked' });
  });

  it.each([
    [{ appSecret: 'f'.repeat(32) }, /40125/, 'AppSecret'],
    [{ appId: 'wx9999999999999999' }, /40013/, 'AppID'],
  ])('is refused for good with %o', async (more, reason, word) => {
    const wrong = contextOf(more);
    await expect(connector.open(wrong)).rejects.toMatchObject({
      name: 'ConnectionRefused',
      message: expect.stringMatching(reason),
    });
    const outcome = await connector.test(wrong);
    expect(outcome.ok).toBe(false);
    expect(outcome.detail.zh).toContain(word);
  });

  it('is tried again later when the platform is out of order, and the test says what is right', async () => {
    platform.faults.push({ status: 500 });
    await expect(connector.open(context)).rejects.not.toMatchObject({ name: 'ConnectionRefused' });
    expect(await connector.test(context)).toMatchObject({ ok: true, account: 'wx0123456789abcdef' });
  });
});

describe('an article', () => {
  const publish = (html: string, cover: string | null = null): Outgoing =>
    message({ ...article, html, cover } as Content, { to: { kind: 'public', id: '' } });

  it('goes up with its pictures, waits for the platform, and is asked about', async () => {
    const session = await open();
    const html = `<p><img alt="a" src="${platform.address}/pictures/1.png?a=1&amp;b=2"><img src='http://mmbiz.qpic.cn/x'></p>`;
    const outcome = await session.send(publish(html, `${platform.address}/pictures/cover.png`));
    expect(outcome).toEqual({ fate: 'awaiting', task: 'publication:100000001' });
    expect(platform.uploads.map(({ path, type }) => [path, type])).toEqual([
      ['/cgi-bin/media/uploadimg', ''],
      ['/cgi-bin/material/add_material', 'image'],
    ]);
    expect(await session.awaited!('publication:100000001')).toEqual({ fate: 'waiting' });
    platform.publications.set('100000001', 0);
    expect(await session.awaited!('publication:100000001')).toEqual({ fate: 'sent', id: 'article-1' });
    platform.publications.set('100000001', 4);
    expect(await session.awaited!('publication:100000001')).toMatchObject({
      fate: 'refused',
      code: 'content_rejected',
    });
    const drafted = platform.asked.find(({ path }) => path === '/cgi-bin/draft/add')!;
    expect(JSON.parse(drafted.body.toString()).articles[0]).toMatchObject({
      title: '本周精选',
      thumb_media_id: 'media-2',
      content: `<p><img alt="a" src="http://mmbiz.qpic.cn/mmbiz/1"><img src='http://mmbiz.qpic.cn/x'></p>`,
    });
  });

  it('whose submission was not heard of goes out once, however often it is tried', async () => {
    const session = await open();
    const order = publish(`<img src="${platform.address}/pictures/1.png">`);
    platform.only = /freepublish\/submit/;
    platform.faults.push('half');
    expect(await session.send(order)).toMatchObject({ fate: 'unknown' });
    expect(await session.send(order)).toMatchObject({ fate: 'refused', code: 'bad_media' });
    expect(platform.publications.size).toBe(1);
  });

  it('is refused without a cover or with a picture that is too large', async () => {
    const session = await open();
    expect(await session.send(publish('<p>text</p>'))).toMatchObject({ fate: 'refused', code: 'cover_missing' });
    expect(await session.send(publish(`<img src="${platform.address}/pictures/large.png">`))).toMatchObject({
      code: 'picture_too_large',
    });
    expect(platform.publications.size).toBe(0);
  });
});

describe('articles that are out', () => {
  const detail = (date: string, views: number) => ({
    stat_date: date,
    target_user: 900,
    int_page_read_user: views - 10,
    int_page_read_count: views,
    share_user: 3,
    share_count: 4,
    add_to_fav_count: 5,
  });

  it('are heard with their figures, told again only when they changed', async () => {
    const api = officialApi(context);
    platform.totals.set('2026-11-22', [
      { ref_date: '2026-11-22', msgid: '50001_1', title: '本周精选', details: [detail('2026-11-22', 100)] },
    ]);
    await hearFigures(api, context);
    expect(events()).toMatchObject([
      { id: 'article:50001_1', kind: 'post', bot: true, text: '本周精选', at: '2026-11-22T00:00:00+08:00' },
      {
        id: 'metrics:50001_1',
        kind: 'post-metrics',
        bot: true,
        version: now / 1000,
        replyTo: 'article:50001_1',
        metrics: { views: 100, readers: 90, shares: 4 },
      },
    ]);
    await hearFigures(api, context);
    expect(events()).toHaveLength(2);
    now += HOUR;
    platform.totals.set('2026-11-22', [
      {
        ref_date: '2026-11-22',
        msgid: '50001_1',
        title: '本周精选',
        details: [detail('2026-11-22', 100), detail('2026-11-23', 160)],
      },
    ]);
    await hearFigures(api, context);
    expect(events().slice(2)).toMatchObject([{ id: 'metrics:50001_1', version: now / 1000, metrics: { views: 160 } }]);
  });

  it('are heard with comments and the answers to them; a comment is answered', async () => {
    const api = officialApi(context);
    const session = await open();
    await session.send(
      message({ ...article, html: `<img src="${platform.address}/pictures/1.png">` } as Content, {
        to: { kind: 'public', id: '' },
      }),
    );
    const comment = (id: number, more = {}) => ({
      user_comment_id: id,
      openid: `o-${id}`,
      create_time: now / 1000,
      content: `好 ${id}`,
      comment_type: 0,
      ...more,
    });
    await hearComments(api, context);
    expect(events()).toEqual([]);
    const all = Array.from({ length: 60 }, (_, index) => comment(index + 1));
    platform.comments.set('50001_0', [
      ...all,
      comment(61, { openid: undefined }),
      comment(62, { reply: { content: '谢谢', create_time: now / 1000 } }),
    ]);
    await hearComments(api, context);
    expect(events()).toHaveLength(62);
    expect(events()[0]).toMatchObject({
      id: 'comment:50001_0:1',
      kind: 'reply',
      comment: true,
      member: 'o-1',
      replyTo: 'article:50001_0',
      thread: 'article:50001_0',
    });
    expect(events().at(-1)).toMatchObject({ id: 'comment:50001_0:62:reply', bot: true, replyTo: 'comment:50001_0:62' });
    await hearComments(api, context);
    expect(events()).toHaveLength(62);
    expect(await session.send(message(text, { replyTo: 'comment:50001_0:62' }))).toMatchObject({
      fate: 'sent',
      id: 'comment:50001_0:62:reply',
    });
    expect(platform.sent).toEqual([{ msg_data_id: 50001, index: 0, user_comment_id: 62, content: '你好' }]);
  });

  it('are polled by an open session, which ends when the account is withdrawn', async () => {
    platform.totals.set('2026-11-22', [{ ref_date: '2026-11-22', msgid: '50001_1', title: '本周精选' }]);
    context = contextOf({ figures: true });
    await open();
    await expect.poll(() => events().length).toBe(1);
    const withdrawn = contextOf({ figures: true });
    platform.errors.set('/datacube/getarticletotal', [50002]);
    const session = await open(withdrawn);
    expect(await session.ended).toMatchObject({ name: 'ConnectionRefused' });
  });
});

describe('operations', () => {
  const run = (key: string, values: Record<string, string | number | boolean> = {}) =>
    connector.operations!.find((operation) => operation.key === key)!.run(values, context);

  it('make QR codes with a parameter, for days or for ever', async () => {
    expect(await run('make-code', { channelCode: 'shop/7', days: 7 })).toEqual({
      fate: 'done',
      result: {
        image: 'https://mp.weixin.qq.com/cgi-bin/showqrcode?ticket=gQ%2Fshop%2F7',
        address: 'http://weixin.qq.com/q/QR_STR_SCENE',
        until: new Date(now + 7 * 24 * HOUR).toISOString(),
      },
    });
    expect(await run('make-code', { channelCode: 'shop', days: 0 })).toMatchObject({
      result: { until: null, address: expect.stringContaining('LIMIT') },
    });
    expect(await run('make-code', { channelCode: 'x'.repeat(65) })).toMatchObject({
      fate: 'refused',
      code: 'bad_input',
      reason: expect.stringContaining('channelCode'),
    });
  });

  it('read and set the menu', async () => {
    const menu = [
      { name: '签到', type: 'click', key: 'A' },
      { name: '更多', sub_button: [{ name: '官网', type: 'view', url: 'http://a' }] },
    ];
    expect(await run('write-menu', { menu: JSON.stringify(menu) })).toEqual({ fate: 'done', result: { buttons: 2 } });
    expect(await run('read-menu')).toEqual({ fate: 'done', result: { open: true, menu: { button: menu } } });
    for (const wrong of ['{', '[]', '[{"name":"x"}]', JSON.stringify(Array(4).fill(menu[0]))])
      expect(await run('write-menu', { menu: wrong })).toMatchObject({ fate: 'refused', code: 'bad_input' });
  });
});

describe('web sign-in', () => {
  const stateIn = (address: string) => new URL(address.replace('#wechat_redirect', '')).searchParams.get('state')!;

  it('tells who came back, once per code', async () => {
    const signIn = webSignIn(context);
    const address = signIn.address({ returnTo: 'https://q.example/in', session: 's1', withName: true });
    expect(address).toMatch(
      /^https:\/\/open\.weixin\.qq\.com\/connect\/oauth2\/authorize\?appid=wx0123456789abcdef&.*scope=snsapi_userinfo.*#wechat_redirect$/,
    );
    const state = stateIn(address);
    expect(state).toMatch(/^[0-9a-zA-Z]{1,128}$/);
    platform.codes.set('c1', { openid: 'o-1', scope: 'snsapi_userinfo' });
    platform.codes.set('c2', { openid: 'o-2', scope: 'snsapi_base' });
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toEqual({
      fate: 'done',
      who: { openId: 'o-1', name: '小红', unionId: 'u-1' },
    });
    expect(await signIn.finish({ code: 'c2', state, session: 's1' })).toEqual({ fate: 'done', who: { openId: 'o-2' } });
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toMatchObject({
      fate: 'refused',
      reason: expect.stringContaining('40029'),
    });
  });

  it('is refused with a state of another browser, of another time, or made up', async () => {
    const signIn = webSignIn(context);
    const state = stateIn(signIn.address({ returnTo: 'https://q.example/in', session: 's1' }));
    platform.codes.set('c1', { openid: 'o-1', scope: 'snsapi_base' });
    for (const [wrong, session] of [
      [state, 's2'],
      [`${state.slice(0, -1)}z`, 's1'],
      ['', 's1'],
    ] as const)
      expect(await signIn.finish({ code: 'c1', state: wrong, session })).toMatchObject({
        fate: 'refused',
        code: 'bad_state',
      });
    now += 601_000;
    expect(await signIn.finish({ code: 'c1', state, session: 's1' })).toMatchObject({ code: 'bad_state' });
    expect(platform.codes.has('c1')).toBe(true);
  });
});
