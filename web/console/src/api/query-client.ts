import { QueryClient } from '@tanstack/react-query';
import { ApiError } from './problem.ts';

const worthRetrying = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status === 503);

/** Answers are kept while the tab lives and asked for anew after half a minute; only what may heal by itself is retried. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      retry: (failures, error) => failures < 3 && worthRetrying(error),
    },
  },
});
