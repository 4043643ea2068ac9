import { useTranslation } from 'react-i18next';
import type { HitCounts } from '../../../../../src/modules/growth/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** Three cells of a row: hits in 28 days, known accounts, when the last one came. */
export function Counts({ counts }: { counts: HitCounts }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <td>{format.count(counts.hits)}</td>
      <td>{format.count(counts.accounts)}</td>
      <td title={counts.last ? format.instant(counts.last) : undefined}>
        {counts.last ? format.relative(counts.last) : t('tracking.never')}
      </td>
    </>
  );
}
