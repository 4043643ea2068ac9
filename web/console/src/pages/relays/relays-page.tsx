import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { relaysQuery } from '../../api/relays.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ProgressView } from './progress-view.tsx';
import { RelayDialog } from './relay-dialog.tsx';
import './relays.css';

/** Sessions that go from one source into many groups. */
export function RelaysPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const navigate = useNavigate({ from: '/c/$community/relays' });
  const mayManage = useRight('deliveries.manage');
  const { data, error, refetch } = useQuery(relaysQuery(community.id));
  const [making, setMaking] = useState(false);
  usePageTitle(t('relays.title'), community.name);
  const attached = data !== undefined && data.chats.length > 0;
  const add =
    mayManage && attached ? (
      <Button type="primary" onClick={() => setMaking(true)}>
        {t('relays.new')}
      </Button>
    ) : null;
  const live = data?.sessions.filter(({ state }) => state === 'live').length ?? 0;
  const some = data !== undefined && data.sessions.length > 0;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('relays.title')}</h1>
          <p>
            {some
              ? t('relays.answer', { count: data.sessions.length, live, chats: data.chats.length })
              : t('relays.lead')}
          </p>
        </div>
        {some ? add : null}
      </div>
      <section className="q-panel">
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={5} height={24} />
        ) : some ? (
          <div className="q-table-scroll">
            <table className="q-table q-table-start">
              <thead>
                <tr>
                  <th>{t('relays.name')}</th>
                  <th>{t('relays.state')}</th>
                  <th className="q-number">{t('relays.groups')}</th>
                  <th className="q-number">{t('relays.messages')}</th>
                  <th>{t('relays.delivered')}</th>
                  <th className="q-number">{t('relays.openQuestions')}</th>
                </tr>
              </thead>
              <tbody>
                {data.sessions.map((session) => (
                  <tr key={session.id}>
                    <th scope="row">
                      <Link to="/c/$community/relays/$relay" params={{ community: community.key, relay: session.id }}>
                        {session.name}
                      </Link>
                      <small className="q-faint" title={format.instant(session.createdAt)}>
                        {' '}
                        {format.relative(session.startedAt ?? session.createdAt)}
                      </small>
                    </th>
                    <td>
                      <span className={`q-pill q-relay-${session.state}`}>{t(`relays.states.${session.state}`)}</span>
                    </td>
                    <td className="q-number">{format.exact(session.targetIds.length)}</td>
                    <td className="q-number">{format.exact(session.messages)}</td>
                    <td>
                      <ProgressView progress={session.progress} />
                    </td>
                    <td className="q-number">{format.exact(session.openQuestions)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        ) : attached ? (
          <EmptyState title={t('relays.none.title')} action={add}>
            {t('relays.none.detail')}
          </EmptyState>
        ) : (
          <EmptyState
            title={t('relays.unattached.title')}
            action={
              <Link to="/c/$community/connections" params={{ community: community.key }}>
                {t('relays.unattached.go')}
              </Link>
            }
          >
            {t('relays.unattached.detail')}
          </EmptyState>
        )}
      </section>
      {making ? (
        <RelayDialog
          session={undefined}
          onClose={(made) => {
            setMaking(false);
            if (made)
              void navigate({ to: '/c/$community/relays/$relay', params: { community: community.key, relay: made } });
          }}
        />
      ) : null}
    </>
  );
}
