import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { OperatorSession } from '../../../../../src/modules/identity/contract.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { revokeOtherSessions, revokeSession, sessionsQuery } from '../../api/account.ts';
import { describeError } from '../../shell/describe-error.ts';
import { deviceOf } from '../../../../ui/device.ts';

/** Where one is signed in; each can be ended, or all others at once. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  const others = useMutation({
    mutationFn: revokeOtherSessions,
    onSuccess: () => client.invalidateQueries(sessionsQuery),
    onError: (failure) => void message.error(describeError(failure, t).title),
  });
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('account.sessions.title')}</h2>
        {sessions && sessions.length > 1 ? (
          <Button size="small" danger loading={others.isPending} onClick={() => others.mutate()}>
            {t('account.sessions.endOthers')}
          </Button>
        ) : null}
      </header>
      {error ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : sessions ? (
        <ul className="q-seats q-sessions">
          {sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      ) : (
        <Skeleton rows={3} height={30} />
      )}
    </section>
  );
}

function SessionRow({ session }: { session: OperatorSession }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: () => revokeSession(session.id),
    onSuccess: () => client.invalidateQueries(sessionsQuery),
    onError: (failure) => void message.error(describeError(failure, t).title),
  });
  const { browser, system } = deviceOf(session.device ?? '');
  const device = [browser, system].filter(Boolean).join(' · ') || t('account.sessions.unknown');
  return (
    <li>
      <div className="q-seat-who" title={session.device ?? undefined}>
        <strong>
          {device}
          {session.current ? <span className="q-word">{t('account.sessions.this')}</span> : null}
        </strong>
        <span className="q-faint">{session.address ?? t('account.sessions.noAddress')}</span>
      </div>
      <div className="q-seat-facts q-faint">
        <span title={format.instant(session.lastSeenAt)}>
          {t('account.sessions.seen', { when: format.relative(session.lastSeenAt) })}
        </span>
        <span title={format.instant(session.createdAt)}>
          {t('account.sessions.since', { when: format.relative(session.createdAt) })}
        </span>
      </div>
      {session.current ? null : (
        <Button size="small" type="text" danger loading={end.isPending} onClick={() => end.mutate()}>
          {t('account.sessions.end')}
        </Button>
      )}
    </li>
  );
}
