import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content } from '#modules/connections/index.ts';
import { wechatOfficialConnector as connector } from './connector.ts';
import { officialApi } from './official-api.ts';
import { messageOf, OfficialBench } from './testing/official-bench.ts';
import { startOfficialStandIn } from './testing/official-stand-in.ts';

const bench = new OfficialBench();
beforeEach(() => bench.setUp());
afterEach(() => bench.tearDown());

const HOUR = 3_600_000;
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

describe('sending to a follower', () => {
  it('sends text, cards, pictures with their caption, and template messages', async () => {
    const session = await bench.open();
    expect(await session.send(messageOf(text))).toEqual({ fate: 'sent' });
    expect(
      await session.send(messageOf({ kind: 'card', title: '报名', text: '', url: 'http://a', image: null })),
    ).toEqual({ fate: 'sent' });
    const image: Content = { kind: 'image', url: `${bench.platform.address}/pictures/1.png`, caption: '海报' };
    expect(await session.send(messageOf(image))).toEqual({ fate: 'sent' });
    expect(bench.platform.sent).toMatchObject([
      { msgtype: 'text' },
      { msgtype: 'news', news: { articles: [{ title: '报名', url: 'http://a' }] } },
      { msgtype: 'image', image: { media_id: 'media-1' } },
      { msgtype: 'text', text: { content: '海报' } },
    ]);
    const form: Content = { kind: 'template', template: 'form-1', fields: { first: '开课提醒' }, url: 'http://b' };
    expect(await session.send(messageOf(form))).toEqual({ fate: 'sent', id: '2001638360000000000' });
    await session.send(messageOf(form));
    expect([...bench.platform.templates.values()]).toMatchObject([
      { touser: 'o-1', url: 'http://b', data: { first: { value: '开课提醒' } } },
    ]);
  });

  it('says why the bench.platform will not have it', async () => {
    const session = await bench.open();
    expect(await session.send(messageOf(text, { to: { kind: 'person', id: 'o-stranger' } }))).toMatchObject({
      fate: 'refused',
      code: 'not_following',
    });
    bench.now += 49 * HOUR;
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'refused', code: 'window_closed' });
    bench.platform.wrote.set('o-1', bench.now);
    bench.platform.quota = 0;
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'later', code: 'quota', seconds: 3600 });
    bench.platform.quota = 5;
    const path = '/cgi-bin/message/custom/send';
    for (const [errcode, outcome] of [
      [-1, { fate: 'later', code: 'busy' }],
      [40003, { fate: 'refused', code: 'no_such_person' }],
      [45047, { fate: 'refused', code: 'answers_used_up' }],
      [48001, { fate: 'refused', code: 'not_permitted' }],
      [48004, { fate: 'revoked' }],
      [99999, { fate: 'refused', code: 'wechat_99999', reason: '99999 told to fail' }],
    ] as [number, object][]) {
      bench.platform.errors.set(path, [errcode]);
      expect(await session.send(messageOf(text))).toMatchObject(outcome);
    }
    expect(bench.platform.sent).toEqual([]);
  });

  it('refuses what has no place here', async () => {
    const session = await bench.open();
    for (const wrong of [
      messageOf(text, { to: { kind: 'chat', id: 'c' } }),
      messageOf(text, { to: { kind: 'public', id: '' } }),
      messageOf(article),
    ])
      expect(await session.send(wrong)).toMatchObject({ fate: 'refused', code: 'wrong_recipient' });
    for (const [name, code] of [
      ['1.svg', 'picture_type'],
      ['missing.png', 'picture_missing'],
    ])
      expect(
        await session.send(
          messageOf({ kind: 'image', url: `${bench.platform.address}/pictures/${name}`, caption: '' }),
        ),
      ).toMatchObject({
        fate: 'refused',
        code,
      });
  });

  it('knows what it cannot know: a time-out and half an answer, and what is worth another try', async () => {
    const session = await bench.open();
    bench.platform.faults.push('half');
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'unknown' });
    bench.platform.faults.push('cut');
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'unknown' });
    bench.platform.faults.push({ status: 429, headers: { 'retry-after': '7' } });
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'later', seconds: 7, code: 'http_429' });
    bench.platform.faults.push({ status: 504 });
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'unknown' });
    bench.platform.faults.push({ status: 503 });
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'later' });
    bench.platform.faults.push({ status: 500 });
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'later', code: 'http_500' });
    bench.platform.faults.push('hang');
    const hasty = officialApi(bench.context).ask('/cgi-bin/message/custom/send', {}, { timeoutMs: 100 });
    expect(await hasty).toMatchObject({ fate: 'unknown' });
    // A form carries a key, so that it can be tried again.
    bench.platform.faults.push('half');
    const form: Content = { kind: 'template', template: 'form-1', fields: {}, url: null };
    expect(await session.send(messageOf(form))).toMatchObject({ fate: 'later', code: 'no_answer' });
    expect(await session.send(messageOf(form))).toMatchObject({ fate: 'sent' });
    expect(bench.platform.templates.size).toBe(1);
    const gone = await startOfficialStandIn({ appId: '', appSecret: '', now: () => bench.now });
    await gone.close();
    const lost = await bench.open(bench.contextOf({ apiBase: bench.platform.address }, bench.context.kept));
    expect(await lost.send(messageOf(text))).toEqual({ fate: 'sent' });
    const away = bench.contextOf({ apiBase: gone.address }, bench.context.kept);
    const api = officialApi(away);
    expect(await api.ask('/cgi-bin/message/custom/send', {})).toMatchObject({ fate: 'later', code: 'unreachable' });
  });
});

describe('the access token', () => {
  const asks = () => bench.platform.asked.filter(({ path }) => path === '/cgi-bin/stable_token').length;

  it('is asked for once, kept over a restart, and renewed before its end', async () => {
    const session = await bench.open();
    await Promise.all([session.send(messageOf(text)), session.send(messageOf(text))]);
    expect(asks()).toBe(1);
    const again = await bench.open(bench.contextOf({}, bench.context.kept));
    await again.send(messageOf(text));
    expect(asks()).toBe(1);
    bench.now += 7200_000 - 4 * 60_000;
    await again.send(messageOf(text));
    expect(asks()).toBe(2);
  });

  it('that is not taken any more is renewed once, and forced when the bench.platform keeps giving it', async () => {
    const session = await bench.open();
    bench.platform.tokens = ['token-5'];
    expect(await session.send(messageOf(text))).toEqual({ fate: 'sent' });
    bench.platform.errors.set('/cgi-bin/message/custom/send', [42001]);
    expect(await session.send(messageOf(text))).toEqual({ fate: 'sent' });
    expect(bench.platform.tokens).toEqual(['token-6']);
    bench.platform.errors.set('/cgi-bin/message/custom/send', [40001, 40001]);
    expect(await session.send(messageOf(text))).toMatchObject({ fate: 'revoked' });
  });

  it.each([
    [{ appSecret: 'f'.repeat(32) }, /40125/, 'AppSecret'],
    [{ appId: 'wx9999999999999999' }, /40013/, 'AppID'],
  ])('is refused for good with %o', async (more, reason, word) => {
    const wrong = bench.contextOf(more);
    await expect(connector.open(wrong)).rejects.toMatchObject({
      name: 'ConnectionRefused',
      message: expect.stringMatching(reason),
    });
    const outcome = await connector.test(wrong);
    expect(outcome.ok).toBe(false);
    expect(outcome.detail.zh).toContain(word);
  });

  it('is tried again later when the bench.platform is out of order, and the test says what is right', async () => {
    bench.platform.faults.push({ status: 500 });
    await expect(connector.open(bench.context)).rejects.not.toMatchObject({ name: 'ConnectionRefused' });
    expect(await connector.test(bench.context)).toMatchObject({ ok: true, account: 'wx0123456789abcdef' });
  });
});
