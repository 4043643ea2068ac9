import { Checkbox, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import type { ComposeDraft } from './compose-draft.ts';

/** How it is sent: for what purpose, when, how important it is, and whether somebody says yes to each first. */
export function WayFields({
  draft,
  onChange,
}: {
  draft: ComposeDraft;
  onChange: (change: Partial<ComposeDraft>) => void;
}) {
  const { t } = useTranslation();
  const community = useCommunity();
  const time = (key: 'notBefore' | 'expiresAt') => (
    <Field label={t(`deliveries.compose.${key}`)} hint={t(`deliveries.compose.${key}Hint`, { zone: community.zone })}>
      {(control) => (
        <Input
          {...control}
          type="datetime-local"
          value={draft[key]}
          onChange={(event) => onChange({ [key]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <div className="q-form">
      <Radio.Group
        className="q-stacked-radios"
        aria-label={t('deliveries.facts.purpose')}
        value={draft.purpose}
        onChange={(event) => onChange({ purpose: event.target.value })}
        options={(['promotion', 'service'] as const).map((value) => ({
          value,
          label: (
            <>
              {t(`deliveries.purposes.${value}`)}{' '}
              <small className="q-faint">{t(`deliveries.compose.purposeHint.${value}`)}</small>
            </>
          ),
        }))}
      />
      <div className="q-compose-row">
        {time('notBefore')}
        {time('expiresAt')}
        <Field label={t('deliveries.compose.priority')} hint={t('deliveries.compose.priorityHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={0}
              max={9}
              precision={0}
              value={draft.priority}
              onChange={(priority) => onChange({ priority: priority ?? 5 })}
            />
          )}
        </Field>
      </div>
      <Checkbox checked={draft.confirm} onChange={(event) => onChange({ confirm: event.target.checked })}>
        {t('deliveries.compose.confirm')}
      </Checkbox>
    </div>
  );
}
