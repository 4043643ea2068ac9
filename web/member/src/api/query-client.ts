import { MutationCache, type Query, QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

const ME = 'me';

const worthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 503);

/**
 * Notes a refusal for want of a session: it is asked again who is signed in, and where that is nobody, what was known of
 * them goes, so that the way in is shown.
 */
export function noteRefusal(error: unknown, query?: Query<unknown, unknown, unknown>): void {
  if (!(error instanceof ApiError) || error.status !== 401) return;
  if (query?.queryKey[0] === ME) query.setState({ data: undefined });
  else void queryClient.invalidateQueries({ queryKey: [ME] });
}

/** Answers are kept while the page lives and asked for anew after half a minute; only what may heal by itself is retried. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError: noteRefusal }),
  mutationCache: new MutationCache({ onError: (error) => noteRefusal(error) }),
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (failures, error) => failures < 3 && worthRetrying(error) },
  },
});
