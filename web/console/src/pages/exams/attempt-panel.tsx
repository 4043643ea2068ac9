import { useQuery } from '@tanstack/react-query';
import { Drawer } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AttemptDetail } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { attemptQuery } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useSolutionWords } from './solution-words.ts';

/** One exam of a member, question by question. */
export function AttemptPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const attempt = useQuery(attemptQuery(community.id, id));
  const title = attempt.data
    ? t('exams.attempt.of', { name: attempt.data.member.name, paper: attempt.data.paper.name })
    : t('exams.tabs.attempts');
  return (
    <Drawer open size="large" title={title} onClose={onClose}>
      <Loaded of={attempt}>{(data) => <Detail attempt={data} />}</Loaded>
    </Drawer>
  );
}

function Detail({ attempt }: { attempt: AttemptDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const words = useSolutionWords();
  const { correct, total, passPercent } = attempt;
  return (
    <div className="q-form">
      <p>
        {correct === null
          ? t('exams.attempt.answered', { answered: attempt.answered, total })
          : t('exams.attempt.result', { correct, total, needed: Math.ceil((total * passPercent) / 100) })}
        {' · '}
        {t(`exams.attempt.states.${attempt.state}`)}
        {' · '}
        {format.instant(attempt.startedAt, community.zone)}
      </p>
      <p className="q-faint q-small">{t('exams.attempt.seed', { seed: attempt.seed })}</p>
      <ol className="q-attempt">
        {attempt.questions.map((question) => (
          <li key={question.position} className={question.correct === false ? 'q-attempt-wrong' : undefined}>
            <p className="q-question-text">{question.text}</p>
            <p className="q-small">
              {question.correct === null ? '' : `${question.correct ? '✓' : '✗'} `}
              {question.choice === null
                ? t('exams.attempt.empty')
                : t('exams.attempt.said', { answer: words({ ...question, solution: question.choice }) })}
            </p>
            {question.correct ? null : (
              <p className="q-small q-soft">
                {t('exams.bank.solution')} {words(question)}
              </p>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
