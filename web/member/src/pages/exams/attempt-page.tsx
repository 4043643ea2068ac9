import { useTranslation } from 'react-i18next';
import type { MemberAttempt } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { useParam } from '../../router/router.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer } from '../../ui/states.tsx';
import { ReviewPage } from './review-page.tsx';
import { SittingPage } from './sitting-page.tsx';
import './exams.css';

/** An exam: the questions while it goes on, the explanations when it is over. */
export function AttemptPage() {
  const { t } = useTranslation();
  const id = useParam('attemptId');
  // Answers are kept by the server alone: what it said when the exam was left is not what it says now.
  const attempt = useAsk<MemberAttempt>(`/exams/attempts/${id}`, { gcTime: 0 });
  const { data, dataUpdatedAt, refetch } = attempt;
  if (!data)
    return (
      <Page title={t('exams.title')} back="/exams">
        <Answer of={attempt} rows={5}>
          {() => null}
        </Answer>
      </Page>
    );
  if (data.state === 'open')
    return <SittingPage key={data.id} attempt={data} seenAt={dataUpdatedAt} onOver={() => void refetch()} />;
  return <ReviewPage attempt={data} />;
}
