import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { refusedQuery, retryRefused, type RefusedEvent } from '../../api/refused.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { ImportTabs } from './import-tabs.tsx';
import { readEvent } from './read-event.ts';
import './imports.css';

/** Live events that were accepted and could not be written: why, and what they were. */
export function RefusedPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch, isFetching } = useQuery(refusedQuery(community.id));
  usePageTitle(t('refused.tab'), community.name);
  return (
    <>
      <div className="q-page-head">
        <div>
          <h1>{t('refused.title')}</h1>
          <p>{t('refused.lead')}</p>
        </div>
        <div className="q-form-actions">
          {data?.length ? <RetryAll communityId={community.id} /> : null}
          <Button loading={isFetching} onClick={() => void refetch()}>
            {t('refused.refresh')}
          </Button>
        </div>
      </div>
      <ImportTabs community={community} />
      <section className="q-panel">
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !data ? (
          <Skeleton rows={5} height={22} />
        ) : data.length === 0 ? (
          <EmptyState
            title={t('refused.none')}
            action={
              <Link to="/settings/tokens">
                <Button tabIndex={-1}>{t('overview.empty.live')}</Button>
              </Link>
            }
          >
            {t('refused.noneDetail')}
          </EmptyState>
        ) : (
          <RefusedTable refused={data} zone={community.zone} />
        )}
      </section>
    </>
  );
}

function RetryAll({ communityId }: { communityId: string }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const may = useRight('imports.manage');
  const retry = useMutation({
    mutationFn: () => retryRefused(communityId),
    onSuccess: async ({ retried }) => {
      void message.success(t('refused.retried', { count: retried }));
      await client.invalidateQueries(refusedQuery(communityId));
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  if (!may) return null;
  return (
    <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate()}>
      {t('refused.retry')}
    </Button>
  );
}

function RefusedTable({ refused, zone }: { refused: readonly RefusedEvent[]; zone: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('refused.title')}>
      <table className="q-table q-table-start q-refused">
        <thead>
          <tr>
            <th scope="col">{t('refused.when')}</th>
            <th scope="col">{t('refused.reason')}</th>
            <th scope="col">{t('refused.source')}</th>
            <th scope="col">{t('refused.event')}</th>
          </tr>
        </thead>
        <tbody>
          {refused.map((one) => {
            const event = readEvent(one.event);
            return (
              <tr key={`${one.eventId} ${one.version}`}>
                <td title={format.instant(one.refusedAt, zone)}>{format.relative(one.refusedAt)}</td>
                <td className="q-refused-reason">{one.reason}</td>
                <td>{one.source}</td>
                <td>
                  <details>
                    <summary>
                      {[event.kind && t(`kind.${event.kind}`, { defaultValue: event.kind }), event.member, event.at]
                        .filter(Boolean)
                        .join(' · ') || one.eventId}
                    </summary>
                    <pre tabIndex={0}>{event.pretty}</pre>
                  </details>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
