import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PointSettingsBody } from '../../../../../src/modules/points/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { pointSettingsQuery, savePointSettings } from '../../api/points.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { PointsFrame } from './points-frame.tsx';
import { usePointChange } from './use-point-change.ts';

/** What points are called, how long they last, what they cost, and how gifts and checking in work. */
export function PointSettingsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const asked = useQuery(pointSettingsQuery(community.id));
  usePageTitle(t('points.tabs.settings'), community.name);
  return (
    <PointsFrame answer={t('points.settings.lead')}>
      <section className="q-panel q-point-settings">
        <Loaded of={asked} rows={6} height={28}>
          {(reply) => <SettingsForm settings={reply} />}
        </Loaded>
      </section>
    </PointsFrame>
  );
}

const NUMBERS = [
  { name: 'lifetimeMonths', min: 1, max: 120, empty: 'never' },
  { name: 'noticeDays', min: 0, max: 90 },
  { name: 'costPer1000', min: 0, max: 1e12 },
  { name: 'giftDayLimit', min: 1, max: 1e9, empty: 'noGifts' },
  { name: 'giftOnceLimit', min: 1, max: 1e9, empty: 'noLimit' },
] as const;

const CHECK_IN = [
  { name: 'cardsPerMonth', min: 0, max: 10 },
  { name: 'makeUpDays', min: 1, max: 31 },
  { name: 'makeUpCost', min: 0, max: 100_000 },
] as const;

function SettingsForm({ settings }: { settings: PointSettingsBody }) {
  const { t } = useTranslation();
  const mayManage = useRight('loyalty.manage');
  const [fields, setFields] = useState(settings);
  const save = usePointChange(savePointSettings);
  return (
    <form
      className="q-form"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(fields);
      }}
    >
      <ErrorNotice error={save.error} />
      <div className="q-point-row">
        {(['name', 'nameEn'] as const).map((name) => (
          <Field key={name} label={t(`points.settings.${name}`)}>
            {(control) => (
              <Input
                {...control}
                required
                maxLength={20}
                disabled={!mayManage}
                value={fields[name]}
                onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      </div>
      <div className="q-point-row">
        {NUMBERS.map(({ name, min, max, ...more }) => (
          <Field key={name} label={t(`points.settings.${name}`)} hint={t(`points.settings.hints.${name}`)}>
            {(control) => (
              <InputNumber
                {...control}
                {...{ min, max }}
                precision={0}
                disabled={!mayManage}
                placeholder={'empty' in more ? t(`points.settings.${more.empty}`) : undefined}
                value={fields[name]}
                onChange={(value) => setFields({ ...fields, [name]: value ?? ('empty' in more ? null : min) })}
              />
            )}
          </Field>
        ))}
      </div>
      <h3>{t('points.settings.checkIn')}</h3>
      <div className="q-point-row q-point-three">
        {CHECK_IN.map(({ name, min, max }) => (
          <Field key={name} label={t(`points.settings.${name}`)}>
            {(control) => (
              <InputNumber
                {...control}
                {...{ min, max }}
                precision={0}
                disabled={!mayManage}
                value={fields.checkIn[name]}
                onChange={(value) => setFields({ ...fields, checkIn: { ...fields.checkIn, [name]: value ?? min } })}
              />
            )}
          </Field>
        ))}
      </div>
      {mayManage ? (
        <div className="q-form-actions">
          <Button type="primary" htmlType="submit" loading={save.isPending}>
            {t('points.settings.save')}
          </Button>
          {save.isSuccess && save.variables === fields ? <span role="status">{t('points.settings.saved')}</span> : null}
        </div>
      ) : null}
    </form>
  );
}
