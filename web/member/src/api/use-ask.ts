import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ApiError, ask, type Method } from './client.ts';

/**
 * What the server answers at a path below `/api/m/v1`. The path is the key: whatever changes it names a path that its own
 * begins with (`/points` for `/points/record?page=2`).
 */
export function useAsk<T>(
  path: string,
  options: { enabled?: boolean; refetchInterval?: number | false; gcTime?: number } = {},
) {
  return useQuery<T, ApiError>({
    queryKey: keyOf(path),
    queryFn: ({ signal }) => ask<T>(path, { signal }),
    ...options,
  });
}

/** `/points/record?page=2` → ['points', 'record', '?page=2'] */
export const keyOf = (path: string): string[] => path.split(/[/?]/).filter((part) => part !== '');

/**
 * Something the member does: `mutate(body)` sends it, then what begins with `renews` is asked for anew. `path` may depend on
 * what is sent. A failure stays in `error`, to be shown in place with `<Failure>`; after a conflict, too, it is asked anew.
 */
export function useChange<Body = void, Answer = void>(options: {
  method?: Method;
  path: string | ((body: Body) => string);
  renews?: readonly string[];
  onDone?: (answer: Answer, body: Body) => void;
}) {
  const client = useQueryClient();
  const { method = 'POST', path, renews = [], onDone } = options;
  const renew = () => Promise.all(renews.map((prefix) => client.invalidateQueries({ queryKey: keyOf(prefix) })));
  return useMutation<Answer, ApiError, Body>({
    mutationFn: (body) =>
      ask<Answer>(typeof path === 'string' ? path : path(body), {
        method,
        ...(body !== undefined && method !== 'DELETE' && { body }),
      }),
    onSuccess: async (answer, body) => {
      onDone?.(answer, body);
      await renew();
    },
    // What is shown is not how it is any more.
    onError: (error) => (error.status === 409 ? renew() : undefined),
  });
}
