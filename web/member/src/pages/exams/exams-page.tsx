import { useTranslation } from 'react-i18next';
import type { MemberExams } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { useAsk } from '../../api/use-ask.ts';
import { Page } from '../../ui/page.tsx';
import { ButtonLink, Card, Pill, Row, Rows } from '../../ui/parts.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { type Exam, ExamFacts, useRefusal } from './exam-facts.tsx';
import './exams.css';

/** The exams that are open, and those that were taken. */
export function ExamsPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const exams = useAsk<MemberExams>('/exams');
  return (
    <Page title={t('exams.title')} back="/me">
      <Answer of={exams}>
        {(data) => (
          <>
            {data.exams.map((exam) => (
              <ExamCard key={exam.id} exam={exam} />
            ))}
            {data.exams.length === 0 ? (
              <Empty icon="book" title={t('exams.none')}>
                {t('exams.noneMore')}
              </Empty>
            ) : null}
            {data.past.length > 0 ? (
              <Card title={t('exams.past')}>
                <Rows>
                  {data.past.map((one) => (
                    <Row
                      key={one.id}
                      to={`/exams/attempts/${one.id}`}
                      title={one.name}
                      detail={`${format.instant(one.finishedAt)} · ${t('exams.score', one)}`}
                      value={
                        <Pill tone={one.passed ? 'good' : 'plain'}>
                          {t(one.passed ? 'exams.passed' : 'exams.failed')}
                        </Pill>
                      }
                    />
                  ))}
                </Rows>
              </Card>
            ) : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

function ExamCard({ exam }: { exam: Exam }) {
  const { t } = useTranslation();
  const refusal = useRefusal()(exam);
  const { openAttempt } = exam;
  return (
    <Card
      title={exam.name}
      tone={openAttempt ? 'accent' : undefined}
      aside={<Pill>{t(`exams.purposes.${exam.purpose}`)}</Pill>}
    >
      <div className="m-exam">
        <ExamFacts exam={exam} />
        {exam.asked && !refusal && !openAttempt ? <Pill tone="warn">{t('exams.asked')}</Pill> : null}
        {openAttempt ? (
          <>
            <p>{t('exams.resumeMore', openAttempt)}</p>
            <ButtonLink kind="primary" wide to={`/exams/attempts/${openAttempt.id}`}>
              {t('exams.resume')}
            </ButtonLink>
          </>
        ) : refusal ? (
          <p>{refusal}</p>
        ) : (
          <ButtonLink wide to={`/exams/${exam.id}`}>
            {t('exams.details')}
          </ButtonLink>
        )}
      </div>
    </Card>
  );
}
