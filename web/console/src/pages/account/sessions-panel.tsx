import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { revokeOtherSessions, revokeSession, sessionsQuery } from '../../api/account.ts';
import { ApiError } from '../../api/problem.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ConfirmPasswordDialog } from './confirm-password-dialog.tsx';
import { SessionLine, useDeviceName } from './session-line.tsx';

/** What is to end: one session, or all but this one. */
type Ending = { id: string; title: string; detail: string; run: (password?: string) => Promise<unknown> };

const OTHERS = 'others';

/** Where one is signed in; each can be ended, or all others at once. Some minutes after signing in, by the password. */
export function SessionsPanel() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const nameOf = useDeviceName();
  const { data: sessions, error, refetch } = useQuery(sessionsQuery);
  const { end, ending, asked, close } = useEnding();
  const endOthers: Ending = {
    id: OTHERS,
    title: t('account.sessions.endOthers'),
    detail: t('account.sessions.endOthersDetail'),
    run: revokeOtherSessions,
  };
  return (
    <section className="q-panel">
      <header className="q-panel-head">
        <h2>{t('account.sessions.title')}</h2>
        {sessions && sessions.length > 1 ? (
          <Button size="small" danger loading={ending === OTHERS} onClick={() => end(endOthers)}>
            {t('account.sessions.endOthers')}
          </Button>
        ) : null}
      </header>
      {error ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : sessions ? (
        <ul className="q-seats q-sessions">
          {sessions.map((session) => (
            <SessionLine key={session.id} session={session}>
              {session.current ? null : (
                <Button
                  size="small"
                  type="text"
                  danger
                  loading={ending === session.id}
                  onClick={() =>
                    end({
                      id: session.id,
                      title: t('account.sessions.endOne'),
                      detail: t('account.sessions.endOneDetail', { device: nameOf(session) }),
                      run: (password) => revokeSession(session.id, password),
                    })
                  }
                >
                  {t('account.sessions.end')}
                </Button>
              )}
            </SessionLine>
          ))}
        </ul>
      ) : (
        <Skeleton rows={3} height={30} />
      )}
      {asked ? (
        <ConfirmPasswordDialog
          danger
          title={asked.title}
          detail={asked.detail}
          action={async (password) => {
            await asked.run(password);
            await client.invalidateQueries(sessionsQuery);
          }}
          onClose={close}
        />
      ) : null}
    </section>
  );
}

/** Ends a session; where the server wants the password first, `asked` is what it is wanted for. */
function useEnding() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [asked, setAsked] = useState<Ending>();
  const end = useMutation({
    mutationFn: (what: Ending) => what.run(),
    onSuccess: () => client.invalidateQueries(sessionsQuery),
    onError: (failure, what) => {
      if (failure instanceof ApiError && failure.code === 'password_needed') setAsked(what);
      else void message.error(describeError(failure, t).title);
    },
  });
  return {
    end: end.mutate,
    ending: end.isPending ? end.variables.id : undefined,
    asked,
    close: () => setAsked(undefined),
  };
}
