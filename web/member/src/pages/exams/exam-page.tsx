import { useTranslation } from 'react-i18next';
import type { MemberAttempt, MemberExams } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { useNavigate, useParam } from '../../router/router.tsx';
import { Page } from '../../ui/page.tsx';
import { Button, Card, Note, Pill } from '../../ui/parts.tsx';
import { Answer, Empty, Failure } from '../../ui/states.tsx';
import { type Exam, ExamFacts, useRefusal } from './exam-facts.tsx';
import './exams.css';

/** One exam before it is begun: what it is for, how it goes, and its beginning. */
export function ExamPage() {
  const { t } = useTranslation();
  const paperId = useParam('paperId');
  const exams = useAsk<MemberExams>('/exams');
  const exam = exams.data?.exams.find(({ id }) => id === paperId);
  const refusalOf = useRefusal();
  const navigate = useNavigate();
  const start = useChange<void, MemberAttempt>({
    path: `/exams/${paperId}/attempts`,
    renews: ['/exams'],
    onDone: ({ id }) => navigate(`/exams/attempts/${id}`, { replace: true }),
  });
  const refusal = exam && refusalOf(exam);
  return (
    <Page
      title={exam?.name ?? t('exams.title')}
      back="/exams"
      action={
        exam && !refusal ? (
          <Button kind="primary" wide busy={start.isPending} onClick={() => start.mutate()}>
            {t(exam.openAttempt ? 'exams.resume' : 'exams.begin')}
          </Button>
        ) : null
      }
    >
      <Answer of={exams}>{() => (exam ? <Rules exam={exam} /> : <Empty icon="book" title={t('exams.none')} />)}</Answer>
      {refusal ? <Note>{refusal}</Note> : null}
      <Failure error={start.error} />
    </Page>
  );
}

function Rules({ exam }: { exam: Exam }) {
  const { t } = useTranslation();
  const { minutes, passPercent, coolDownHours: count } = exam;
  return (
    <Card>
      <div className="m-exam">
        <Pill>{t(`exams.purposes.${exam.purpose}`)}</Pill>
        <p>{exam.description === '' ? t(`exams.why.${exam.purpose}`) : exam.description}</p>
        <ExamFacts exam={exam} />
        <ul className="m-exam-rules">
          <li>{t('exams.rules.time', { minutes })}</li>
          <li>{t('exams.rules.saved')}</li>
          <li>{t('exams.rules.mark', { passPercent })}</li>
          <li>{t(count === 0 ? 'exams.rules.again' : 'exams.rules.wait', { count })}</li>
        </ul>
      </div>
    </Card>
  );
}
