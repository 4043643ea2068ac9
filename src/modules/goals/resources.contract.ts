import { z } from 'zod';
import { communityParams } from '#modules/communities/contract.ts';
import { writtenText } from '#modules/communities/profile.contract.ts';
import { givenInstant } from './times.contract.ts';

const shown = z.iso.datetime();

export const RESOURCE_KINDS = ['speaker', 'venue', 'prize', 'material', 'other'] as const;
export const resourceKindSchema = z.enum(RESOURCE_KINDS);
export type ResourceKind = z.infer<typeof resourceKindSchema>;

/** From an instant to the next, which is not in it. */
const span = { from: givenInstant, to: givenInstant };
export const windowSchema = z.object({ from: shown, to: shown });

const quantity = z.int().min(0).max(1_000_000);

const fields = {
  name: writtenText(120).min(1),
  kind: resourceKindSchema,
  owner: writtenText(120).describe('who looks after it, in words'),
  contact: writtenText(500).describe('how to reach them'),
  note: writtenText(2000),
  quantity: quantity.nullable().describe('of goods: how many there are; null: one, booked by one at a time'),
  consumed: z.boolean().describe('what is booked is gone (prizes); else it comes back'),
  windows: z.array(z.strictObject(span)).max(200).describe('when it can be had; empty: always'),
};

/** POST …/resources */
export const createResourceBody = z.strictObject({
  ...fields,
  owner: fields.owner.default(''),
  contact: fields.contact.default(''),
  note: fields.note.default(''),
  quantity: fields.quantity.default(null),
  consumed: fields.consumed.default(false),
  windows: fields.windows.default([]),
});
export type NewResource = z.input<typeof createResourceBody>;
/** PATCH …/resources/:resourceId: what is absent stays. */
export const changeResourceBody = z.strictObject({ ...fields, archived: z.boolean() }).partial();

export const resourceSchema = z.object({
  id: z.string(),
  name: z.string(),
  kind: resourceKindSchema,
  owner: z.string(),
  contact: z.string(),
  note: z.string(),
  quantity: z.int().nullable(),
  consumed: z.boolean(),
  free: z.int().nullable().describe('of goods: not booked now, or not used up; null where there is no quantity'),
  windows: z.array(windowSchema),
  bookedNow: z.boolean(),
  next: windowSchema.nullable().describe('the booking that begins next'),
  archivedAt: shown.nullable(),
});
export type Resource = z.infer<typeof resourceSchema>;

/** GET …/resources?archived= */
export const resourcesQuery = z.object({ archived: z.stringbool().default(false) });
export const resourcesReply = z.object({
  zone: z.string(),
  resources: z.array(resourceSchema).describe('by kind, then name'),
  operations: z
    .array(z.object({ id: z.string(), name: z.string(), fromDay: z.iso.date(), toDay: z.iso.date() }))
    .describe('that a booking can be for: not over 92 days ago, latest first'),
});
export type ResourcesReply = z.infer<typeof resourcesReply>;

const bookingFields = {
  ...span,
  quantity: z.int().min(1).max(1_000_000).nullable().describe('of goods; null for what is booked by one at a time'),
  operationId: z.uuid().nullable(),
  note: writtenText(500),
};
/** POST …/resources/:resourceId/bookings */
export const bookBody = z.strictObject({
  ...bookingFields,
  quantity: bookingFields.quantity.default(null),
  operationId: bookingFields.operationId.default(null),
  note: bookingFields.note.default(''),
});
/** PATCH …/resources/:resourceId/bookings/:bookingId */
export const changeBookingBody = z.strictObject(bookingFields).partial();

export const bookingSchema = z.object({
  id: z.string(),
  resourceId: z.string(),
  from: shown,
  to: shown,
  quantity: z.int().nullable(),
  operation: z.object({ id: z.string(), name: z.string() }).nullable(),
  note: z.string(),
  by: z.string().nullable(),
});
export type Booking = z.infer<typeof bookingSchema>;

/** GET …/bookings?from=&to=: those that touch the time between, at most 400 days; four weeks from now, else. */
export const bookingsQuery = z.object({ ...span, resourceId: z.uuid() }).partial();
export const bookingsReply = z.object({ bookings: z.array(bookingSchema).describe('by when they begin') });

export const resourceParams = communityParams.extend({ resourceId: z.uuid() });
export const bookingParams = resourceParams.extend({ bookingId: z.uuid() });
