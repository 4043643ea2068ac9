import { z } from 'zod';

const instant = z.iso.datetime();
const name = z.string().trim().min(1).max(120);
const label = z.string().trim().max(80).default('');

/**
 * What the script does before a visitor agrees. ask: nothing is sent or kept. anonymous: visits are counted without
 * anything that tells two of them apart; a visitor's own id comes with consent only.
 */
export const CONSENTS = ['ask', 'anonymous'] as const;
export type Consent = (typeof CONSENTS)[number];

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text;

export const originSchema = z
  .string()
  .trim()
  .max(200)
  .transform((text) => text.replace(/\/+$/, '').toLowerCase())
  .refine((text) => /^https?:\/\//.test(text) && isOrigin(text), 'is not an address like https://shop.example');

const isWebAddress = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
};

export const destinationSchema = z
  .string()
  .trim()
  .max(2000)
  .refine(isWebAddress, 'is not an address that starts with https:// or http://');

/** Figures of the 28 days that end today. */
const countsSchema = z.object({
  hits: z.int(),
  visitors: z.int().describe('distinct browsers that agreed to be told apart'),
  accounts: z.int().describe('distinct known accounts'),
  last: instant.nullable(),
});
export type HitCounts = z.infer<typeof countsSchema>;

export const siteSchema = z.object({
  id: z.string(),
  code: z.string().describe('public: the value of data-site in the tag'),
  name: z.string(),
  origins: z.array(z.string()),
  consent: z.enum(CONSENTS),
  createdAt: instant,
  archivedAt: instant.nullable(),
});
export type Site = z.infer<typeof siteSchema>;

export const siteBody = z.object({
  name,
  origins: z.array(originSchema).min(1).max(20).describe('pages of other origins are refused'),
  consent: z.enum(CONSENTS).default('ask'),
});

export const trackedLinkSchema = z.object({
  id: z.string(),
  code: z.string(),
  path: z.string().describe('below the address of the server: /l/CODE'),
  name: z.string(),
  destination: z.string(),
  source: z.string(),
  medium: z.string(),
  campaign: z.string(),
  passesUtm: z.boolean(),
  createdAt: instant,
  archivedAt: instant.nullable(),
});
export type TrackedLink = z.infer<typeof trackedLinkSchema>;

export const trackedLinkBody = z.object({
  name,
  destination: destinationSchema,
  source: label,
  medium: label,
  campaign: label,
  passesUtm: z.boolean().default(true).describe('source, medium and campaign go along as utm_source and so on'),
});

/** GET /api/v1/communities/:communityId/tracking */
export const trackingReply = z.object({
  today: z.iso.date(),
  zone: z.string(),
  sites: z.array(siteSchema.extend({ counts: countsSchema })),
  links: z.array(trackedLinkSchema.extend({ counts: countsSchema })),
  days: z.array(z.object({ day: z.iso.date(), visits: z.int(), clicks: z.int(), visitors: z.int() })),
  totals: z.object({
    visits: z.int(),
    clicks: z.int(),
    outsideVisitors: z.int().describe('distinct browsers in 28 days that never turned out to be a known account'),
    accounts: z.int(),
  }),
  pages: z.array(z.object({ page: z.string(), visits: z.int() })).describe('ten most visited'),
  referrers: z.array(z.object({ referrer: z.string(), visits: z.int() })).describe('ten that sent most'),
});
export type Tracking = z.infer<typeof trackingReply>;

export const siteParams = z.object({ communityId: z.string().min(1).max(60), siteId: z.uuid() });
export const linkParams = z.object({ communityId: z.string().min(1).max(60), linkId: z.uuid() });

/** PUT of a site or link, besides its fields: out of use, or in use again. */
export const archivedSchema = z.boolean().default(false);

/** GET …/sites/:siteId/secret */
export const siteSecretReply = z.object({
  secret: z.string().describe('signs visitors’ ids on your server: hex HMAC-SHA256 of the id; never in a page'),
});

/** POST …/tracked-links/:linkId/personal */
export const personalLinkBody = z.object({
  platform: z.string().min(1).max(60),
  member: z.string().min(1).max(400).describe('id of the account on its platform'),
  expiresInDays: z.int().min(1).max(365).default(30),
});
export const personalLinkReply = z.object({
  path: z.string().describe('below the address of the server'),
  expiresAt: instant,
});

/** What a page sends to POST /t/hits, as text. */
export const hitsBody = z.object({
  site: z.string().max(32),
  hits: z
    .array(
      z.object({
        id: z.uuid(),
        kind: z.enum(['visit', 'click']),
        ago: z.number().min(0).max(86_400_000).default(0).describe('milliseconds since it happened'),
        page: z.string().max(4000),
        referrer: z.string().max(4000).default(''),
        name: z.string().max(200).default(''),
      }),
    )
    .min(1)
    .max(20),
  visitor: z.uuid().optional().describe('only after consent'),
  user: z
    .object({ id: z.string().min(1).max(400), signature: z.string().max(200) })
    .optional()
    .describe('who the site knows the visitor to be, signed by its server; only after consent'),
});
export type HitsBody = z.infer<typeof hitsBody>;
