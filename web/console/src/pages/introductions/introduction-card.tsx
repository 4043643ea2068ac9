import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { TierBadge } from '../../../../ui/tier-badge.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { decideIntroduction, type Introduction, introductionsKey } from '../../api/introductions.ts';
import { describeError } from '../../shell/describe-error.ts';
import { DismissDialog } from './dismiss-dialog.tsx';
import { MessageToSend } from './message-to-send.tsx';
import { ReasonWords } from './reason-words.tsx';

interface Props {
  introduction: Introduction;
  communityId: string;
  may: boolean;
}

/** Two people, why they should meet, a text to send, and what was decided. */
export function IntroductionCard({ introduction, communityId, may }: Props) {
  const { t } = useTranslation();
  const { first, second, score, reasons, state } = introduction;
  const [writing, setWriting] = useState(false);
  const [dismissing, setDismissing] = useState(false);
  const decide = useDecide(communityId, introduction);
  return (
    <li className="q-panel q-introduction">
      <div className="q-introduce-people">
        <Who person={first} />
        <span className="q-introduce-score" title={t('introduce.score', { score })}>
          {score}
        </span>
        <Who person={second} />
      </div>
      {reasons.length > 0 ? (
        <ul className="q-introduce-reasons" aria-label={t('introduce.why')}>
          {reasons.map((reason) => (
            <ReasonWords key={reason.kind} reason={reason} of={introduction} />
          ))}
        </ul>
      ) : null}
      <Fate introduction={introduction} />
      {writing ? <MessageToSend text={introduction.text} /> : null}
      <div className="q-introduce-actions">
        {state === 'proposed' || state === 'made' ? (
          <Button aria-expanded={writing} onClick={() => setWriting(!writing)}>
            {t(writing ? 'introduce.hideText' : 'introduce.showText')}
          </Button>
        ) : null}
        {may && state === 'proposed' ? (
          <>
            <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate({ decision: 'made' })}>
              {t('introduce.made')}
            </Button>
            <Button onClick={() => setDismissing(true)}>{t('introduce.dismiss')}</Button>
          </>
        ) : null}
        {may && (state === 'made' || state === 'dismissed') ? (
          <Button type="link" loading={decide.isPending} onClick={() => decide.mutate({ decision: 'proposed' })}>
            {t('introduce.undo')}
          </Button>
        ) : null}
      </div>
      {dismissing ? (
        <DismissDialog
          pending={decide.isPending}
          onClose={() => setDismissing(false)}
          onDismiss={(reason, note) =>
            decide.mutate({ decision: 'dismissed', reason, note }, { onSuccess: () => setDismissing(false) })
          }
        />
      ) : null}
    </li>
  );
}

function useDecide(communityId: string, { id }: Introduction) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { message } = App.useApp();
  return useMutation({
    mutationFn: (order: Parameters<typeof decideIntroduction>[2]) => decideIntroduction(communityId, id, order),
    onSuccess: async (_, { decision }) => {
      void message.success(t(`introduce.done.${decision}`));
      await client.invalidateQueries({ queryKey: introductionsKey(communityId) });
    },
    onError: (error: Error) => void message.error(describeError(error, t).title),
  });
}

function Fate({ introduction }: { introduction: Introduction }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, decidedAt, decidedBy, dismissedFor, lapsedFor, note, tied, proposedAt } = introduction;
  if (state === 'proposed') return null;
  const when = format.relative(decidedAt ?? proposedAt);
  const who = decidedBy ?? t('introduce.somebody');
  const parts = [
    state === 'made' ? t('introduce.madeBy', { who, when }) : '',
    dismissedFor ? t('introduce.dismissedBy', { who, when, reason: t(`introduce.dismissals.${dismissedFor}`) }) : '',
    lapsedFor ? t(`introduce.lapses.${lapsedFor}`, { when }) : '',
    note,
    t(`introduce.fate.${tied === null ? 'open' : tied ? 'tied' : 'apart'}`),
  ];
  return <p className="q-soft">{parts.filter((part) => part !== '').join(' · ')}</p>;
}

function Who({ person }: { person: Introduction['first'] }) {
  const { t } = useTranslation();
  return (
    <Link
      to="/c/$community/members/$member"
      from="/c/$community"
      params={{ member: person.memberId }}
      className="q-person"
    >
      <Avatar name={person.name} id={person.memberId} />
      <span className="q-person-text">
        <span className="q-person-name">
          {person.name} {person.tier ? <TierBadge tier={person.tier} /> : null}
        </span>
        <span className="q-person-why">
          {person.circleWords.length > 0
            ? t('introduce.inCircle', { words: person.circleWords.join(' · ') })
            : t('network.noCircle')}
        </span>
      </span>
    </Link>
  );
}
