import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { SessionState, sessionReply } from '../../../../../src/modules/relay/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteRelay, relayQuery, setRelayState } from '../../api/relays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MessagesPanel } from './messages-panel.tsx';
import { ProgressView } from './progress-view.tsx';
import { QuestionsPanel } from './questions-panel.tsx';
import { RelayDialog } from './relay-dialog.tsx';
import { useRelayChange } from './use-relay-change.ts';
import './relays.css';

type Reply = z.infer<typeof sessionReply>;

/** One session: what went out, how far it is in each group, and what was asked. */
export function RelayPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const { relay } = useParams({ from: '/app/c/$community/relays/$relay' });
  const { data, error, refetch } = useQuery(relayQuery(community.id, relay));
  const [editing, setEditing] = useState(false);
  usePageTitle(data?.session.name ?? t('relays.title'), community.name);
  if (error && !data)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <Skeleton rows={8} height={24} />
      </section>
    );
  const { session } = data;
  return (
    <>
      <div className="q-page-head">
        <div>
          <p>
            <Link to="/c/$community/relays" params={{ community: community.key }}>
              {t('relays.title')}
            </Link>
          </p>
          <h1>{session.name}</h1>
          <p>
            <span className={`q-pill q-relay-${session.state}`}>{t(`relays.states.${session.state}`)}</span>{' '}
            {t('relays.summary', { groups: session.targetIds.length, messages: session.messages })}
          </p>
        </div>
        {mayManage ? <Actions data={data} onEdit={() => setEditing(true)} /> : null}
      </div>
      <div className="q-relay">
        <MessagesPanel data={data} mayManage={mayManage} />
        <div className="q-relay-side">
          {session.questions ? <QuestionsPanel data={data} mayManage={mayManage} /> : null}
          <TargetsPanel data={data} />
        </div>
      </div>
      {editing ? <RelayDialog session={session} onClose={() => setEditing(false)} /> : null}
    </>
  );
}

function Actions({ data: { session }, onEdit }: { data: Reply; onEdit: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate({ from: '/c/$community/relays/$relay' });
  const move = useRelayChange((communityId, state: Exclude<SessionState, 'ready'>) =>
    setRelayState(communityId, session.id, state),
  );
  const remove = useRelayChange(
    (communityId) => deleteRelay(communityId, session.id),
    () => void navigate({ to: '/c/$community/relays', params: { community: community.key } }),
  );
  const to = (state: Exclude<SessionState, 'ready'>, primary = false) => (
    <Button
      key={state}
      type={primary ? 'primary' : 'default'}
      loading={move.isPending}
      onClick={() => move.mutate(state)}
    >
      {t(`relays.to.${state}`)}
    </Button>
  );
  return (
    <div className="q-relay-actions">
      {session.state === 'ended' ? null : <Button onClick={onEdit}>{t('relays.change')}</Button>}
      {session.state === 'live' ? to('paused') : null}
      {session.state === 'live' || session.state === 'paused' ? (
        <Popconfirm
          title={t('relays.endSure')}
          okText={t('relays.to.ended')}
          cancelText={t('relays.cancel')}
          onConfirm={() => move.mutate('ended')}
        >
          <Button>{t('relays.to.ended')}</Button>
        </Popconfirm>
      ) : null}
      {session.state === 'ready' || session.state === 'ended' ? (
        <Popconfirm
          title={t('relays.deleteSure')}
          okText={t('relays.delete')}
          cancelText={t('relays.cancel')}
          onConfirm={() => remove.mutate(undefined)}
        >
          <Button danger>{t('relays.delete')}</Button>
        </Popconfirm>
      ) : null}
      {session.state === 'ready' || session.state === 'paused' ? to('live', true) : null}
      <ErrorNotice error={move.error ?? remove.error} />
    </div>
  );
}

/** How far the session is in each group; those with a problem first. */
function TargetsPanel({ data }: { data: Reply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const targets = data.targets.toSorted(
    (a, b) => b.progress.failed - a.progress.failed || b.progress.waiting - a.progress.waiting,
  );
  return (
    <Panel title={t('relays.targets', { count: targets.length })}>
      {targets.length === 0 ? <p className="q-faint">{t('relays.noTargets')}</p> : null}
      <ul className="q-relay-targets">
        {targets.map((target) => (
          <li key={target.chatId}>
            <span>{target.name}</span>
            <ProgressView progress={target.progress} />
            {target.progress.failed > 0 && target.problem ? <small>{target.problem}</small> : null}
          </li>
        ))}
      </ul>
      {data.session.progress.lastSentAt ? (
        <p className="q-faint" title={format.instant(data.session.progress.lastSentAt)}>
          {t('relays.lastSent', { when: format.relative(data.session.progress.lastSentAt) })}
        </p>
      ) : null}
    </Panel>
  );
}
