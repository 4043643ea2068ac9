import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer, Input, Popconfirm } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OrderDetail } from '../../../../../src/modules/rewards/orders.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { decideOrder, orderQuery } from '../../api/rewards.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRewardChange } from './use-reward-change.ts';

/** One order: where it goes, sending it, ending it, cancelling it. */
export function OrderPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const asked = useQuery(orderQuery(community.id, id));
  const { data } = asked;
  return (
    <Drawer
      open
      size="min(520px, 100vw)"
      title={data ? `${data.rewardName} · ${data.number}` : t('rewards.orders.loading')}
      onClose={onClose}
    >
      <Loaded of={asked} rows={8} height={20}>
        {(reply) => (
          <div className="q-reward-panel" key={reply.changedAt}>
            <Facts order={reply} />
            <Decisions order={reply} />
          </div>
        )}
      </Loaded>
    </Drawer>
  );
}

function Facts({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key, zone } = useCommunity();
  const { address } = order;
  const facts: [string, ReactNode][] = [
    [t('rewards.state'), t(`rewards.orders.states.${order.state}`)],
    [
      t('rewards.orders.member'),
      order.memberId ? (
        <Link to="/c/$community/members/$member" params={{ community: key, member: order.memberId }}>
          {order.memberName || order.memberId.slice(0, 8)}
        </Link>
      ) : (
        t('rewards.orders.erased')
      ),
    ],
    [t('rewards.price'), format.exact(order.price)],
    [t('rewards.orders.ordered'), format.instant(order.orderedAt, zone)],
    [t('rewards.orders.changed'), format.instant(order.changedAt, zone)],
    [t('rewards.orders.validUntil'), order.validUntil && format.instant(order.validUntil, zone)],
    [t('rewards.orders.recipient'), address && `${address.name} · ${address.phone}`],
    [
      t('rewards.orders.address'),
      address && [address.region, address.street, address.postcode].filter(Boolean).join(' '),
    ],
    [t('rewards.orders.parcel'), [order.carrier, order.tracking].filter(Boolean).join(' ')],
    [t('rewards.orders.note'), order.note],
    [
      t('rewards.orders.cancelledBy'),
      order.cancelledBy && [t(`rewards.orders.by.${order.cancelledBy}`), order.cancelReason].filter(Boolean).join(': '),
    ],
  ];
  return (
    <dl className="q-inputs">
      {facts.map(([label, value]) =>
        value ? (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Decisions({ order }: { order: OrderDetail }) {
  const { t } = useTranslation();
  const [parcel, setParcel] = useState({ carrier: order.carrier, tracking: order.tracking, note: order.note });
  const [reason, setReason] = useState('');
  const decide = useRewardChange((communityId, what: 'ship' | 'finish' | 'cancel') =>
    decideOrder(communityId, order.id, {
      what,
      body: what === 'ship' ? parcel : what === 'cancel' ? { reason } : { note: parcel.note },
    }),
  );
  if (order.state === 'cancelled') return null;
  const open = order.state !== 'done';
  return (
    <section>
      <ErrorNotice error={decide.error} />
      {open && order.kind === 'goods' ? (
        <div className="q-reward-row">
          {(['carrier', 'tracking'] as const).map((name) => (
            <Field key={name} label={t(`rewards.orders.${name}`)}>
              {(control) => (
                <Input
                  {...control}
                  maxLength={name === 'carrier' ? 60 : 80}
                  value={parcel[name]}
                  onChange={(event) => setParcel({ ...parcel, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </div>
      ) : null}
      {open ? (
        <Field label={t('rewards.orders.note')} hint={t('rewards.orders.noteHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={parcel.note}
              onChange={(event) => setParcel({ ...parcel, note: event.target.value })}
            />
          )}
        </Field>
      ) : null}
      <div className="q-form-actions">
        {open && order.kind === 'goods' ? (
          <Button
            type={order.state === 'placed' ? 'primary' : 'default'}
            loading={decide.isPending}
            onClick={() => decide.mutate('ship')}
          >
            {t(order.state === 'placed' ? 'rewards.orders.ship' : 'rewards.orders.shipAgain')}
          </Button>
        ) : null}
        {open ? (
          <Button
            type={order.kind === 'goods' && order.state === 'placed' ? 'default' : 'primary'}
            loading={decide.isPending}
            onClick={() => decide.mutate('finish')}
          >
            {t('rewards.orders.finish')}
          </Button>
        ) : null}
        <Popconfirm
          title={t('rewards.orders.cancelSure')}
          description={
            <Input
              aria-label={t('rewards.orders.reason')}
              placeholder={t('rewards.orders.reason')}
              maxLength={500}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          }
          okText={t('rewards.orders.cancel')}
          cancelText={t('rewards.cancel')}
          onConfirm={() => decide.mutate('cancel')}
        >
          <Button type="text" danger loading={decide.isPending}>
            {t('rewards.orders.cancel')}
          </Button>
        </Popconfirm>
      </div>
      <p className="q-faint">
        {t(order.kind === 'coupon' ? 'rewards.orders.cancelCoupon' : 'rewards.orders.cancelHint')}
      </p>
    </section>
  );
}
