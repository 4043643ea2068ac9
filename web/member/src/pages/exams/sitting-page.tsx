import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberAttempt } from '../../../../../src/modules/exams/attempt.contract.ts';
import { ApiError } from '../../api/client.ts';
import { useChange } from '../../api/use-ask.ts';
import { Page } from '../../ui/page.tsx';
import { Button, Note, Progress } from '../../ui/parts.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Failure } from '../../ui/states.tsx';
import { QuestionFields } from './question-fields.tsx';
import { type Answers, useAnswers } from './use-answers.ts';
import { clockWords, useTimeLeft } from './use-time-left.ts';

type Open = Extract<MemberAttempt, { state: 'open' }>;

/** What an exam that is over says to an answer. */
const OVER: ReadonlySet<string> = new Set(['exam_over', 'time_over']);
/** Minutes before the end that are said aloud. */
const SAID_MINUTES = [5, 1];

/** An exam under way: one question a screen, the time that is left, and every answer kept as it is given. */
export function SittingPage({ attempt, seenAt, onOver }: { attempt: Open; seenAt: number; onOver: () => void }) {
  const { t } = useTranslation();
  const { questions } = attempt;
  const given = questions.flatMap(({ position, choice }) => (choice ? [[position, choice] as const] : []));
  const kept = useAnswers(attempt.id, new Map(given));
  const firstOpen = questions.findIndex(({ choice }) => choice === null);
  const [at, setAt] = useState(firstOpen < 0 ? 0 : firstOpen);
  const [sheet, setSheet] = useState<'overview' | 'hand-in'>();
  const seconds = useTimeLeft({ endsAt: attempt.endsAt, now: attempt.now, seenAt }, onOver);
  // The other tab may have handed it in.
  const over = kept.refused instanceof ApiError && OVER.has(kept.refused.code);
  useEffect(() => {
    if (over) onOver();
    // oxlint-disable-next-line react/exhaustive-deps -- told once, when the server says so
  }, [over]);
  const question = questions[at]!;
  const last = at === questions.length - 1;
  const soon = SAID_MINUTES.find((minutes) => seconds <= minutes * 60 && seconds > minutes * 60 - 15);
  return (
    <Page
      title={attempt.paper.name}
      back="/exams"
      aside={
        <span
          className={seconds <= 60 ? 'm-time m-time-short' : 'm-time'}
          role="timer"
          aria-label={t('exams.timeLeft')}
        >
          {clockWords(seconds)}
        </span>
      }
      action={
        <div className="m-exam-steps">
          <Button disabled={at === 0} onClick={() => setAt(at - 1)}>
            {t('exams.previous')}
          </Button>
          <Button kind="primary" onClick={() => (last ? setSheet('hand-in') : setAt(at + 1))}>
            {t(last ? 'exams.handIn' : 'exams.next')}
          </Button>
        </div>
      }
    >
      <div className="m-exam-where">
        <button type="button" className="m-button m-button-quiet" onClick={() => setSheet('overview')}>
          {t('exams.place', { at: at + 1, total: questions.length })}
        </button>
        <span className="m-small m-soft" role="status">
          {kept.saving === 'none' ? '' : t(`exams.${kept.saving}`)}
        </span>
      </div>
      <Progress
        value={questions.filter(({ position }) => isAnswered(kept.answers, position)).length}
        most={questions.length}
        label={t('exams.answered')}
      />
      <p className="m-unseen" aria-live="polite">
        {soon === undefined ? '' : t('exams.soon', { count: soon })}
      </p>
      <QuestionFields
        key={question.position}
        question={question}
        choice={kept.answers.get(question.position)}
        onAnswer={(choice) => kept.answer(question.position, choice)}
      />
      <Failure error={kept.refused} />
      {sheet === 'overview' ? (
        <OverviewSheet
          attempt={attempt}
          answers={kept.answers}
          at={at}
          onGo={(to) => {
            setAt(to);
            setSheet(undefined);
          }}
          onHandIn={() => setSheet('hand-in')}
          onClose={() => setSheet(undefined)}
        />
      ) : null}
      {sheet === 'hand-in' ? (
        <HandInSheet attempt={attempt} answers={kept.answers} flush={kept.flush} onClose={() => setSheet(undefined)} />
      ) : null}
    </Page>
  );
}

const isAnswered = (answers: Answers, position: number): boolean => (answers.get(position)?.length ?? 0) > 0;

function OverviewSheet(props: {
  attempt: Open;
  answers: Answers;
  at: number;
  onGo: (at: number) => void;
  onHandIn: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('exams.overview')} onClose={props.onClose}>
      <ul className="m-exam-grid">
        {props.attempt.questions.map(({ position }, at) => {
          const answered = isAnswered(props.answers, position);
          const state = t(answered ? 'exams.answered' : 'exams.unanswered');
          return (
            <li key={position}>
              <button
                type="button"
                className={answered ? 'm-exam-answered' : undefined}
                aria-current={at === props.at ? 'step' : undefined}
                aria-label={`${t('exams.goTo', { at: position })} · ${state}`}
                onClick={() => props.onGo(at)}
              >
                {position}
                {answered ? ' ✓' : ''}
              </button>
            </li>
          );
        })}
      </ul>
      <Button kind="primary" wide onClick={props.onHandIn}>
        {t('exams.handIn')}
      </Button>
    </Sheet>
  );
}

function HandInSheet(props: { attempt: Open; answers: Answers; flush: () => Promise<boolean>; onClose: () => void }) {
  const { t } = useTranslation();
  const [unsaved, setUnsaved] = useState(false);
  const finish = useChange<void, MemberAttempt>({
    path: `/exams/attempts/${props.attempt.id}/finish`,
    renews: ['/exams', '/credit'],
  });
  const { questions } = props.attempt;
  const left = questions.filter(({ position }) => !isAnswered(props.answers, position)).length;
  const handIn = async () => {
    const saved = await props.flush();
    setUnsaved(!saved);
    if (saved) finish.mutate();
  };
  return (
    <Sheet title={t('exams.handInSure')} onClose={props.onClose}>
      <p className="m-soft">
        {left === 0 ? t('exams.allAnswered', { count: questions.length }) : t('exams.someLeft', { count: left })}
      </p>
      {unsaved ? <Note tone="warn">{t('exams.notSavedYet')}</Note> : null}
      <Failure error={finish.error} />
      <Button kind="primary" wide busy={finish.isPending} onClick={() => void handIn()}>
        {t('exams.handIn')}
      </Button>
    </Sheet>
  );
}
