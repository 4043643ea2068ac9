import { z } from 'zod';

/**
 * The kinds of event that the product knows. `contribution` kinds take part; `weight` is the contribution weight used
 * for value, influence and growth. Any other kind is kept and is no contribution.
 */
export const EVENT_KINDS = {
  message: { contribution: true, weight: 2 },
  reply: { contribution: true, weight: 3 },
  reaction: { contribution: true, weight: 1 },
  vote: { contribution: true, weight: 1 },
  check_in: { contribution: true, weight: 1 },
  answer: { contribution: true, weight: 4 },
  submission: { contribution: true, weight: 4 },
  post: { contribution: true, weight: 7 },
  attend: { contribution: true, weight: 7 },
  review: { contribution: true, weight: 3 },
  invite_accepted: { contribution: true, weight: 7 },
  join: { contribution: false, weight: 0 },
  leave: { contribution: false, weight: 0 },
  rename: { contribution: false, weight: 0 },
  visit: { contribution: false, weight: 0 },
  click: { contribution: false, weight: 0 },
  purchase: { contribution: false, weight: 0 },
  refund: { contribution: false, weight: 0 },
  system: { contribution: false, weight: 0 },
} as const;

export type EventKind = keyof typeof EVENT_KINDS;

/** An accepted answer (`accepted: true` among the properties) weighs this in place of its 4. */
export const ACCEPTED_ANSWER_WEIGHT = 10;

/** Longest text kept of one event, in UTF-16 units; a longer one is cut and the event keeps `textCut: <its length>`. */
export const MAX_TEXT = 20_000;

/**
 * One neutral event, as an export line, the live API and every importer give it. Ids are those of the source; the log
 * derives its own from them. `at` carries an offset or Z. Fields it does not know are kept as properties.
 */
export const neutralEventSchema = z.looseObject({
  id: z.string().min(1).max(400).describe('unique within its platform'),
  community: z.string().max(200).optional(),
  group: z.string().max(400).default('').describe('id of the group on its platform; empty for none'),
  member: z.string().min(1).max(400).describe('id of the account on its platform'),
  kind: z.string().min(1).max(60),
  at: z.iso.datetime({ offset: true }).describe('when it happened, ISO 8601'),
  thread: z.string().max(400).optional(),
  text: z.string().optional(),
  replyTo: z.string().max(400).optional().describe('id of the event it answers or reacts to'),
  target: z.string().max(400).optional().describe('the member it is aimed at; for rename, the new identity'),
  mentions: z.array(z.string().max(400)).max(1000).optional(),
  platform: z.string().max(60).optional(),
  bot: z.boolean().optional(),
  removed: z.union([z.string(), z.boolean()]).optional().describe('why it was removed; it then counts for nothing'),
  value: z.number().optional().describe('amount of a purchase, points of a rating'),
  version: z.int().nonnegative().optional().describe('of an edit: the highest wins; absent means 0'),
  name: z.string().max(400).optional().describe("the author's display name at the time"),
  groupName: z.string().max(400).optional(),
});

/** A neutral event; `position` is its place in its source and orders events of the same instant. */
export type NeutralEvent = z.infer<typeof neutralEventSchema> & { position?: number };

/** POST /api/v1/events?community=… */
export const acceptQuery = z.object({ community: z.string().min(1).max(60).describe('id or key of the community') });

/** Answer once every event of the request is durable. */
export const acceptReply = z.object({
  accepted: z.int().nonnegative().describe('new ones, now durable'),
  duplicates: z.int().nonnegative().describe('were on their way already, or came twice in the request'),
});

/** GET /api/v1/communities/:communityId/events/refused */
export const refusedReply = z.object({
  refused: z.array(
    z.object({
      eventId: z.string(),
      version: z.int(),
      source: z.string(),
      reason: z.string(),
      event: z.string().describe('as it was accepted, JSON'),
      receivedAt: z.iso.datetime(),
      refusedAt: z.iso.datetime(),
    }),
  ),
});

/** POST /api/v1/communities/:communityId/events/refused/retry */
export const retriedReply = z.object({
  retried: z.int().nonnegative().describe('now waiting to be written; what cannot be is refused again'),
});
