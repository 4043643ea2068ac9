import { htmlToText } from '../shared/html-text.ts';

const TAG = /<!--|<!\[CDATA\[|<(\/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})([^<>]{0,4000})>/g;
/** Elements whose content nobody reads. */
const UNREAD = new Set([
  'script',
  'style',
  'head',
  'title',
  'template',
  'noscript',
  'object',
  'svg',
  'math',
  'iframe',
  'select',
]);
/** How mail programs mark the mail that is answered: Gmail, Yahoo, Outlook, Apple, QQ, NetEase, Thunderbird. */
const QUOTE_MARKS =
  /(?:class|id)\s*=\s*["']?[^"'>]*\b(?:gmail_quote|yahoo_quoted|divRplyFwdMsg|moz-cite-prefix|qmbox_quote|ntes-mailmaster-quote|mail-quote|OutlookMessageHeader)/i;
const HIDDEN = /\b(?:display\s*:\s*none|mso-hide\s*:\s*all)|\bhidden(?:\s|=|$)/i;
const EMPTY = new Set(['br', 'img', 'hr', 'input', 'meta', 'link', 'area', 'base', 'col', 'embed', 'source', 'wbr']);

/**
 * The text of an HTML mail: what is not shown, scripts, and the quoted mail left out. Nothing is fetched and nothing is run; an element
 * that is left open ends with the mail.
 */
export function mailHtmlToText(html: string): string {
  const kept: string[] = [];
  let at = 0;
  let skipped: { name: string; depth: number } | undefined;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag !== null; tag = TAG.exec(html)) {
    const [whole, slash, rawName, attributes = ''] = tag;
    if (rawName === undefined) {
      if (skipped === undefined) kept.push(html.slice(at, tag.index));
      const closing = whole === '<!--' ? '-->' : ']]>';
      const end = html.indexOf(closing, tag.index);
      at = end < 0 ? html.length : end + closing.length;
      TAG.lastIndex = at;
      if (end < 0) break;
      continue;
    }
    const name = rawName.toLowerCase();
    if (skipped !== undefined) {
      if (name === skipped.name && !attributes.endsWith('/')) skipped.depth += slash === '/' ? -1 : 1;
      if (skipped.depth > 0) continue;
      skipped = undefined;
      at = tag.index + whole.length;
    } else if (slash === '' && !attributes.endsWith('/') && isLeftOut(name, attributes.slice(0, 600))) {
      kept.push(html.slice(at, tag.index), '\n');
      skipped = { name, depth: 1 };
      at = html.length;
    }
  }
  kept.push(html.slice(at));
  return htmlToText(kept.join(''));
}

const isLeftOut = (name: string, attributes: string): boolean =>
  !EMPTY.has(name) &&
  (UNREAD.has(name) || name === 'blockquote' || QUOTE_MARKS.test(attributes) || HIDDEN.test(attributes));
