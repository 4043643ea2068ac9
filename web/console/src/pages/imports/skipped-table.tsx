import { useTranslation } from 'react-i18next';
import { SKIP_REASONS, type Skipped } from '../../../../../src/connectors/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** What was not taken, by reason, with the first places. */
export function SkippedTable({ skipped }: { skipped: readonly Skipped[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  return (
    <table className="q-table q-table-start q-skipped">
      <caption>{t('imports.notTaken')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('imports.reason')}</th>
          <th scope="col">{t('imports.count')}</th>
          <th scope="col">{t('imports.where')}</th>
        </tr>
      </thead>
      <tbody>
        {skipped.map(({ reason, count, where }) => (
          <tr key={reason}>
            <th scope="row">{SKIP_REASONS[reason][i18n.language === 'en' ? 'en' : 'zh']}</th>
            <td>{format.exact(count)}</td>
            <td className="q-faint q-samples">
              {where.slice(0, 8).join(t('list.comma'))}
              {count > 8 ? ' …' : ''}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
