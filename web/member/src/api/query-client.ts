import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './client.ts';

const worthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 503);

/** Answers are kept while the page lives and asked for anew after half a minute; only what may heal by itself is retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { staleTime: 30_000, retry: (failures, error) => failures < 3 && worthRetrying(error) },
  },
});
