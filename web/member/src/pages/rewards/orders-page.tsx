import { useInfiniteQuery } from '@tanstack/react-query';
import type { MyOrdersReply } from '../../../../../src/modules/rewards/member.contract.ts';
import { type ApiError, ask } from '../../api/client.ts';
import { Button, ButtonLink, Card, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer, Empty } from '../../ui/states.tsx';
import { OrderPill } from './order-pill.tsx';
import { useShopWords } from './use-shop-words.ts';

/** Everything the member has redeemed, latest first. */
export function OrdersPage() {
  const { t, format } = useShopWords();
  const pages = useInfiniteQuery<MyOrdersReply, ApiError, MyOrdersReply[], string[], string | null>({
    queryKey: ['reward-orders'],
    queryFn: ({ pageParam, signal }) =>
      ask<MyOrdersReply>(`/reward-orders${pageParam ? `?cursor=${pageParam}` : ''}`, { signal }),
    initialPageParam: null,
    getNextPageParam: (last) => last.nextCursor,
    select: (data) => data.pages,
  });
  return (
    <Page title={t('rewards.orders')} back="/rewards">
      <Answer of={pages} rows={4}>
        {(data) => {
          const orders = data.flatMap((page) => page.orders);
          if (orders.length === 0)
            return (
              <Empty icon="box" title={t('rewards.noOrders')}>
                <ButtonLink kind="primary" to="/rewards">
                  {t('rewards.toShop')}
                </ButtonLink>
              </Empty>
            );
          return (
            <>
              <Card>
                <Rows>
                  {orders.map((order) => (
                    <Row
                      key={order.id}
                      to={`/reward-orders/${order.id}`}
                      title={order.rewardName}
                      detail={format.instant(order.orderedAt)}
                      value={<OrderPill order={order} />}
                    />
                  ))}
                </Rows>
              </Card>
              {pages.hasNextPage ? (
                <Button busy={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                  {t('rewards.more')}
                </Button>
              ) : null}
            </>
          );
        }}
      </Answer>
    </Page>
  );
}
