import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import type { Delivery } from '../../api/deliveries.ts';
import { FateBadge } from './fate-badge.tsx';
import { useReason } from './use-reason.ts';

type Props = {
  deliveries: readonly Delivery[];
  /** Those that are chosen; undefined where nothing can be decided. */
  chosen: ReadonlySet<string> | undefined;
  onChoose: (ids: ReadonlySet<string>) => void;
  onOpen: (id: string) => void;
  onReason: (reason: string) => void;
};

/** Deliveries, latest first: to whom, what, what became of it and when. */
export function DeliveryList({ deliveries, chosen, onChoose, onOpen, onReason }: Props) {
  const { t } = useTranslation();
  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    onChoose(next);
  };
  return (
    <ul className="q-deliveries">
      {deliveries.map((delivery) => (
        <li key={delivery.id}>
          {chosen ? (
            <Checkbox
              aria-label={t('deliveries.choose', { name: nameOf(delivery) })}
              checked={chosen.has(delivery.id)}
              onChange={(event) => toggle(delivery.id, event.target.checked)}
            />
          ) : null}
          <DeliveryLine delivery={delivery} onOpen={() => onOpen(delivery.id)} onReason={onReason} />
        </li>
      ))}
    </ul>
  );
}

/** What its recipient is called, or the id on its platform. */
export const nameOf = ({ to }: Pick<Delivery, 'to'>): string => to.name || to.id;

/** When it is or was sent, or when it ended. */
function When({ delivery }: { delivery: Delivery }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { fate, sentAt, settledAt, sendAt, createdAt } = delivery;
  const [word, at] =
    sentAt !== null
      ? (['sent', sentAt] as const)
      : fate === 'queued' && sendAt !== null
        ? (['planned', sendAt] as const)
        : settledAt !== null
          ? (['ended', settledAt] as const)
          : (['asked', createdAt] as const);
  return <time title={format.instant(at)}>{t(`deliveries.when.${word}`, { when: format.relative(at) })}</time>;
}

function DeliveryLine(props: { delivery: Delivery; onOpen: () => void; onReason: (reason: string) => void }) {
  const { t } = useTranslation();
  const reason = useReason();
  const { delivery, onOpen, onReason } = props;
  return (
    <div className="q-delivery">
      <button type="button" className="q-delivery-name" onClick={onOpen}>
        {nameOf(delivery)}
      </button>
      <span className="q-delivery-source">
        {delivery.connection?.name ?? t('deliveries.noConnection')} · {t(`deliveries.sources.${delivery.source.kind}`)}
      </span>
      <p className="q-delivery-words">{delivery.excerpt || t(`messages.kinds.${delivery.kind}`)}</p>
      <span className="q-delivery-fate">
        <FateBadge fate={delivery.fate} />
        {delivery.reason ? (
          <button type="button" title={delivery.detail || undefined} onClick={() => onReason(delivery.reason)}>
            {reason(delivery.reason)}
          </button>
        ) : null}
      </span>
      <When delivery={delivery} />
    </div>
  );
}
