import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { figuresChangedSchema } from '../../../../../src/modules/analyses/saved.contract.ts';
import { analysesKey, liveFiguresAddress } from '../../api/analyses.ts';

/** Asks anew for every analysis on show that is of an older evaluation than the latest, as soon as the server tells of one. */
export function useLiveFigures(communityId: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(liveFiguresAddress(communityId));
    source.addEventListener('figures', ({ data }) => {
      const told = figuresChangedSchema.safeParse(JSON.parse(String(data)));
      if (!told.success) return;
      void client.invalidateQueries({
        queryKey: analysesKey(communityId),
        predicate: ({ state }) =>
          (state.data as { evaluatedAt?: string } | undefined)?.evaluatedAt !== told.data.evaluatedAt,
      });
    });
    return () => source.close();
  }, [client, communityId]);
}
