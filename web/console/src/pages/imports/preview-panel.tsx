import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Detection, FormatId, Preview } from '../../../../../src/connectors/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { SkippedTable } from './skipped-table.tsx';

const ROWS = 8;

interface Props {
  preview: Preview;
  detection: Detection | null;
  zone: string;
  /** A preview with other choices is on its way. */
  stale: boolean;
  format: FormatId;
  onFormat: (format: FormatId) => void;
}

/** What the file is, and the first events as they would be taken. */
export function PreviewPanel({ preview, detection, zone, stale, format: chosen, onFormat }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const candidates = detection?.candidates ?? [];
  const label = candidates.find((candidate) => candidate.format === chosen)?.label[language] ?? chosen;
  const kinds = Object.entries(preview.kinds).sort((a, b) => b[1] - a[1]);
  return (
    <Panel
      title={t('imports.is', { format: label })}
      className={stale ? 'q-stale' : ''}
      aside={
        <>
          {preview.encoding ?? detection?.encoding}
          {candidates.length > 1 ? (
            <Select
              size="small"
              aria-label={t('imports.otherFormat')}
              popupMatchSelectWidth={false}
              value={chosen}
              onChange={onFormat}
              options={candidates.map((candidate) => ({ value: candidate.format, label: candidate.label[language] }))}
            />
          ) : null}
        </>
      }
    >
      <p className="q-soft">
        {t(preview.complete ? 'imports.readAll' : 'imports.readPart', { shown: format.exact(preview.read) })}{' '}
        {preview.firstAt && preview.lastAt
          ? t('imports.span', {
              first: format.instant(preview.firstAt, zone),
              last: format.instant(preview.lastAt, zone),
            })
          : null}
      </p>
      <p className="q-word-cloud">
        {kinds.map(([kind, count]) => (
          <span key={kind} className="q-word">
            {t(`kind.${kind}`, { defaultValue: kind })} {format.count(count)}
          </span>
        ))}
        {preview.groups.slice(0, 12).map((group) => (
          <span key={group.id} className="q-word">
            # {group.name || group.id || t('group.none')} {format.count(group.events)}
          </span>
        ))}
      </p>
      {preview.warnings.length ? (
        <ul className="q-lines q-warnings">
          {preview.warnings.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      ) : null}
      <div className="q-table-scroll">
        <table className="q-table q-table-start q-preview">
          <thead>
            <tr>
              <th scope="col">{t('imports.fieldName.at')}</th>
              <th scope="col">{t('imports.fieldName.member')}</th>
              <th scope="col">{t('imports.fieldName.kind')}</th>
              <th scope="col">{t('imports.fieldName.group')}</th>
              <th scope="col">{t('imports.fieldName.text')}</th>
            </tr>
          </thead>
          <tbody>
            {preview.events.slice(0, ROWS).map((event) => (
              <tr key={event.id}>
                <td>{format.instant(event.at, zone)}</td>
                <td>{event.name || event.member}</td>
                <td>{t(`kind.${event.kind}`, { defaultValue: event.kind })}</td>
                <td>{event.groupName || event.group || '—'}</td>
                <td className="q-preview-text">{event.text?.slice(0, 120)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {preview.skipped.length ? <SkippedTable skipped={preview.skipped} /> : null}
    </Panel>
  );
}
