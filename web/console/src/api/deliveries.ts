import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  type choiceBody,
  choiceSchema,
  choicesReply,
  type Compose,
  composeReply,
  type decisionsBody,
  decisionsReply,
  deliveriesReply,
  type DeliverySettings,
  deliveryDetailSchema,
  pauseReply,
  quotasReply,
  rehearsalReply,
  settingsReply,
} from '../../../../src/modules/delivery/contract.ts';
import type { DeliveriesSearch } from '../pages/deliveries/deliveries-search.ts';
import { call } from './client.ts';

export type {
  Compose,
  Delivery,
  DeliveryChoice,
  DeliveryDetail,
  DeliverySettings,
  Fate,
  Quotas,
  Rehearsal,
  SettingsReply,
} from '../../../../src/modules/delivery/contract.ts';

const PAGE = 50;
const community = (communityId: string) => `/api/v1/communities/${communityId}`;
const base = (communityId: string) => `${community(communityId)}/deliveries`;
const choices = (communityId: string) => `${community(communityId)}/delivery-choices`;

/** What of deliveries is asked anew after any change of them. */
export const deliveriesKey = (communityId: string) => ['deliveries', communityId] as const;

/** Days are days of the reader's clock; the server takes instants. */
const midnight = (day: string | undefined, plus = 0): string | undefined => {
  if (!day) return undefined;
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + plus).toISOString();
};

type Filter = Omit<DeliveriesSearch, 'tab' | 'open'>;

/** What a filter asks the server for. */
const asked = ({ from, to, connection, member, why, ...rest }: Filter) => ({
  ...rest,
  reason: why,
  connectionId: connection,
  memberId: member,
  from: midnight(from),
  to: midnight(to, 1),
});

/** The outbox for a filter, latest first, page by page; asked again every ten seconds. */
export const deliveriesQuery = (communityId: string, search: Filter) => {
  const query = asked(search);
  return infiniteQueryOptions({
    queryKey: [...deliveriesKey(communityId), 'list', query],
    queryFn: ({ pageParam, signal }) =>
      call(deliveriesReply, base(communityId), { query: { ...query, cursor: pageParam, limit: PAGE }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
};

/** One delivery with what was tried. */
export const deliveryQuery = (communityId: string, id: string) =>
  queryOptions({
    queryKey: [...deliveriesKey(communityId), 'one', id],
    queryFn: ({ signal }) => call(deliveryDetailSchema, `${base(communityId)}/${id}`, { signal }),
    refetchInterval: 5000,
  });

/** What is used of the platforms' limits; asked again every five seconds. */
export const quotasQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...deliveriesKey(communityId), 'quotas'],
    queryFn: ({ signal }) => call(quotasReply, `${base(communityId)}/quotas`, { signal }),
    refetchInterval: 5000,
  });

/** Quiet hours, the cap, consent, and whether sending is paused. */
export const deliverySettingsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...deliveriesKey(communityId), 'settings'],
    queryFn: ({ signal }) => call(settingsReply, `${community(communityId)}/delivery-settings`, { signal }),
  });

/** What members said about being written to. */
export const choicesQuery = (communityId: string, choice: 'in' | 'out' | undefined) =>
  queryOptions({
    queryKey: [...deliveriesKey(communityId), 'choices', choice],
    queryFn: ({ signal }) => call(choicesReply, choices(communityId), { query: { choice, limit: 500 }, signal }),
    placeholderData: keepPreviousData,
  });

export const decide = (communityId: string, body: z.input<typeof decisionsBody>) =>
  call(decisionsReply, `${base(communityId)}/decisions`, { method: 'POST', body });
export const decideAll = (communityId: string, filter: Filter, decision: 'confirm' | 'cancel' | 'retry') =>
  call(decisionsReply, `${base(communityId)}/decisions`, {
    method: 'POST',
    body: { matching: asked(filter), decision },
  });
/** What sending would come to; nothing is sent. */
export const rehearse = (communityId: string, body: Compose) =>
  call(rehearsalReply, `${base(communityId)}/rehearsal`, { method: 'POST', body });
export const compose = (communityId: string, body: Compose) =>
  call(composeReply, base(communityId), { method: 'POST', body });
export const saveDeliverySettings = (communityId: string, body: DeliverySettings) =>
  call(settingsReply, `${community(communityId)}/delivery-settings`, { method: 'PUT', body });
/** Stops everything that one community sends, or, without one, the workspace; or lets it go on. */
export const pauseDeliveries = (communityId: string | undefined, body: { paused: boolean; reason: string }) =>
  call(pauseReply, `${communityId ? community(communityId) : '/api/v1'}/deliveries/pause`, { method: 'PUT', body });
export const setChoice = (communityId: string, memberId: string, body: z.input<typeof choiceBody>) =>
  call(choiceSchema, `${choices(communityId)}/${memberId}`, { method: 'PUT', body });
export const forgetChoice = (communityId: string, memberId: string) =>
  call(z.undefined(), `${choices(communityId)}/${memberId}`, { method: 'DELETE' });
