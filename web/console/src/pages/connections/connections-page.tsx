import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ConnectionView } from '../../../../../src/modules/connections/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { connectionsQuery, connectorsQuery } from '../../api/connections.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ConnectionState } from './connection-state.tsx';
import { useBoth } from './use-both.ts';
import './connections.css';

/** The accounts on platforms that this workspace hears and sends through. */
export function ConnectionsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(connectionsQuery);
  usePageTitle(t('connections.title'), community.name);
  const add = (
    <Link
      to="/c/$community/connections/new"
      params={{ community: community.key }}
      className="ant-btn ant-btn-primary q-connection-add"
    >
      {t('connections.add')}
    </Link>
  );
  const some = data !== undefined && data.connections.length > 0;
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('connections.title')}</h1>
          <p>{some ? <Answer connections={data.connections} /> : t('connections.lead')}</p>
        </div>
        {some ? add : null}
      </div>
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : !data ? (
        <section className="q-panel">
          <Skeleton rows={5} height={24} />
        </section>
      ) : some ? (
        <ul className="q-connections">
          {data.connections.map((connection) => (
            <ConnectionCard key={connection.id} connection={connection} />
          ))}
        </ul>
      ) : (
        <section className="q-panel">
          <EmptyState title={t('connections.none.title')} action={add}>
            {t('connections.none.detail')}
          </EmptyState>
        </section>
      )}
    </>
  );
}

/** How many are up, and which one needs somebody. */
function Answer({ connections }: { connections: readonly ConnectionView[] }) {
  const { t } = useTranslation();
  const up = connections.filter(({ state }) => state === 'up').length;
  const ill = connections.find(({ state, pausedFor }) => state === 'refused' || pausedFor === 'revoked');
  const unattached = connections.reduce((sum, { chats }) => sum + chats.seen - chats.attached, 0);
  return (
    <>
      {t('connections.answer', { count: connections.length, up })}
      {ill ? ` ${t('connections.attention', { name: ill.name })}` : ''}
      {unattached > 0 ? ` ${t('connections.unattached', { count: unattached })}` : ''}
    </>
  );
}

function ConnectionCard({ connection }: { connection: ConnectionView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const both = useBoth();
  const community = useCommunity();
  const { data: connectors } = useQuery(connectorsQuery);
  const connector = connectors?.connectors.find(({ id }) => id === connection.connector);
  const { heardAt, sentAt, chats, refusedToday } = connection;
  return (
    <li className="q-panel q-connection">
      <header>
        <h2>
          <Link
            to="/c/$community/connections/$connection"
            params={{ community: community.key, connection: connection.id }}
          >
            {connection.name}
          </Link>
        </h2>
        <span className="q-faint">{connector ? both(connector.name) : connection.connector}</span>
      </header>
      <ConnectionState connection={connection} full />
      <dl>
        <div>
          <dt>{t('connections.chats')}</dt>
          <dd>{t('connections.chatCount', { attached: chats.attached, seen: chats.seen })}</dd>
        </div>
        <div>
          <dt>{t('connections.heard')}</dt>
          <dd title={heardAt ? format.instant(heardAt) : undefined}>
            {heardAt ? `${format.count(connection.heard)} · ${format.relative(heardAt)}` : t('connections.never')}
          </dd>
        </div>
        <div>
          <dt>{t('connections.sent')}</dt>
          <dd title={sentAt ? format.instant(sentAt) : undefined}>
            {sentAt ? `${format.count(connection.sent)} · ${format.relative(sentAt)}` : t('connections.never')}
          </dd>
        </div>
        {refusedToday > 0 ? (
          <div>
            <dt>{t('connections.refusedToday')}</dt>
            <dd>{format.exact(refusedToday)}</dd>
          </div>
        ) : null}
      </dl>
    </li>
  );
}
