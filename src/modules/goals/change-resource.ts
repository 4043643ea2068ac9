import type { z } from 'zod';
import { recordChange } from '#modules/identity/index.ts';
import type { Tx } from '#platform/postgres/index.ts';
import type { Change } from './change-budget.ts';
import {
  addBooking,
  addResource,
  getBooking,
  getResource,
  removeBooking,
  updateBooking,
  updateResource,
} from './resource-store.ts';
import type {
  bookBody,
  Booking,
  changeBookingBody,
  changeResourceBody,
  createResourceBody,
  Resource,
} from './resources.contract.ts';

type OfOne<Body = undefined> = Change<Body> & { id: string };
type At = { now: Date };

const fieldsOf = ({ name, kind, owner, contact, note, quantity, consumed, windows, archivedAt }: Resource) => ({
  name,
  kind,
  owner,
  contact,
  note,
  quantity,
  consumed,
  windows,
  archived: archivedAt !== null,
});

/** Puts a resource into the register. */
export async function createResource(
  tx: Tx,
  { actor, communityId, body, now }: Change<z.output<typeof createResourceBody>> & At,
): Promise<Resource> {
  const id = await addResource(tx, communityId, body);
  const subject = { kind: 'resource', id, label: body.name };
  await recordChange(tx, actor, { action: 'goals.create-resource', subject, communityId, after: body });
  return getResource(tx, communityId, id, now);
}

/** Changes a resource, or takes it out of use; its bookings have to fit. */
export async function changeResource(
  tx: Tx,
  { actor, communityId, id, body, now }: OfOne<z.output<typeof changeResourceBody>> & At,
): Promise<Resource> {
  const before = await getResource(tx, communityId, id, now);
  const { archived, ...fields } = { ...fieldsOf(before), ...body };
  const archivedAt = archived ? new Date(before.archivedAt ?? now) : null;
  await updateResource(tx, id, { ...fields, archivedAt }, now);
  const after = await getResource(tx, communityId, id, now);
  await recordChange(tx, actor, {
    action: 'goals.change-resource',
    subject: { kind: 'resource', id, label: after.name },
    communityId,
    before: fieldsOf(before),
    after: fieldsOf(after),
  });
  return after;
}

const bookedFields = ({ from, to, quantity, operation, note }: Booking) => ({
  from,
  to,
  quantity,
  operationId: operation?.id ?? null,
  note,
});

/** Books a resource for a time. */
export async function book(
  tx: Tx,
  { actor, communityId, id: resourceId, body, now }: OfOne<z.output<typeof bookBody>> & At,
): Promise<Booking> {
  const resource = await getResource(tx, communityId, resourceId, now);
  const id = await addBooking(tx, communityId, resource, { ...body, createdBy: actor.operatorId });
  const subject = { kind: 'booking', id, label: resource.name };
  await recordChange(tx, actor, { action: 'goals.book', subject, communityId, after: { resourceId, ...body } });
  return getBooking(tx, communityId, resourceId, id);
}

/** Moves or changes a booking. */
export async function changeBooking(
  tx: Tx,
  {
    actor,
    communityId,
    id,
    resourceId,
    body,
    now,
  }: OfOne<z.output<typeof changeBookingBody>> & At & { resourceId: string },
): Promise<Booking> {
  const resource = await getResource(tx, communityId, resourceId, now);
  const before = bookedFields(await getBooking(tx, communityId, resourceId, id));
  await updateBooking(tx, communityId, resource, { id, ...before, ...body });
  const after = await getBooking(tx, communityId, resourceId, id);
  await recordChange(tx, actor, {
    action: 'goals.change-booking',
    subject: { kind: 'booking', id, label: resource.name },
    communityId,
    before,
    after: bookedFields(after),
  });
  return after;
}

/** Gives a resource free again. */
export async function cancelBooking(
  tx: Tx,
  { actor, communityId, id, resourceId, now }: Omit<OfOne, 'body'> & At & { resourceId: string },
): Promise<void> {
  const { name } = await getResource(tx, communityId, resourceId, now);
  const before = await getBooking(tx, communityId, resourceId, id);
  await removeBooking(tx, id);
  await recordChange(tx, actor, {
    action: 'goals.cancel-booking',
    subject: { kind: 'booking', id, label: name },
    communityId,
    before: bookedFields(before),
  });
}
