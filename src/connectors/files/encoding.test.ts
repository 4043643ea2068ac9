import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { faultOf } from '../testing/read-all.ts';
import { decodeText } from './encoding.ts';

const CHINESE =
  '消息记录：大家好，今天的读书会七点开始，欢迎新来的朋友自我介绍。\n我们这周读的是第三章，请大家提前准备。😀\n';
const PLAIN = CHINESE.replace('😀', '好');

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function decode(bytes: Buffer, size = 7, named?: string): Promise<{ text: string; encoding: string }> {
  const stream = decodeText(inPieces(bytes, size), 'chat.txt', named);
  const text = (await Array.fromAsync(stream)).join('');
  return { text, encoding: stream.encoding };
}

describe('encodings are told from the bytes, whatever the pieces', () => {
  it.each([
    ['utf-8', CHINESE, Buffer.from(CHINESE)],
    ['utf-8', CHINESE, Buffer.from(`\ufeff${CHINESE}`)],
    ['utf-16le', CHINESE, Buffer.from(`\ufeff${CHINESE}`, 'utf16le')],
    ['utf-16be', CHINESE, Buffer.from(`\ufeff${CHINESE}`, 'utf16le').swap16()],
    ['utf-16le', 'hello, plain words\n', Buffer.from('hello, plain words\n', 'utf16le')],
    ['gb18030', CHINESE, iconv.encode(CHINESE, 'gb18030')],
    ['gb18030', '【小明】你好', iconv.encode('【小明】你好', 'gb18030')],
    ['big5', traditional(), iconv.encode(traditional(), 'big5')],
    ['utf-8', 'only ascii\n', Buffer.from('only ascii\n')],
  ])('%s', async (encoding, text, bytes) => {
    for (const size of [1, 2, 3, 5, 1000]) expect(await decode(bytes, size)).toEqual({ text, encoding });
  });

  it('reads on in Chinese after a long beginning in English', async () => {
    const english = 'The quick brown fox jumps over the lazy dog.\n'.repeat(20_000);
    expect(await decode(Buffer.concat([Buffer.from(english), iconv.encode(PLAIN, 'gb18030')]), 65_536)).toEqual({
      text: english + PLAIN,
      encoding: 'gb18030',
    });
  });

  it('keeps to UTF-8 when a single byte of it is broken', async () => {
    const bytes = Buffer.from(PLAIN.repeat(5));
    bytes[4] = 0x20;
    const { text, encoding } = await decode(bytes, 1000);
    expect(encoding).toBe('utf-8');
    expect(text).toContain('大家好，今天的读书会');
  });

  it('takes the encoding that is named', async () => {
    expect(await decode(iconv.encode('grüße', 'latin1'), 3, 'latin1')).toEqual({ text: 'grüße', encoding: 'latin1' });
    expect(await faultOf(Promise.resolve().then(() => decode(Buffer.from('x'), 3, 'klingon')))).toEqual({
      code: 'wrong_encoding',
      message: 'the encoding klingon is not known',
    });
  });
});

it('says that an encoding cannot be told', async () => {
  const bytes = Buffer.from(Array.from({ length: 600 }, (_, i) => 128 + ((i * 73 + (i >> 3)) % 128)));
  expect(await faultOf(decode(bytes))).toEqual({
    code: 'wrong_encoding',
    message:
      'the text encoding of chat.txt cannot be told: it is neither UTF-8 nor UTF-16, and not clearly GB18030 or another one; name it, or save the file as UTF-8',
  });
});

it('says that binary data is no text', async () => {
  expect((await faultOf(decode(Buffer.from([1, 2, 0, 3, 0, 0, 255, 0, 0, 7])))).message).toContain(
    'it is a binary file',
  );
});

function traditional(): string {
  return '訊息紀錄：大家好，今天的讀書會七點開始，歡迎新來的朋友自我介紹。我們這週讀的是第三章，請大家提前準備，謝謝各位的參與與支持。\n';
}
