import { constants, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { connectorContext } from '../testing/connector-context.ts';
import { hearArchive } from './archive.ts';
import { decryptPkcs1, readArchiveKeys } from './archive-key.ts';
import { archiveHeard, archiveMessageSchema } from './archive-message.ts';
import { wecomSettings } from './settings.ts';
import { type ArchiveStandIn, startArchiveStandIn } from './testing/archive-stand-in.ts';

const AT = Date.UTC(2026, 10, 23, 2);
const TOKEN = 'side-process-token';

let side: ArchiveStandIn;
let context: ReturnType<typeof contextOf>;

function contextOf(more: Record<string, unknown> = {}) {
  return connectorContext(
    wecomSettings.parse({
      corpId: 'ww0123456789abcdef',
      secret: '0123456789abcdef',
      token: 't',
      encodingAesKey: 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG',
      archiveAddress: side.address,
      archiveToken: TOKEN,
      archiveKeys: side.privateKeys.join('\n'),
      ...more,
    }),
    { now: () => AT },
  );
}

beforeEach(async () => {
  side = await startArchiveStandIn(TOKEN);
  context = contextOf();
});
afterEach(() => side.close());

const said = (id: string, more: Record<string, unknown> = {}) => ({
  msgid: id,
  action: 'send',
  from: 'wm-1',
  tolist: ['zhangsan'],
  roomid: 'wr-1',
  msgtime: AT,
  msgtype: 'text',
  text: { content: `说 ${id}` },
  ...more,
});
const events = () => context.heard.map(({ event }) => event);

describe('the session archive', () => {
  it('is read from where it was left, under keys of several versions, and over a restart', async () => {
    for (let number = 0; number < 120; number++) side.add(said(String(number)), number < 60 ? 1 : 2);
    await hearArchive(context);
    expect(events().map(({ text }) => text)).toEqual(Array.from({ length: 120 }, (_, number) => `说 ${number}`));
    expect(context.heard[0]).toMatchObject({
      chat: 'wr-1',
      event: { id: 'archive:0', kind: 'message', member: 'wm-1', at: new Date(AT).toISOString() },
    });
    expect(context.kept.get('archive-seq')).toBe('219');
    const again = Object.assign(contextOf(), { memory: context.memory });
    side.add(said('next'));
    await hearArchive(again);
    expect(again.heard).toMatchObject([{ event: { id: 'archive:next' } }]);
  });

  it('moves on only when what was read is durable', async () => {
    side.add(said('1'));
    context.deaf = new Error('away');
    await expect(hearArchive(context)).rejects.toThrow('away');
    expect(context.kept.has('archive-seq')).toBe(false);
    context.deaf = undefined;
    await hearArchive(context);
    expect(events()).toHaveLength(1);
  });

  it('passes over what nobody can open or read, and hears the rest', async () => {
    side.add(said('1'));
    side.add('this is no JSON');
    side.add({ msgid: 'x', action: 7 });
    side.spoil({
      msgid: 'broken',
      publickey_ver: 1,
      encrypt_random_key: randomBytes(256).toString('base64'),
      encrypt_chat_msg: 'AAAA',
    });
    side.spoil({ nothing: true });
    side.add(said('2'));
    await hearArchive(context);
    expect(events().map(({ id }) => id)).toEqual(['archive:1', 'archive:2']);
    expect(context.kept.get('archive-seq')).toBe('105');
  });

  it('waits for a private key that is missing', async () => {
    side.add(said('1'), 2);
    const lacking = contextOf({ archiveKeys: side.privateKeys[0] });
    await expect(hearArchive(lacking)).rejects.toThrow('version 2');
    expect(lacking.kept.size).toBe(0);
    const numbered = contextOf({ archiveKeys: `2: ${side.privateKeys[1]!.replaceAll('\n', ' ')}` });
    await hearArchive(numbered);
    expect(numbered.heard).toHaveLength(1);
  });

  it('takes no half answer, no stranger, and no side process that goes in circles', async () => {
    side.add(said('1'));
    side.faults.push('half');
    await expect(hearArchive(context)).rejects.toThrow('side process');
    side.faults.push({ status: 200, text: '{"seq":100' });
    await expect(hearArchive(context)).rejects.toThrow('broke off');
    side.faults.push({ status: 500 });
    await expect(hearArchive(context)).rejects.toThrow('500');
    await expect(hearArchive(contextOf({ archiveToken: 'other' }))).rejects.toThrow('401');
    expect(context.heard).toEqual([]);
    await hearArchive(context);
    side.faults.push({ status: 200, text: '{"seq":100}\n' });
    await expect(hearArchive(context)).rejects.toThrow('read before');
  });
});

describe('an archived message', () => {
  const heardOf = (message: object) => archiveHeard(archiveMessageSchema.parse(message));

  it.each([
    [{ from: 'zhangsan' }, { staff: true }],
    [{ from: 'wb-robot' }, { bot: true }],
    [{ from: 'wo-1' }, { member: 'wo-1' }],
    [{ roomid: '' }, { target: 'zhangsan' }],
    [{ msgtype: 'image', text: undefined, image: { md5sum: 'x', sdkfileid: 'y' } }, { media: 'image' }],
    [
      { msgtype: 'link', text: undefined, link: { title: '活动', link_url: 'http://a' } },
      { media: 'link', text: '活动\nhttp://a' },
    ],
    [
      { msgtype: 'file', text: undefined, file: { filename: '名单.xlsx' } },
      { media: 'file', text: '名单.xlsx' },
    ],
    [
      {
        msgtype: 'mixed',
        text: undefined,
        mixed: {
          item: [
            { type: 'text', content: '{"content":"你好"}' },
            { type: 'image', content: '{}' },
          ],
        },
      },
      { media: 'mixed', text: '你好' },
    ],
    [
      { action: 'recall', msgtype: 'revoke', text: undefined, revoke: { pre_msgid: '7' } },
      { id: 'archive:7', removed: 'recalled', version: 1 },
    ],
    [
      { msgtype: 'agree', text: undefined, agree: { userid: 'wm-1' } },
      { kind: 'system', what: 'archive-agreed' },
    ],
  ])('%o is heard as %o', (more, expected) => {
    expect(heardOf(said('1', more))?.event).toMatchObject(expected);
  });

  it('between colleagues, or of another company, is not heard', () => {
    expect(heardOf(said('1', { roomid: '', from: 'lisi' }))).toBeUndefined();
    expect(heardOf({ msgid: '2', action: 'switch', time: 1, user: 'zhangsan' })).toBeUndefined();
    expect(heardOf(said('3', { action: 'recall', text: undefined }))).toBeUndefined();
  });
});

describe('the keys of the archive', () => {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

  it('open what was sealed with PKCS#1 padding, whatever it says', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 245 }), (bytes) => {
        const sealed = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, bytes);
        expect(decryptPkcs1(privateKey, sealed)).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 30 },
    );
  });

  it('refuse blocks that are padded otherwise', () => {
    const block = (head: number[], rest = 7) => {
      const plain = Buffer.alloc(256, rest);
      plain.set(head);
      return publicEncrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, plain);
    };
    expect(decryptPkcs1(privateKey, block([0, 1, 9, 9, 9, 9, 9, 9, 9, 9, 0]))).toBeUndefined();
    expect(decryptPkcs1(privateKey, block([0, 2, 9, 9, 0]))).toBeUndefined();
    expect(decryptPkcs1(privateKey, block([0, 2]))).toBeUndefined();
    expect(decryptPkcs1(privateKey, Buffer.from('short'))).toBeUndefined();
    expect(decryptPkcs1(privateKey, block([0, 2, 9, 9, 9, 9, 9, 9, 9, 9, 0, 65]))?.[0]).toBe(65);
  });

  it('are read from PEM, in order or numbered; what is none is asked for by the form', () => {
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect([...readArchiveKeys(`${pem}\n5:${pem}\n${pem}`).keys()]).toEqual([1, 5, 6]);
    expect(readArchiveKeys(`-----BEGIN PRIVATE KEY-----${'A'.repeat(200)}-----END PRIVATE KEY-----`).size).toBe(0);
    const form = {
      corpId: 'ww0123456789abcdef',
      secret: '0123456789abcdef',
      token: 't',
      encodingAesKey: 'a'.repeat(43),
      archiveAddress: side.address,
    };
    expect(wecomSettings.safeParse(form).error?.issues).toMatchObject([{ path: ['archiveKeys'] }]);
  });
});
