import { useState } from 'react';
import type { MyOrder } from '../../../../../src/modules/rewards/member.contract.ts';
import { useAsk, useChange } from '../../api/use-ask.ts';
import { useLocation, useParam } from '../../router/router.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Button, ButtonLink, Card, Note } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { Answer, Failure } from '../../ui/states.tsx';
import { OrderPill } from './order-pill.tsx';
import { useShopWords } from './use-shop-words.ts';
import './rewards.css';

/** One order: its code, where it is, how to use it. Right after redeeming it says that it worked. */
export function OrderPage() {
  const { t } = useShopWords();
  const { query } = useLocation();
  const found = useAsk<MyOrder>(`/reward-orders/${useParam('orderId')}`);
  return (
    <Page title={t('rewards.order')} back="/reward-orders">
      <Answer of={found} rows={5}>
        {(order) => (
          <>
            {query.has('new') && order.state !== 'cancelled' ? (
              <div className="m-done" role="status">
                <Icon name="check" size={56} />
                <strong>{t('rewards.done')}</strong>
                <span className="m-soft">{t(`rewards.next.${order.kind}`)}</span>
              </div>
            ) : null}
            <OrderCard order={order} />
            {order.code ? <CodeCard code={order.code} /> : null}
            {order.howToUse && order.state !== 'cancelled' ? (
              <Card title={t('rewards.howToUse')}>
                <p className="m-reward-text">{order.howToUse}</p>
              </Card>
            ) : null}
            {order.canCancel ? <CancelButton order={order} /> : null}
            {query.has('new') ? (
              <ButtonLink kind="quiet" wide to="/rewards">
                {t('rewards.toShop')}
              </ButtonLink>
            ) : null}
          </>
        )}
      </Answer>
    </Page>
  );
}

function OrderCard({ order }: { order: MyOrder }) {
  const { t, format } = useShopWords();
  const { address } = order;
  const parcel = [order.carrier, order.tracking].filter((part) => part !== '').join(' ');
  const where = address && [address.region, address.street, address.postcode].filter((part) => part !== '').join(' ');
  const facts: [string, string | null | undefined][] = [
    [t('rewards.number'), order.number],
    [t('rewards.ordered'), format.instant(order.orderedAt)],
    [t('rewards.paid'), order.price === 0 ? t('rewards.free') : format.exact(order.price)],
    [t('rewards.validUntil'), order.validUntil && format.instant(order.validUntil)],
    [t('rewards.parcel'), parcel],
    [t('rewards.address.to'), address && `${address.name} ${address.phone}`],
    [t('rewards.address.street'), where],
    [t('rewards.note'), order.note],
    [t('rewards.reason'), order.cancelReason],
  ];
  return (
    <Card title={order.rewardName} aside={<OrderPill order={order} />}>
      <dl className="m-facts">
        {facts.map(([term, value]) =>
          value ? (
            <div key={term} style={{ display: 'contents' }}>
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {order.state === 'cancelled' && order.price > 0 ? <Note tone="good">{t('rewards.refunded')}</Note> : null}
    </Card>
  );
}

function CodeCard({ code }: { code: string }) {
  const { t } = useShopWords();
  const [copied, setCopied] = useState(false);
  return (
    <Card title={t('rewards.code')}>
      <p className="m-code">{code}</p>
      {navigator.clipboard ? (
        <Button
          kind="quiet"
          wide
          onClick={() =>
            void navigator.clipboard.writeText(code).then(
              () => setCopied(true),
              () => undefined,
            )
          }
        >
          {copied ? t('rewards.copied') : t('rewards.copy')}
        </Button>
      ) : null}
    </Card>
  );
}

function CancelButton({ order }: { order: MyOrder }) {
  const { t } = useShopWords();
  const [asked, setAsked] = useState(false);
  const cancel = useChange<void, MyOrder>({
    path: `/reward-orders/${order.id}/cancel`,
    renews: ['/reward-orders', '/rewards', '/points'],
    onDone: () => setAsked(false),
  });
  return (
    <>
      <Button kind="quiet" wide onClick={() => setAsked(true)}>
        {t('rewards.cancel')}
      </Button>
      {asked ? (
        <Sheet title={t('rewards.cancel')} onClose={() => setAsked(false)}>
          <p className="m-soft">{t('rewards.cancelMore')}</p>
          <Failure error={cancel.error} />
          <Button kind="danger" wide busy={cancel.isPending} onClick={() => cancel.mutate()}>
            {t('rewards.cancel')}
          </Button>
        </Sheet>
      ) : null}
    </>
  );
}
