import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { type DeliverySettings, saveDeliverySettings, type SettingsReply } from '../../api/deliveries.ts';
import { attributesQuery } from '../../api/member-work.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { useDeliveryChange } from './use-delivery-change.ts';

const NIGHT = { from: '22:00', to: '08:00' };
const WEEK = { count: 3, days: 7 };

/** Quiet hours, the cap on promotions, consent, and where a member's zone is found. */
export function SettingsForm({ settings }: { settings: SettingsReply }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('deliveries.manage');
  const { data: attributes = [] } = useQuery(attributesQuery(community.id));
  const { quiet, cap, consentNeeded, zoneAttribute } = settings;
  const [fields, setFields] = useState<DeliverySettings>({ quiet, cap, consentNeeded, zoneAttribute });
  const set = (change: Partial<DeliverySettings>) => setFields({ ...fields, ...change });
  const save = useDeliveryChange((communityId) => saveDeliverySettings(communityId, fields));
  const wrong =
    fields.quiet !== null && (fields.quiet.from === fields.quiet.to || !fields.quiet.from || !fields.quiet.to);
  const keys = new Map(attributes.map(({ key, name }) => [key, name]));
  if (!keys.has(fields.zoneAttribute)) keys.set(fields.zoneAttribute, fields.zoneAttribute);
  const time = (key: 'from' | 'to') => (
    <Input
      type="time"
      aria-label={t(`deliveries.settings.${key}`)}
      value={fields.quiet?.[key] ?? ''}
      status={wrong ? 'error' : ''}
      onChange={(event) => fields.quiet && set({ quiet: { ...fields.quiet, [key]: event.target.value.slice(0, 5) } })}
    />
  );
  return (
    <Panel
      title={t('deliveries.settings.title')}
      explain={{ title: t('deliveries.settings.title'), definition: t('deliveries.explain.rules') }}
    >
      <form
        className="q-form"
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <fieldset disabled={!mayManage} className="q-delivery-settings">
          <label className="q-switch-line">
            <Switch
              disabled={!mayManage}
              checked={fields.quiet !== null}
              onChange={(on) => set({ quiet: on ? (quiet ?? NIGHT) : null })}
            />
            {t('deliveries.settings.quiet')}
          </label>
          {fields.quiet ? (
            <p className="q-delivery-times">
              {time('from')} – {time('to')}
            </p>
          ) : null}
          <p className="q-field-hint">{t('deliveries.settings.quietHint', { zone: settings.zone })}</p>
          {wrong ? <p className="q-field-error">{t('deliveries.settings.quietWrong')}</p> : null}
          <label className="q-switch-line">
            <Switch
              disabled={!mayManage}
              checked={fields.cap !== null}
              onChange={(on) => set({ cap: on ? (cap ?? WEEK) : null })}
            />
            {t('deliveries.settings.cap')}
          </label>
          {fields.cap ? (
            <p className="q-delivery-times">
              <InputNumber
                aria-label={t('deliveries.settings.capCount')}
                min={1}
                max={100}
                precision={0}
                suffix={t('deliveries.settings.messages')}
                value={fields.cap.count}
                onChange={(count) => fields.cap && set({ cap: { ...fields.cap, count: count ?? 1 } })}
              />
              /
              <InputNumber
                aria-label={t('deliveries.settings.capDays')}
                min={1}
                max={90}
                precision={0}
                suffix={t('deliveries.settings.days')}
                value={fields.cap.days}
                onChange={(days) => fields.cap && set({ cap: { ...fields.cap, days: days ?? 1 } })}
              />
            </p>
          ) : null}
          <p className="q-field-hint">{t('deliveries.settings.capHint')}</p>
          <label className="q-switch-line">
            <Switch
              disabled={!mayManage}
              checked={fields.consentNeeded}
              onChange={(value) => set({ consentNeeded: value })}
            />
            {t('deliveries.settings.consent')}
          </label>
          <p className="q-field-hint">{t('deliveries.settings.consentHint')}</p>
          <Field
            label={t('deliveries.settings.zone')}
            hint={t('deliveries.settings.zoneHint', { zone: settings.zone })}
          >
            {({ id }) => (
              <Select
                id={id}
                disabled={!mayManage}
                value={fields.zoneAttribute}
                onChange={(value) => set({ zoneAttribute: value })}
                options={[...keys].map(([value, label]) => ({ value, label }))}
              />
            )}
          </Field>
        </fieldset>
        <ErrorNotice error={save.error} />
        {mayManage ? (
          <div className="q-form-actions">
            <Button type="primary" htmlType="submit" disabled={wrong} loading={save.isPending}>
              {t('deliveries.settings.save')}
            </Button>
            {save.isSuccess ? (
              <span className="q-faint" role="status">
                {t('deliveries.settings.saved')}
              </span>
            ) : null}
          </div>
        ) : null}
      </form>
    </Panel>
  );
}
