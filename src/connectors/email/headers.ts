import iconv from 'iconv-lite';

/** Header fields by their names in small letters, unfolded, in the order they stood. */
export type MailHeaders = ReadonlyMap<string, readonly string[]>;

/** Reads a block of header lines. Lines that are none are passed over. */
export function parseHeaders(raw: Buffer | string): MailHeaders {
  const headers = new Map<string, string[]>();
  const lines = raw
    .toString('utf8')
    .replace(/\r\n?/g, '\n')
    .replace(/\n[ \t]+/g, ' ')
    .split('\n');
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers.set(name, [...(headers.get(name) ?? []), value]);
  }
  return headers;
}

export const headerOf = (headers: MailHeaders, name: string): string | undefined => headers.get(name)?.[0];

/** Message ids in a header, without their angle brackets; a bare one counts. */
export function messageIds(value: string | undefined): string[] {
  if (value === undefined) return [];
  const found = [...value.matchAll(/<([^<>\s]{1,390})>/g)].map((match) => match[1]!);
  return found.length > 0 ? found : value.split(/\s+/).filter((word) => /^[^\s<>]+@[^\s<>]+$/.test(word));
}

const ENCODED = /=\?([\w.:-]{1,40})(?:\*[\w-]*)?\?([bq])\?([^?\s]*)\?=/gi;

/** Words encoded as RFC 2047 has it, as people read them; what cannot be decoded stays as it is. */
export function decodeWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(ENCODED, (whole, charset: string, coding: string, coded: string) => {
      if (!iconv.encodingExists(charset)) return whole;
      const bytes = /b/i.test(coding) ? Buffer.from(coded, 'base64') : fromQ(coded);
      return iconv.decode(bytes, charset);
    });
}

const fromQ = (coded: string): Buffer =>
  Buffer.from(
    coded
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/** A mailing list as its own header names it (RFC 2919): the id in angle brackets and the words before. */
export function listOf(headers: MailHeaders): { id: string; name?: string; post?: string } | undefined {
  const value = headerOf(headers, 'list-id');
  if (value === undefined) return undefined;
  const match = /^([^<]*)<([^<>\s]{1,255})>/.exec(value);
  const id = (match?.[2] ?? value).trim().toLowerCase();
  if (!/^[^\s@<>]{1,255}$/.test(id)) return undefined;
  const name = decodeWords(match?.[1] ?? '')
    .trim()
    .replace(/^"(.*)"$/, '$1');
  const post = /<mailto:([^>?\s]{3,255})/i.exec(headerOf(headers, 'list-post') ?? '')?.[1]?.toLowerCase();
  return { id, ...(name !== '' && { name: name.slice(0, 200) }), ...(post !== undefined && { post }) };
}
