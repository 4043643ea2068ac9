import { useTranslation } from 'react-i18next';
import type { MemberAttempt, Reviewed } from '../../../../../src/modules/exams/attempt.contract.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { Page } from '../../ui/page.tsx';
import { ButtonLink, Card, Note, Pill } from '../../ui/parts.tsx';
import { useOptions } from './question-fields.tsx';

type Over = Exclude<MemberAttempt, { state: 'open' }>;

/** An exam that is over: how it went, when the next try is, and every question with its explanation. */
export function ReviewPage({ attempt }: { attempt: Over }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { correct, total, passPercent, state, again, paper } = attempt;
  const failed = state === 'failed';
  const mayNow = failed && again.left !== 0 && again.at === null;
  const needed = Math.ceil((total * passPercent) / 100);
  return (
    <Page
      title={paper.name}
      back="/exams"
      action={
        mayNow ? (
          <ButtonLink kind="primary" wide to={`/exams/${paper.id}`}>
            {t('exams.begin')}
          </ButtonLink>
        ) : null
      }
    >
      <Card tone={failed ? undefined : 'accent'}>
        <div className="m-exam">
          <strong className="m-figure-value">{t(failed ? 'exams.failed' : 'exams.passed')}</strong>
          <p>{t('exams.score', { correct, total })}</p>
          <p className="m-soft">{t('exams.needed', { count: needed })}</p>
        </div>
      </Card>
      {attempt.endedBy === 'time' ? <Note>{t('exams.byTime')}</Note> : null}
      {failed ? (
        <Note>
          {again.left === 0
            ? t('exams.noneLeft')
            : again.at === null
              ? t('exams.againNow')
              : t('exams.againAt', { when: format.instant(again.at) })}
        </Note>
      ) : null}
      <h2 className="m-review-head">{t('exams.review')}</h2>
      {attempt.questions.map((question) => (
        <ReviewCard key={question.position} question={question} />
      ))}
    </Page>
  );
}

function ReviewCard({ question }: { question: Reviewed }) {
  const { t } = useTranslation();
  const options = useOptions()(question);
  const words = (choice: readonly number[]) =>
    choice.map((place) => options[place]).join(question.kind === 'order' ? ' → ' : '、');
  const state = question.correct ? 'right' : question.choice === null ? 'empty' : 'wrong';
  return (
    <Card
      title={t('exams.goTo', { at: question.position })}
      aside={<Pill tone={question.correct ? 'good' : 'bad'}>{t(`exams.${state}`)}</Pill>}
    >
      <div className="m-exam">
        <p>{question.text}</p>
        {question.correct || question.choice === null ? null : (
          <p>
            <span className="m-soft">{t('exams.yours')}</span>
            <br />
            {words(question.choice)}
          </p>
        )}
        <p>
          <span className="m-soft">{t('exams.solution')}</span>
          <br />
          {words(question.solution)}
        </p>
        {question.explanation === '' ? null : (
          <p>
            <span className="m-soft">{t('exams.because')}</span>
            <br />
            {question.explanation}
          </p>
        )}
      </div>
    </Card>
  );
}
