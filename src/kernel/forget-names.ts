import { likePattern } from './like-pattern.ts';

/** What of somebody has to go out of texts that others wrote. */
export type Forget = {
  /** For `ILIKE ANY`: finds every row that may hold something; it may find too many. */
  patterns: readonly string[];
  /** A text or JSON value with the ids replaced and the names gone; the very value where there was nothing. */
  in<Value>(value: Value): Value;
};

/** Shorter names are found in too much that does not mean anybody. Bytes of UTF-8. */
const TELLING_BYTES = 6;

/** Whether finding a name inside other text is hardly a coincidence. */
export const isTellingName = (name: string): boolean => Buffer.byteLength(name) >= TELLING_BYTES;

const quoted = (text: string): string => text.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`);
/** Names in letters that words are made of with spaces are found as whole words only. */
const bounded = (name: string): string =>
  `${/^[a-z0-9_]/i.test(name) ? '(?<![A-Za-z0-9_])' : ''}${quoted(name)}${/[a-z0-9_]$/i.test(name) ? '(?![A-Za-z0-9_])' : ''}`;

function everywhere(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((one) => everywhere(one, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [change(key), everywhere(one, change)]));
}

/** As text stands within JSON text. */
const inJson = (text: string): string => JSON.stringify(text).slice(1, -1);

/**
 * Takes somebody out of texts: each id becomes what the map says, each name that tells of them (six bytes and more, in
 * either case) becomes `stands`.
 */
export function forgetNames(ids: ReadonlyMap<string, string>, names: readonly string[], stands: string): Forget {
  const telling = names.filter(isTellingName).toSorted((a, b) => b.length - a.length);
  const found = [...[...ids.keys()].map(quoted), ...telling.map(bounded)];
  const pattern = found.length === 0 ? undefined : new RegExp(found.join('|'), 'giu');
  const change = (text: string): string =>
    pattern ? text.replaceAll(pattern, (match) => ids.get(match.toLowerCase()) ?? stands) : text;
  const texts = [...ids.keys(), ...telling];
  return {
    patterns: [...new Set([...texts, ...texts.map(inJson)].map(likePattern))],
    in: (value) => {
      const left = everywhere(value, change);
      return JSON.stringify(left) === JSON.stringify(value) ? value : (left as typeof value);
    },
  };
}
