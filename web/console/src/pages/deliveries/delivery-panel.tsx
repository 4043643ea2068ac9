import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Drawer } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { DECISIONS } from '../../../../../src/modules/delivery/contract.ts';
import { type DeliveryDetail, deliveryQuery } from '../../api/deliveries.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MessageView } from '../messages/message-view.tsx';
import { useDecide } from './decision-bar.tsx';
import { nameOf } from './delivery-list.tsx';
import { FateBadge } from './fate-badge.tsx';
import { useReason } from './use-reason.ts';

/** One delivery: what it says on its platform, what became of it, everything that was tried, and what can be decided. */
export function DeliveryPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(deliveryQuery(community.id, id));
  return (
    <Drawer
      open
      size="min(560px, 100vw)"
      title={data ? t('deliveries.one.title', { name: nameOf(data) }) : t('deliveries.one.loading')}
      onClose={onClose}
      footer={data ? <Decisions delivery={data} /> : null}
    >
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={8} height={20} />
      ) : (
        <div className="q-delivery-panel">
          <Fate delivery={data} />
          <Message delivery={data} />
          <Facts delivery={data} />
          <Tries delivery={data} />
        </div>
      )}
    </Drawer>
  );
}

function Decisions({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const mayManage = useRight('deliveries.manage');
  const { run, pending, error } = useDecide();
  if (!mayManage || DECISIONS.every((decision) => !delivery.may[decision])) return null;
  return (
    <div className="q-dialog-foot">
      <ErrorNotice error={error} />
      {DECISIONS.filter((decision) => delivery.may[decision]).map((decision) => (
        <Button
          key={decision}
          type={decision === 'cancel' ? 'default' : 'primary'}
          danger={decision === 'cancel'}
          disabled={pending}
          onClick={() => run([delivery], decision)}
        >
          {t(`deliveries.decide.${decision}`)}
        </Button>
      ))}
    </div>
  );
}

function Fate({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const reason = useReason();
  return (
    <section>
      <p className="q-delivery-panel-fate">
        <FateBadge fate={delivery.fate} />
        {delivery.reason ? reason(delivery.reason) : t(`deliveries.fateMeans.${delivery.fate}`)}
      </p>
      {delivery.detail ? <p className="q-faint">{delivery.detail}</p> : null}
    </section>
  );
}

/** The message as its platform gets it; as it was written where that is something else. */
function Message({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const { content, rendered } = delivery;
  const other = rendered !== null && JSON.stringify(rendered.content) !== JSON.stringify(content);
  return (
    <section>
      <h3>{t('deliveries.one.message')}</h3>
      <MessageView content={rendered?.content ?? content} />
      {rendered?.cut ? <p className="q-faint">{t('deliveries.one.cut')}</p> : null}
      {rendered === null ? <p className="q-faint">{t('deliveries.one.notShown')}</p> : null}
      {other ? (
        <details>
          <summary>{t('deliveries.one.written')}</summary>
          <MessageView content={content} />
        </details>
      ) : null}
    </section>
  );
}

function Facts({ delivery }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const time = (at: string | null) =>
    at === null ? null : <time title={format.relative(at)}>{format.instant(at, community.zone)}</time>;
  const params = { community: community.key };
  const facts: Record<string, ReactNode> = {
    to: delivery.memberId ? (
      <Link to="/c/$community/members/$member" params={{ ...params, member: delivery.memberId }}>
        {nameOf(delivery)}
      </Link>
    ) : (
      `${nameOf(delivery)} (${t(`deliveries.recipients.${delivery.to.kind}`)})`
    ),
    connection: delivery.connection?.name ?? t('deliveries.noConnection'),
    source: (
      <Link
        to="/c/$community/deliveries"
        params={params}
        search={{ source: delivery.source.kind, sourceId: delivery.source.id }}
      >
        {t(`deliveries.sources.${delivery.source.kind}`)}
      </Link>
    ),
    template: delivery.template ? (
      <Link to="/c/$community/templates" params={params} search={{ template: delivery.template.id }}>
        {delivery.template.name}
      </Link>
    ) : null,
    purpose: `${t(`deliveries.purposes.${delivery.purpose}`)} · ${t('deliveries.priorityIs', { priority: delivery.priority })}`,
    createdAt: time(delivery.createdAt),
    createdBy: delivery.createdBy,
    confirmedBy: delivery.confirmedBy,
    sendAt: delivery.fate === 'queued' ? (time(delivery.sendAt) ?? t('deliveries.unplanned')) : null,
    sentAt: time(delivery.sentAt),
    expiresAt: delivery.sentAt === null ? time(delivery.expiresAt) : null,
    messageId: delivery.messageId,
    stream: delivery.stream,
    dedupeKey: <code>{delivery.dedupeKey}</code>,
  };
  return (
    <dl className="q-delivery-facts">
      {Object.entries(facts).map(([key, value]) =>
        value ? (
          <div key={key}>
            <dt>{t(`deliveries.facts.${key}`)}</dt>
            <dd>{value}</dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}

function Tries({ delivery: { tries } }: { delivery: DeliveryDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  return (
    <section>
      {tries.length === 0 ? (
        <p className="q-faint">{t('deliveries.one.untried')}</p>
      ) : (
        <h3>{t('deliveries.one.tries', { count: tries.length })}</h3>
      )}
      <ol className="q-delivery-tries">
        {tries.map((one) => (
          <li key={one.number}>
            <b>{t(one.outcome ? `deliveries.outcomes.${one.outcome}` : 'deliveries.outcomes.going')}</b>{' '}
            <time title={format.relative(one.startedAt)}>{format.instant(one.startedAt, community.zone)}</time>
            {one.code || one.reason ? (
              <p>
                {one.code ? <code>{one.code}</code> : null} {one.reason}
              </p>
            ) : null}
          </li>
        ))}
      </ol>
    </section>
  );
}
