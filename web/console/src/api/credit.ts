import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  appealsReply,
  memberCreditReply,
  prefillReply,
  recordsReply,
  ruleSchema,
  rulesReply,
  tasksReply,
  violationSchema,
  violationsReply,
  waitingReply,
  type recordBody,
} from '../../../../src/modules/credit/contract.ts';
import type { CreditPolicy } from '../../../../src/modules/credit/policy.contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;
const nothing = z.undefined();

/** What of rules and credit is asked anew after any change of them. */
export const creditKey = (communityId: string) => ['credit', communityId] as const;

export const rulesQuery = (communityId: string, archived = false) =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'rules', archived],
    queryFn: ({ signal }) => call(rulesReply, `${base(communityId)}/rules`, { query: { archived }, signal }),
  });
/** Writes a rule, or changes the one named. */
export const saveRule = (communityId: string, id: string | undefined, body: object) =>
  call(ruleSchema, `${base(communityId)}/rules${id ? `/${id}` : ''}`, { method: id ? 'PATCH' : 'POST', body });
export const orderRules = (communityId: string, ruleIds: readonly string[]) =>
  call(nothing, `${base(communityId)}/rules/order`, { method: 'PUT', body: { ruleIds } });
export const prefillRules = (communityId: string, language: string) =>
  call(prefillReply, `${base(communityId)}/rules/prefill`, { method: 'POST', body: { language } });
export const setPolicy = (communityId: string, policy: CreditPolicy) =>
  call(nothing, `${base(communityId)}/credit/policy`, { method: 'PUT', body: policy });

export type RecordsFilter = { standing?: string | undefined; q?: string | undefined };
export const recordsQuery = (communityId: string, filter: RecordsFilter) =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'records', filter],
    queryFn: ({ signal }) => call(recordsReply, `${base(communityId)}/credit`, { query: filter, signal }),
  });

const WAITING_LOOK_MS = 60_000;
/** Appeals and tasks that wait for somebody of the team; looked at again by itself. */
export const creditWaitingQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'waiting'],
    queryFn: ({ signal }) => call(waitingReply, `${base(communityId)}/credit/waiting`, { signal }),
    refetchInterval: WAITING_LOOK_MS,
  });

export const memberCreditQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'member', memberId],
    queryFn: ({ signal }) => call(memberCreditReply, `${base(communityId)}/members/${memberId}/credit`, { signal }),
  });

export type ViolationsFilter = { ruleId?: string | undefined; state?: string | undefined };
/** A page of violations, latest recorded first. */
export const fetchViolations = (
  communityId: string,
  filter: ViolationsFilter & { before?: string | undefined },
  signal?: AbortSignal,
) => call(violationsReply, `${base(communityId)}/violations`, { query: filter, ...(signal && { signal }) });
export const recordViolation = (communityId: string, body: z.input<typeof recordBody>) =>
  call(violationSchema, `${base(communityId)}/violations`, { method: 'POST', body });
export const withdrawViolation = (communityId: string, id: string, reason: string) =>
  call(nothing, `${base(communityId)}/violations/${id}/withdraw`, { method: 'POST', body: { reason } });
export const liftSanction = (communityId: string, id: string, reason: string) =>
  call(nothing, `${base(communityId)}/sanctions/${id}/lift`, { method: 'POST', body: { reason } });

export const appealsQuery = (communityId: string, state: 'open' | 'decided') =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'appeals', state],
    queryFn: ({ signal }) => call(appealsReply, `${base(communityId)}/appeals`, { query: { state }, signal }),
  });
export const decideAppeal = (communityId: string, id: string, body: { outcome: string; reasons: string }) =>
  call(nothing, `${base(communityId)}/appeals/${id}/decision`, { method: 'POST', body });

export const tasksQuery = (communityId: string, done: boolean) =>
  queryOptions({
    queryKey: [...creditKey(communityId), 'tasks', done],
    queryFn: ({ signal }) => call(tasksReply, `${base(communityId)}/credit/tasks`, { query: { done }, signal }),
  });
export const settleTask = (communityId: string, id: string, outcome: 'done' | 'dropped' | 'again') =>
  call(nothing, `${base(communityId)}/credit/tasks/${id}`, { method: 'POST', body: { outcome } });
