import { useMutation, useQueryClient } from '@tanstack/react-query';
import { connectionsKey } from '../../api/connections.ts';

/** A change of connections: what is shown of them is asked anew when it is done. */
export function useConnectionChange<Input, Result>(
  change: (input: Input) => Promise<Result>,
  done?: (result: Result) => void,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: async (result) => {
      await client.invalidateQueries({ queryKey: connectionsKey });
      done?.(result);
    },
  });
}
