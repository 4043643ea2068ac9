import { useQuery } from '@tanstack/react-query';
import { brandsQuery, type Brand } from '../../../api/analyses.ts';
import { useCommunity } from '../../../shell/use-community.ts';

/** The brands that are watched; none until they are known. */
export function useBrands(): readonly Brand[] {
  const community = useCommunity();
  return useQuery(brandsQuery(community.id)).data ?? [];
}
