import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCommunity } from './use-community.ts';

/**
 * Makes a hook that sends a change of something in the community on show: what is shown of it (`keyOf`) is asked anew
 * when it is done, and then `done` is told.
 */
export const changeHook = (keyOf: (communityId: string) => QueryKey) =>
  function useChange<Input, Result>(
    change: (communityId: string, input: Input) => Promise<Result>,
    done?: (result: Result) => void,
  ) {
    const { id } = useCommunity();
    const client = useQueryClient();
    return useMutation({
      mutationFn: (input: Input) => change(id, input),
      onSuccess: async (result) => {
        await client.invalidateQueries({ queryKey: keyOf(id) });
        done?.(result);
      },
    });
  };
