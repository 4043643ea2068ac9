import { isAscii, isUtf8 } from 'node:buffer';
import chardet from 'chardet';
import iconv from 'iconv-lite';
import { BadInput } from '#kernel/errors.ts';
import { notAnExport } from './faults.ts';

/** How much text is weighed to tell its encoding. */
const SAMPLE = 256 * 1024;
/** How much is looked at before a text is taken for plain ASCII. */
const LEAST = 512;

const wrongEncoding = (where: string): BadInput =>
  new BadInput(
    `the text encoding of ${where} cannot be told: it is neither UTF-8 nor UTF-16, and not clearly GB18030 or another one; name it, or save the file as UTF-8`,
    [{ where, what: 'unknown text encoding' }],
    'wrong_encoding',
  );

/**
 * The encoding of a text by its first bytes: a byte order mark, the pattern of UTF-16, valid UTF-8, or the most likely
 * legacy one. Pure ASCII is undefined, as it does not decide. Throws BadInput for binary data and when undecidable.
 */
export function detectEncoding(head: Buffer, where: string): string | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  if (head.includes(0)) {
    const wide = wideOrder(head);
    if (!wide) throw notAnExport(where, 'it is a binary file');
    return wide;
  }
  if (isAscii(head)) return undefined;
  const sample = wholeCharacters(head);
  if (isUtf8(sample) || isMostlyUtf8(sample)) return 'utf-8';
  return detectLegacy(sample) ?? failWith(wrongEncoding(where));
}

function failWith(error: Error): never {
  throw error;
}

/** UTF-16 without a mark shows as zeros in every other byte, on one side only. */
function wideOrder(head: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const zeros = [0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 2]!++;
  const [even, odd] = zeros as [number, number];
  if (odd > head.length / 8 && even * 20 < odd) return 'utf-16le';
  if (even > head.length / 8 && odd * 20 < even) return 'utf-16be';
  return undefined;
}

/** The head without a character that it cuts in two at its end (at most 3 bytes). */
function wholeCharacters(head: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, head.length); back++) {
    const byte = head[head.length - back]!;
    if (byte >= 0xc0) return head.subarray(0, head.length - back);
    if (byte < 0x80) break;
  }
  return head;
}

/** A stray bad byte does not make a UTF-8 text something else; another encoding read as UTF-8 is bad all over. */
function isMostlyUtf8(sample: Buffer): boolean {
  let bad = 0;
  let good = 0;
  for (const character of sample.toString('utf8')) {
    if (character === '\ufffd') bad++;
    else if (character > '\x7f') good++;
  }
  return good >= 20 * bad;
}

/** The legacy encoding of a text that is not UTF-8, or undefined when nothing fits well enough. */
function detectLegacy(sample: Buffer): string | undefined {
  const ranked = chardet.analyse(sample).filter(({ name }) => iconv.encodingExists(name) && !/^utf/i.test(name));
  const wide = ranked.find(
    ({ name, confidence }) => MULTI_BYTE.has(name) && confidence >= 30 && readsClean(sample, name),
  );
  const common = commonHanShare(sample);
  if (wide && (wide.name !== 'GB18030' || common > 0.5)) return wide.name.toLowerCase();
  if (common >= 0.8 && readsClean(sample, 'gb18030')) return 'gb18030';
  const narrow = ranked.find(
    ({ confidence, name }) => !MULTI_BYTE.has(name) && confidence >= 45 && readsClean(sample, name),
  );
  return narrow?.name.toLowerCase();
}

const MULTI_BYTE = new Set([
  'GB18030',
  'Big5',
  'Shift_JIS',
  'EUC-JP',
  'EUC-KR',
  'ISO-2022-JP',
  'ISO-2022-KR',
  'ISO-2022-CN',
]);

/** Whether almost nothing of a sample is undecodable (its last character may be cut). */
function readsClean(sample: Buffer, encoding: string): boolean {
  const text = iconv.decode(sample, encoding);
  let bad = 0;
  for (const character of text) if (character === '\ufffd' || (character >= '\x80' && character <= '\x9f')) bad++;
  return bad <= 1 + text.length / 2000;
}

/** Share of two-byte characters that are punctuation or among the 3,755 commonest of GB 2312: near 1 in Chinese text, low elsewhere. */
function commonHanShare(sample: Buffer): number {
  let pairs = 0;
  let common = 0;
  for (let i = 0; i < sample.length - 1; i++) {
    const lead = sample[i]!;
    if (lead < 0x80) continue;
    const trail = sample[++i]!;
    pairs++;
    if (trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))) common++;
  }
  return pairs === 0 ? 0 : common / pairs;
}

/** Whether an encoding that a person named is one that can be read; throws BadInput otherwise. */
export function checkEncoding(name: string): string {
  if (iconv.encodingExists(name)) return name.toLowerCase();
  throw new BadInput(
    `the encoding ${name} is not known`,
    [{ where: 'encoding', what: 'unknown encoding' }],
    'wrong_encoding',
  );
}

/** Text as it streams out of `decodeText`, and what it was decoded from once that is known. */
export type DecodedText = AsyncIterable<string> & { readonly encoding: string };

/**
 * Decodes a stream of bytes to text without its byte order mark. Without a named encoding it is told from the first
 * bytes that are not ASCII, so a file that starts in English and goes on in Chinese is read right.
 */
export function decodeText(bytes: AsyncIterable<Buffer>, where: string, named?: string): DecodedText {
  let encoding = named === undefined ? undefined : checkEncoding(named);
  return {
    get encoding() {
      return encoding ?? 'utf-8';
    },
    async *[Symbol.asyncIterator]() {
      let held: Buffer[] = [];
      let heldBytes = 0;
      let first = true;
      let foreign = false;
      let decoder = encoding === undefined ? undefined : iconv.getDecoder(encoding);
      const decide = (): string => {
        const sample = Buffer.concat(held);
        held = [];
        encoding = detectEncoding(sample, where) ?? 'utf-8';
        decoder = iconv.getDecoder(encoding);
        return decoder.write(sample);
      };
      for await (const chunk of bytes) {
        if (decoder) {
          yield decoder.write(chunk);
          continue;
        }
        held.push(chunk);
        heldBytes += chunk.length;
        if (first && heldBytes < LEAST) continue;
        // Zeros tell UTF-16 from binary data at the beginning; later on they are just odd characters.
        foreign ||= held.some((piece) => !isAscii(piece) || (first && piece.includes(0)));
        first = false;
        if (foreign) {
          if (heldBytes >= SAMPLE) yield decide();
          continue;
        }
        yield Buffer.concat(held).toString('latin1');
        held = [];
        heldBytes = 0;
      }
      if (held.length > 0) yield decide();
      const rest = decoder?.end();
      if (rest) yield rest;
    },
  };
}
