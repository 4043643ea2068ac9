import { z } from 'zod';
import { communityParams, zoneSchema } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { bothSchema, limitSchema, recipientKindSchema } from '#modules/connections/connector.contract.ts';
import { CONTENT_KINDS, contentSchema } from '#modules/connections/content.contract.ts';

const instant = z.iso.datetime();
export const languageSchema = z.enum(['zh-CN', 'en']);

/** What asks for messages to be sent. */
export const SOURCE_KINDS = [
  'reaction',
  'relay',
  'operator',
  'journey',
  'campaign',
  'survey',
  'content',
  'activity',
  'loyalty',
  'credit',
  'goal',
  'ritual',
] as const;
export const sourceKindSchema = z.enum(SOURCE_KINDS);
export type SourceKind = z.infer<typeof sourceKindSchema>;

/** Answers pass quiet hours, the fatigue cap and opt-outs; service passes the cap; promotions pass nothing. */
export const PURPOSES = ['answer', 'service', 'promotion'] as const;
export const purposeSchema = z.enum(PURPOSES);
export type Purpose = z.infer<typeof purposeSchema>;

/**
 * - queued: will be sent at `sendAt`; - confirming: one of ours has to say yes; - awaiting: the platform's person has to;
 * - sending; - sent; - unknown: it was on its way, and whether it arrived nobody can know; - failed: the platform refused it,
 *   or it was tried too often; - suppressed: left out by a rule; - expired: not sent in time; - cancelled: by an operator.
 */
export const FATES = [
  'queued',
  'confirming',
  'awaiting',
  'sending',
  'sent',
  'unknown',
  'failed',
  'suppressed',
  'expired',
  'cancelled',
] as const;
export const fateSchema = z.enum(FATES);
export type Fate = z.infer<typeof fateSchema>;
/** Fates that are not the last. */
export const OPEN_FATES = ['queued', 'confirming', 'awaiting', 'sending'] as const satisfies readonly Fate[];

/**
 * Why a delivery is left out, or what it waits for. Limits of a platform are `limit:<key of the limit>`; what a platform
 * itself said comes as `platform:<its code>`.
 */
export const REASONS = [
  // waits for
  'quiet_hours',
  'cap',
  'turn', // an earlier one of its stream
  'retry',
  'connection_paused',
  // left out or ended
  'opted_out',
  'no_consent',
  'connection_gone',
  'not_supported', // the platform takes no such content, or not to such a recipient
  'window_closed', // the platform lets members be written to only for a while after they wrote
  'no_room', // the limits leave no place before it expires; the detail names the limit
  'late', // expired before it could be sent
  'no_account', // the member has none on the platforms asked for
  'duplicate',
  'too_often', // tried and put off too many times
  'killed', // the process ended while it was on its way
  'no_answer', // the platform did not answer: it may have arrived
  'failed', // something of ours went wrong; the detail says what
] as const;

export const recipientSchema = z.object({
  kind: recipientKindSchema,
  id: z.string().min(1).max(400).describe('on its platform; of `public` the name of the account'),
});

/** GET …/deliveries */
const many = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(schema).max(20).optional(),
  );

export const deliveriesQuery = z.object({
  fate: many(fateSchema),
  source: many(sourceKindSchema),
  sourceId: z.string().max(200).optional(),
  purpose: many(purposeSchema),
  connectionId: z.uuid().optional(),
  memberId: z.uuid().optional(),
  reason: z.string().max(80).optional(),
  q: z.string().trim().max(200).optional().describe('in the text, the recipient’s id or the member’s name'),
  from: instant.optional().describe('asked for at or after'),
  to: instant.optional().describe('asked for before'),
  cursor: z.string().max(400).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export type DeliveriesQuery = z.infer<typeof deliveriesQuery>;

export const deliverySchema = z.object({
  id: z.string(),
  source: z.object({ kind: sourceKindSchema, id: z.string() }),
  priority: z.int(),
  purpose: purposeSchema,
  connection: z.object({ id: z.string(), name: z.string(), connector: z.string(), platform: z.string() }).nullable(),
  to: recipientSchema.extend({ name: z.string().describe('of the member or the chat; empty: not known') }),
  memberId: z.string().nullable(),
  excerpt: z.string().describe('the first 200 characters of its text'),
  kind: z.enum(CONTENT_KINDS),
  fate: fateSchema,
  reason: z.string().describe('code; empty: nothing to say'),
  detail: z.string(),
  sendAt: instant.nullable().describe('queued: when it will be sent; null: not planned yet'),
  notBefore: instant,
  expiresAt: instant,
  attempts: z.int(),
  sentAt: instant.nullable(),
  settledAt: instant.nullable(),
  createdAt: instant,
  may: z.object({ confirm: z.boolean(), cancel: z.boolean(), retry: z.boolean(), replay: z.boolean() }),
});
export type Delivery = z.infer<typeof deliverySchema>;

export const deliveriesReply = z.object({
  deliveries: z.array(deliverySchema).describe('latest first'),
  next: z.string().nullable(),
  counts: z
    .partialRecord(fateSchema, z.int())
    .describe('under the same filters but that of fates; of the latest 10,000'),
});
export type DeliveriesReply = z.infer<typeof deliveriesReply>;

export const deliveryParams = communityParams.extend({ deliveryId: z.uuid() });

/** GET …/deliveries/:deliveryId */
export const deliveryDetailSchema = deliverySchema.extend({
  content: contentSchema,
  rendered: z.object({ content: contentSchema, cut: z.boolean() }).nullable().describe('as its platform gets it'),
  language: languageSchema,
  template: z.object({ id: z.string(), name: z.string() }).nullable(),
  dedupeKey: z.string(),
  stream: z.string().nullable(),
  messageId: z.string().nullable().describe('on the platform'),
  createdBy: z.string().nullable(),
  confirmedBy: z.string().nullable(),
  tries: z.array(
    z.object({
      number: z.int(),
      startedAt: instant,
      endedAt: instant.nullable(),
      outcome: z.enum(['sent', 'awaiting', 'later', 'refused', 'unknown', 'revoked']).nullable(),
      code: z.string(),
      reason: z.string(),
    }),
  ),
});
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>;

export const DECISIONS = ['confirm', 'cancel', 'retry', 'replay'] as const;
export type Decision = (typeof DECISIONS)[number];

/** The fates that a decision is for. A replay is besides only for what goes to a program that takes the same again. */
export const DECIDED_FATES: Readonly<Record<Decision, readonly Fate[]>> = {
  confirm: ['confirming'],
  cancel: ['queued', 'confirming'],
  retry: ['failed', 'unknown', 'expired', 'suppressed', 'cancelled'],
  replay: ['sent'],
};

/** The most that one decision over everything that filters find changes. */
export const MOST_DECIDED = 10_000;

/**
 * POST …/deliveries/decisions: confirm, cancel, try again, or send what was sent once more; of those that are named, or of all
 * that filters find. What is not in a state for it is left alone.
 */
export const decisionsBody = z.union([
  z.strictObject({ ids: z.array(z.uuid()).min(1).max(1000), decision: z.enum(DECISIONS) }),
  z.strictObject({
    matching: deliveriesQuery.omit({ cursor: true, limit: true }),
    decision: z.enum(['confirm', 'cancel', 'retry']),
  }),
]);
export type DecisionsBody = z.infer<typeof decisionsBody>;
export const decisionsReply = z.object({
  changed: z.int(),
  left: z.int().describe(`in no state for it, or past the ${MOST_DECIDED} that one decision changes`),
});

const variablesSchema = z.record(z.string().max(60), z.string().max(2000));

export const messageSchema = z.union([
  z.strictObject({
    content: contentSchema,
    variables: variablesSchema.optional().describe('given, even empty: {{…}} in the content is filled in'),
  }),
  z.strictObject({ templateId: z.uuid(), variables: variablesSchema.default({}) }),
]);
export type Message = z.input<typeof messageSchema>;

/** Whom an operator writes to. Members are reached over the first of the connections on whose platform they have an account. */
export const audienceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('segment'), segmentId: z.uuid(), connectionIds: z.array(z.uuid()).min(1).max(20) }),
  z.strictObject({
    kind: z.literal('members'),
    memberIds: z.array(z.uuid()).min(1).max(10_000),
    connectionIds: z.array(z.uuid()).min(1).max(20),
  }),
  z.strictObject({
    kind: z.literal('chats'),
    chatIds: z.array(z.uuid()).min(1).max(1000).describe('of chats that are attached to the community'),
  }),
  z.strictObject({ kind: z.literal('public'), connectionIds: z.array(z.uuid()).min(1).max(20) }),
]);
export type Audience = z.infer<typeof audienceSchema>;

/** POST …/deliveries and POST …/deliveries/rehearsal */
export const composeBody = z.strictObject({
  audience: audienceSchema,
  message: messageSchema,
  purpose: purposeSchema.exclude(['answer']).default('promotion'),
  priority: z.int().min(0).max(9).default(5),
  notBefore: instant.optional(),
  expiresAt: instant.optional(),
  confirm: z.boolean().default(false).describe('one of ours says yes to each first'),
  language: languageSchema.default('zh-CN').describe('of a template that has two'),
  key: z.string().min(1).max(80).optional().describe('the same order given twice is sent once'),
});
export type Compose = z.input<typeof composeBody>;

const rehearsedSchema = z.object({
  memberId: z.string().nullable(),
  name: z.string().describe('of the member, the chat or the account; empty: not known'),
  to: recipientSchema.extend({ name: z.string() }).nullable().describe('null: no way to them'),
  connectionId: z.string().nullable(),
  fate: fateSchema,
  reason: z.string(),
  detail: z.string(),
  sendAt: instant.nullable(),
});
export const rehearsalReply = z.object({
  asked: z.int(),
  sends: z.int(),
  confirming: z.int(),
  leftOut: z.array(z.object({ reason: z.string(), count: z.int() })).describe('most first'),
  waits: z
    .array(z.object({ reason: z.string(), count: z.int() }))
    .describe('of those that are sent, what makes them wait'),
  firstAt: instant.nullable(),
  lastAt: instant.nullable(),
  hours: z.array(z.object({ at: instant, count: z.int() })).describe('sends by hour, at most 400 of them'),
  pushedOut: z.int().describe('deliveries of others that this would leave out'),
  people: z.array(rehearsedSchema).describe('the first 200: those left out first, then by time'),
});
export type Rehearsal = z.infer<typeof rehearsalReply>;
export const composeReply = z.object({
  queued: z.int(),
  duplicates: z.int(),
  suppressed: z.int(),
  sourceId: z.string().describe('finds them: ?source=operator&sourceId='),
});

/** GET …/deliveries/quotas */
export const quotasReply = z.object({
  at: instant,
  connections: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      connector: z.string(),
      paused: z.boolean(),
      recipients: z.array(recipientKindSchema).describe('whom it can write to'),
      confirmed: z.boolean().describe('a person at the platform confirms each send'),
      zone: zoneSchema,
      queued: z.int(),
      due: z.int().describe('of the queued, those that could go now'),
      restsUntil: instant.nullable().describe('the platform put sends off: nothing goes before'),
      limits: z.array(
        z.object({
          limit: limitSchema,
          used: z.int().describe('in the window that ends now; of chats and persons: the most that one of them used'),
          freeAt: instant.nullable().describe('when it takes the next; null: now'),
        }),
      ),
    }),
  ),
});
export type Quotas = z.infer<typeof quotasReply>;

const minute = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day like 22:00');
const quietSchema = z
  .strictObject({ from: minute, to: minute.describe('the first minute that is not quiet') })
  .refine(({ from, to }) => from !== to, 'begin and end are the same');
const capSchema = z.strictObject({ count: z.int().min(1).max(100), days: z.int().min(1).max(90) });

/** PUT …/delivery-settings */
export const settingsBody = z.strictObject({
  quiet: quietSchema.nullable().describe('in the member’s zone; of chats in the community’s'),
  cap: capSchema.nullable().describe('promotions to one member, over everything that sends, in that many days on end'),
  consentNeeded: z.boolean().describe('promotions only to members who said yes'),
  zoneAttribute: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,39}$/)
    .describe('key of the attribute that holds a member’s IANA zone; without one the community’s holds'),
});
export type DeliverySettings = z.infer<typeof settingsBody>;

const pauseSchema = z.object({ since: instant, by: z.string().nullable(), reason: z.string() }).nullable();
export const settingsReply = settingsBody.extend({
  zone: zoneSchema.describe('of the community'),
  paused: pauseSchema,
  workspacePaused: pauseSchema,
});
export type SettingsReply = z.infer<typeof settingsReply>;

/** PUT …/deliveries/pause and PUT /api/v1/deliveries/pause */
export const pauseBody = z.strictObject({ paused: z.boolean(), reason: writtenText(400).default('') });
export const pauseReply = z.object({ paused: pauseSchema });

/** What a member said about being written to. */
export const CHOICES = ['in', 'out'] as const;
const choiceFields = {
  choice: z.enum(CHOICES).describe('in: said yes to promotions; out: wants none'),
  scope: z.enum(['promotion', 'all']).default('all').describe('of `out`: promotions, or all but answers'),
  reason: writtenText(400).default(''),
};
/** PUT …/delivery-choices/:memberId */
export const choiceBody = z.strictObject(choiceFields);
export const choiceParams = communityParams.extend({ memberId: z.uuid() });
export const choiceSchema = z.object({
  ...choiceFields,
  memberId: z.string(),
  name: z.string(),
  how: z.enum(['operator', 'member', 'import', 'api']),
  at: instant,
  by: z.string().nullable(),
});
export type DeliveryChoice = z.infer<typeof choiceSchema>;
/** GET …/delivery-choices */
export const choicesQuery = z.object({
  choice: z.enum(CHOICES).optional(),
  memberId: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const choicesReply = z.object({
  choices: z.array(choiceSchema).describe('latest first'),
  counts: z.object({ in: z.int(), out: z.int() }),
});

const templateFields = {
  name: writtenText(120).min(1),
  zh: contentSchema.nullable(),
  en: contentSchema.nullable(),
  variables: z
    .array(z.string().regex(/^[a-z][a-z0-9_]{0,39}$/))
    .max(20)
    .describe('names of its own that whoever sends it gives'),
};
/** POST …/message-templates; PUT …/message-templates/:templateId with the version it was made from */
export const createTemplateBody = z.strictObject({
  ...templateFields,
  zh: templateFields.zh.default(null),
  en: templateFields.en.default(null),
  variables: templateFields.variables.default([]),
});
export const updateTemplateBody = z.strictObject({ ...templateFields, version: z.int() });
export const templateParams = communityParams.extend({ templateId: z.uuid() });
export const templateSchema = z.object({
  ...templateFields,
  id: z.string(),
  version: z.int(),
  uses: z.int().describe('deliveries made of it'),
  createdBy: z.string().nullable(),
  createdAt: instant,
  changedAt: instant,
});
export type MessageTemplate = z.infer<typeof templateSchema>;
export const templatesReply = z.object({
  templates: z.array(templateSchema).describe('by name'),
  known: z
    .array(z.object({ name: z.string(), label: bothSchema }))
    .describe('variables that each message can use: {{member.name|friend}}'),
});

/** POST …/message-templates/preview: a content as each platform would show it to a member, or to a made-up one. */
export const previewBody = z.strictObject({
  content: contentSchema,
  variables: variablesSchema.default({}),
  declared: templateFields.variables.default([]).describe('of the template; what is not given shows as its name'),
  memberId: z.uuid().optional(),
  language: languageSchema.default('zh-CN'),
});
export const previewReply = z.object({
  filled: contentSchema,
  used: z.array(z.string()).describe('variables in it'),
  platforms: z.array(
    z.object({
      connector: z.string(),
      name: bothSchema,
      content: contentSchema.nullable().describe('null: this platform cannot show it'),
      cut: z.boolean().describe('it was too long and was cut'),
      characters: z.int(),
      limit: z.int().nullable(),
    }),
  ),
});
export type Preview = z.infer<typeof previewReply>;
