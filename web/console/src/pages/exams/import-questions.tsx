import { InboxOutlined } from '@ant-design/icons';
import { App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportQuestionsReply } from '../../../../../src/modules/exams/question.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { importQuestions } from '../../api/exams.ts';
import { ExamError } from './exam-error.tsx';
import { useExamChange } from './use-exam-change.ts';

const MOST = 4_000_000;
const DRAWN = 20_000;

/** Questions out of a CSV: first what would be taken and what not and why, then the import. */
export function ImportQuestions({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const [csv, setCsv] = useState('');
  const [tooLarge, setTooLarge] = useState(false);
  const look = useExamChange((communityId, text: string) => importQuestions(communityId, { csv: text, dryRun: true }));
  const take = useExamChange(
    (communityId, text: string) => importQuestions(communityId, { csv: text, dryRun: false }),
    ({ taken }) => {
      void message.success(t('exams.import.done', { count: taken }));
      onClose();
    },
  );
  const read = async (file: File | undefined) => {
    if (!file) return;
    setTooLarge(file.size > MOST);
    look.reset();
    setCsv(file.size > MOST ? '' : await file.text());
  };
  const report = look.data;
  return (
    <Modal open title={t('exams.import.title')} footer={null} onCancel={onClose} destroyOnHidden>
      <div className="q-form">
        <p className="q-soft">{t('exams.import.lead')}</p>
        <pre className="q-exam-sample">{t('exams.import.sample')}</pre>
        <label className="q-exam-file">
          <InboxOutlined />
          <span>{t('exams.import.file')}</span>
          <input
            type="file"
            accept=".csv,.txt,text/csv,text/plain"
            className="q-hidden"
            onChange={(event) => void read(event.target.files?.[0])}
          />
        </label>
        {tooLarge ? <p className="q-field-error">{t('exams.import.tooLarge')}</p> : null}
        <Input.TextArea
          aria-label={t('exams.import.paste')}
          placeholder={t('exams.import.paste')}
          autoSize={{ minRows: 4, maxRows: 10 }}
          // A large file is not drawn line by line.
          value={csv.length > DRAWN ? `${csv.slice(0, DRAWN)}…` : csv}
          readOnly={csv.length > DRAWN}
          onChange={(event) => {
            look.reset();
            setCsv(event.target.value);
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
