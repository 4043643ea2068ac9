import { z } from 'zod';
import { CONTENT_KINDS } from './content.contract.ts';

/** A text in the two languages of the product. */
export const bothSchema = z.object({ zh: z.string(), en: z.string() });
export type Both = z.infer<typeof bothSchema>;

/** One field of the form that sets a connection up. */
export const fieldSchema = z.object({
  key: z.string(),
  label: bothSchema,
  help: bothSchema.optional(),
  kind: z.enum(['text', 'secret', 'number', 'switch', 'choice', 'lines', 'address']),
  choices: z.array(z.object({ value: z.string(), label: bothSchema })).optional(),
  required: z.boolean(),
  placeholder: z.string().optional(),
  initial: z.union([z.string(), z.number(), z.boolean()]).optional(),
  advanced: z.boolean().optional().describe('folded away: base addresses, ports, time-outs'),
});
export type Field = z.infer<typeof fieldSchema>;

export const HEARD = [
  'message',
  'edit',
  'removal',
  'reaction',
  'join',
  'leave',
  'subscribe',
  'unsubscribe',
  'scan',
  'menu',
  'comment',
  'mention',
  'post-metrics',
] as const;

/** Whom a message can go to: a chat (group, room, channel), one person, or all who follow the account. */
export const RECIPIENTS = ['chat', 'person', 'public'] as const;
export const recipientKindSchema = z.enum(RECIPIENTS);

export const ACTIONS = ['mute', 'unmute', 'remove', 'tag', 'untag'] as const;
export type ActionKind = (typeof ACTIONS)[number];

/**
 * At most `count` sends in a window. `seconds` windows roll; `day` and `month` are the calendar's in the connection's
 * zone. `of` says what is counted together: all of the connection, one chat, one person.
 */
export const limitSchema = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{0,39}$/),
  of: z.enum(['connection', 'chat', 'person']),
  count: z.int().min(1).max(10_000_000),
  window: z.union([z.object({ seconds: z.number().positive().max(86_400) }), z.enum(['day', 'month'])]),
  /** Contents it counts; all where absent. */
  kinds: z.array(z.enum(CONTENT_KINDS)).optional(),
});
export type Limit = z.infer<typeof limitSchema>;

/** What a platform lets a connection do. */
export const capabilitiesSchema = z.object({
  hears: z.array(z.enum(HEARD)),
  replays: z.boolean().describe('what came while the server was down is heard afterwards'),
  sends: z.array(z.enum(CONTENT_KINDS)),
  recipients: z.array(recipientKindSchema),
  edits: z.boolean().describe('a sent message can be changed'),
  idempotent: z.boolean().describe('the platform takes a key, so that a send tried twice arrives once'),
  resendable: z
    .boolean()
    .optional()
    .describe('what was sent can be sent again under its key: the receiver is a program that may have lost it'),
  confirmed: z.boolean().describe('a person at the platform confirms each send before it goes out'),
  answerWithin: z.number().nullable().describe('seconds after a member’s last message in which they may be written to'),
  actions: z.array(z.enum(ACTIONS)),
  longest: z
    .object({ count: z.int().min(1), unit: z.enum(['characters', 'bytes']) })
    .optional()
    .describe('of the text of one message; characters are UTF-16 units'),
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** GET /api/v1/connectors: everything that can be connected, for the form. */
export const connectorSchema = z.object({
  id: z.string(),
  platform: z.string().describe('namespace of the accounts and groups it hears'),
  name: bothSchema,
  about: bothSchema.describe('what it is, and where its keys are found on the platform'),
  fields: z.array(fieldSchema),
  capabilities: capabilitiesSchema,
  limits: z.array(limitSchema),
  operations: z
    .array(
      z.object({
        key: z.string(),
        label: bothSchema,
        about: bothSchema.optional(),
        fields: z.array(fieldSchema),
        changes: z.boolean().describe('false: only reads'),
      }),
    )
    .describe("things of the platform's own that can be run"),
  callback: z.boolean().describe('the platform calls us: its console needs the address of the connection'),
});
export type ConnectorView = z.infer<typeof connectorSchema>;
