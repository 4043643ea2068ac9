import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CreditPolicy } from '../../../../../src/modules/credit/policy.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { PolicyDialog } from './policy-dialog.tsx';
import { useCreditWhy } from './use-credit-why.ts';

type Props = { policy: CreditPolicy; own: boolean; mayManage: boolean };

/** The figures of the licence in sentences. */
export function PolicyPanel({ policy, own, mayManage }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const why = useCreditWhy(policy);
  return (
    <Panel
      title={t('credit.policy.title')}
      explain={why}
      note={own ? undefined : t('credit.policy.standard')}
      aside={
        mayManage ? (
          <Button size="small" onClick={() => setEditing(true)}>
            {t('credit.edit')}
          </Button>
        ) : null
      }
    >
      <ul className="q-lines">
        <li>{t('credit.policy.says.points', { points: policy.points })}</li>
        <li>{t('credit.policy.says.returns', { days: policy.returnDays })}</li>
        {policy.goodPoints > 0 ? (
          <li>{t('credit.policy.says.good', { count: policy.goodPoints, days: policy.goodDays })}</li>
        ) : null}
        <li>{t('credit.policy.says.warn', { at: policy.warnAt })}</li>
        <li>{t('credit.policy.says.mute', { at: policy.muteAt, days: policy.muteDays })}</li>
        <li>
          {t(`credit.policy.says.suspend.${policy.suspendBy}`, { at: policy.suspendAt, restore: policy.restore })}
        </li>
        <li>{t('credit.policy.says.appeal', { days: policy.appealDays, decide: policy.decideDays })}</li>
      </ul>
      {editing ? <PolicyDialog policy={policy} onClose={() => setEditing(false)} /> : null}
    </Panel>
  );
}
