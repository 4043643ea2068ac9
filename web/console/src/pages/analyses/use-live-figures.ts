import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { figuresChangedSchema } from '../../../../../src/modules/analyses/saved.contract.ts';
import { analysesKey, liveFiguresAddress } from '../../api/analyses.ts';

type Shown = { evaluatedAt?: string; params?: object } | undefined;

/** Asks anew for every analysis on show that is of an older evaluation than the latest, or narrowed by segments that changed, as soon as the server tells. */
export function useLiveFigures(communityId: string): void {
  const client = useQueryClient();
  useEffect(() => {
    const source = new EventSource(liveFiguresAddress(communityId));
    let computed: number | undefined;
    source.addEventListener('figures', ({ data }) => {
      const told = figuresChangedSchema.safeParse(JSON.parse(String(data)));
      if (!told.success) return;
      const { evaluatedAt, segments } = told.data;
      const segmentsChanged = computed !== undefined && computed !== segments;
      computed = segments;
      void client.invalidateQueries({
        queryKey: analysesKey(communityId),
        predicate({ state }) {
          const shown = state.data as Shown;
          return (
            shown?.evaluatedAt !== evaluatedAt ||
            (segmentsChanged && JSON.stringify(shown?.params ?? {}).includes('segment'))
          );
        },
      });
    });
    return () => source.close();
  }, [client, communityId]);
}
