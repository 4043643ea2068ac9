import { useTranslation } from 'react-i18next';
import type { Fate } from '../../api/deliveries.ts';

/** What became of a delivery, in a word. */
export function FateBadge({ fate }: { fate: Fate }) {
  const { t } = useTranslation();
  return <span className={`q-pill q-fate-${fate}`}>{t(`deliveries.fates.${fate}`)}</span>;
}
