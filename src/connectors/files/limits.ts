import { BadInput } from '#kernel/errors.ts';

/** How much an export may unpack to before it is taken for a bomb. Sizes in bytes. */
export type Limits = { maxBytes: number; maxRatio: number; ratioFrom: number; maxEntries: number };

/** Chat text seldom packs better than 1:30; gzip's ceiling is about 1:1030. Small files may pack as they like. */
export const LIMITS: Limits = { maxBytes: 64 * 2 ** 30, maxRatio: 250, ratioFrom: 128 * 2 ** 20, maxEntries: 200_000 };

const bomb = (where: string, what: string): BadInput =>
  new BadInput(
    `${where} unpacks to far more than an export would (${what}); it was not read`,
    [{ where, what }],
    'unpacks_too_large',
  );

/** Watches what comes out of a decompressor and stops a bomb while it grows. */
export class UnpackGuard {
  readonly #limits: Limits;
  readonly #where: string;
  #unpacked = 0;

  constructor(limits: Limits, where: string) {
    this.#limits = limits;
    this.#where = where;
  }

  /** Counts unpacked bytes against the packed bytes read so far. */
  add(bytes: number, packed: number): void {
    this.#unpacked += bytes;
    this.check(this.#unpacked, packed);
  }

  /** Refuses a size, declared or met, that is beyond the limits. */
  check(unpacked: number, packed: number): void {
    const { maxBytes, maxRatio, ratioFrom } = this.#limits;
    if (unpacked > maxBytes) throw bomb(this.#where, `more than ${maxBytes} bytes`);
    if (unpacked > ratioFrom && unpacked > maxRatio * Math.max(packed, 1))
      throw bomb(this.#where, `more than ${maxRatio} times its packed size`);
  }
}

/** Refuses an archive with more entries than any export has. */
export function checkEntryCount(count: number, limits: Limits, where: string): void {
  if (count > limits.maxEntries) throw bomb(where, `more than ${limits.maxEntries} files`);
}

/** Refuses names that leave the archive: absolute, with `..`, a drive letter or NUL. Nothing is ever written, yet such an archive is hostile. */
export function checkEntryName(name: string, where: string): void {
  const parts = name.split(/[\\/]/);
  if (
    name.startsWith('/') ||
    name.startsWith('\\') ||
    /^[A-Za-z]:/.test(name) ||
    parts.includes('..') ||
    name.includes('\0')
  )
    throw new BadInput(
      `${where} holds a file whose name leads out of the archive; it was not read`,
      [{ where: name.replaceAll('\0', '\\0').slice(0, 200), what: 'unsafe name' }],
      'unsafe_path',
    );
}

/** Names that no format looks at: folders, and what desktop systems add to archives. */
export const isNoise = (name: string): boolean =>
  name.endsWith('/') ||
  name.startsWith('__MACOSX/') ||
  /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/.test(name);
