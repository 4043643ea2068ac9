import { z } from 'zod';

const text = (max: number) => z.string().max(max);
const webAddress = z.url({ protocol: /^https?$/, hostname: z.regexes.domain }).max(2000);

/**
 * What a message says, before any platform. A connector renders the kinds that its platform knows; `asText` gives the
 * others a form that each platform can show.
 */
export const contentSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: text(20_000).min(1) }),
  z.object({
    kind: z.literal('image'),
    url: webAddress.describe('where the platform or our server fetches it'),
    caption: text(2000).default(''),
  }),
  z.object({
    kind: z.literal('card'),
    title: text(200).min(1),
    text: text(2000).default(''),
    url: webAddress,
    image: webAddress.nullable().default(null),
  }),
  z.object({
    kind: z.literal('template').describe("a form that the platform approved, filled: WeChat's template messages"),
    template: text(200).min(1).describe("the form's id on the platform"),
    fields: z.record(z.string().max(60), text(2000)),
    url: webAddress.nullable().default(null),
  }),
  z.object({
    kind: z.literal('article').describe('published to everybody who follows the account'),
    title: text(200).min(1),
    author: text(60).default(''),
    digest: text(400).default(''),
    html: text(200_000).min(1),
    cover: webAddress.nullable().default(null),
    source: webAddress.nullable().default(null),
  }),
]);
export type Content = z.infer<typeof contentSchema>;
export const CONTENT_KINDS = ['text', 'image', 'card', 'template', 'article'] as const;
export type ContentKind = Content['kind'];

/** The words of a content for a place that shows only text: every part that a person reads, and addresses in full. */
export function asText(content: Content): string {
  switch (content.kind) {
    case 'text':
      return content.text;
    case 'image':
      return [content.caption, content.url].filter(Boolean).join('\n');
    case 'card':
      return [content.title, content.text, content.url].filter(Boolean).join('\n');
    case 'template':
      return [...Object.values(content.fields), content.url ?? ''].filter(Boolean).join('\n');
    case 'article':
      return [content.title, content.digest, content.source ?? ''].filter(Boolean).join('\n');
  }
}
