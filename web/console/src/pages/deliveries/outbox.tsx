import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { deliveriesQuery } from '../../api/deliveries.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { DecisionBar } from './decision-bar.tsx';
import type { DeliveriesSearch } from './deliveries-search.ts';
import { DeliveryList } from './delivery-list.tsx';
import { DeliveryPanel } from './delivery-panel.tsx';
import { FateTabs } from './fate-tabs.tsx';
import { OutboxFilters } from './outbox-filters.tsx';

/** The deliveries of a filter, counted by fate; one of them in the side panel. */
export function Outbox() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const search = useSearch({ from: '/app/c/$community/deliveries' });
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { tab: _, open, ...filter } = search;
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    deliveriesQuery(community.id, filter),
  );
  const show = (part: DeliveriesSearch, replace = true) =>
    void navigate({
      to: '/c/$community/deliveries',
      params: { community: community.key },
      search: { ...search, ...part },
      replace,
    });
  const choose = (part: DeliveriesSearch) => {
    setChosen(new Set());
    show(part);
  };
  const deliveries = data?.pages.flatMap((page) => page.deliveries);
  const filtered = Object.values(filter).some(Boolean);
  return (
    <>
      <OutboxFilters search={filter} onChoose={choose} />
      <FateTabs counts={data?.pages[0]?.counts} value={filter.fate} onChoose={(fate) => choose({ fate })} />
      <section className="q-panel">
        {error && !data ? (
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        ) : !deliveries ? (
          <Skeleton rows={6} height={30} />
        ) : deliveries.length === 0 ? (
          <EmptyState
            title={t(filtered ? 'deliveries.none.title' : 'deliveries.empty.title')}
            art={filtered ? 'search' : 'people'}
            action={
              mayManage && !filtered ? (
                <Link to="/c/$community/deliveries/new" params={{ community: community.key }}>
                  {t('deliveries.write')}
                </Link>
              ) : null
            }
          >
            {t(filtered ? 'deliveries.none.detail' : 'deliveries.empty.detail')}
          </EmptyState>
        ) : (
          <>
            {mayManage ? (
              <DecisionBar
                deliveries={deliveries}
                chosen={chosen}
                onChoose={setChosen}
                rest={hasNextPage ? { counts: data!.pages[0]!.counts, filter } : undefined}
              />
            ) : null}
            <DeliveryList
              deliveries={deliveries}
              chosen={mayManage ? chosen : undefined}
              onChoose={setChosen}
              onOpen={(id) => show({ open: id }, false)}
              onReason={(reason) => choose({ why: reason })}
            />
          </>
        )}
        {hasNextPage ? (
          <div className="q-outbox-more">
            <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('deliveries.older')}
            </Button>
          </div>
        ) : null}
      </section>
      {open ? <DeliveryPanel id={open} onClose={() => show({ open: undefined }, false)} /> : null}
    </>
  );
}
