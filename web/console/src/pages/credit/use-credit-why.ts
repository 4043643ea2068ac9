import { useTranslation } from 'react-i18next';
import type { CreditPolicy } from '../../../../../src/modules/credit/policy.contract.ts';
import type { Explanation } from '../../../../ui/explain.tsx';

/** How credit is computed, with the figures of the community. */
export function useCreditWhy(policy: CreditPolicy): Explanation {
  const { t } = useTranslation();
  return {
    title: t('credit.why.title'),
    definition: t('credit.why.definition', policy),
    thresholds: [
      t('credit.policy.says.warn', { at: policy.warnAt }),
      t('credit.policy.says.mute', { at: policy.muteAt, days: policy.muteDays }),
      t(`credit.policy.says.suspend.${policy.suspendBy}`, { at: policy.suspendAt, restore: policy.restore }),
    ],
    change: [
      t('credit.policy.says.good', { count: policy.goodPoints, days: policy.goodDays }),
      t('credit.policy.says.returns', { days: policy.returnDays }),
      t('credit.policy.says.appeal', { days: policy.appealDays, decide: policy.decideDays }),
    ],
  };
}
