import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  proofCodeReply,
  proofCodesReply,
  ruleSchema,
  rulesReply,
  runsReply,
  tryReply,
  type tryBody,
} from '../../../../src/modules/reactions/contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}/reactions`;
const codes = (communityId: string, memberId: string) =>
  `/api/v1/communities/${communityId}/members/${memberId}/proof-codes`;

/** What of reactions is asked anew after any change of them. */
export const reactionsKey = (communityId: string) => ['reactions', communityId] as const;

export const reactionsQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...reactionsKey(communityId), 'rules'],
    queryFn: ({ signal }) => call(rulesReply, base(communityId), { signal }),
  });

/** What a rule made of events lately. */
export const runsQuery = (communityId: string, ruleId: string) =>
  queryOptions({
    queryKey: [...reactionsKey(communityId), 'runs', ruleId],
    queryFn: ({ signal }) => call(runsReply, `${base(communityId)}/${ruleId}/runs`, { signal }),
  });

/** Makes a rule, or changes the one named. */
export const saveRule = (communityId: string, ruleId: string | undefined, body: object) =>
  call(ruleSchema, `${base(communityId)}${ruleId ? `/${ruleId}` : ''}`, { method: ruleId ? 'PATCH' : 'POST', body });
export const deleteRule = (communityId: string, ruleId: string) =>
  call(z.undefined(), `${base(communityId)}/${ruleId}`, { method: 'DELETE' });
export const orderRules = (communityId: string, ruleIds: readonly string[]) =>
  call(z.undefined(), `${base(communityId)}/order`, { method: 'PUT', body: { ruleIds } });
/** What the rules would answer; nothing is sent. */
export const tryRules = (communityId: string, body: z.input<typeof tryBody>) =>
  call(tryReply, `${base(communityId)}/try`, { method: 'POST', body });

export const proofCodesQuery = (communityId: string, memberId: string) =>
  queryOptions({
    queryKey: ['proof-codes', communityId, memberId],
    queryFn: ({ signal }) => call(proofCodesReply, codes(communityId, memberId), { signal }),
  });
export const issueProofCode = (communityId: string, memberId: string) =>
  call(proofCodeReply, codes(communityId, memberId), { method: 'POST' });
