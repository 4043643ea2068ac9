import { useTranslation } from 'react-i18next';
import type { Level } from '../../../../../src/modules/levels/levels.contract.ts';
import { useFormat, useOwn } from '../../../../ui/use-format.ts';

/** How levels, benefits and badges are called in the language on show. */
export function useLevelWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useOwn();
  const levelName = (level: Pick<Level, 'name' | 'nameEn'> | undefined) =>
    level ? own(level.name, level.nameEn) : t('levels.none');
  return { t, format, own, levelName };
}
