import { useTranslation } from 'react-i18next';
import type { QuestionKind } from '../../../../../src/modules/exams/question.contract.ts';

type Answered = { kind: QuestionKind; options: readonly string[]; solution: readonly number[] };

/** What is right, or what was answered, in words. */
export function useSolutionWords(): (question: Answered) => string {
  const { t } = useTranslation();
  return ({ kind, options, solution }) => {
    if (kind === 'truth') return t(solution[0] === 0 ? 'exams.true' : 'exams.false');
    const words = solution.map((at) => options[at]?.trim() || '…');
    return kind === 'order' ? words.join(' → ') : words.join(t('list.comma'));
  };
}
