const ENTITIES: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
};

/** Characters written as `&amp;`, `&#39;`, `&#x27;`; what is not known stays as it is. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]+));/gi,
    (whole, hex: string, decimal: string, name: string) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

const TAG = /<(\/?)([a-z][a-z0-9]*)\b([^<>]*)>/gi;
const BREAKS = new Set([
  'p',
  'div',
  'li',
  'tr',
  'blockquote',
  'pre',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'ul',
  'ol',
  'table',
]);

/** Text gathered piece by piece; what it ends with is known without looking at all of it. */
class Pieces {
  readonly #pieces: string[] = [];
  #last = '';

  add(piece: string): void {
    if (piece === '') return;
    this.#pieces.push(piece);
    this.#last = piece.at(-1)!;
  }

  /** Begins a new line unless one has just begun. */
  breakLine(): void {
    if (this.#last !== '' && this.#last !== '\n') this.add('\n');
  }

  toString(): string {
    return this.#pieces.join('');
  }
}

/** The text of a piece of HTML as people read it: a line a paragraph or item, formulas as `$…$`, code in backticks, pictures by their description. */
export function htmlToText(html: string): string {
  const pieces = new Pieces();
  let at = 0;
  let inBlock = false;
  let formula: Formula | undefined;
  for (const tag of html.matchAll(TAG)) {
    const [whole, slash, rawName, attributes] = tag as unknown as [string, string, string, string];
    const before = html.slice(at, tag.index);
    at = tag.index + whole.length;
    const name = rawName.toLowerCase();
    if (formula) {
      if (!follow(formula, name, slash === '/', before)) continue;
      pieces.add(`$${decodeEntities(formula.tex).trim()}$`);
      formula = undefined;
      continue;
    }
    pieces.add(decodeEntities(before));
    if (name === 'span' && /class="katex/.test(attributes)) formula = { depth: 1, tex: '', inside: false };
    else pieces.add(spoken(name, attributes, inBlock));
    if (BREAKS.has(name)) pieces.breakLine();
    if (name === 'br' && html[at] === '\n') at++;
    if (name === 'li' && slash === '') pieces.add('- ');
    if (name !== 'pre') continue;
    inBlock = slash === '';
    pieces.add('```\n');
  }
  pieces.add(decodeEntities(html.slice(at)));
  return pieces
    .toString()
    .replace(/[ \t]{1,99}\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** What a tag itself adds to the text. */
function spoken(name: string, attributes: string, inBlock: boolean): string {
  if (name === 'br') return '\n';
  if (name === 'img') return decodeEntities(/\balt="([^"]*)"/.exec(attributes)?.[1] ?? '');
  return name === 'code' && !inBlock ? '`' : '';
}

type Formula = { depth: number; tex: string; inside: boolean };

/** A rendered formula holds its source in an `annotation`; the rest of it is skipped. True at its end. */
function follow(formula: Formula, name: string, closes: boolean, before: string): boolean {
  if (name === 'annotation') {
    if (closes) formula.tex = before;
    formula.inside = !closes;
  } else if (name === 'span') formula.depth += closes ? -1 : 1;
  return formula.depth === 0;
}
