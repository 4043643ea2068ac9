import { useMutation, useQueryClient } from '@tanstack/react-query';
import { goalsKey } from '../../api/goals.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** A change of goals: what is shown of them is asked anew when it is done. */
export function useGoalChange<Input>(
  change: (communityId: string, input: Input) => Promise<unknown>,
  done?: () => void,
) {
  const { id } = useCommunity();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(id, input),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: goalsKey(id) });
      done?.();
    },
  });
}
