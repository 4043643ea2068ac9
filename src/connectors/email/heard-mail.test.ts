import { describe, expect, it } from 'vitest';
import { bounceOf } from './bounce.ts';
import { decodeWords, listOf, messageIds, parseHeaders } from './headers.ts';
import { heardMail } from './heard-mail.ts';
import type { Mail } from './mail.ts';
import { mailHtmlToText } from './mail-html.ts';
import { MessageIds } from './message-ids.ts';
import { stripQuoted } from './strip-quoted.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');
const self = { address: 'hello@books.example', lists: ['readers@books.example'], isOurs: () => false, now: NOW };
const mail = (headers: Record<string, string> = {}, more: Partial<Mail> = {}): Mail => ({
  headers: parseHeaders(
    Object.entries({ 'Message-ID': '<1@x>', ...headers })
      .map(([name, value]) => `${name}: ${value}`)
      .join('\r\n'),
  ),
  subject: 'hi',
  from: { address: 'ann@mail.example', name: 'Ann' },
  to: ['hello@books.example'],
  at: new Date('2026-11-23T09:00:00Z'),
  text: 'hello',
  attachments: 0,
  ...more,
});
const eventOf = (one: Mail) => heardMail(one, self)!.heard.event;

describe('who wrote a mail, and where', () => {
  it.each([
    [{ 'Auto-Submitted': 'auto-replied' }, 'auto-replied'],
    [{ 'X-Autoreply': 'yes' }, 'auto-replied'],
    [{ Precedence: 'auto_reply' }, 'auto-replied'],
    [{ 'X-Auto-Response-Suppress': 'All' }, 'auto-replied'],
    [{ Precedence: 'bulk' }, 'bulk'],
    [{ 'Auto-Submitted': 'no' }, undefined],
    [{ Precedence: 'bulk', 'List-Id': '<l.example>' }, undefined],
  ] as [Record<string, string>, string | undefined][])('%j is automatic: %s', (headers, automatic) => {
    const event = eventOf(mail(headers));
    expect([event['automatic'], event.bot]).toEqual([automatic, automatic === undefined ? undefined : true]);
  });

  it('is a person who unsubscribes, in private only', () => {
    expect(eventOf(mail({}, { subject: '退订' }))).toMatchObject({ kind: 'leave', via: 'unsubscribe' });
    expect(eventOf(mail({ 'List-Id': '<l.example>' }, { subject: 'unsubscribe' }))).toMatchObject({ kind: 'message' });
  });

  it('is behind a list that writes its own address as the sender', () => {
    const munged = {
      'List-Id': 'Readers <l.example>',
      'List-Post': '<mailto:list@l.example>',
      'Reply-To': 'Ann <Ann@mail.example>, list@l.example',
    };
    expect(eventOf(mail(munged, { from: { address: 'list@l.example', name: 'Ann via Readers' } }))).toMatchObject({
      member: 'ann@mail.example',
      name: 'Ann',
    });
  });

  it('is known again without an id', () => {
    const without = { ...mail(), headers: new Map() };
    expect(eventOf(without).id).toBe(eventOf({ ...without }).id);
    expect(eventOf({ ...without, text: 'other' }).id).not.toBe(eventOf(without).id);
  });

  it('is not believed about a time in the future', () => {
    expect(eventOf(mail({}, { at: new Date('2031-01-01T00:00:00Z') })).at).toBe('2026-11-23T10:00:00.000Z');
  });

  it('that cannot be read is still heard', () => {
    const { text: _, ...unreadable } = mail();
    expect(eventOf(unreadable)).toMatchObject({ text: 'hi', unreadable: true });
  });
});

describe('what somebody wrote in an answer', () => {
  it.each([
    ['谢谢\n\n> 有的', '谢谢'],
    ['Thanks!\n\nOn Mon, Nov 23, 2026 at 9:00 AM Bob <bob@x.example> wrote:\n> yes\n> we do', 'Thanks!'],
    ['Thanks!\n\nOn Mon, Nov 23, 2026 at 9:00 AM\nBob <bob@x.example> wrote:\n\n> yes', 'Thanks!'],
    ['好的\n\n在 2026年11月23日 09:00，群落 <hello@books.example> 写道：\n> 明晚见', '好的'],
    ['好的\n\n------------------ 原始邮件 ------------------\n发件人: "群落" <hello@books.example>;\n明晚见', '好的'],
    ['OK\n\nFrom: Bob <bob@x.example>\nSent: Monday\nTo: Ann\nSubject: Re: x\n\nyes', 'OK'],
    ['OK\n\n-----Original Message-----\nyes', 'OK'],
    ['see you\n-- \nAnn\n+86 10 1234', 'see you'],
    ['On Mon, Bob wrote:\n> first?\nyes\n> second?\nno', 'On Mon, Bob wrote:\nyes\nno'],
    ['> only quoted', '> only quoted'],
    ['a\n\n\n\n\nb', 'a\n\nb'],
    ['From my side: fine', 'From my side: fine'],
  ])('of %j is %j', (written, said) => {
    expect(stripQuoted(written)).toBe(said);
  });
});

describe('the text of an HTML mail', () => {
  it.each([
    ['<p>hi</p><script>alert(1)</script><style>p{}</style>', 'hi'],
    ['<head><title>t</title></head><body>hi<!-- <p>no</p> --> you</body>', 'hi you'],
    ['<div>好的</div><div class="gmail_quote"><div>On … wrote:</div><blockquote>old</blockquote></div>', '好的'],
    ['<p>ok</p><blockquote>a<blockquote>b</blockquote>c</blockquote><p>end</p>', 'ok\n\nend'],
    ['<p style="display:none">preheader</p><p>hi</p>', 'hi'],
    ['<p>a &lt;b&gt; &amp; c</p>', 'a <b> & c'],
    ['<p>hi</p><script>never closed', 'hi'],
    ['hi<!-- never closed', 'hi'],
    ['a<br>b<img src="http://tracker.example/p.gif">', 'a\nb'],
  ])('of %j is %j', (html, text) => {
    expect(mailHtmlToText(html)).toBe(text);
  });

  it('is found in a time that grows with the mail and no faster', () => {
    const started = performance.now();
    for (const hostile of [
      '<',
      '<a ',
      '<!--',
      '<div class="',
      '&',
      '<blockquote>',
      '</div>',
      '<![CDATA[',
      `<a ${'class='.repeat(600)}>`,
    ])
      mailHtmlToText(hostile.repeat(100_000 / hostile.length));
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('the header of a mail', () => {
  it('is unfolded, decoded and searched for ids', () => {
    const headers = parseHeaders('References: <a@x>\r\n <b@x>\r\nno header\r\nX: 1\r\nX: 2\r\n');
    expect(messageIds(headers.get('references')![0])).toEqual(['a@x', 'b@x']);
    expect(headers.get('x')).toEqual(['1', '2']);
    expect(messageIds('bare@x')).toEqual(['bare@x']);
    expect(decodeWords('=?GB2312?B?xOO6ww==?= =?utf-8?q?_=E4=BD=A0?=')).toBe('你好 你');
    expect(decodeWords('=?no-such?q?a?=')).toBe('=?no-such?q?a?=');
    expect(listOf(parseHeaders('List-Id: "Book, friends" <B.lists.example>'))).toEqual({
      id: 'b.lists.example',
      name: 'Book, friends',
    });
    expect(listOf(parseHeaders('List-Id: <not a list>'))).toBeUndefined();
  });
});

describe('a bounce', () => {
  it('in words only is known by its sender, subject and the id it names', () => {
    const words = 'Failed.\n550 5.7.1 rejected\n\nMessage-ID: <qunluo.d.0123456789abcdef@books.example>\n';
    const daemon = { from: { address: 'mailer-daemon@mail.example' }, subject: 'Undeliverable: hi', text: words };
    expect(bounceOf(mail({}, daemon))).toMatchObject({
      final: true,
      code: 'bounce_5_7_1',
      about: ['qunluo.d.0123456789abcdef@books.example'],
    });
    expect(bounceOf(mail())).toBeUndefined();
    expect(bounceOf(mail({}, { subject: 'Undeliverable: hi' }))).toBeUndefined();
  });

  it('cannot be forged for a mail we never sent', () => {
    const ids = new MessageIds('key', 'hello@books.example');
    expect(ids.isOurs(ids.of('d-1'))).toBe(true);
    expect(ids.isOurs(ids.of('d-1').replace('d-1', 'd-2'))).toBe(false);
    expect(new MessageIds('another', 'hello@books.example').isOurs(ids.of('d-1'))).toBe(false);
    expect(ids.isOurs('qunluo.x@y')).toBe(false);
  });
});
