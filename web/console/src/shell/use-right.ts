import { useQuery } from '@tanstack/react-query';
import type { Right } from '../../../../src/modules/identity/contract.ts';
import { meQuery } from '../api/session.ts';

/** Whether the operator may do it; buttons that would be refused are not shown. */
export function useRight(right: Right): boolean {
  const { data } = useQuery(meQuery);
  return data?.rights.includes(right) ?? false;
}
