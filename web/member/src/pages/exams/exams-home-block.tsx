import { useTranslation } from 'react-i18next';
import type { MemberExams } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useAsk } from '../../api/use-ask.ts';
import { ButtonLink, Card } from '../../ui/parts.tsx';
import { ExamFacts } from './exam-facts.tsx';
import './exams.css';

/** On the first page: the exam that is under way, or the one that a member has to take. Nothing else. */
export function ExamsHomeBlock() {
  const { t } = useTranslation();
  const { data } = useAsk<MemberExams>('/exams');
  const open = data?.exams.find(({ openAttempt }) => openAttempt !== null);
  const due = data?.exams.find(({ asked, purpose, refusal }) => refusal === null && (asked || purpose === 'licence'));
  const exam = open ?? due;
  if (!exam) return null;
  const { openAttempt } = exam;
  return (
    <Card title={exam.name} tone="accent">
      <div className="m-exam">
        {openAttempt ? <p>{t('exams.resumeMore', openAttempt)}</p> : <ExamFacts exam={exam} />}
        {exam.purpose === 'licence' && !openAttempt ? <p>{t('exams.why.licence')}</p> : null}
        <ButtonLink kind="primary" wide to={openAttempt ? `/exams/attempts/${openAttempt.id}` : `/exams/${exam.id}`}>
          {t(openAttempt ? 'exams.resume' : 'exams.details')}
        </ButtonLink>
      </div>
    </Card>
  );
}
