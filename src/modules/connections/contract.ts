import { z } from 'zod';
import { zoneSchema } from '#modules/communities/contract.ts';
import { bothSchema, capabilitiesSchema, connectorSchema, limitSchema } from './connector.contract.ts';

const instant = z.iso.datetime();

/** What a field of the form holds. A secret that is absent or null stays as it is. */
const settingSchema = z.union([z.string().max(20_000), z.number(), z.boolean(), z.null()]);
export const settingsSchema = z.record(z.string().max(60), settingSchema);
export type FormSettings = z.infer<typeof settingsSchema>;

export const CONNECTION_STATES = ['opening', 'up', 'waiting', 'refused', 'paused'] as const;
export const connectionStateSchema = z.enum(CONNECTION_STATES);
export type ConnectionState = z.infer<typeof connectionStateSchema>;

export const connectionIdParams = z.object({ connectionId: z.uuid() });
export const chatParams = connectionIdParams.extend({ chatId: z.uuid() });

/** GET /api/v1/connectors */
export const connectorsReply = z.object({ connectors: z.array(connectorSchema) });

/** POST /api/v1/connectors/test: settings that are not kept yet. */
export const testSettingsBody = z.strictObject({ connector: z.string().max(40), settings: settingsSchema });
/** POST /api/v1/connections/:connectionId/test: the kept settings, or those given over them. */
export const testConnectionBody = z.strictObject({ settings: settingsSchema }).partial();
export const testReply = z.object({
  ok: z.boolean(),
  detail: bothSchema,
  account: z.string().optional().describe('whom the platform takes us for'),
});

/** POST /api/v1/connections/:connectionId/operations/:operation */
export const operationParams = connectionIdParams.extend({ operation: z.string().max(60).describe('its key') });
export const operationBody = z.strictObject({ values: settingsSchema.default({}) });
export const operationReply = z.object({
  fate: z.enum(['done', 'later', 'refused', 'unknown', 'revoked']),
  result: z.record(z.string(), z.unknown()).optional(),
  code: z.string().optional(),
  reason: z.string().optional(),
  seconds: z.number().optional().describe('after which trying again is worth it'),
});

export const limitOverridesSchema = z
  .record(z.string().max(40), z.int().min(1).max(10_000_000))
  .describe('own counts in place of the platform’s, by the key of the limit');
export type LimitOverrides = z.infer<typeof limitOverridesSchema>;

export const connectionSchema = z.object({
  id: z.string(),
  connector: z.string(),
  platform: z.string(),
  name: z.string(),
  communityId: z.string().nullable().describe('the home of what belongs to no chat: private messages, follows'),
  zone: z.string().describe('whose days and months the limits of the platform count'),
  settings: settingsSchema.describe('without secrets'),
  secretsSet: z.array(z.string()).describe('keys of the secrets that are kept'),
  limits: z.array(limitSchema).describe('in force'),
  ownLimits: limitOverridesSchema,
  capabilities: capabilitiesSchema,
  callbackAddress: z
    .string()
    .nullable()
    .describe('what the console of the platform has to be told; null: it does not call'),
  paused: z.boolean(),
  pausedFor: z
    .enum(['hand', 'revoked'])
    .nullable()
    .describe('by an operator, or because the platform takes nothing more'),
  state: connectionStateSchema,
  detail: z.string().describe('why it is not up'),
  since: instant,
  againAt: instant.nullable().describe('when it is tried again'),
  heardAt: instant.nullable(),
  sentAt: instant.nullable(),
  heard: z.int(),
  sent: z.int(),
  failed: z.int(),
  chats: z.object({ seen: z.int(), attached: z.int() }),
  refusedToday: z.int().describe('callbacks that were not taken'),
  createdAt: instant,
});
export type ConnectionView = z.infer<typeof connectionSchema>;

export const connectionsReply = z.object({ connections: z.array(connectionSchema) });

/** POST /api/v1/connections */
export const createConnectionBody = z.strictObject({
  connector: z.string().max(40),
  name: z.string().trim().min(1).max(120),
  communityId: z.uuid().nullable().default(null),
  zone: zoneSchema.optional().describe('of its community unless given'),
  settings: settingsSchema,
});
export type NewConnection = z.input<typeof createConnectionBody>;

/** PATCH /api/v1/connections/:connectionId: what is absent stays. */
export const updateConnectionBody = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    communityId: z.uuid().nullable(),
    zone: zoneSchema,
    settings: settingsSchema,
  })
  .partial();
export type ConnectionUpdate = z.infer<typeof updateConnectionBody>;

/** PUT /api/v1/connections/:connectionId/limits */
export const setLimitsBody = z.strictObject({ limits: limitOverridesSchema });

/** GET /api/v1/connections/:connectionId/log?before=&limit= */
export const connectionLogQuery = z.object({
  before: z.uuid().optional().describe('id of the entry before which to go on'),
  limit: z.coerce.number().int().min(1).max(200).default(100),
  level: z.enum(['debug', 'info', 'warn']).default('debug').describe('this and worse'),
});
export const connectionLogReply = z.object({
  entries: z.array(
    z.object({
      id: z.string(),
      at: instant,
      level: z.enum(['debug', 'info', 'warn', 'error']),
      direction: z.enum(['in', 'out', 'own']),
      words: z.string(),
      body: z.string(),
    }),
  ),
  refusals: z
    .array(z.object({ day: z.string(), why: z.string(), times: z.int() }))
    .describe('callbacks not taken, 30 days'),
});

export const chatSchema = z.object({
  id: z.string(),
  connectionId: z.string(),
  externalId: z.string(),
  name: z.string(),
  kind: z.enum(['group', 'channel', 'room', 'page', 'mailbox']),
  members: z.int().nullable(),
  communityId: z.string().nullable(),
  groupId: z.string().nullable(),
  attachedAt: instant.nullable(),
  firstSeenAt: instant,
  lastSeenAt: instant,
});
export type ChatView = z.infer<typeof chatSchema>;
export const chatsReply = z.object({ chats: z.array(chatSchema) });

/** PUT /api/v1/connections/:connectionId/chats/:chatId/community */
export const attachChatBody = z.strictObject({ communityId: z.uuid() });
