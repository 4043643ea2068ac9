import fc from 'fast-check';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { BadInput } from '#kernel/errors.ts';
import { createConnectionLog } from './connection-log.ts';
import { backOff } from './holding.ts';
import { InOrder } from './in-order.ts';
import { checkOverrides, limitsInForce } from './limits-in-force.ts';
import { MASK, SecretMask } from './mask-secrets.ts';
import { isPrivateAddress } from './private-address.ts';
import { checkSettings, checkValues, mergeSettings } from './settings-form.ts';
import { scriptedConnector } from './testing/scripted-connector.ts';

const FORM = scriptedConnector({ opened: [], answer: () => ({ fate: 'sent' }) }) as never;

const faultsOf = (work: () => unknown): string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof BadInput) return error.faults.map(({ where }) => where);
    throw error;
  }
  return [];
};

describe('what a form holds', () => {
  const kept = { open: { base: 'https://a.example', room: 'tea' }, secrets: { token: 'long enough' } };

  it('is taken apart into what may be shown and what is sealed, with initial values for what is absent', () => {
    expect(mergeSettings(FORM, { base: 'https://a.example', token: 'long enough' })).toEqual({
      open: { base: 'https://a.example', room: 'lobby' },
      secrets: { token: 'long enough' },
    });
  });

  it('keeps what is absent, secrets also where they are null, and empties what is emptied', () => {
    expect(mergeSettings(FORM, { token: null }, kept)).toEqual(kept);
    expect(mergeSettings(FORM, { room: 'den' }, kept).open).toEqual({ base: 'https://a.example', room: 'den' });
    expect(mergeSettings(FORM, { token: '' }, kept).secrets).toEqual({});
  });

  it('sends no kept secret to another address than it was given for', () => {
    expect(faultsOf(() => mergeSettings(FORM, { base: 'https://evil.example' }, kept))).toEqual([
      '/body/settings/token',
    ]);
    expect(mergeSettings(FORM, { base: 'https://b.example', token: 'another one' }, kept).secrets.token).toBe(
      'another one',
    );
  });

  it('names each fault by its field', () => {
    expect(faultsOf(() => mergeSettings(FORM, { bse: 'x' }))).toEqual(['/body/settings/bse']);
    expect(faultsOf(() => checkSettings(FORM, { open: {}, secrets: {} }))).toEqual([
      '/body/settings/base',
      '/body/settings/token',
    ]);
    expect(faultsOf(() => checkSettings(FORM, { open: { base: 'nowhere' }, secrets: { token: 'short' } }))).toEqual([
      '/body/settings/base',
      '/body/settings/token',
    ]);
    expect(faultsOf(() => checkValues([], { x: 1 }))).toEqual(['/body/values/x']);
  });
});

describe('limits', () => {
  const limits = [{ key: 'messages', of: 'connection', count: 20, window: { seconds: 60 } }] as const;

  it('are the platform’s, with own counts in their place, and of no other key', () => {
    expect(limitsInForce(limits, { messages: 5 })[0]!.count).toBe(5);
    expect(limitsInForce(limits, {})[0]!.count).toBe(20);
    expect(faultsOf(() => checkOverrides(limits, { letters: 5 }))).toEqual(['/body/limits/letters']);
  });
});

describe('the mask of secrets', () => {
  it('hides a secret in every form in which it travels', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 6, maxLength: 40 }), fc.string({ maxLength: 20 }), (secret, around) => {
        fc.pre(/\S{6}/.test(secret) && !around.includes(secret) && !MASK.includes(secret));
        const mask = new SecretMask([secret]);
        for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
          expect(mask.text(`${around} ${form} ${around}`)).not.toContain(form);
        expect(JSON.stringify(mask.value({ a: [{ b: `x${secret}` }] }))).not.toContain(
          JSON.stringify(secret).slice(1, -1),
        );
      }),
    );
  });

  it('hides what stands under the names of secrets, and what the platform gave since', () => {
    const mask = new SecretMask();
    expect(mask.text('GET https://a.example/send?access_token=abc.def&key=k1&lang=zh')).toBe(
      `GET https://a.example/send?access_token=${MASK}&key=${MASK}&lang=zh`,
    );
    expect(mask.text('{"errcode":0,"access_token":"a\\"b","code":"40001"}')).toBe(
      `{"errcode":0,"access_token":"${MASK}","code":"40001"}`,
    );
    expect(mask.text('authorization: Bearer xyz')).toBe(`authorization: ${MASK}`);
    // A personal link of a member, on its way out.
    expect(mask.text('PRIVMSG ann :来看 https://q.example/m/abc/in#token=x-Y_z9 !')).toBe(
      `PRIVMSG ann :来看 https://q.example/m/abc/in#token=${MASK} !`,
    );
    mask.addRemembered(JSON.stringify({ value: 'token-of-today', ends: 5 }));
    expect(mask.text('using token-of-today')).toBe(`using ${MASK}`);
  });

  it('keeps keys and numbers of a line as they are, and the line whole', () => {
    const lines: unknown[] = [];
    const mask = new SecretMask(['level', '1234567']);
    const base = pino({ level: 'debug' }, { write: (line) => void lines.push(JSON.parse(line)) });
    const shown: unknown[] = [];
    const log = createConnectionLog(base, 'c1', mask, (line) => void shown.push(line));
    log.debug({ in: 'raw 1234567\0' }, 'a line');
    log.warn({ err: new Error('lost 1234567'), count: 1234567 }, 'level');
    expect(shown).toEqual([
      { level: 'debug', direction: 'in', words: 'a line', body: `raw ${MASK}␀` },
      { level: 'warn', direction: 'own', words: MASK, body: expect.stringContaining(`lost ${MASK}`) },
    ]);
    expect(lines).toEqual([expect.objectContaining({ connectionId: 'c1', count: MASK, msg: MASK })]);
    expect(JSON.stringify([lines, shown])).not.toContain('1234567');
  });
});

describe('an address', () => {
  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1%eth0',
    'fc00::1',
    'ff02::1',
    '::ffff:127.0.0.1',
    '::ffff:7f00:1',
    '64:ff9b::10.0.0.1',
    '2002:c0a8:0101::1',
    '::127.0.0.1',
    'not one',
  ])('%s is not public', (address) => expect(isPrivateAddress(address)).toBe(true));
  it.each(['1.1.1.1', '172.32.0.1', '192.169.0.1', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::8.8.8.8'])(
    '%s is public',
    (address) => expect(isPrivateAddress(address)).toBe(false),
  );
});

describe('trying again', () => {
  it('waits about twice as long each time, from a second to five minutes, never all at once', () => {
    const waits = Array.from({ length: 12 }, (_, failures) => backOff(failures, 1));
    expect(waits.slice(0, 4)).toEqual([1000, 2000, 4000, 8000]);
    expect(waits.at(-1)).toBe(300_000);
    expect(backOff(3, 0)).toBe(4000);
    expect(backOff(10_000, 0.5)).toBe(225_000);
  });
});

describe('work in order', () => {
  it('runs one of a key at a time, and keys beside each other; a failure holds up nobody', async () => {
    const order = new InOrder();
    const log: string[] = [];
    const work = (name: string, ms: number) => async (): Promise<void> => {
      log.push(`${name} in`);
      await new Promise((done) => setTimeout(done, ms));
      log.push(`${name} out`);
      if (name === 'a1') throw new Error('failed');
    };
    const all = [order.run('a', work('a1', 20)), order.run('a', work('a2', 1)), order.run('b', work('b1', 1))];
    await Promise.allSettled(all);
    await order.idle();
    expect(log.filter((line) => line.startsWith('a'))).toEqual(['a1 in', 'a1 out', 'a2 in', 'a2 out']);
    expect(log.indexOf('b1 out')).toBeLessThan(log.indexOf('a1 out'));
  });
});
