import { XMLParser } from 'fast-xml-parser';
import { CallbackRefused } from '#modules/connections/index.ts';

/** The children of a message's root. A tag that came twice is a list; text stays text. */
export type XmlFields = { readonly [tag: string]: XmlValue };
type XmlValue = string | XmlFields | readonly XmlValue[];

const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;

const parser = new XMLParser({
  ignoreAttributes: true,
  parseTagValue: false,
  trimValues: false,
  processEntities: false,
  ignoreDeclaration: true,
  maxNestedTags: 12,
});

/**
 * Reads a message of the platform, after its signature was checked. No entity is ever expanded: whatever declares one (a DOCTYPE)
 * is refused, and `&…;` stays as it is. Malformed XML is refused with 400, as it was signed and will be the same next time.
 */
export function readXml(xml: string): XmlFields {
  if (xml.replaceAll(CDATA, '').includes('<!')) throw new CallbackRefused('malformed', 400);
  let root: unknown;
  try {
    root = (parser.parse(xml, true) as { xml?: unknown }).xml;
  } catch {
    throw new CallbackRefused('malformed', 400);
  }
  if (typeof root !== 'object' || root === null || Array.isArray(root)) throw new CallbackRefused('malformed', 400);
  return root as XmlFields;
}

/** The text of a tag; empty for one that is absent or holds more than text. */
export function textOf(fields: XmlFields, tag: string): string {
  const value = fields[tag];
  return typeof value === 'string' ? value : '';
}

/** The fields inside a tag; none where it holds text. */
export function fieldsOf(fields: XmlFields, tag: string): XmlFields {
  const value = fields[tag];
  return typeof value === 'object' && !Array.isArray(value) ? (value as XmlFields) : {};
}

/** Every text of a tag that may come once, many times, or not at all. */
export function textsOf(fields: XmlFields, tag: string): readonly string[] {
  const value = fields[tag];
  if (Array.isArray(value)) return value.filter((each): each is string => typeof each === 'string');
  return typeof value === 'string' && value !== '' ? [value] : [];
}

/** Text for an answer, safe whatever it holds: the end of a CDATA section is split over two. */
export const cdata = (text: string): string => `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`;
