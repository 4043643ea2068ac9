import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../../ui/format.ts';
import { acceptPlay } from '../../api/plays.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Reads everything about plays anew after a change. */
export function useFreshPlays(): () => Promise<void> {
  const client = useQueryClient();
  const community = useCommunity();
  return () => client.invalidateQueries({ queryKey: ['plays', community.id] });
}

/** Accepts a play; its steps become tasks in the language on show. */
export function useAccept(onAccepted: () => void) {
  const { i18n } = useTranslation();
  const community = useCommunity();
  const fresh = useFreshPlays();
  return useMutation({
    mutationFn: (playId: string) => acceptPlay(community.id, playId, i18n.language as Language),
    onSuccess: async () => {
      await fresh();
      onAccepted();
    },
  });
}

/** Of what is said in both languages, the one on show. */
export function useSaid(): <T>(said: { 'zh-CN': T; en: T }) => T {
  const { i18n } = useTranslation();
  return (said) => said[i18n.language as Language];
}
