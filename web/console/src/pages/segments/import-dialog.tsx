import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportListReport } from '../../../../../src/modules/segments/contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { importList } from '../../api/segments.ts';
import { CsvField } from '../../shell/csv-field.tsx';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** Megabytes. */
const MOST = 8;

/** A CSV onto a list: first who was recognised and who not, then the import. */
export function ImportDialog({ segmentId, onClose }: { segmentId: string; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [csv, setCsv] = useState('');
  const send = useMutation({
    mutationFn: (dryRun: boolean) => importList(community.id, { csv, segmentId, dryRun }),
    onSuccess: async (report) => {
      if (!report.segmentId) return;
      await Promise.all(
        ['segments', 'members'].map((key) => client.invalidateQueries({ queryKey: [key, community.id] })),
      );
      void message.success(t('segments.fromCsv.done'));
      onClose();
      await navigate({
        to: '/c/$community/segments/$segment',
        params: { community: community.key, segment: report.segmentId },
      });
    },
  });
  const report = send.data;
  return (
    <Modal open title={t('segments.fromCsv.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <div className="q-form">
        <p className="q-soft">{t('segments.fromCsv.lead')}</p>
        <CsvField
          value={csv}
          most={MOST}
          onChange={(text) => {
            send.reset();
            setCsv(text);
          }}
        />
        {report ? <Report report={report} /> : null}
        {send.error ? (
          <p className="q-field-error" role="alert">
            {describeError(send.error, t).title} {describeError(send.error, t).detail}
          </p>
        ) : null}
        <div className="q-dialog-foot">
          <Button onClick={onClose}>{t('form.cancel')}</Button>
          {report && report.matched > 0 ? (
            <Button type="primary" loading={send.isPending} onClick={() => send.mutate(false)}>
              {t('segments.fromCsv.import', { count: report.matched, shown: format.exact(report.matched) })}
            </Button>
          ) : (
            <Button type="primary" disabled={!csv.trim()} loading={send.isPending} onClick={() => send.mutate(true)}>
              {t('segments.fromCsv.check')}
            </Button>
          )}
        </div>
      </div>
    </Modal>
  );
}

function Report({ report }: { report: ImportListReport }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-live="polite">
      <strong>
        {t('segments.fromCsv.report', {
          count: report.matched,
          rows: format.exact(report.rows),
          shown: format.exact(report.matched),
        })}
      </strong>
      {report.column.length > 0 ? (
        <p className="q-soft q-small">
          {report.column
            .map(({ header, by }) => t('segments.fromCsv.readAs', { by: t(`segments.fromCsv.by.${by}`), header }))
            .join(t('list.comma'))}
        </p>
      ) : null}
      {report.unmatchedTotal > 0 ? (
        <details>
          <summary>{t('segments.fromCsv.unmatched', { shown: format.exact(report.unmatchedTotal) })}</summary>
          <ul className="q-lines q-csv-unmatched">
            {report.unmatched.slice(0, 200).map(({ line, text, why }) => (
              <li key={line}>
                {t('segments.fromCsv.line', { line })} {text}{' '}
                <span className="q-faint">{t(`segments.fromCsv.why.${why}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
