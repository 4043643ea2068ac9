import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../../ui/use-format.ts';
import { quotasQuery } from '../../api/deliveries.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { DeliveriesFrame } from './deliveries-frame.tsx';
import { Outbox } from './outbox.tsx';
import { QuotasPanel } from './quotas-panel.tsx';
import { RulesPanel } from './rules-panel.tsx';

/** Everything that is sent: what waits, what became of the rest, how much of the limits is used, and the rules. */
export function DeliveriesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { tab = 'outbox' } = useSearch({ from: '/app/c/$community/deliveries' });
  usePageTitle(t('deliveries.title'), community.name);
  return (
    <DeliveriesFrame tab={tab} answer={<Answer />}>
      {tab === 'quotas' ? <QuotasPanel /> : tab === 'rules' ? <RulesPanel /> : <Outbox />}
    </DeliveriesFrame>
  );
}

/** How much waits, and for which connection. */
function Answer() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data } = useQuery(quotasQuery(community.id));
  if (!data) return <>{t('deliveries.lead')}</>;
  if (data.connections.length === 0) return <>{t('deliveries.unconnected')}</>;
  const queued = data.connections.reduce((sum, one) => sum + one.queued, 0);
  const busiest = data.connections.toSorted((a, b) => b.queued - a.queued)[0]!;
  const idle = data.connections.filter(({ paused }) => paused);
  return (
    <>
      {queued === 0
        ? t('deliveries.answer.none')
        : t('deliveries.answer.queued', {
            count: queued,
            queued: format.exact(queued),
            busiest: busiest.name,
            most: format.exact(busiest.queued),
          })}
      {idle.length > 0
        ? ` ${t('deliveries.answer.paused', { names: new Intl.ListFormat(format.language).format(idle.map(({ name }) => name)) })}`
        : ''}
    </>
  );
}
