import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content } from '#modules/connections/index.ts';
import { neutralEventSchema } from '#modules/events/contract.ts';
import { unseal } from '../shared/wechat-crypto.ts';
import { fieldsOf, readXml, textOf } from '../shared/wechat-crypto-xml.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { wechatOfficialConnector as connector } from './connector.ts';
import { callbackKeys } from './settings.ts';
import { messageOf, OfficialBench } from './testing/official-bench.ts';

const bench = new OfficialBench();
beforeEach(() => bench.setUp());
afterEach(() => bench.tearDown());

type Tags = Record<string, string | number>;
const text: Content = { kind: 'text', text: '你好' };

describe('what the bench.platform calls with', () => {
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
    const answer = await bench.post(bench.xmlOf(tags));
    expect(answer).toMatchObject({ status: 200, body: 'success' });
    expect(bench.events()).toHaveLength(1);
    expect(bench.events()[0]).toMatchObject({ member: 'o-1', at: new Date(bench.now).toISOString(), ...expected });
    expect(neutralEventSchema.safeParse(bench.events()[0]).success).toBe(true);
    expect(bench.context.heard[0]!.chat).toBeUndefined();
  });

  it('tells how a publication ended, under either name of the event', async () => {
    for (const name of ['PUBLISHJOBFINISH', 'FREEPUBLISHJOBFINISH'])
      await bench.post(
        bench.xmlOf(
          { MsgType: 'event', Event: name },
          '<PublishEventInfo><publish_id>9</publish_id><publish_status>0</publish_status><article_id>a1</article_id><article_detail><count>1</count><item><idx>1</idx><article_url>http://a</article_url></item></article_detail></PublishEventInfo>',
        ),
      );
    expect(bench.events()).toHaveLength(2);
    for (const event of bench.events())
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
    const repeated = bench.xmlOf({ MsgType: 'event', Event: 'CLICK', EventKey: 'A' });
    await bench.post(repeated);
    await bench.post(repeated);
    await bench.post(bench.xmlOf({ MsgType: 'event', Event: 'CLICK', EventKey: 'B' }));
    const ids = bench.events().map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(2);
  });

  it('is heard before it is answered: a database away is no “success”', async () => {
    bench.context.deaf = new Error('away');
    await expect(bench.post(bench.xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }))).rejects.toThrow('away');
    await bench.open();
    await expect(bench.post(bench.xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }))).rejects.toThrow('away');
  });

  it.each([
    ['wrong_signature', { signature: 'f'.repeat(40) }],
    ['unsigned', { signature: '' }],
    ['old', { timestamp: String(bench.start / 1000 - 3600) }],
  ])('is refused when it is %s', async (why, spoiled) => {
    const request = encryptedPost(
      bench.xmlOf({ MsgType: 'text', Content: 'x', MsgId: '1' }),
      callbackKeys(bench.context.settings),
      bench.now,
      spoiled,
    );
    await expect(connector.callback!(request, bench.context)).rejects.toMatchObject({ name: 'CallbackRefused', why });
    expect(bench.context.heard).toEqual([]);
  });

  it('is refused when it is for another account, poison, or from nobody', async () => {
    const keys = callbackKeys(bench.context.settings);
    const other = encryptedPost(bench.xmlOf({ MsgType: 'text' }), { ...keys, receiverId: 'wxother' }, bench.now);
    await expect(connector.callback!(other, bench.context)).rejects.toMatchObject({ why: 'wrong_receiver' });
    await expect(bench.post('<!DOCTYPE a [<!ENTITY x "y">]><xml>&x;</xml>')).rejects.toMatchObject({
      why: 'malformed',
    });
    await expect(bench.post('<xml><MsgType>text</MsgType></xml>')).rejects.toMatchObject({ why: 'malformed' });
    await expect(
      bench.post('<xml><FromUserName>a</FromUserName><MsgType>text</MsgType><CreateTime>soon</CreateTime></xml>'),
    ).rejects.toMatchObject({
      why: 'malformed',
    });
    expect(bench.context.heard).toEqual([]);
  });

  it('says of a template message that was declined afterwards', async () => {
    await bench.post(
      bench.xmlOf({ MsgType: 'event', Event: 'TEMPLATESENDJOBFINISH', MsgID: 77, Status: 'failed:user block' }),
    );
    expect(bench.context.afterwards).toEqual([
      { id: '77', outcome: { fate: 'refused', code: 'blocked', reason: 'failed:user block' } },
    ]);
  });
});

describe('a passive reply', () => {
  const written = () => bench.xmlOf({ MsgType: 'text', Content: '签到', MsgId: '1' });

  /** The reply in an answer of ours, as the bench.platform would open it. */
  function replyIn(body: string | undefined) {
    const keys = callbackKeys(bench.context.settings);
    return readXml(unseal(textOf(readXml(body ?? ''), 'Encrypt'), keys));
  }

  it('goes out with the callback that is still open, once, and again to a repeat of it', async () => {
    bench.context = bench.contextOf({ passiveWait: 4 });
    const session = await bench.open();
    const answer = bench.post(written());
    await expect.poll(() => bench.context.heard.length).toBe(1);
    const { ticket, eventId } = bench.context.tickets[0]!;
    expect(eventId).toBe(bench.context.heard[0]!.event.id);
    expect(await session.send(messageOf({ kind: 'text', text: '已签到 ]]> <3' }, { ticket }))).toEqual({
      fate: 'sent',
    });
    const reply = replyIn((await answer).body);
    expect(reply).toMatchObject({ ToUserName: 'o-1', FromUserName: 'gh_1', MsgType: 'text', Content: '已签到 ]]> <3' });
    expect(bench.platform.sent).toEqual([]);
    const repeat = await bench.post(written());
    expect(textOf(replyIn(repeat.body), 'Content')).toBe('已签到 ]]> <3');
    // The second answer to the same ticket finds it used, and goes as a customer-service message.
    expect(await session.send(messageOf(text, { ticket }))).toEqual({ fate: 'sent' });
    expect(bench.platform.sent).toMatchObject([{ touser: 'o-1', msgtype: 'text', text: { content: '你好' } }]);
  });

  it('can be a card or a picture', async () => {
    bench.context = bench.contextOf({ passiveWait: 4 });
    const session = await bench.open();
    for (const [content, expected] of [
      [
        { kind: 'card', title: '报名', text: '周六', url: 'http://a', image: null },
        { MsgType: 'news', ArticleCount: '1' },
      ],
      [{ kind: 'image', url: `${bench.platform.address}/pictures/1.png`, caption: '' }, { MsgType: 'image' }],
    ] as [Content, object][]) {
      bench.now += 1000;
      bench.context.tickets.length = 0;
      const answer = bench.post(bench.xmlOf({ MsgType: 'text', Content: '签到', MsgId: String(bench.now) }));
      await expect.poll(() => bench.context.tickets.length).toBe(1);
      expect(await session.send(messageOf(content, { ticket: bench.context.tickets[0]!.ticket }))).toEqual({
        fate: 'sent',
      });
      const reply = replyIn((await answer).body);
      expect(reply).toMatchObject(expected);
      if (content.kind === 'image') expect(textOf(fieldsOf(reply, 'Image'), 'MediaId')).toBe('media-1');
    }
  });

  it('is not waited for when nothing here sends, when told not to, or when nobody can read it', async () => {
    await bench.post(written());
    expect(bench.context.tickets).toEqual([]);
    await bench.open();
    await bench.post(bench.xmlOf({ MsgType: 'event', Event: 'unsubscribe' }));
    expect(bench.context.tickets).toEqual([]);
  });

  it('that comes too late goes as a customer-service message', async () => {
    const session = await bench.open();
    expect(await bench.post(written())).toMatchObject({ body: 'success' });
    expect(await session.send(messageOf(text, { ticket: bench.context.tickets[0]!.ticket }))).toEqual({ fate: 'sent' });
    expect(bench.platform.sent).toHaveLength(1);
  });

  it('lets a callback go when its repeat arrives, and answers that one', async () => {
    bench.context = bench.contextOf({ passiveWait: 4 });
    const session = await bench.open();
    const first = bench.post(written());
    await expect.poll(() => bench.context.tickets.length).toBe(1);
    const second = bench.post(written());
    expect(await first).toMatchObject({ body: 'success' });
    await expect.poll(() => bench.context.heard.length).toBe(2);
    await session.send(messageOf(text, { ticket: bench.context.tickets[0]!.ticket }));
    expect(textOf(replyIn((await second).body), 'Content')).toBe('你好');
  });
});
