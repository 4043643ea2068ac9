import { z } from 'zod';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { BadInput } from '#kernel/errors.ts';
import { communityParams } from '#modules/communities/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import { book, cancelBooking, changeBooking, changeResource, createResource } from './change-resource.ts';
import type { InCommunity } from './http.ts';
import { checkSpan, listBookings, listOpenOperations, listResources } from './resource-store.ts';
import {
  bookBody,
  bookingParams,
  bookingSchema,
  bookingsQuery,
  bookingsReply,
  changeBookingBody,
  changeResourceBody,
  createResourceBody,
  resourceParams,
  resourceSchema,
  resourcesQuery,
  resourcesReply,
} from './resources.contract.ts';
import type { GoalServices } from './track-objectives.ts';

const BASE = '/api/v1/communities/:communityId';
const RESOURCES = `${BASE}/resources`;
const BOOKINGS = `${RESOURCES}/:resourceId/bookings`;
const DAY_MS = 86_400_000;
const MOST_DAYS = 400;
/** How far bookings are shown ahead unless told. */
const SHOWN_DAYS = 28;
const OPERATIONS_SINCE = 92;

/** The register of resources, and who has them when. */
export const resourceRoutes = ({ clock }: Pick<GoalServices, 'clock'>, inCommunity: InCommunity): Route[] => {
  const now = () => new Date(clock.now());
  return [
    route({
      id: 'goals.resources',
      method: 'GET',
      path: RESOURCES,
      summary: 'Speakers, venues, prizes and materials, and when each is booked next',
      params: communityParams,
      query: resourcesQuery,
      reply: resourcesReply,
      handle: ({ caller, params, query: { archived } }) =>
        inCommunity(caller, params.communityId, async (tx, { ids: { communityId }, zone }) => {
          const since = formatDay(dayOf(clock.now(), zone) - OPERATIONS_SINCE);
          return {
            zone,
            resources: await listResources(tx, communityId, { archived, now: now() }),
            operations: await listOpenOperations(tx, communityId, since),
          };
        }),
    }),
    route({
      id: 'goals.create-resource',
      method: 'POST',
      path: RESOURCES,
      summary: 'Put a resource into the register',
      params: communityParams,
      body: createResourceBody,
      reply: resourceSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
          createResource(tx, { actor: caller, communityId, body, now: now() }),
        ),
    }),
    route({
      id: 'goals.change-resource',
      method: 'PATCH',
      path: `${RESOURCES}/:resourceId`,
      summary: 'Change a resource, or take it out of use',
      params: resourceParams,
      body: changeResourceBody,
      reply: resourceSchema,
      handle: ({ caller, params, body }) =>
        inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
          changeResource(tx, { actor: caller, communityId, id: params.resourceId, body, now: now() }),
        ),
    }),
    ...bookingRoutes(now, inCommunity),
  ];
};

const bookingRoutes = (now: () => Date, inCommunity: InCommunity): Route[] => [
  route({
    id: 'goals.bookings',
    method: 'GET',
    path: `${BASE}/bookings`,
    summary: 'Bookings that touch a time',
    params: communityParams,
    query: bookingsQuery,
    reply: bookingsReply,
    handle: ({ caller, params, query: { resourceId, from = now().toISOString(), to } }) =>
      inCommunity(caller, params.communityId, async (tx, { ids: { communityId } }) => {
        const between = { from, to: to ?? new Date(Date.parse(from) + SHOWN_DAYS * DAY_MS).toISOString() };
        checkSpan(between, '/query');
        if (Date.parse(between.to) - Date.parse(between.from) > MOST_DAYS * DAY_MS)
          throw new BadInput(`at most ${MOST_DAYS} days at once`, [{ where: '/query/to', what: 'lies too far off' }]);
        return { bookings: await listBookings(tx, communityId, { between, resourceId }) };
      }),
  }),
  route({
    id: 'goals.book',
    method: 'POST',
    path: BOOKINGS,
    summary: 'Book a resource for a time',
    params: resourceParams,
    body: bookBody,
    reply: bookingSchema,
    status: 201,
    handle: ({ caller, params, body }) =>
      inCommunity(caller, params.communityId, (tx, { ids: { communityId } }) =>
        book(tx, { actor: caller, communityId, id: params.resourceId, body, now: now() }),
      ),
  }),
  route({
    id: 'goals.change-booking',
    method: 'PATCH',
    path: `${BOOKINGS}/:bookingId`,
    summary: 'Move or change a booking',
    params: bookingParams,
    body: changeBookingBody,
    reply: bookingSchema,
    handle: ({ caller, params: { bookingId: id, resourceId, communityId: key }, body }) =>
      inCommunity(caller, key, (tx, { ids: { communityId } }) =>
        changeBooking(tx, { actor: caller, communityId, resourceId, id, body, now: now() }),
      ),
  }),
  route({
    id: 'goals.cancel-booking',
    method: 'DELETE',
    path: `${BOOKINGS}/:bookingId`,
    summary: 'Give a resource free again',
    params: bookingParams,
    reply: z.undefined(),
    handle: ({ caller, params: { bookingId: id, resourceId, communityId: key } }) =>
      inCommunity(caller, key, async (tx, { ids: { communityId } }) => {
        await cancelBooking(tx, { actor: caller, communityId, resourceId, id, now: now() });
        return undefined;
      }),
  }),
];
