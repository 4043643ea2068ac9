import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { communitiesQuery } from '../api/session.ts';
import { lastCommunity } from './last-community.ts';

/** The community of the address, else the one looked at last, else the first; undefined while there is none. */
export function useActiveCommunity(): Community | undefined {
  const { community } = useParams({ strict: false });
  const { data = [] } = useQuery(communitiesQuery);
  const wanted = community ?? lastCommunity();
  return data.find(({ key, id }) => key === wanted || id === wanted) ?? (community ? undefined : data[0]);
}
