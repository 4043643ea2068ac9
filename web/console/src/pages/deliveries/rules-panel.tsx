import { useQuery } from '@tanstack/react-query';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useTranslation } from 'react-i18next';
import { deliverySettingsQuery } from '../../api/deliveries.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ChoicesPanel } from './choices-panel.tsx';
import { SettingsForm } from './settings-form.tsx';

/** When people are not written to, how often at most, and who said no. */
export function RulesPanel() {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(deliverySettingsQuery(community.id));
  return (
    <div className="q-delivery-rules">
      {error && !data ? (
        <section className="q-panel">
          <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
        </section>
      ) : data ? (
        <SettingsForm key={community.id} settings={data} />
      ) : (
        <section className="q-panel">
          <Skeleton rows={5} height={24} />
        </section>
      )}
      <ChoicesPanel />
    </div>
  );
}
