import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { communitiesQuery } from '../api/session.ts';
import { ApiError } from '../api/problem.ts';
import type { Community } from '../../../../src/modules/communities/contract.ts';

/** The community of the address. Throws a 404 when the workspace has none of that key. */
export function useCommunity(): Community {
  const { community } = useParams({ strict: false });
  const { data } = useSuspenseQuery(communitiesQuery);
  const found = data.find(({ key, id }) => key === community || id === community);
  if (!found) throw new ApiError({ status: 404, code: 'not_found', message: `community ${community}` });
  return found;
}
