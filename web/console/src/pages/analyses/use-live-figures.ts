import { useIsFetching, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { figuresChangedSchema } from '../../../../../src/modules/analyses/saved.contract.ts';
import { analysesKey, liveFiguresAddress } from '../../api/analyses.ts';

/** Whether a question is narrowed or split by segments; their members change after the figures did. */
const asksOfSegments = (queryKey: readonly unknown[]): boolean => JSON.stringify(queryKey).includes('"segment');

const CALM_MS = 1_000;

/** True once the page has had what it asked for, for a while: a stream holds one of few connections. */
function useCalm(): boolean {
  const busy = useIsFetching() > 0;
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    if (busy || calm) return undefined;
    const timer = setTimeout(() => setCalm(true), CALM_MS);
    return () => clearTimeout(timer);
  }, [busy, calm]);
  return calm;
}

/**
 * Asks anew for every analysis on show that is of an older evaluation than the latest, as soon as the server tells of one,
 * and for those of segments when segments were computed again.
 */
export function useLiveFigures(communityId: string): void {
  const client = useQueryClient();
  const calm = useCalm();
  useEffect(() => {
    if (!calm) return undefined;
    let known: number | undefined;
    const source = new EventSource(liveFiguresAddress(communityId));
    source.addEventListener('figures', ({ data }) => {
      const told = figuresChangedSchema.safeParse(JSON.parse(String(data)));
      if (!told.success) return;
      const { evaluatedAt, segments } = told.data;
      const recomputed = known !== undefined && known !== segments;
      known = segments;
      void client.invalidateQueries({
        queryKey: analysesKey(communityId),
        predicate: ({ state, queryKey }) =>
          (state.data as { evaluatedAt?: string } | undefined)?.evaluatedAt !== evaluatedAt ||
          (recomputed && asksOfSegments(queryKey)),
      });
    });
    return () => source.close();
  }, [calm, client, communityId]);
}
