import { useMutation, useQueryClient } from '@tanstack/react-query';
import { deliveriesKey } from '../../api/deliveries.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** A change of deliveries or of their rules: what is shown of them is asked anew when it is done. */
export function useDeliveryChange<Input, Output>(
  change: (communityId: string, input: Input) => Promise<Output>,
  done?: (output: Output) => void,
) {
  const { id } = useCommunity();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => change(id, input),
    onSuccess: async (output) => {
      await client.invalidateQueries({ queryKey: deliveriesKey(id) });
      done?.(output);
    },
  });
}
