import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { MemberMe } from '../../../../src/modules/member-access/contract.ts';
import { keyOf, useAsk } from './use-ask.ts';

/** Who is signed in, and what their community uses; a failure with status 401 where nobody is. */
export const useMe = () => useAsk<MemberMe>('/me');

/** Whether the community uses a part of the product (`points`, `levels` …): what it does not use is not shown. */
export function useUses(): (part: string) => boolean {
  const { data } = useMe();
  return useCallback((part: string) => data?.uses.includes(part) ?? false, [data]);
}

/** Forgets everything that was asked for, after somebody signed in or out. */
export function useStartOver(): () => Promise<void> {
  const client = useQueryClient();
  return useCallback(async () => {
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== keyOf('/me')[0] });
    await client.resetQueries({ queryKey: keyOf('/me') });
  }, [client]);
}
