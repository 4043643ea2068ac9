import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Content, Outgoing } from '#modules/connections/index.ts';
import { hearComments } from './article-comments.ts';
import { hearFigures } from './article-figures.ts';
import { officialApi } from './official-api.ts';
import { messageOf, OfficialBench } from './testing/official-bench.ts';

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

describe('an article', () => {
  const publish = (html: string, cover: string | null = null): Outgoing =>
    messageOf({ ...article, html, cover } as Content, { to: { kind: 'public', id: '' } });

  it('goes up with its pictures, waits for the bench.platform, and is asked about', async () => {
    const session = await bench.open();
    const html = `<p><img alt="a" src="${bench.platform.address}/pictures/1.png?a=1&amp;b=2"><img src='http://mmbiz.qpic.cn/x'></p>`;
    const outcome = await session.send(publish(html, `${bench.platform.address}/pictures/cover.png`));
    expect(outcome).toEqual({ fate: 'awaiting', task: 'publication:100000001' });
    expect(bench.platform.uploads.map(({ path, type }) => [path, type])).toEqual([
      ['/cgi-bin/media/uploadimg', ''],
      ['/cgi-bin/material/add_material', 'image'],
    ]);
    expect(await session.awaited!('publication:100000001')).toEqual({ fate: 'waiting' });
    bench.platform.publications.set('100000001', 0);
    expect(await session.awaited!('publication:100000001')).toEqual({ fate: 'sent', id: 'article-1' });
    bench.platform.publications.set('100000001', 4);
    expect(await session.awaited!('publication:100000001')).toMatchObject({
      fate: 'refused',
      code: 'content_rejected',
    });
    const drafted = bench.platform.asked.find(({ path }) => path === '/cgi-bin/draft/add')!;
    expect(JSON.parse(drafted.body.toString()).articles[0]).toMatchObject({
      title: '本周精选',
      thumb_media_id: 'media-2',
      content: `<p><img alt="a" src="http://mmbiz.qpic.cn/mmbiz/1"><img src='http://mmbiz.qpic.cn/x'></p>`,
    });
  });

  it('whose submission was not heard of goes out once, however often it is tried', async () => {
    const session = await bench.open();
    const order = publish(`<img src="${bench.platform.address}/pictures/1.png">`);
    bench.platform.only = /freepublish\/submit/;
    bench.platform.faults.push('half');
    expect(await session.send(order)).toMatchObject({ fate: 'unknown' });
    expect(await session.send(order)).toMatchObject({ fate: 'refused', code: 'bad_media' });
    expect(bench.platform.publications.size).toBe(1);
  });

  it('is refused without a cover or with a picture that is too large', async () => {
    const session = await bench.open();
    expect(await session.send(publish('<p>text</p>'))).toMatchObject({ fate: 'refused', code: 'cover_missing' });
    expect(await session.send(publish(`<img src="${bench.platform.address}/pictures/large.png">`))).toMatchObject({
      code: 'picture_too_large',
    });
    expect(bench.platform.publications.size).toBe(0);
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
    const api = officialApi(bench.context);
    bench.platform.totals.set('2026-11-22', [
      { ref_date: '2026-11-22', msgid: '50001_1', title: '本周精选', details: [detail('2026-11-22', 100)] },
    ]);
    await hearFigures(api, bench.context);
    expect(bench.events()).toMatchObject([
      { id: 'article:50001_1', kind: 'post', bot: true, text: '本周精选', at: '2026-11-22T00:00:00+08:00' },
      {
        id: 'metrics:50001_1',
        kind: 'post-metrics',
        bot: true,
        version: bench.now / 1000,
        replyTo: 'article:50001_1',
        metrics: { views: 100, readers: 90, shares: 4 },
      },
    ]);
    await hearFigures(api, bench.context);
    expect(bench.events()).toHaveLength(2);
    bench.now += HOUR;
    bench.platform.totals.set('2026-11-22', [
      {
        ref_date: '2026-11-22',
        msgid: '50001_1',
        title: '本周精选',
        details: [detail('2026-11-22', 100), detail('2026-11-23', 160)],
      },
    ]);
    await hearFigures(api, bench.context);
    expect(bench.events().slice(2)).toMatchObject([
      { id: 'metrics:50001_1', version: bench.now / 1000, metrics: { views: 160 } },
    ]);
  });

  it('are heard with comments and the answers to them; a comment is answered', async () => {
    const api = officialApi(bench.context);
    const session = await bench.open();
    await session.send(
      messageOf({ ...article, html: `<img src="${bench.platform.address}/pictures/1.png">` } as Content, {
        to: { kind: 'public', id: '' },
      }),
    );
    const comment = (id: number, more = {}) => ({
      user_comment_id: id,
      openid: `o-${id}`,
      create_time: bench.now / 1000,
      content: `好 ${id}`,
      comment_type: 0,
      ...more,
    });
    await hearComments(api, bench.context);
    expect(bench.events()).toEqual([]);
    const all = Array.from({ length: 60 }, (_, index) => comment(index + 1));
    bench.platform.comments.set('50001_0', [
      ...all,
      comment(61, { openid: undefined }),
      comment(62, { reply: { content: '谢谢', create_time: bench.now / 1000 } }),
    ]);
    await hearComments(api, bench.context);
    expect(bench.events()).toHaveLength(62);
    expect(bench.events()[0]).toMatchObject({
      id: 'comment:50001_0:1',
      kind: 'reply',
      comment: true,
      member: 'o-1',
      replyTo: 'article:50001_0',
      thread: 'article:50001_0',
    });
    expect(bench.events().at(-1)).toMatchObject({
      id: 'comment:50001_0:62:reply',
      bot: true,
      replyTo: 'comment:50001_0:62',
    });
    await hearComments(api, bench.context);
    expect(bench.events()).toHaveLength(62);
    expect(await session.send(messageOf(text, { replyTo: 'comment:50001_0:62' }))).toMatchObject({
      fate: 'sent',
      id: 'comment:50001_0:62:reply',
    });
    expect(bench.platform.sent).toEqual([{ msg_data_id: 50001, index: 0, user_comment_id: 62, content: '你好' }]);
  });

  it('are polled by an open session, which ends when the account is withdrawn', async () => {
    bench.platform.totals.set('2026-11-22', [{ ref_date: '2026-11-22', msgid: '50001_1', title: '本周精选' }]);
    bench.context = bench.contextOf({ figures: true });
    await bench.open();
    await expect.poll(() => bench.events().length).toBe(1);
    const withdrawn = bench.contextOf({ figures: true });
    bench.platform.errors.set('/datacube/getarticletotal', [50002]);
    const session = await bench.open(withdrawn);
    expect(await session.ended).toMatchObject({ name: 'ConnectionRefused' });
  });
});
