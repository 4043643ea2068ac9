import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { type Quotas, quotasQuery } from '../../api/deliveries.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';

type Connection = Quotas['connections'][number];

/** What is used of each platform's limits now, and what waits behind them. */
export function QuotasPanel() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(quotasQuery(community.id));
  if (error && !data)
    return (
      <section className="q-panel">
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      </section>
    );
  if (!data)
    return (
      <section className="q-panel">
        <Skeleton rows={6} height={24} />
      </section>
    );
  if (data.connections.length === 0)
    return (
      <section className="q-panel">
        <EmptyState title={t('deliveries.quotas.none.title')}>{t('deliveries.quotas.none.detail')}</EmptyState>
      </section>
    );
  return (
    <div className="q-quotas">
      {data.connections.map((connection) => (
        <Quota key={connection.id} connection={connection} at={data.at} />
      ))}
    </div>
  );
}

function Quota({ connection, at }: { connection: Connection; at: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const mayConnect = useRight('connections.manage');
  const { id, name, queued, due, restsUntil, limits, paused, zone } = connection;
  return (
    <Panel
      title={name}
      explain={{
        title: t('deliveries.quotas.title'),
        definition: t('deliveries.explain.quotas', { zone }),
        computed: t('deliveries.explain.at', { at: format.instant(at, community.zone) }),
      }}
      aside={
        mayConnect ? (
          <Link
            to="/c/$community/connections/$connection"
            params={{ community: community.key, connection: id }}
            search={{ tab: 'limits' }}
          >
            {t('deliveries.quotas.change')}
          </Link>
        ) : null
      }
    >
      <p>
        {t('deliveries.quotas.waiting', { count: queued, queued: format.exact(queued), due: format.exact(due) })}
        {paused ? ` ${t('deliveries.quotas.paused')}` : ''}
        {restsUntil ? ` ${t('deliveries.quotas.rests', { when: format.relative(restsUntil) })}` : ''}
      </p>
      {limits.length === 0 ? <p className="q-faint">{t('deliveries.quotas.unlimited')}</p> : null}
      <ul className="q-quota-limits">
        {limits.map((one) => (
          <LimitLine key={one.limit.key} {...one} />
        ))}
      </ul>
    </Panel>
  );
}

function LimitLine({ limit, used, freeAt }: Connection['limits'][number]) {
  const { t } = useTranslation();
  const format = useFormat();
  const window =
    typeof limit.window === 'string'
      ? t(`connections.windows.${limit.window}`)
      : t('connections.windows.seconds', { count: limit.window.seconds });
  const part = Math.min(1, used / limit.count);
  return (
    <li>
      <span>
        {t(`connections.limitsOf.${limit.of}`)} · {window}
        {limit.kinds ? (
          <small className="q-faint"> {limit.kinds.map((kind) => t(`messages.contents.${kind}`)).join(' · ')}</small>
        ) : null}
      </span>
      <span className="q-quota-used">
        {t(limit.of === 'connection' ? 'deliveries.quotas.used' : 'deliveries.quotas.usedMost', {
          used: format.exact(used),
          count: format.exact(limit.count),
        })}
      </span>
      <span className="q-quota-bar" aria-hidden>
        <i className={part >= 1 ? 'q-quota-full' : undefined} style={{ width: `${part * 100}%` }} />
      </span>
      {freeAt ? <small>{t('deliveries.quotas.freeAt', { when: format.relative(freeAt) })}</small> : null}
    </li>
  );
}
