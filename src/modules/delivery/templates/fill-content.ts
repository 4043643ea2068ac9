import type { InputFault } from '#kernel/errors.ts';
import { escape } from '#kernel/markup.ts';
import type { Content } from '#modules/connections/index.ts';
import { LINK_PLACE } from './fill-links.ts';

/** `{{name}}` or `{{name|fallback}}`; white space around either does not count. */
const VARIABLE = /\{\{\s*([^{}|]*?)\s*(?:\|\s*([^{}]*?)\s*)?\}\}/gu;
const NAME = /^[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*$/;

/** A variable as it stands in a content; `where` is a JSON pointer below the content. */
export type UsedVariable = { name: string; fallback: string | undefined; where: string };

/** Fields that name something and say nothing. */
const NOT_TEXT = new Set(['kind', 'template']);
const ADDRESSES = new Set(['url', 'image', 'cover', 'source']);

type Change = (text: string, where: string, field: string) => string;

function everyText(content: Content, change: Change): Content {
  const walk = (value: unknown, where: string, field: string): unknown => {
    if (typeof value === 'string') return NOT_TEXT.has(field) ? value : change(value, where, field);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, walk(one, `${where}/${key}`, key)]));
  };
  return walk(content, '', '') as Content;
}

/** The variables of a content, in the order in which they stand. */
export function usedVariables(content: Content): UsedVariable[] {
  const used: UsedVariable[] = [];
  everyText(content, (text, where) => {
    for (const [, name, fallback] of text.matchAll(VARIABLE)) used.push({ name: name!, fallback, where });
    return text;
  });
  return used;
}

/** What is wrong with the variables of a content: names that nobody knows, each with its place below `root`. */
export function variableFaults(content: Content, known: ReadonlySet<string>, root: string): InputFault[] {
  return usedVariables(content)
    .filter(({ name }) => !NAME.test(name) || !known.has(name))
    .map(({ name, where }) => ({
      where: `${root}${where}`,
      what: NAME.test(name) ? `there is no variable {{${name}}}` : `{{${name}}} is no name of a variable`,
    }));
}

/**
 * The content with its variables filled in. What has no value gets its fallback, or nothing. Values are escaped where they
 * stand in an address or in HTML, so that a name cannot become markup.
 */
export function fillContent(content: Content, valueOf: (name: string) => string | undefined): Content {
  return everyText(content, (text, _, field) =>
    text.replaceAll(VARIABLE, (_whole, name: string, fallback: string | undefined) => {
      const value = valueOf(name) || fallback || '';
      // A link is made when the message leaves.
      if (value === LINK_PLACE) return value;
      if (ADDRESSES.has(field)) return encodeURIComponent(value);
      return field === 'html' ? escape(value) : value;
    }),
  );
}
