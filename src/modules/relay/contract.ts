import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { contentSchema } from '#modules/connections/content.contract.ts';

const instant = z.iso.datetime();

export const SESSION_STATES = ['ready', 'live', 'paused', 'ended'] as const;
export const sessionStateSchema = z.enum(SESSION_STATES);
export type SessionState = (typeof SESSION_STATES)[number];

/** Chats that one session goes into at most. */
export const MOST_TARGETS = 500;

const sessionFields = {
  name: writtenText(120).min(1),
  sourceChatId: z.uuid().nullable().describe('what is said there goes out; null: only what operators write'),
  speakerIds: z
    .array(z.uuid())
    .max(50)
    .describe('members whose words go out; empty: everybody in the source, who is no bot'),
  heading: writtenText(200).describe('before each message; {{speaker}} stands for who said it'),
  targetIds: z.array(z.uuid()).max(MOST_TARGETS).describe('attached chats that it goes into; the source is left out'),
  questions: z.boolean().describe('collect what members of the targets ask'),
  questionWord: writtenText(20).describe('what a question begins with; empty: a question mark at its end'),
};

/** POST …/relays */
export const createSessionBody = z.strictObject({
  ...sessionFields,
  sourceChatId: sessionFields.sourceChatId.default(null),
  speakerIds: sessionFields.speakerIds.default([]),
  heading: sessionFields.heading.default('【{{speaker}}】'),
  questions: sessionFields.questions.default(true),
  questionWord: sessionFields.questionWord.default(''),
});
export type NewSession = z.input<typeof createSessionBody>;
/** PATCH …/relays/:relayId: what is absent stays. */
export const changeSessionBody = z.strictObject(sessionFields).partial();

/** How many deliveries of a session, or of a chat of it, are at which point. */
export const progressSchema = z.object({
  waiting: z.int(),
  sent: z.int(),
  failed: z.int().describe('refused, expired or not known to have arrived'),
  lastSentAt: instant.nullable(),
});
export type Progress = z.infer<typeof progressSchema>;

export const sessionSchema = z.object({
  ...sessionFields,
  id: z.string(),
  state: sessionStateSchema,
  startedAt: instant.nullable(),
  endedAt: instant.nullable(),
  createdAt: instant,
  messages: z.int(),
  openQuestions: z.int(),
  progress: progressSchema,
});
export type RelaySession = z.infer<typeof sessionSchema>;

/** GET …/relays */
export const sessionsReply = z.object({
  sessions: z.array(sessionSchema).describe('latest first, at most 200'),
  chats: z
    .array(
      z.object({
        id: z.string(),
        connectionId: z.string(),
        name: z.string(),
        members: z.int().nullable(),
        canSend: z.boolean().describe('its connection can write there'),
      }),
    )
    .describe('attached to this community: what a session can be about'),
});

export const relayParams = communityParams.extend({ relayId: z.uuid() });
export const messageParams = relayParams.extend({ messageKey: z.uuid() });
export const questionParams = relayParams.extend({ eventId: z.uuid() });

export const messageSchema = z.object({
  key: z.string(),
  place: z.int().describe('1 for the first'),
  content: contentSchema,
  by: z.string().nullable().describe('who said it'),
  own: z.boolean().describe('written by an operator'),
  edits: z.int(),
  saidAt: instant,
  progress: progressSchema,
});

/** GET …/relays/:relayId */
export const sessionReply = z.object({
  session: sessionSchema,
  targets: z.array(
    z.object({ chatId: z.string(), name: z.string(), progress: progressSchema, problem: z.string().nullable() }),
  ),
  messages: z.array(messageSchema).describe('latest first, at most 200'),
  questions: z
    .array(
      z.object({
        eventId: z.string(),
        chatId: z.string(),
        chat: z.string(),
        memberId: z.string(),
        name: z.string(),
        text: z.string(),
        askedAt: instant,
        state: z.enum(['open', 'answered', 'put_aside']),
      }),
    )
    .describe('open ones first, then the latest, at most 200'),
});

/** POST …/relays/:relayId/state */
export const stateBody = z.strictObject({ state: z.enum(['live', 'paused', 'ended']) });

/** POST …/relays/:relayId/messages: an operator says something to all targets. */
export const sayBody = z.strictObject({
  content: contentSchema,
  answers: z.uuid().nullable().default(null).describe('the event of a question that this answers; it is quoted before'),
});
export const sayReply = z.object({ key: z.string(), queued: z.int() });
/** PUT …/relays/:relayId/messages/:messageKey: an operator's own words, said again. */
export const editBody = z.strictObject({ content: contentSchema });
/** PUT …/relays/:relayId/questions/:eventId */
export const questionBody = z.strictObject({ state: z.enum(['open', 'put_aside']) });
