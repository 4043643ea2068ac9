import { decodeEntities, htmlToText } from '../shared/html-text.ts';

/** What a message as rendered by Zulip says. People are told by name. */
export type Rendered = { text: string; mentions: string[]; quotedMessage?: string; quotedName?: string };

const QUOTED =
  /<p>\s*<span class="user-mention(?: silent)?"[^>]*>@?([^<]*)<\/span>\s*<a href="([^"]*)"[^>]*>said<\/a>:?\s*<\/p>\s*<blockquote>/;

/** Further quotes of one message stay in its text. */
const MOST_QUOTES = 100;

/** Reads rendered content: the first quote makes it a reply, all quotes leave the text and what they mention does not count. */
export function readRendered(html: string): Rendered {
  let rest = html;
  let quotedMessage: string | undefined;
  let quotedName: string | undefined;
  let quotes = 0;
  for (let quote = QUOTED.exec(rest); quote && quotes < MOST_QUOTES; quote = QUOTED.exec(rest), quotes++) {
    quotedName ??= decodeEntities(quote[1]!);
    quotedMessage ??= /\/near\/(\d+)/.exec(quote[2]!)?.[1];
    rest = rest.slice(0, quote.index) + rest.slice(endOfQuote(rest, quote.index + quote[0].length));
  }
  const mentions = [
    ...rest.matchAll(/<span class="user-mention(?: silent)?" data-user-id="\d+">@?([^<]*)<\/span>/g),
  ].map((match) => decodeEntities(match[1]!));
  return { text: htmlToText(rest), mentions: [...new Set(mentions)], quotedMessage, quotedName };
}

/** Where the blockquote ends that was opened before `from`; quotes nest. */
function endOfQuote(html: string, from: number): number {
  const tags = /<(\/?)blockquote>/g;
  tags.lastIndex = from;
  let depth = 1;
  for (let tag = tags.exec(html); tag; tag = tags.exec(html)) {
    depth += tag[1] === '/' ? -1 : 1;
    if (depth === 0) return tags.lastIndex;
  }
  return html.length;
}
