import { useTranslation } from 'react-i18next';
import type { MyRecord } from '../../../../../src/modules/points/contract.ts';
import { useFormat, useOwn } from '../../../../ui/use-format.ts';

type Line = MyRecord['lines'][number];

/** How amounts and lines of the record are said in the language on show. */
export function usePointWords() {
  const { t } = useTranslation();
  const format = useFormat();
  const own = useOwn();
  return {
    t,
    format,
    own,
    /** +20, −5 */
    change: (points: number) => `${points < 0 ? '−' : '+'}${format.exact(Math.abs(points))}`,
    /** What a line was for, in few words. */
    title: ({ kind, cause, ruleName, change }: Line): string => {
      if (cause === 'rule' && ruleName) return ruleName;
      if (kind === 'gift') return t(change < 0 ? 'points.gave' : 'points.got');
      if (kind === 'expire') return t('points.expired');
      return t([`points.causes.${cause}`, `points.kinds.${kind}`]);
    },
  };
}
