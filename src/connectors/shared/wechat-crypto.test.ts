import { existsSync, readFileSync } from 'node:fs';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallbackRequest } from '#modules/connections/index.ts';
import { encryptedPost } from '../testing/wechat-request.ts';
import { aesKeyOf, type CallbackKeys, seal, signatureOf, unseal } from './wechat-crypto.ts';
import { openEcho, openPost, plainEcho, sealedReply } from './wechat-crypto-callback.ts';
import { fieldsOf, readXml, textOf, textsOf } from './wechat-crypto-xml.ts';

type Vector = {
  platform: string;
  request: string;
  receiverId: string;
  token?: string;
  encodingAesKey: string;
  timestamp?: string;
  nonce?: string;
  msgSignature?: string;
  encrypt: string;
  plaintext?: string;
  expect?: Record<string, string>;
  random16?: string;
};

const file = join(import.meta.dirname, '../../../../shared/vectors/callback-crypto.json');
const vectors: Vector[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];

const NOW = Date.UTC(2026, 10, 23, 12);
const keys: CallbackKeys = { token: 'tok3n', aesKey: randomBytes(32), receiverId: 'wx0123456789abcdef' };
const XML = '<xml><MsgType><![CDATA[text]]></MsgType></xml>';

const keysOf = (vector: Vector): CallbackKeys => ({
  token: vector.token ?? '',
  aesKey: aesKeyOf(vector.encodingAesKey),
  receiverId: vector.receiverId,
});

describe.skipIf(vectors.length === 0)('the published vectors (skipped where ../shared is not there)', () => {
  it.each(vectors.filter(({ msgSignature }) => msgSignature !== undefined))('$platform: $request', (vector) => {
    const { token, timestamp, nonce, encrypt } = vector;
    expect(signatureOf(token!, timestamp!, nonce!, encrypt)).toBe(vector.msgSignature);
    const plaintext = unseal(encrypt, keysOf(vector));
    if (vector.plaintext !== undefined) expect(plaintext).toBe(vector.plaintext);
    if (vector.expect !== undefined) expect(readXml(plaintext)).toMatchObject(vector.expect);
  });

  it.each(vectors.filter(({ random16 }) => random16 !== undefined))('$platform: $request', (vector) => {
    expect(seal(vector.plaintext!, keysOf(vector), Buffer.from(vector.random16!))).toBe(vector.encrypt);
  });

  it.each(vectors.filter(({ request, platform }) => request === 'GET verification' && platform === 'wecom'))(
    '$platform: $request is answered in time only',
    (vector) => {
      const { timestamp, nonce, msgSignature, encrypt } = vector;
      const request: CallbackRequest = {
        method: 'GET',
        query: { timestamp, nonce, msg_signature: msgSignature, echostr: encrypt },
        headers: {},
        body: Buffer.alloc(0),
      };
      const then = Number(timestamp) * 1000;
      expect(openEcho(request, keysOf(vector), then)).toBe(vector.plaintext);
      expect(() => openEcho(request, keysOf(vector), then + 301_000)).toThrow(/old/);
    },
  );
});

describe('a sealed message', () => {
  it('comes back as it was, and its bytes are padded to 32', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.uint8Array({ minLength: 16, maxLength: 16 }),
        (text, random) => {
          const sealed = seal(text.toWellFormed(), keys, Buffer.from(random));
          expect(Buffer.from(sealed, 'base64').length % 32).toBe(0);
          expect(unseal(sealed, keys)).toBe(text.toWellFormed());
        },
      ),
    );
  });

  it('is refused when any byte of it was changed, or it ends early', () => {
    const sealed = Buffer.from(seal(XML, keys, randomBytes(16)), 'base64');
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, mask) => {
        const changed = Buffer.from(sealed);
        changed[at]! ^= mask;
        let opened: string | undefined;
        try {
          opened = unseal(changed.toString('base64'), keys);
        } catch (error) {
          expect(error).toMatchObject({ name: 'CallbackRefused' });
        }
        // CBC alone does not notice a change inside the message: that is what the signature is for.
        if (opened !== undefined) expect(opened === XML && at >= 16).toBe(false);
      }),
    );
    expect(() => unseal(sealed.subarray(0, 32).toString('base64'), keys)).toThrow(/malformed|wrong_receiver/);
    expect(() => unseal('', keys)).toThrow(/malformed/);
    expect(() => unseal('AAAA', keys)).toThrow(/malformed/);
  });

  it('is refused with padding past 32, of zero, or of mixed bytes', () => {
    for (const padding of [Buffer.alloc(32, 33), Buffer.alloc(32, 0), Buffer.from([...Buffer.alloc(31, 7), 32])])
      expect(() => unseal(withPadding(padding), keys)).toThrow(/malformed/);
  });

  it('is refused when it was meant for another receiver', () => {
    const sealed = seal(XML, { ...keys, receiverId: 'wxanother' }, randomBytes(16));
    expect(() => unseal(sealed, keys)).toThrow(/wrong_receiver/);
  });
});

/** A message whose padding is as given: only AES itself is used, so that nothing of ours mends it. */
function withPadding(padding: Buffer): string {
  const plain = seal(XML, { ...keys, receiverId: keys.receiverId }, Buffer.alloc(16, 1));
  const raw = Buffer.from(plain, 'base64');
  const iv = keys.aesKey.subarray(0, 16);
  const decipher = createDecipheriv('aes-256-cbc', keys.aesKey, iv).setAutoPadding(false);
  const bytes = Buffer.concat([decipher.update(raw), decipher.final()]);
  const cipher = createCipheriv('aes-256-cbc', keys.aesKey, iv).setAutoPadding(false);
  return Buffer.concat([cipher.update(Buffer.concat([bytes.subarray(0, -32), padding])), cipher.final()]).toString(
    'base64',
  );
}

describe('a callback', () => {
  it('is opened when it is signed, in time and for us', () => {
    expect(openPost(encryptedPost(XML, keys, NOW), keys, NOW)).toBe(XML);
  });

  it.each([
    ['unsigned', { signature: '' }],
    ['wrong_signature', { signature: '0'.repeat(40) }],
    ['wrong_signature', { timestamp: 'soon' }],
    ['old', { timestamp: String(NOW / 1000 - 301) }],
    ['old', { timestamp: String(NOW / 1000 + 301) }],
    ['wrong_signature', { body: XML }],
    ['wrong_signature', { body: '' }],
    ['too_large', { body: 'x'.repeat(256 * 1024 + 1), ciphertext: '' }],
    ['malformed', { ciphertext: Buffer.alloc(64).toString('base64') }],
  ])('is refused as %s: %o', (why, spoiled) => {
    const request = encryptedPost(XML, keys, NOW, spoiled);
    const query =
      'timestamp' in spoiled && spoiled.timestamp === 'soon' ? { ...request.query, nonce: 'x' } : request.query;
    expect(() => openPost({ ...request, query }, keys, NOW)).toThrow(expect.objectContaining({ why }));
  });

  it('in plain mode is unsigned, even with a signature that is right for a body of nothing', () => {
    const request = encryptedPost(XML, keys, NOW, { body: XML, ciphertext: '' });
    expect(() => openPost(request, keys, NOW)).toThrow(expect.objectContaining({ why: 'unsigned' }));
  });

  it('with two ciphertexts is malformed', () => {
    const sealed = seal(XML, keys, randomBytes(16));
    const body = `<xml><Encrypt>${sealed}</Encrypt><Encrypt>${sealed}</Encrypt></xml>`;
    expect(() => openPost(encryptedPost(XML, keys, NOW, { ciphertext: sealed, body }), keys, NOW)).toThrow(/malformed/);
  });

  it('is never parsed before its signature is known: a bomb without one is refused in no time', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "${'a'.repeat(1000)}">]><xml><Encrypt>${'<Encrypt>'.repeat(20_000)}</Encrypt></xml>`;
    const began = performance.now();
    for (let time = 0; time < 20; time++)
      expect(() => openPost(encryptedPost('', keys, NOW, { body: bomb, ciphertext: '' }), keys, NOW)).toThrow(
        /unsigned/,
      );
    expect(performance.now() - began).toBeLessThan(2000);
  });

  it('by GET is answered with a short word only', () => {
    const timestamp = String(NOW / 1000);
    const request = (echostr: string): CallbackRequest => ({
      method: 'GET',
      query: { timestamp, nonce: 'n', signature: signatureOf(keys.token, timestamp, 'n'), echostr },
      headers: {},
      body: Buffer.alloc(0),
    });
    expect(plainEcho(request('5837462'), keys.token, NOW)).toBe('5837462');
    expect(() => plainEcho(request('<script>'), keys.token, NOW)).toThrow(/malformed/);
    expect(() => plainEcho(request('1'), 'other', NOW)).toThrow(/wrong_signature/);
  });

  it('is answered with XML that opens again', () => {
    const reply = readXml(sealedReply('<xml>你好</xml>', keys, NOW));
    const signature = signatureOf(
      keys.token,
      textOf(reply, 'TimeStamp'),
      textOf(reply, 'Nonce'),
      textOf(reply, 'Encrypt'),
    );
    expect(textOf(reply, 'MsgSignature')).toBe(signature);
    expect(unseal(textOf(reply, 'Encrypt'), keys)).toBe('<xml>你好</xml>');
  });
});

describe('XML of the platform', () => {
  it('is read without entities: they stay as they came, and whatever declares one is refused', () => {
    expect(textOf(readXml('<xml><a>1 &lt; 2</a></xml>'), 'a')).toBe('1 &lt; 2');
    const lol = `<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "${'&a;'.repeat(100)}"><!ENTITY c "${'&b;'.repeat(100)}">]><xml><x>&c;</x></xml>`;
    expect(() => readXml(lol)).toThrow(expect.objectContaining({ why: 'malformed', status: 400 }));
    expect(() => readXml('<!DOCTYPE x SYSTEM "file:///etc/passwd"><xml/>')).toThrow(/malformed/);
  });

  it('keeps what a member wrote, markup and all', () => {
    const text = ' <!DOCTYPE x> &a; ]] > <b>';
    expect(textOf(readXml(`<xml><Content><![CDATA[${text}]]></Content></xml>`), 'Content')).toBe(text);
  });

  it.each([
    '',
    'hello',
    '<xml><a></xml>',
    `<xml>${'<a>'.repeat(50)}${'</a>'.repeat(50)}</xml>`,
    '<xml><__proto__>1</__proto__></xml>',
    '<xml>1</xml><xml>2</xml>',
  ])('that is poison is refused: %s', (xml) => {
    expect(() => readXml(xml)).toThrow(expect.objectContaining({ why: 'malformed' }));
  });

  it('gives lists of one, many and none', () => {
    const fields = readXml('<xml><L><Item>a</Item><Item>b</Item></L><M><Item>c</Item></M><N>d,e</N></xml>');
    expect(textsOf(fieldsOf(fields, 'L'), 'Item')).toEqual(['a', 'b']);
    expect(textsOf(fieldsOf(fields, 'M'), 'Item')).toEqual(['c']);
    expect(textsOf(fieldsOf(fields, 'N'), 'Item')).toEqual([]);
    expect(textOf(fields, 'N')).toBe('d,e');
  });
});
