import { useMutation, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay } from '../../../../../src/kernel/calendar.ts';
import type { Language } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { playsKey } from '../../api/plays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Sends a change of plays and asks everything about them anew; a failure is said in words. */
export function usePlayChange<T>(change: (communityId: string, value: T) => Promise<unknown>, said?: string) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (value: T) => change(community.id, value),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: playsKey(community.id) });
      if (said) void message.success(said);
    },
    onError: (error) => {
      const { title, detail } = describeError(error, t);
      void message.error([title, detail].filter(Boolean).join(' '));
    },
  });
}

/** The language on show, to read texts that are kept in both. */
export const useLanguage = (): Language => useTranslation().i18n.language as Language;

/** Writes the day of an instant, in the zone of the community. */
export function useDayOf(): (instant: string) => string {
  const format = useFormat();
  const { zone } = useCommunity();
  return (instant) => format.day(formatDay(dayOf(Date.parse(instant), zone)));
}
