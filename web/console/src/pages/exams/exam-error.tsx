import { useTranslation } from 'react-i18next';
import { Notice } from '../../../../ui/notice.tsx';
import { ApiError } from '../../api/problem.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';

const TOLD: ReadonlySet<string> = new Set([
  'bank_short',
  'purpose_taken',
  'question_was_asked',
  'paper_was_taken',
  'no_entry_exam',
]);

/** A refusal that the reader can do something about, in their words. */
export function ExamError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError) || !TOLD.has(error.code)) return <ErrorNotice error={error} />;
  return <Notice title={t(`exams.refused.${error.code}.title`)}>{t(`exams.refused.${error.code}.detail`)}</Notice>;
}
