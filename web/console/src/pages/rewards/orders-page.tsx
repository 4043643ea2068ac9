import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import type { z } from 'zod';
import { useTranslation } from 'react-i18next';
import { REWARD_KINDS } from '../../../../../src/modules/rewards/contract.ts';
import { type Order, ORDER_STATES } from '../../../../../src/modules/rewards/orders.contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { fetchOrders, ordersFile, rewardsKey, rewardsQuery } from '../../api/rewards.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { OrderPanel } from './order-panel.tsx';
import { RewardsFrame } from './rewards-frame.tsx';
import type { ordersSearchSchema } from './rewards-search.ts';

type Search = z.infer<typeof ordersSearchSchema>;

/** What members have redeemed: what is to be sent or done first of all. */
export function OrdersPage() {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const search: Search = useSearch({ from: '/app/c/$community/rewards/orders' });
  const navigate = useNavigate({ from: '/c/$community/rewards/orders' });
  const { open, orderState: state, reward: rewardId, member: memberId, ...own } = search;
  const filter = { ...own, state, rewardId, memberId };
  const list = useInfiniteQuery({
    queryKey: [...rewardsKey(community.id), 'orders', filter],
    queryFn: ({ pageParam, signal }) => fetchOrders(community.id, { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });
  usePageTitle(t('rewards.tabs.orders'), community.name);
  const show = (change: Search) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const waiting = list.data?.pages[0]?.waiting;
  const orders = list.data?.pages.flatMap((page) => page.orders);
  const filtered = Object.values(filter).some((value) => value !== undefined);
  return (
    <RewardsFrame
      answer={waiting ? t('rewards.orders.waiting', { count: waiting }) : t('rewards.orders.lead')}
      action={
        mayManage ? (
          <a className="q-link-button" href={ordersFile(community.id, filter, i18n.language)} download>
            {t('rewards.orders.export')}
          </a>
        ) : null
      }
    >
      <section className="q-panel">
        <OrderFilters search={search} onChange={show} />
        {list.error && !orders ? (
          <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} />
        ) : !orders ? (
          <Skeleton rows={8} height={24} />
        ) : orders.length === 0 ? (
          <EmptyState title={t(filtered ? 'rewards.orders.noMatch' : 'rewards.orders.none')} art="search">
            {t(filtered ? 'rewards.orders.noMatchDetail' : 'rewards.orders.noneDetail')}
          </EmptyState>
        ) : (
          <OrderTable orders={orders} mayOpen={mayManage} onOpen={(id) => show({ open: id })} />
        )}
        {list.hasNextPage ? (
          <Button className="q-reward-more" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('rewards.orders.more')}
          </Button>
        ) : null}
      </section>
      {open && mayManage ? <OrderPanel id={open} onClose={() => show({ open: undefined })} /> : null}
    </RewardsFrame>
  );
}

function OrderFilters({ search, onChange }: { search: Search; onChange: (change: Search) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(rewardsQuery(community.id, true));
  return (
    <div className="q-reward-bar">
      <Select
        allowClear
        aria-label={t('rewards.state')}
        placeholder={t('rewards.orders.anyState')}
        value={search.orderState}
        onChange={(orderState) => onChange({ orderState })}
        options={ORDER_STATES.map((value) => ({ value, label: t(`rewards.orders.states.${value}`) }))}
      />
      <Select
        allowClear
        aria-label={t('rewards.kind')}
        placeholder={t('rewards.orders.anyKind')}
        value={search.kind}
        onChange={(kind) => onChange({ kind })}
        options={REWARD_KINDS.map((value) => ({ value, label: t(`rewards.kinds.${value}`) }))}
      />
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={t('rewards.name')}
        placeholder={t('rewards.orders.anyReward')}
        value={search.reward}
        onChange={(reward) => onChange({ reward })}
        options={(data?.rewards ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <Input.Search
        allowClear
        aria-label={t('rewards.orders.search')}
        placeholder={t('rewards.orders.search')}
        defaultValue={search.q}
        maxLength={120}
        onSearch={(q) => onChange({ q: q.trim() || undefined })}
      />
      {search.member ? (
        <Button size="small" onClick={() => onChange({ member: undefined })}>
          {t('rewards.orders.oneMember')} ×
        </Button>
      ) : null}
    </div>
  );
}

function OrderTable(props: { orders: readonly Order[]; mayOpen: boolean; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key, zone } = useCommunity();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('rewards.orders.number')}</th>
            <th>{t('rewards.name')}</th>
            <th>{t('rewards.orders.member')}</th>
            <th className="q-number">{t('rewards.price')}</th>
            <th>{t('rewards.orders.ordered')}</th>
            <th>{t('rewards.state')}</th>
          </tr>
        </thead>
        <tbody>
          {props.orders.map((order) => (
            <tr key={order.id}>
              <th scope="row">
                {props.mayOpen ? (
                  <button type="button" className="q-reward-name" onClick={() => props.onOpen(order.id)}>
                    {order.number}
                  </button>
                ) : (
                  order.number
                )}
              </th>
              <td>{order.rewardName}</td>
              <td>
                {order.memberId ? (
                  <Link to="/c/$community/members/$member" params={{ community: key, member: order.memberId }}>
                    {order.memberName || order.memberId.slice(0, 8)}
                  </Link>
                ) : (
                  <span className="q-faint">{t('rewards.orders.erased')}</span>
                )}
              </td>
              <td className="q-number">{format.exact(order.price)}</td>
              <td title={format.relative(order.orderedAt)}>{format.instant(order.orderedAt, zone)}</td>
              <td>
                <span className={`q-pill q-order-${order.state}`}>{t(`rewards.orders.states.${order.state}`)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
