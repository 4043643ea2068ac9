import { decodeEntities } from '../shared/html-text.ts';

/** What an app message (a quote, a link, a file …) carries in its XML. */
export type AppMessage = { title?: string; quotedAccount?: string; quotedMessage?: string };

/** Reads the few fields that matter out of an app message's XML; text that is no XML is its own title. */
export function readAppMessage(content: string): AppMessage {
  if (!/^\s*(<\?xml|<msg>|<appmsg)/.test(content)) return { title: content };
  const refer = /<refermsg>([\s\S]*?)<\/refermsg>/.exec(content)?.[1] ?? '';
  return {
    title: field(content, 'title'),
    quotedAccount: field(refer, 'chatusr') ?? field(refer, 'fromusr'),
    quotedMessage: field(refer, 'svrid'),
  };
}

function field(xml: string, name: string): string | undefined {
  const raw = new RegExp(`<${name}>(?:<!\\[CDATA\\[)?([\\s\\S]*?)(?:\\]\\]>)?</${name}>`).exec(xml)?.[1];
  return raw === undefined || raw === '' ? undefined : decodeEntities(raw);
}

/** A notice without its markup: names stand in `<_wc_custom_link_>` and templates. */
export const noticeText = (content: string): string => decodeEntities(content.replace(/<[^<>]*>/g, '')).trim();
