import { useTranslation } from 'react-i18next';
import { useFormat, useOwn } from '../../../../ui/use-format.ts';
import { levelsKey } from '../../api/levels.ts';
import { changeHook } from '../../shell/change-hook.ts';

/** A change of levels, benefits, badges or leaderboards. */
export const useLevelChange = changeHook(levelsKey);

/** What is written in two languages, in the one on show. */
export function useOwnWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useOwn();
  const nameOf = (level: { name: string; nameEn: string } | undefined) =>
    level ? own(level.name, level.nameEn) : t('levels.below');
  return { t, format, own, nameOf };
}
