import { queryOptions } from '@tanstack/react-query';
import {
  awardReply,
  awardsImportReply,
  awardsPreviewReply,
  dashboardReply,
  monthBudgetsReply,
  type PointSettingsBody,
  pointSettingsSchema,
  reversalReply,
  suspicionsReply,
  transactionsReply,
} from '../../../../src/modules/points/contract.ts';
import { dryRunReply, type NewPointRule, pointRulesReply } from '../../../../src/modules/points/rules.contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}/points`;

/** What of points is asked anew after any change of them. */
export const pointsKey = (communityId: string) => ['points', communityId] as const;

export const pointsDashboardQuery = (communityId: string, period: { from: string; to: string }) =>
  queryOptions({
    queryKey: [...pointsKey(communityId), 'dashboard', period],
    queryFn: ({ signal }) => call(dashboardReply, `${base(communityId)}/dashboard`, { query: period, signal }),
  });

export type TransactionsFilter = {
  memberId?: string | undefined;
  kind?: string | undefined;
  cause?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
};

/** A page of the ledger, latest first. */
export const fetchTransactions = (
  communityId: string,
  filter: TransactionsFilter & { cursor?: string | undefined },
  signal?: AbortSignal,
) => call(transactionsReply, `${base(communityId)}/transactions`, { query: filter, ...(signal && { signal }) });

export const reverseTransaction = (
  communityId: string,
  { id, ...body }: { id: string; key: string; reason: string; asFarAsThere: boolean },
) => call(reversalReply, `${base(communityId)}/transactions/${id}/reversal`, { method: 'POST', body });

export const pointSettingsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...pointsKey(communityId), 'settings'],
    queryFn: ({ signal }) => call(pointSettingsSchema, `${base(communityId)}/settings`, { signal }),
  });
export const savePointSettings = (communityId: string, body: PointSettingsBody) =>
  call(pointSettingsSchema, `${base(communityId)}/settings`, { method: 'PUT', body });

export const pointRulesQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...pointsKey(communityId), 'rules'],
    queryFn: ({ signal }) => call(pointRulesReply, `${base(communityId)}/rules`, { signal }),
  });
/** Makes a rule, or changes the one named. */
export const savePointRule = (communityId: string, id: string | undefined, body: Partial<NewPointRule>) =>
  call(pointRulesReply, `${base(communityId)}/rules${id ? `/${id}` : ''}`, { method: id ? 'PATCH' : 'POST', body });
export const deletePointRule = (communityId: string, id: string) =>
  call(pointRulesReply, `${base(communityId)}/rules/${id}`, { method: 'DELETE' });
export const dryRunRule = (communityId: string, rule: NewPointRule) =>
  call(dryRunReply, `${base(communityId)}/rules/dry-run`, { method: 'POST', body: { rule } });

export const award = (communityId: string, body: object) =>
  call(awardReply, `${base(communityId)}/awards`, { method: 'POST', body });
export const previewAwards = (communityId: string, csv: string) =>
  call(awardsPreviewReply, `${base(communityId)}/awards/preview`, { method: 'POST', body: { csv } });
export const importAwards = (communityId: string, body: { csv: string; key: string; note: string }) =>
  call(awardsImportReply, `${base(communityId)}/awards/import`, { method: 'POST', body });

export const savePointBudget = (communityId: string, { month, amount }: { month: string; amount: number | null }) =>
  call(monthBudgetsReply, `${base(communityId)}/budgets/${month}`, { method: 'PUT', body: { amount } });

export const suspicionsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...pointsKey(communityId), 'suspicions'],
    queryFn: ({ signal }) => call(suspicionsReply, `${base(communityId)}/suspicions`, { signal }),
  });
export const decideSuspicion = (
  communityId: string,
  { id, ...body }: { id: string; decision: 'dismiss' | 'take_back'; reason: string },
) => call(suspicionsReply, `${base(communityId)}/suspicions/${id}/decision`, { method: 'POST', body });
