/** A person as Zulip's own notation names them: always by name, by id where names are shared. */
export type Named = { name: string; id?: string };

/** What a message in Zulip's notation says. */
export type Written = { text: string; mentions: Named[]; quotedMessage?: string; quoted?: Named };

const QUOTE = /@_?\*\*([^*|]+)(?:\|(\d+))?\*\*[^\n]*\[said\]\(([^)\s]*)\):?[ \t]*\n(`{3,}|~{3,})quote\n/;

/** Further quotes of one message stay in its text. */
const MOST_QUOTES = 100;

/** Reads content as written: the first quote makes it a reply, all quotes leave the text and what they mention does not count. */
export function readWritten(content: string): Written {
  let rest = content;
  let quotedMessage: string | undefined;
  let quoted: Named | undefined;
  let quotes = 0;
  for (let quote = QUOTE.exec(rest); quote && quotes < MOST_QUOTES; quote = QUOTE.exec(rest), quotes++) {
    quoted ??= { name: quote[1]!, id: quote[2] };
    quotedMessage ??= /\/near\/(\d+)/.exec(quote[3]!)?.[1];
    const from = quote.index + quote[0].length;
    const fence = `\n${quote[4]!}`;
    // An empty quote closes on its first line.
    const end = rest.startsWith(quote[4]!, from) ? from - 1 : rest.indexOf(fence, from);
    rest = rest.slice(0, quote.index) + (end < 0 ? '' : rest.slice(end + fence.length).replace(/^`*[ \t]*\n?/, ''));
  }
  const mentions = [...rest.matchAll(/@_?\*\*([^*|]+)(?:\|(\d+))?\*\*/g)].map((match) => ({
    name: match[1]!,
    id: match[2],
  }));
  const text = rest.replace(/@_?\*\*([^*|]+)(?:\|\d+)?\*\*/g, '@$1').trim();
  return { text, mentions, quotedMessage, quoted };
}
