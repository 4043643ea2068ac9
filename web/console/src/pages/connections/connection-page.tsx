import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ConnectorView } from '../../../../../src/modules/connections/connector.contract.ts';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import {
  connectionQuery,
  connectorsQuery,
  deleteConnection,
  pauseConnection,
  testConnection,
} from '../../api/connections.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ChatsPanel } from './chats-panel.tsx';
import { ConnectionState } from './connection-state.tsx';
import { CONNECTION_TABS, type ConnectionTab } from './connections-search.ts';
import { LimitsPanel } from './limits-panel.tsx';
import { LogPanel } from './log-panel.tsx';
import { OperationsPanel } from './operations-panel.tsx';
import { SettingsPanel } from './settings-panel.tsx';
import { TestResult } from './test-result.tsx';
import { useBoth } from './use-both.ts';
import { useConnectionChange } from './use-connection-change.ts';
import './connections.css';

/** One connection: how it is, its chats, its settings and limits, and what goes over it. */
export function ConnectionPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { connection: id } = useParams({ from: '/app/c/$community/connections/$connection' });
  const { data, error, refetch } = useQuery(connectionQuery(id));
  const { data: connectors } = useQuery(connectorsQuery);
  usePageTitle(data?.name ?? t('connections.title'), community.name);
  const connector = connectors?.connectors.find((one) => one.id === data?.connector);
  if (error && !data)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data || !connector)
    return (
      <section className="q-panel">
        <Skeleton rows={8} height={24} />
      </section>
    );
  return <Shown connection={data} connector={connector} />;
}

function Shown({ connection, connector }: { connection: ConnectionView; connector: ConnectorView }) {
  const { t } = useTranslation();
  const both = useBoth();
  const community = useCommunity();
  const { tab = 'chats' } = useSearch({ from: '/app/c/$community/connections/$connection' });
  const tabs = CONNECTION_TABS.filter(
    (one) =>
      (one !== 'operations' || connector.operations.length > 0) && (one !== 'limits' || connection.limits.length > 0),
  );
  const panels: Record<ConnectionTab, React.ReactNode> = {
    chats: <ChatsPanel connection={connection} />,
    settings: <SettingsPanel key={connection.id} connection={connection} connector={connector} />,
    limits: <LimitsPanel key={connection.id} connection={connection} connector={connector} />,
    operations: <OperationsPanel connection={connection} connector={connector} />,
    log: <LogPanel connection={connection} />,
  };
  return (
    <>
      <div className="q-page-head">
        <div>
          <p>
            <Link to="/c/$community/connections" params={{ community: community.key }}>
              {t('connections.title')}
            </Link>
          </p>
          <h1>{connection.name}</h1>
          <span className="q-word">{both(connector.name)}</span> <ConnectionState connection={connection} full />
        </div>
        <Actions connection={connection} />
      </div>
      {connection.callbackAddress ? (
        <Notice kind="info" title={t('connections.callback')}>
          <code className="q-connection-address">{connection.callbackAddress}</code>
        </Notice>
      ) : null}
      <nav className="q-tabs" aria-label={t('connections.tabsLabel')}>
        {tabs.map((one) => (
          <Link
            key={one}
            to="/c/$community/connections/$connection"
            params={{ community: community.key, connection: connection.id }}
            search={{ tab: one === 'chats' ? undefined : one }}
            className={one === tab ? 'active' : ''}
            // The address alone would make each of them the active one.
            activeProps={{ className: '' }}
            aria-current={one === tab ? 'page' : undefined}
          >
            {t(`connections.tabs.${one}`)}
          </Link>
        ))}
      </nav>
      {panels[tabs.includes(tab) ? tab : 'chats']}
    </>
  );
}

function Actions({ connection }: { connection: ConnectionView }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const navigate = useNavigate({ from: '/c/$community/connections/$connection' });
  const test = useMutation({ mutationFn: () => testConnection(connection.id) });
  const pause = useConnectionChange(() => pauseConnection(connection.id, !connection.paused));
  const remove = useConnectionChange(
    () => deleteConnection(connection.id),
    () => void navigate({ to: '/c/$community/connections', params: { community: community.key } }),
  );
  return (
    <div className="q-connection-head">
      <div className="q-connection-actions">
        <Button loading={test.isPending} onClick={() => test.mutate()}>
          {t('connections.test.do')}
        </Button>
        <Button loading={pause.isPending} onClick={() => pause.mutate(undefined)}>
          {t(connection.paused ? 'connections.resume' : 'connections.pause')}
        </Button>
        <Popconfirm
          title={t('connections.deleteSure')}
          okText={t('connections.delete')}
          cancelText={t('connections.cancel')}
          onConfirm={() => remove.mutate(undefined)}
        >
          <Button danger>{t('connections.delete')}</Button>
        </Popconfirm>
      </div>
      <ErrorNotice error={test.error ?? pause.error ?? remove.error} />
      <TestResult result={test.data} />
    </div>
  );
}
