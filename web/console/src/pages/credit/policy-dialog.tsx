import { InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type CreditPolicy,
  creditPolicySchema,
  SUSPENSIONS,
} from '../../../../../src/modules/credit/policy.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { setPolicy } from '../../api/credit.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCreditChange } from './use-credit-change.ts';

/** The figures that are one number each, with the least that each may be. */
const NUMBERS = [
  ['points', 1],
  ['returnDays', 1],
  ['goodDays', 1],
  ['goodPoints', 0],
  ['warnAt', 0],
  ['muteAt', 0],
  ['muteDays', 1],
  ['suspendAt', 0],
  ['restore', 1],
  ['appealDays', 1],
  ['decideDays', 1],
] as const satisfies readonly (readonly [keyof CreditPolicy, number])[];

/** Changes the figures of the licence. They hold for what was recorded before, too. */
export function PolicyDialog({ policy, onClose }: { policy: CreditPolicy; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState(policy);
  const set = (change: Partial<CreditPolicy>) => setFields({ ...fields, ...change });
  const save = useCreditChange((communityId) => setPolicy(communityId, fields), onClose);
  const fits = creditPolicySchema.safeParse(fields).success;
  return (
    <Modal
      open
      width={620}
      title={t('credit.policy.edit')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('credit.save')}
      cancelText={t('credit.cancel')}
      okButtonProps={{ disabled: !fits, loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        <p className="q-soft">{t('credit.policy.hint')}</p>
        <div className="q-credit-figures">
          {NUMBERS.map(([key, least]) => (
            <Field key={key} label={t(`credit.policy.fields.${key}`)}>
              {(control) => (
                <InputNumber
                  {...control}
                  min={least}
                  max={1000}
                  precision={0}
                  value={fields[key]}
                  onChange={(value) => set({ [key]: value ?? least })}
                />
              )}
            </Field>
          ))}
        </div>
        <Field label={t('credit.policy.fields.costs')}>
          {({ id }) => (
            <Select
              id={id}
              mode="tags"
              open={false}
              suffixIcon={null}
              maxCount={12}
              value={fields.costs.map(String)}
              onChange={(value: string[]) => {
                const costs = value.map(Number).filter((one) => Number.isInteger(one) && one > 0);
                set({ costs: [...new Set(costs)].toSorted((a, b) => a - b) });
              }}
            />
          )}
        </Field>
        <Field label={t('credit.policy.fields.suspendBy')}>
          {({ id }) => (
            <Select
              id={id}
              value={fields.suspendBy}
              onChange={(suspendBy) => set({ suspendBy })}
              options={SUSPENSIONS.map((value) => ({ value, label: t(`credit.policy.suspendBy.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('credit.policy.fields.language')}>
          {({ id }) => (
            <Select
              id={id}
              value={fields.language}
              onChange={(language) => set({ language })}
              options={[
                { value: 'zh-CN', label: '中文' },
                { value: 'en', label: 'English' },
              ]}
            />
          )}
        </Field>
        {fits ? null : <p className="q-field-error">{t('credit.policy.order')}</p>}
      </div>
    </Modal>
  );
}
