import { useQuery } from '@tanstack/react-query';
import { segmentChoicesQuery } from '../../../api/analyses.ts';
import { useCommunity } from '../../../shell/use-community.ts';

/** The segments of the community that one can choose from, by name. */
export function useSegments(): readonly { id: string; name: string; members: number }[] {
  const community = useCommunity();
  return useQuery(segmentChoicesQuery(community.id)).data ?? [];
}
