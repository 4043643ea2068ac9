/** Markup that is already escaped; only `html` and `raw` make it. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | null | undefined | readonly Part[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

/** Text made safe for elements and quoted attributes; control characters that HTML forbids are dropped. */
export const escape = (text: string): string =>
  text.replace(FORBIDDEN, '').replace(/[&<>"']/gu, (found) => ENTITIES[found]!);

function partText(part: Part): string {
  if (part === null || part === undefined) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'string') return escape(part);
  if (typeof part === 'number') return String(part);
  return part.map(partText).join('');
}

/** A template whose values are escaped unless they are markup; lists are joined, null is nothing. */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Markup =>
  new Markup(strings.map((text, index) => text + (index < values.length ? partText(values[index]) : '')).join(''));

/** Text of ours taken as markup as it is; never for text from outside. */
export const raw = (text: string): Markup => new Markup(text);
