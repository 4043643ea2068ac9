import { useTranslation } from 'react-i18next';
import type { QuestionDraft } from './question-dialog.tsx';
import { useSolutionWords } from './solution-words.ts';

/** How a question looks on a member’s phone, and what they read afterwards. Options are shuffled there. */
export function QuestionPreview({ draft }: { draft: QuestionDraft }) {
  const { t } = useTranslation();
  const solution = useSolutionWords();
  const { kind, text, options, explanation } = draft;
  const shown = kind === 'truth' ? [t('exams.true'), t('exams.false')] : options;
  return (
    <aside className="q-question-phone" aria-label={t('exams.question.preview')}>
      <span className="q-faint q-small">{t('exams.question.preview')}</span>
      <strong>{text.trim() === '' ? t('exams.question.textHere') : text}</strong>
      <ul>
        {shown.map((option, at) => (
          <li key={at}>
            <span aria-hidden>{kind === 'order' ? '↕' : kind === 'multiple' ? '☐' : '○'}</span>
            {option.trim() === '' ? '…' : option}
          </li>
        ))}
      </ul>
      {kind === 'truth' ? null : <p className="q-faint q-small">{t('exams.question.shuffled')}</p>}
      <p className="q-soft q-small">
        {t('exams.bank.solution')} {solution(draft)}
        {explanation.trim() === '' ? '' : ` · ${explanation}`}
      </p>
    </aside>
  );
}
