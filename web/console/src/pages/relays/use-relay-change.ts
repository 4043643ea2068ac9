import { useMutation, useQueryClient } from '@tanstack/react-query';
import { relaysKey } from '../../api/relays.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** A change of sessions: what is shown of them is asked anew when it is done. */
export function useRelayChange<Input, Result>(
  change: (communityId: string, input: Input) => Promise<Result>,
  done?: (result: Result) => void,
) {
  const { id } = useCommunity();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(id, input),
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: relaysKey(id) });
      done?.(result);
    },
  });
}
