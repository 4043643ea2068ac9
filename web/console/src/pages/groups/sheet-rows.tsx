import { useTranslation } from 'react-i18next';
import { type Preview, SKIP_REASONS } from '../../../../../src/connectors/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

/** How many rows would be taken, and which would not, with their lines. */
export function SheetRows({ preview, zone }: { preview: Preview; zone: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const skipped = preview.skipped.reduce((sum, { count }) => sum + count, 0);
  return (
    <section className="q-panel" data-test="sheet-rows">
      <h2>{t('sheet.rows', { count: preview.read })}</h2>
      {preview.firstAt ? (
        <p className="q-soft">
          {[...new Set([preview.firstAt, preview.lastAt!].map((at) => format.instant(at, zone)))].join(' – ')}
        </p>
      ) : null}
      {skipped > 0 ? (
        <div className="q-sheet-skipped">
          <strong>{t('sheet.skipped', { count: skipped })}</strong>
          {preview.skipped.map(({ reason, count, where }) => (
            <span key={reason}>
              {SKIP_REASONS[reason][language]}: {format.count(count)} ·{' '}
              <span className="q-faint">
                {t('sheet.where', { where: where.slice(0, 8).join(t('list.comma')) })}
                {count > 8 ? '…' : ''}
              </span>
            </span>
          ))}
        </div>
      ) : null}
    </section>
  );
}
