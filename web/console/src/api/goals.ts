import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  budgetReply,
  budgetSchema,
  budgetsReply,
  currencyReply,
  operationSchema,
} from '../../../../src/modules/goals/budgets.contract.ts';
import {
  measureReply,
  objectiveReply,
  objectivesReply,
  trackedObjectiveSchema,
  type Measure,
} from '../../../../src/modules/goals/objectives.contract.ts';
import {
  bookingSchema,
  bookingsReply,
  resourceSchema,
  resourcesReply,
} from '../../../../src/modules/goals/resources.contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;

/** What of goals is asked anew after any change of them. */
export const goalsKey = (communityId: string) => ['goals', communityId] as const;

export const objectivesQuery = (communityId: string, closed = false) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'objectives', closed],
    queryFn: ({ signal }) => call(objectivesReply, `${base(communityId)}/objectives`, { query: { closed }, signal }),
    placeholderData: keepPreviousData,
  });

/** One objective with how it was judged day by day. */
export const objectiveQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'objective', id],
    queryFn: ({ signal }) => call(objectiveReply, `${base(communityId)}/objectives/${id}`, { signal }),
  });

/** What a figure was, to choose a target by. */
export const measureQuery = (communityId: string, measure: Measure) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'measure', measure],
    queryFn: ({ signal }) => call(measureReply, `${base(communityId)}/measures`, { query: { ...measure }, signal }),
  });

/** Makes an objective, or changes the one named. */
export const saveObjective = (communityId: string, id: string | undefined, body: object) =>
  call(trackedObjectiveSchema, `${base(communityId)}/objectives${id ? `/${id}` : ''}`, {
    method: id ? 'PATCH' : 'POST',
    body,
  });
export const closeObjective = (communityId: string, id: string, body: { outcome: string; note: string }) =>
  call(trackedObjectiveSchema, `${base(communityId)}/objectives/${id}/close`, { method: 'POST', body });
export const reopenObjective = (communityId: string, id: string) =>
  call(trackedObjectiveSchema, `${base(communityId)}/objectives/${id}/reopen`, { method: 'POST' });
export const deleteObjective = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/objectives/${id}`, { method: 'DELETE' });

export const budgetsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'budgets'],
    queryFn: ({ signal }) => call(budgetsReply, `${base(communityId)}/budgets`, { signal }),
  });
export const budgetQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'budget', id],
    queryFn: ({ signal }) => call(budgetReply, `${base(communityId)}/budgets/${id}`, { signal }),
  });
export const saveBudget = (communityId: string, id: string | undefined, body: object) =>
  call(budgetSchema, `${base(communityId)}/budgets${id ? `/${id}` : ''}`, { method: id ? 'PATCH' : 'POST', body });
export const deleteBudget = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/budgets/${id}`, { method: 'DELETE' });
export const chooseCurrency = (communityId: string, currency: string) =>
  call(currencyReply, `${base(communityId)}/currency`, { method: 'PUT', body: { currency } });

/** Adds an operation to a budget, or changes the one named. */
export const saveOperation = (
  communityId: string,
  place: { budgetId: string; id?: string | undefined },
  body: object,
) =>
  call(
    operationSchema,
    place.id
      ? `${base(communityId)}/operations/${place.id}`
      : `${base(communityId)}/budgets/${place.budgetId}/operations`,
    { method: place.id ? 'PATCH' : 'POST', body },
  );
export const deleteOperation = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/operations/${id}`, { method: 'DELETE' });
export const addSpend = (communityId: string, operationId: string, body: object) =>
  call(operationSchema, `${base(communityId)}/operations/${operationId}/spends`, { method: 'POST', body });
export const deleteSpend = (communityId: string, operationId: string, id: string) =>
  call(operationSchema, `${base(communityId)}/operations/${operationId}/spends/${id}`, { method: 'DELETE' });

/** The register with what is out of use, since old bookings name it. */
export const resourcesQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'resources'],
    queryFn: ({ signal }) =>
      call(resourcesReply, `${base(communityId)}/resources`, { query: { archived: true }, signal }),
  });
export const bookingsQuery = (communityId: string, between: { from: string; to: string }) =>
  queryOptions({
    queryKey: [...goalsKey(communityId), 'bookings', between],
    queryFn: async ({ signal }) =>
      (await call(bookingsReply, `${base(communityId)}/bookings`, { query: between, signal })).bookings,
    placeholderData: keepPreviousData,
  });
export const saveResource = (communityId: string, id: string | undefined, body: object) =>
  call(resourceSchema, `${base(communityId)}/resources${id ? `/${id}` : ''}`, { method: id ? 'PATCH' : 'POST', body });
export const saveBooking = (
  communityId: string,
  { resourceId, id }: { resourceId: string; id?: string | undefined },
  body: object,
) =>
  call(bookingSchema, `${base(communityId)}/resources/${resourceId}/bookings${id ? `/${id}` : ''}`, {
    method: id ? 'PATCH' : 'POST',
    body,
  });
export const cancelBooking = (communityId: string, { resourceId, id }: { resourceId: string; id: string }) =>
  call(z.undefined(), `${base(communityId)}/resources/${resourceId}/bookings/${id}`, { method: 'DELETE' });
