import { Link } from '@tanstack/react-router';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { sessionReply } from '../../../../../src/modules/relay/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { sayInRelay, setQuestion } from '../../api/relays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRelayChange } from './use-relay-change.ts';

type Reply = z.infer<typeof sessionReply>;
type Question = Reply['questions'][number];

/** What members of the groups asked, open ones first. */
export function QuestionsPanel({ data: { session, questions }, mayManage }: { data: Reply; mayManage: boolean }) {
  const { t } = useTranslation();
  return (
    <Panel title={t('relays.questionsTitle', { count: session.openQuestions })}>
      {questions.length === 0 ? <p className="q-faint">{t('relays.noQuestions')}</p> : null}
      <ul className="q-relay-questions">
        {questions.map((question) => (
          <QuestionLine key={question.eventId} {...{ question, session, mayManage }} />
        ))}
      </ul>
    </Panel>
  );
}

type LineProps = { question: Question; session: Reply['session']; mayManage: boolean };

function QuestionLine({ question, session, mayManage }: LineProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const [answer, setAnswer] = useState<string>();
  const open = question.state === 'open';
  const say = useRelayChange(
    (communityId) =>
      sayInRelay(communityId, session.id, { content: { kind: 'text', text: answer! }, answers: question.eventId }),
    () => setAnswer(undefined),
  );
  const settle = useRelayChange((communityId, state: 'open' | 'put_aside') =>
    setQuestion(communityId, session.id, question.eventId, state),
  );
  return (
    <li className={open ? undefined : 'q-relay-settled'}>
      <p>{question.text}</p>
      <small className="q-faint" title={format.instant(question.askedAt)}>
        <Link to="/c/$community/members/$member" params={{ community: community.key, member: question.memberId }}>
          {question.name}
        </Link>{' '}
        · {question.chat} · {format.relative(question.askedAt)}
        {open ? '' : ` · ${t(`relays.questionStates.${question.state}`)}`}
      </small>
      <ErrorNotice error={say.error ?? settle.error} />
      {answer === undefined ? null : (
        <Input.TextArea
          autoFocus
          aria-label={t('relays.answerTo', { name: question.name })}
          autoSize={{ minRows: 2, maxRows: 8 }}
          maxLength={5000}
          value={answer}
          onChange={(event) => setAnswer(event.target.value)}
        />
      )}
      {mayManage ? (
        <div className="q-relay-question-actions">
          {answer !== undefined ? (
            <>
              <Button
                size="small"
                type="primary"
                loading={say.isPending}
                disabled={!answer.trim()}
                onClick={() => say.mutate(undefined)}
              >
                {t('relays.answerAll')}
              </Button>
              <Button size="small" onClick={() => setAnswer(undefined)}>
                {t('relays.cancel')}
              </Button>
            </>
          ) : (
            <>
              {open && session.state === 'live' ? (
                <Button size="small" onClick={() => setAnswer('')}>
                  {t('relays.answerIt')}
                </Button>
              ) : null}
              {question.state === 'answered' ? null : (
                <Button
                  size="small"
                  loading={settle.isPending}
                  onClick={() => settle.mutate(open ? 'put_aside' : 'open')}
                >
                  {t(open ? 'relays.putAside' : 'relays.reopen')}
                </Button>
              )}
            </>
          )}
        </div>
      ) : null}
    </li>
  );
}
