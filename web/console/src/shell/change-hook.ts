import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/problem.ts';
import { useCommunity } from './use-community.ts';

/**
 * Makes a hook that sends a change of something in the community on show: what is shown of it (`keysOf`) is asked anew
 * when it is done, and then `done` is told. After a conflict, too: what is shown is not how it is any more.
 */
export const changeHook = (...keysOf: readonly ((communityId: string) => QueryKey)[]) =>
  function useChange<Input, Result>(
    change: (communityId: string, input: Input) => Promise<Result>,
    done?: (result: Result) => void,
  ) {
    const { id } = useCommunity();
    const client = useQueryClient();
    const renew = () => Promise.all(keysOf.map((keyOf) => client.invalidateQueries({ queryKey: keyOf(id) })));
    return useMutation({
      mutationFn: (input: Input) => change(id, input),
      onSuccess: async (result) => {
        await renew();
        done?.(result);
      },
      onError: (error) => (error instanceof ApiError && error.status === 409 ? renew() : undefined),
    });
  };
