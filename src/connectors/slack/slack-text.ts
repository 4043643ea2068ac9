/** Who a user id stands for, for showing a mention. */
export type NameOf = (userId: string) => string | undefined;

/** The people whom a text in Slack's notation mentions, in order, each once. */
export function mentionsOf(text: string): string[] {
  return [...new Set([...text.matchAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g)].map((match) => match[1]!))];
}

/** A text in Slack's notation as people read it: `<@U1>` → `@name`, `<#C1|help>` → `#help`, `<https://…|label>` → `label (https://…)`, `&amp;` → `&`. */
export function readableText(text: string, nameOf: NameOf): string {
  return text
    .replace(/<([^<>]*)>/g, (whole, inner: string) => readable(inner, nameOf) ?? whole)
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function readable(inner: string, nameOf: NameOf): string | undefined {
  const bar = inner.indexOf('|');
  const target = bar < 0 ? inner : inner.slice(0, bar);
  const label = bar < 0 ? undefined : inner.slice(bar + 1);
  if (target.startsWith('@')) return `@${nameOf(target.slice(1)) ?? label ?? target.slice(1)}`;
  if (target.startsWith('#')) return `#${label || target.slice(1)}`;
  if (target.startsWith('!')) return `@${(label ?? target.slice(1)).replace(/^@/, '').replace(/^subteam\^/, '')}`;
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) return undefined;
  return label === undefined || label === target || target.endsWith(label) ? target : `${label} (${target})`;
}
