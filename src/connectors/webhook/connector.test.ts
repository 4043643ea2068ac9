import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Outgoing } from '#modules/connections/index.ts';
import { connectorContext } from '../testing/connector-context.ts';
import { vectorsOf } from '../testing/vectors.ts';
import { takeWebhook } from './callback.ts';
import { webhookConnector } from './connector.ts';
import { parsePath, valueAt } from './json-path.ts';
import { sendWebhook } from './send.ts';
import { webhookSettings } from './settings.ts';
import { isWebhookSecret, signWebhook } from './standard-webhooks.ts';
import { signedRequest, startReceiver, WEBHOOK_SECRET, type WebhookReceiver } from './testing/webhook-receiver.ts';

const context = (more: object = {}, now?: () => number) =>
  connectorContext(webhookSettings.parse({ secret: WEBHOOK_SECRET, ...more }), now && { now });
const body = JSON.stringify({ member: 'u1', text: '你好', chat: 'g1' });
const paths = { text: 'text', chat: 'chat' };
const vector = vectorsOf('signatures.json')?.find(({ platform }) => platform?.includes('Standard Webhooks'));

describe('the signature', () => {
  it.skipIf(vector === undefined)('is that of the published vector (needs ../shared/vectors)', () => {
    const { secret, id, timestamp, body, signature } = vector as Record<string, string>;
    expect(isWebhookSecret(secret!)).toBe(true);
    expect(signWebhook(secret!, { id: id!, timestamp: Number(timestamp), body: body! })).toBe(signature);
  });

  it.each(['', 'whsec_', 'whsec_c2hvcnQ=', 'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'whsec_!!!'])(
    'needs a secret, not %j',
    (secret) => {
      expect(isWebhookSecret(secret)).toBe(false);
      expect(webhookSettings.safeParse({ secret }).success).toBe(false);
    },
  );
});

describe('a web hook that comes', () => {
  it('is an event', async () => {
    const hearing = context(paths);
    const now = Date.now();
    await takeWebhook(signedRequest(body, { now }), hearing);
    expect(hearing.heard).toEqual([
      {
        chat: 'g1',
        event: {
          id: 'msg_1:0',
          kind: 'message',
          member: 'u1',
          text: '你好',
          at: new Date(Math.floor(now / 1000) * 1000).toISOString(),
        },
      },
    ]);
  });

  const good = () => signedRequest(body);
  it.each([
    ['unsigned', () => ({ ...good(), headers: {} })],
    ['unsigned', () => ({ ...good(), method: 'GET' as const })],
    ['wrong_signature', () => ({ ...good(), body: Buffer.from(body.replace('你好', '再见')) })],
    ['wrong_signature', () => ({ ...good(), headers: { ...good().headers, 'webhook-id': 'msg_2' } })],
    ['wrong_signature', () => signedRequest(body, { secret: `whsec_${Buffer.alloc(24).toString('base64')}` })],
    ['wrong_signature', () => ({ ...good(), headers: { ...good().headers, 'webhook-signature': 'v1, v2,x v1' } })],
    ['old', () => signedRequest(body, { now: Date.now() - 301_000 })],
    ['old', () => signedRequest(body, { now: Date.now() + 302_000 })],
    ['malformed', () => signedRequest('{')],
    ['malformed', () => signedRequest('{"text":"nobody wrote it"}')],
  ])('is refused when it is %s', async (why, request) => {
    const hearing = context(paths);
    await expect(takeWebhook(request(), hearing)).rejects.toMatchObject({ why });
    expect(hearing.heard).toEqual([]);
  });

  it('is refused when it is replayed, and counted once when its sender tries again', async () => {
    const hearing = context(paths);
    const now = Date.now();
    await takeWebhook(signedRequest(body, { now }), hearing);
    await expect(takeWebhook(signedRequest(body, { now }), hearing)).rejects.toMatchObject({ why: 'replayed' });
    await takeWebhook(signedRequest(body, { now: now + 5000 }), hearing);
    expect(new Set(hearing.heard.map(({ event }) => event.id))).toEqual(new Set(['msg_1:0']));
  });

  it('that could not be kept is taken when its sender tries again', async () => {
    const hearing = context(paths);
    hearing.deaf = new Error('the database is away');
    const request = signedRequest(body);
    await expect(takeWebhook(request, hearing)).rejects.toThrow('away');
    delete hearing.deaf;
    await takeWebhook(request, hearing);
    expect(hearing.heard).toHaveLength(1);
  });

  it('may be signed by one of two secrets while they change', async () => {
    const request = good();
    request.headers['webhook-signature'] = `v1,${'A'.repeat(43)}= ${request.headers['webhook-signature']}`;
    const hearing = context(paths);
    expect(await takeWebhook(request, hearing)).toEqual({ status: 204 });
  });

  it.each(['soon', '1970-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])('with the time %s is not taken', async (time) => {
    const hearing = context({ time: 'time' });
    const request = signedRequest(JSON.stringify({ member: 'a', time }));
    await expect(takeWebhook(request, hearing)).rejects.toMatchObject({ why: 'malformed' });
  });

  it('with one bad item among good ones changes nothing', async () => {
    const hearing = context({ ...paths, events: '$' });
    const list = JSON.stringify([{ member: 'a' }, { member: { no: 'text' } }, { member: 'b' }]);
    await expect(takeWebhook(signedRequest(list), hearing)).rejects.toMatchObject({ why: 'malformed', status: 422 });
    expect(hearing.heard).toEqual([]);
  });
});

describe('a path', () => {
  const value = { a: { b: [{ c: 'x' }, { 'odd key': 0 }] }, empty: '', no: null };
  it.each([
    ['a.b[0].c', 'x'],
    ['$.a.b[0].c', 'x'],
    ['a.b[1]["odd key"]', 0],
    ['empty | no | a.b[0].c', 'x'],
    ['nowhere | =message', 'message'],
    ['a.b.at', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
  ])('%s leads to %j', (path, found) => {
    expect(valueAt(parsePath(path), value)).toEqual(found);
  });

  it.each(['a..b', 'a[', 'a.b[x]', '.', 'a | ', '["x'])('%j cannot be read, and the form says so', (path) => {
    expect(() => parsePath(path)).toThrow(SyntaxError);
    expect(webhookSettings.safeParse({ secret: WEBHOOK_SECRET, member: path }).success).toBe(false);
  });

  it('never throws on any value, and never mistakes a key of a prototype for the value’s own', () => {
    const steps = fc.array(fc.constantFrom('a', '[0]', 'toString', '__proto__', 'constructor'), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(steps, fc.jsonValue(), (steps, value) => {
        const path = steps.map((step, at) => (step.startsWith('[') || at === 0 ? step : `.${step}`)).join('');
        expect(typeof valueAt(parsePath(path), value)).not.toBe('function');
      }),
    );
  });
});

describe('a web hook that goes out', () => {
  let receiver: WebhookReceiver;
  beforeEach(async () => {
    receiver = await startReceiver();
  });
  afterEach(() => receiver.close());

  const message: Outgoing = {
    id: '019a3e0c-7d1c-7000-8000-0000000000aa',
    to: { kind: 'chat', id: 'zhanghai:g-77' },
    content: { kind: 'card', title: '书单', text: '十本', url: 'https://books.example/10', image: null },
    replyTo: 'zhanghai:zh-1',
  };
  const sending = (more: object = {}) =>
    context({ target: `${receiver.address}/in`, allowPrivate: true, prefix: 'zhanghai', ...more });

  it('is signed, says the same in words, and speaks of their ids as theirs', async () => {
    expect(await sendWebhook(message, sending())).toEqual({ fate: 'sent', id: 'zhanghai:theirs-1' });
    expect(receiver.taken).toMatchObject([
      {
        id: `msg_${message.id}`,
        body: {
          type: 'message',
          data: {
            to: { kind: 'chat', id: 'g-77' },
            replyTo: 'zh-1',
            text: '书单\n十本\nhttps://books.example/10',
            content: { kind: 'card' },
          },
        },
      },
    ]);
  });

  it('keeps its id when it is tried again, so that it arrives once', async () => {
    receiver.faults.push('half');
    expect(await sendWebhook(message, sending())).toMatchObject({ fate: 'unknown' });
    expect(await sendWebhook(message, sending())).toMatchObject({ fate: 'sent' });
    expect(receiver.taken).toHaveLength(1);
  });

  it.each([
    [
      { status: 429, headers: { 'retry-after': '3' } },
      { fate: 'later', seconds: 3 },
    ],
    [{ status: 500 }, { fate: 'later' }],
    [
      { status: 302, headers: { location: 'http://127.0.0.1/' } },
      { fate: 'refused', code: 'http_302' },
    ],
    [{ status: 400 }, { fate: 'refused', code: 'http_400' }],
    [{ status: 410 }, { fate: 'revoked' }],
    ['cut' as const, { fate: 'unknown' }],
  ])('of an answer %j makes %j', async (fault, outcome) => {
    receiver.faults.push(fault);
    expect(await sendWebhook(message, sending())).toMatchObject(outcome);
  });

  it('is refused by a receiver with another secret', async () => {
    const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
    expect(await sendWebhook(message, sending({ secret }))).toMatchObject({ fate: 'refused', code: 'http_401' });
  });

  it('does not go to a private address unless that is allowed, nor anywhere without one', async () => {
    const guarded = sending({ allowPrivate: false });
    expect(await sendWebhook(message, guarded)).toMatchObject({ fate: 'refused', code: 'private_address' });
    expect(await webhookConnector.test(guarded)).toMatchObject({ ok: false });
    expect(await sendWebhook(message, context())).toMatchObject({ fate: 'refused', code: 'no_target' });
    expect(receiver.asked).toEqual([]);
  });

  it('is tested without sending anything', async () => {
    expect(await webhookConnector.test(sending())).toMatchObject({ ok: true });
    expect(receiver.asked.map(({ method }) => method)).toEqual(['HEAD']);
    expect(await webhookConnector.test(sending({ sample: '{' }))).toMatchObject({ ok: false });
    expect(await webhookConnector.test(sending({ sample: '{"a":1}' }))).toMatchObject({
      ok: false,
      detail: { en: expect.stringContaining('member') },
    });
  });

  it('goes through an open session', async () => {
    const session = await webhookConnector.open(sending());
    expect(await session.send(message)).toMatchObject({ fate: 'sent' });
    await session.close();
  });
});
