import { useMutation } from '@tanstack/react-query';
import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportQuestionsReply } from '../../../../../src/modules/exams/question.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { importQuestions } from '../../api/exams.ts';
import { CsvField } from '../../shell/csv-field.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { ExamError } from './exam-error.tsx';
import { useExamChange } from './use-exam-change.ts';

/** Megabytes. */
const MOST = 4;

/** Questions out of a CSV: first what would be taken and what not and why, then the import. */
export function ImportQuestions({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const [csv, setCsv] = useState('');
  const community = useCommunity();
  const look = useMutation({
    mutationFn: (text: string) => importQuestions(community.id, { csv: text, dryRun: true }),
  });
  const take = useExamChange(
    (communityId, text: string) => importQuestions(communityId, { csv: text, dryRun: false }),
    ({ taken }) => {
      void message.success(t('exams.import.done', { count: taken }));
      onClose();
    },
  );
  const report = look.data;
  return (
    <Modal open title={t('exams.import.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <div className="q-form">
        <p className="q-soft">{t('exams.import.lead')}</p>
        <pre className="q-exam-sample">{t('exams.import.sample')}</pre>
        <CsvField
          value={csv}
          most={MOST}
          onChange={(text) => {
            look.reset();
            setCsv(text);
          }}
        />
        {report ? <Report report={report} /> : null}
        <ExamError error={look.error ?? take.error} />
        <div className="q-form-actions">
          {report && report.taken > 0 ? (
            <Button type="primary" loading={take.isPending} onClick={() => take.mutate(csv)}>
              {t('exams.import.take', { count: report.taken, shown: format.exact(report.taken) })}
            </Button>
          ) : (
            <Button type="primary" disabled={!csv.trim()} loading={look.isPending} onClick={() => look.mutate(csv)}>
              {t('exams.import.look')}
            </Button>
          )}
          <Button onClick={onClose}>{t('exams.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}

function Report({ report }: { report: ImportQuestionsReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-live="polite">
      <strong>
        {t('exams.import.report', { rows: format.exact(report.rows), taken: format.exact(report.taken) })}
      </strong>
      {report.refusedTotal > 0 ? (
        <details open>
          <summary>{t('exams.import.refused', { shown: format.exact(report.refusedTotal) })}</summary>
          <ul className="q-lines q-exam-links">
            {report.refused.map(({ line, text, what }) => (
              <li key={line}>
                {t('exams.import.line', { line })} {text}{' '}
                <span className="q-faint">{t(`exams.import.why.${what}`)}</span>
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </section>
  );
}
