import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOVECOT, MAILBOX, startDovecot } from '../email/testing/dovecot.ts';
import { startMailServer } from '../email/testing/mail-server.ts';
import { hubSignature } from '../facebook/callback.ts';
import { FACEBOOK, startFacebook } from '../facebook/testing/facebook-stand-in.ts';
import { type LiveServer, startLiveServer } from '../testing/live-server.ts';
import { signedRequest, startReceiver, WEBHOOK_SECRET } from '../webhook/testing/webhook-receiver.ts';
import { signedQuery, startWeibo, WEIBO } from '../weibo/testing/weibo-stand-in.ts';

let server: LiveServer;
beforeAll(async () => {
  server = await startLiveServer();
});
afterAll(() => server.close());

const delivery = '019a3e0c-7d1c-7000-8000-0000000000aa';
const hello = { kind: 'text', text: 'hello' } as const;

describe('in the whole server', () => {
  it('a web hook is heard in its attached chat, replays are refused, and nothing goes into a private network unasked', async () => {
    const receiver = await startReceiver();
    const settings = {
      secret: WEBHOOK_SECRET,
      target: `${receiver.address}/in`,
      chat: 'chat',
      text: 'text',
      sample: '{"member":"a"}',
    };
    const made = await server.connect('webhook', settings);
    const body = JSON.stringify({ member: 'u1', text: '你好', chat: 'g1' });
    const first = signedRequest(body);
    expect((await server.hook(made, first)).status).toBe(204);
    await server.attach(made, 'g1');
    // Attaching reaches what is open within a moment; until then nothing of the chat is kept.
    const told = async (at: number) => {
      await server.hook(made, signedRequest(body, { id: `msg_${at}` }));
      return server.heard(made);
    };
    let at = 2;
    await expect.poll(() => told(at++)).toMatchObject([{ member: 'u1', text: '你好', platform: 'webhook' }]);
    expect((await server.hook(made, first)).status).toBe(401);
    expect((await server.hook(made, { ...first, headers: {} })).status).toBe(401);
    const message = { id: delivery, to: { kind: 'chat', id: 'g1' }, content: hello } as const;
    expect(await server.send(made, message)).toMatchObject({ fate: 'refused', code: 'private_address' });
    expect(receiver.asked).toEqual([]);
    await server.call('PATCH', `/connections/${made.id}`, { settings: { ...settings, allowPrivate: true } });
    await expect.poll(() => server.send(made, message)).toMatchObject({ fate: 'sent', id: 'theirs-1' });
    const preview = await server.call<object>('POST', `/connections/${made.id}/operations/preview`, {
      values: { body },
    });
    expect(JSON.stringify(preview)).toContain('u1');
    await receiver.close();
  });

  it('Weibo is heard and answered', async () => {
    const weibo = await startWeibo();
    const made = await server.connect('weibo', { ...WEIBO, apiBase: weibo.address, messageBase: weibo.address });
    const query = signedQuery(Date.now());
    expect(await server.hook(made, { method: 'GET', query: { ...query, echostr: '42' } })).toEqual({
      status: 200,
      body: '42',
    });
    const push = {
      type: 'text',
      receiver_id: Number(WEIBO.uid),
      sender_id: 2489518277,
      created_at: new Date().toUTCString(),
      text: '在吗',
    };
    expect((await server.hook(made, { query, body: Buffer.from(JSON.stringify(push)) })).status).toBe(200);
    expect((await server.hook(made, { query, body: Buffer.from('{}') })).status).toBe(401);
    expect(await server.heard(made)).toMatchObject([{ member: '2489518277', text: '在吗', platform: 'weibo' }]);
    expect(await server.send(made, { id: delivery, to: { kind: 'person', id: '2489518277' }, content: hello })).toEqual(
      { fate: 'sent' },
    );
    await weibo.close();
  });

  it('a Facebook Page is heard and answered', async () => {
    const facebook = await startFacebook();
    const made = await server.connect('facebook', { ...FACEBOOK, apiBase: facebook.address });
    const page = { id: FACEBOOK.pageId, time: 1 };
    const message = { sender: { id: '31' }, timestamp: Date.now(), message: { mid: 'm_1', text: 'hi' } };
    const body = Buffer.from(JSON.stringify({ object: 'page', entry: [{ ...page, messaging: [message] }] }));
    const headers = { 'x-hub-signature-256': hubSignature(FACEBOOK.appSecret, body) };
    expect((await server.hook(made, { headers, body })).status).toBe(200);
    expect((await server.hook(made, { headers, body: Buffer.concat([body, Buffer.from(' ')]) })).status).toBe(401);
    expect(await server.heard(made)).toMatchObject([{ id: 'm_1', member: '31', platform: 'facebook' }]);
    facebook.wrote.set('31', Date.now());
    expect(await server.send(made, { id: delivery, to: { kind: 'person', id: '31' }, content: hello })).toMatchObject({
      fate: 'sent',
    });
    await facebook.close();
  });

  it.skipIf(DOVECOT === undefined)('a mailbox is heard and answered (needs dovecot)', async () => {
    const [dovecot, smtp] = await Promise.all([startDovecot(), startMailServer()]);
    const made = await server.connect('email', {
      address: MAILBOX.user,
      password: MAILBOX.password,
      imapHost: '127.0.0.1',
      imapPort: dovecot.port,
      imapTls: 'none',
      smtpHost: '127.0.0.1',
      smtpPort: smtp.port,
      smtpTls: 'none',
      lists: 'readers@books.example',
    });
    await server.attach(made, 'readers@books.example');
    const mail =
      'Message-ID: <1@x.example>\nFrom: Ann <ann@x.example>\nTo: readers@books.example\nSubject: hi\n\nhello all\n';
    await dovecot.deliver(mail);
    await expect
      .poll(() => server.heard(made))
      .toMatchObject([{ id: '1@x.example', text: 'hi\n\nhello all', platform: 'email' }]);
    const to = { kind: 'chat', id: 'readers@books.example' } as const;
    const sent = await server.send(made, { id: delivery, to, content: hello, replyTo: '1@x.example' });
    expect(sent).toMatchObject({ fate: 'sent' });
    expect(smtp.taken[0]!.mail).toMatchObject({ subject: 'Re: hi', inReplyTo: '<1@x.example>' });
    await Promise.all([dovecot.remove(), smtp.close()]);
  });
});
