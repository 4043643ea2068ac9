import { useTranslation } from 'react-i18next';
import { REASONS } from '../../../../../src/modules/delivery/contract.ts';

const known = (reason: string): reason is (typeof REASONS)[number] => (REASONS as readonly string[]).includes(reason);

/** Says in words why a delivery waits or was left out: a code of ours, a limit, or what its platform said. */
export function useReason(): (reason: string) => string {
  const { t } = useTranslation();
  return (reason) => {
    if (known(reason)) return t(`deliveries.reasons.${reason}`);
    const [kind, ...rest] = reason.split(':');
    const code = rest.join(':');
    if (kind === 'limit') return t('deliveries.limitReason', { limit: code });
    if (kind === 'platform') return t('deliveries.platformReason', { code });
    return reason;
  };
}
