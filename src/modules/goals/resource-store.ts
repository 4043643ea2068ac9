import { sql } from 'kysely';
import { BadInput, Conflict, NotFound } from '#kernel/errors.ts';
import { newId } from '#kernel/ids.ts';
import { operatorNames } from '#modules/identity/index.ts';
import { brokenConstraint, type Tx } from '#platform/postgres/index.ts';
import type { Booking, Resource, ResourceKind } from './resources.contract.ts';

type Span = { from: string; to: string };
type TimeRow = { from: Date; to: Date };

const spanOf = ({ from, to }: TimeRow): Span => ({ from: from.toISOString(), to: to.toISOString() });
/** A half-open range of instants. */
const range = ({ from, to }: Span) => sql`tstzrange(${from}::timestamptz, ${to}::timestamptz)`;

/** BadInput unless a span has a length. */
export function checkSpan({ from, to }: Span, where = ''): void {
  if (Date.parse(to) <= Date.parse(from))
    throw new BadInput('the end does not come after the beginning', [
      { where: `${where}/to`, what: 'is not after from' },
    ]);
}

export type ResourceFields = {
  name: string;
  kind: ResourceKind;
  owner: string;
  contact: string;
  note: string;
  quantity: number | null;
  consumed: boolean;
  windows: readonly Span[];
};

type ResourceRow = Omit<Resource, 'windows' | 'next' | 'archivedAt' | 'free'> & {
  archivedAt: Date | null;
  booked: number;
  windows: Span[] | null;
  nextFrom: Date | null;
  nextTo: Date | null;
};

async function readResources(
  tx: Tx,
  communityId: string,
  { id, archived, now }: { id: string | null; archived: boolean; now: Date },
): Promise<Resource[]> {
  const { rows } = await sql<ResourceRow>`
    SELECT resources.id, name, kind, owner, contact, resources.note, resources.quantity, consumed,
      archived_at AS "archivedAt",
      (SELECT jsonb_agg(jsonb_build_object('from', lower(during), 'to', upper(during)) ORDER BY during)
       FROM resource_windows WHERE resource_id = resources.id) AS windows,
      (SELECT coalesce(sum(quantity), 0) FROM resource_bookings
       WHERE resource_id = resources.id AND (consumed OR during @> ${now}::timestamptz))::int AS booked,
      EXISTS (SELECT FROM resource_bookings WHERE resource_id = resources.id AND during @> ${now}::timestamptz)
        AS "bookedNow",
      next.from AS "nextFrom", next.to AS "nextTo"
    FROM resources LEFT JOIN LATERAL (
      SELECT lower(during) AS "from", upper(during) AS "to" FROM resource_bookings
      WHERE resource_id = resources.id AND lower(during) > ${now}::timestamptz ORDER BY during LIMIT 1
    ) AS next ON true
    WHERE community_id = ${communityId} AND (${id}::uuid IS NULL OR resources.id = ${id}::uuid)
      AND (${archived} OR archived_at IS NULL)
    ORDER BY kind, name, resources.id LIMIT 1000
  `.execute(tx);
  return rows.map(({ windows, nextFrom, nextTo, archivedAt, booked, ...row }) => ({
    ...row,
    free: row.quantity === null ? null : row.quantity - booked,
    windows: (windows ?? []).map(({ from, to }) => spanOf({ from: new Date(from), to: new Date(to) })),
    next: nextFrom && spanOf({ from: nextFrom, to: nextTo! }),
    archivedAt: archivedAt?.toISOString() ?? null,
  }));
}

/** The resources of a community by kind and name. */
export const listResources = (tx: Tx, communityId: string, { archived, now }: { archived: boolean; now: Date }) =>
  readResources(tx, communityId, { id: null, archived, now });

/** One resource. NotFound. */
export async function getResource(tx: Tx, communityId: string, id: string, now: Date): Promise<Resource> {
  const [found] = await readResources(tx, communityId, { id, archived: true, now });
  if (!found) throw new NotFound('the resource');
  return found;
}

async function setWindows(tx: Tx, id: string, windows: readonly Span[]): Promise<void> {
  await sql`DELETE FROM resource_windows WHERE resource_id = ${id}`.execute(tx);
  for (const [at, window] of windows.entries()) {
    checkSpan(window, `/windows/${at}`);
    await sql`
      INSERT INTO resource_windows (workspace_id, resource_id, during)
      VALUES (qunluo_workspace(), ${id}, ${range(window)}) ON CONFLICT DO NOTHING
    `.execute(tx);
  }
}

export async function addResource(tx: Tx, communityId: string, fields: ResourceFields): Promise<string> {
  const id = newId();
  await sql`
    INSERT INTO resources (id, workspace_id, community_id, name, kind, owner, contact, note, quantity, consumed)
    VALUES (${id}, qunluo_workspace(), ${communityId}, ${fields.name}, ${fields.kind}, ${fields.owner},
            ${fields.contact}, ${fields.note}, ${fields.quantity}, ${fields.consumed})
  `.execute(tx);
  await setWindows(tx, id, fields.windows);
  return id;
}

/**
 * Writes a resource anew. Conflict when less would be left than is booked, when it would be counted otherwise than its
 * bookings are, or when a booking to come would lie outside its windows.
 */
export async function updateResource(
  tx: Tx,
  id: string,
  { archivedAt, ...fields }: ResourceFields & { archivedAt: Date | null },
  now: Date,
): Promise<void> {
  await sql`SELECT FROM resources WHERE id = ${id} FOR NO KEY UPDATE`.execute(tx);
  await sql`
    UPDATE resources SET name = ${fields.name}, kind = ${fields.kind}, owner = ${fields.owner},
      contact = ${fields.contact}, note = ${fields.note}, quantity = ${fields.quantity}, consumed = ${fields.consumed},
      archived_at = ${archivedAt}
    WHERE id = ${id}
  `
    .execute(tx)
    .catch(asConflict);
  await setWindows(tx, id, fields.windows);
  const { rows } = await sql<{ outside: number }>`
    SELECT count(*) AS outside FROM resource_bookings
    WHERE resource_id = ${id} AND upper(during) > ${now}::timestamptz AND NOT qunluo_within_windows(${id}, during)
  `.execute(tx);
  if (rows[0]!.outside > 0)
    throw new Conflict('bookings to come lie outside of these times: move or cancel them first', 'bookings_outside');
}

function asConflict(error: unknown): never {
  switch (brokenConstraint(error)) {
    case 'resource_bookings_apart':
      throw new Conflict('this is booked at that time already', 'already_booked');
    case 'booking_stock':
      throw new Conflict('there is not so much of it at that time', 'not_enough');
    case 'booking_quantity':
      throw new BadInput('goods are booked by number, everything else as a whole', [
        { where: '/quantity', what: 'does not fit how this is counted' },
      ]);
    default:
      throw error;
  }
}

export type BookingFields = Span & { quantity: number | null; operationId: string | null; note: string };

type BookingRow = TimeRow & {
  id: string;
  resourceId: string;
  quantity: number | null;
  operationId: string | null;
  operationName: string | null;
  note: string;
  createdBy: string | null;
};

async function readBookings(
  tx: Tx,
  communityId: string,
  { id = null, resourceId = null, between }: { id?: string | null; resourceId?: string | null; between?: Span },
): Promise<Booking[]> {
  const { rows } = await sql<BookingRow>`
    SELECT booking.id, resource_id AS "resourceId", lower(during) AS "from", upper(during) AS "to", booking.quantity,
      operation_id AS "operationId", operations.name AS "operationName", booking.note, created_by AS "createdBy"
    FROM resource_bookings AS booking
    JOIN resources ON resources.id = resource_id LEFT JOIN operations ON operations.id = operation_id
    WHERE resources.community_id = ${communityId} AND (${id}::uuid IS NULL OR booking.id = ${id}::uuid)
      AND (${resourceId}::uuid IS NULL OR resource_id = ${resourceId}::uuid)
      ${between ? sql`AND during && ${range(between)}` : sql``}
    ORDER BY during, booking.id LIMIT 2000
  `.execute(tx);
  const names = await operatorNames(
    tx,
    rows.map(({ createdBy }) => createdBy),
  );
  return rows.map(({ from, to, operationId, operationName, createdBy, ...row }) => ({
    ...row,
    ...spanOf({ from, to }),
    operation: operationId === null ? null : { id: operationId, name: operationName! },
    by: names.get(createdBy ?? '') ?? null,
  }));
}

/** Bookings that touch a time, by when they begin. */
export const listBookings = (
  tx: Tx,
  communityId: string,
  { between, resourceId }: { between: Span; resourceId?: string | undefined },
): Promise<Booking[]> => readBookings(tx, communityId, { between, resourceId: resourceId ?? null });

/** One booking of a resource. NotFound. */
export async function getBooking(tx: Tx, communityId: string, resourceId: string, id: string): Promise<Booking> {
  const [found] = await readBookings(tx, communityId, { id, resourceId });
  if (!found) throw new NotFound('the booking');
  return found;
}

/** What must hold whoever books: a real operation of this community, a resource in use, a time at which it can be had. */
async function checkBooking(tx: Tx, communityId: string, resource: Resource, fields: BookingFields): Promise<void> {
  checkSpan(fields);
  if (resource.archivedAt !== null) throw new Conflict('this resource is out of use', 'resource_archived');
  const { rows } = await sql<{ within: boolean; known: boolean }>`
    SELECT qunluo_within_windows(${resource.id}, ${range(fields)}) AS within,
      (${fields.operationId}::uuid IS NULL OR EXISTS (
        SELECT FROM operations JOIN budgets ON budgets.id = budget_id
        WHERE operations.id = ${fields.operationId}::uuid AND community_id = ${communityId}
      )) AS known
  `.execute(tx);
  if (!rows[0]!.within) throw new Conflict('it cannot be had at that time', 'outside_windows');
  if (!rows[0]!.known)
    throw new BadInput('the operation is not there', [
      { where: '/operationId', what: 'is no operation of this community' },
    ]);
}

/** Books a resource. Conflict when somebody has it then, too little is left, it is out of use or cannot be had then. */
export async function addBooking(
  tx: Tx,
  communityId: string,
  resource: Resource,
  fields: BookingFields & { createdBy: string | undefined },
): Promise<string> {
  await checkBooking(tx, communityId, resource, fields);
  const id = newId();
  await sql`
    INSERT INTO resource_bookings (id, workspace_id, resource_id, operation_id, during, quantity, note, created_by)
    VALUES (${id}, qunluo_workspace(), ${resource.id}, ${fields.operationId}, ${range(fields)}, ${fields.quantity},
            ${fields.note}, ${fields.createdBy ?? null})
  `
    .execute(tx)
    .catch(asConflict);
  return id;
}

/** Moves or changes a booking, under the same rules. */
export async function updateBooking(
  tx: Tx,
  communityId: string,
  resource: Resource,
  { id, ...fields }: BookingFields & { id: string },
): Promise<void> {
  await checkBooking(tx, communityId, resource, fields);
  await sql`
    UPDATE resource_bookings SET operation_id = ${fields.operationId}, during = ${range(fields)},
      quantity = ${fields.quantity}, note = ${fields.note}
    WHERE id = ${id}
  `
    .execute(tx)
    .catch(asConflict);
}

export async function removeBooking(tx: Tx, id: string): Promise<void> {
  await sql`DELETE FROM resource_bookings WHERE id = ${id}`.execute(tx);
}

/** Operations that a booking can be for: not over before a day, latest first. */
export async function listOpenOperations(
  tx: Tx,
  communityId: string,
  since: string,
): Promise<{ id: string; name: string; fromDay: string; toDay: string }[]> {
  const { rows } = await sql<{ id: string; name: string; fromDay: string; toDay: string }>`
    SELECT operations.id, name, from_day AS "fromDay", to_day AS "toDay"
    FROM operations JOIN budgets ON budgets.id = budget_id
    WHERE community_id = ${communityId} AND to_day >= ${since}::date ORDER BY from_day DESC, operations.id LIMIT 500
  `.execute(tx);
  return rows;
}
