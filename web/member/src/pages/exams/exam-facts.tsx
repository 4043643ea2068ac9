import { useTranslation } from 'react-i18next';
import type { MemberExams } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';

export type Exam = MemberExams['exams'][number];

/** What keeps a member from an exam, in words; undefined when nothing does. */
export function useRefusal(): (exam: Exam) => string | undefined {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ refusal, at }) =>
    refusal === null ? undefined : t(`exams.refused.${refusal}`, { when: at === null ? '' : format.instant(at) });
}

/** How long an exam is, and what passes. */
export function ExamFacts({ exam }: { exam: Exam }) {
  const { t } = useTranslation();
  const { questions, minutes, passPercent, attemptsLeft } = exam;
  return (
    <p className="m-soft">
      {t('exams.facts', { questions, minutes, passPercent })}
      {attemptsLeft === null ? null : ` · ${t('exams.left', { count: attemptsLeft })}`}
    </p>
  );
}
