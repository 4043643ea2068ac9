import { asText, type Capabilities, type Content } from '#modules/connections/index.ts';

export type Rendered = { content: Content; cut: boolean };

type Rendering = Pick<Capabilities, 'sends' | 'longest'>;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const MORE = '…';

const lengthOf = (text: string, unit: 'characters' | 'bytes'): number =>
  unit === 'bytes' ? Buffer.byteLength(text) : text.length;

/** The beginning of a text that fits, whole graphemes and a sign that more was there; the text itself where all of it fits. */
export function cutText(text: string, longest: Rendering['longest']): string {
  if (!longest || lengthOf(text, longest.unit) <= longest.count) return text;
  let room = longest.count - lengthOf(MORE, longest.unit);
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    room -= lengthOf(segment, longest.unit);
    if (room < 0) break;
    kept += segment;
  }
  return `${kept.trimEnd()}${MORE}`;
}

/** A text whose last line is an address that has to stay whole. */
function cutBefore(text: string, address: string | null, longest: Rendering['longest']): string {
  if (!longest || lengthOf(text, longest.unit) <= longest.count) return text;
  const tail = address !== null && text.endsWith(`\n${address}`) ? `\n${address}` : '';
  const count = longest.count - lengthOf(tail, longest.unit);
  if (tail === '' || count < 2) return cutText(text, longest);
  return `${cutText(text.slice(0, -tail.length), { ...longest, count })}${tail}`;
}

function addressOf(content: Content): string | null {
  switch (content.kind) {
    case 'image':
    case 'card':
    case 'template':
      return content.url;
    case 'article':
      return content.source;
    case 'text':
      return null;
  }
}

function fitted(content: Content, longest: Rendering['longest']): Content {
  if (content.kind === 'text') return { ...content, text: cutText(content.text, longest) };
  if (content.kind === 'image') return { ...content, caption: cutText(content.caption, longest) };
  if (content.kind === 'card') return { ...content, text: cutText(content.text, longest) };
  return content;
}

/** The kind as which a platform gets a kind of content: itself, or its words; undefined where it shows neither. */
export const kindFor = (kind: Content['kind'], { sends }: Pick<Capabilities, 'sends'>): Content['kind'] | undefined =>
  sends.includes(kind) ? kind : sends.includes('text') ? 'text' : undefined;

/**
 * A content as a platform can show it: as it is where the platform knows its kind, else as text with addresses in full, cut at
 * a grapheme where it is too long. Undefined where the platform shows neither.
 */
export function renderFor(content: Content, capabilities: Rendering): Rendered | undefined {
  const kind = kindFor(content.kind, capabilities);
  if (kind === undefined) return undefined;
  const { longest } = capabilities;
  if (kind === content.kind) {
    const shown = fitted(content, longest);
    return { content: shown, cut: JSON.stringify(shown) !== JSON.stringify(content) };
  }
  const words = asText(content);
  const text = cutBefore(words, addressOf(content), longest);
  return { content: { kind: 'text', text }, cut: text !== words };
}
