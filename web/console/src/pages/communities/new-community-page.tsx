import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Input, Radio, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { COMMUNITY_TYPES, createCommunityBody } from '../../../../../src/modules/communities/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { zoneLabel } from '../../../../ui/format.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { createCommunity } from '../../api/communities.ts';
import { communitiesQuery } from '../../api/session.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useRight } from '../../shell/use-right.ts';
import './communities.css';

const DEFAULT_ZONE = 'Asia/Shanghai';

/** Makes a community: what it is called, its type, the zone of its days. */
export function NewCommunityPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useRight('communities.manage');
  const [form, setForm] = useState({ name: '', type: 'interest', zone: DEFAULT_ZONE, positioning: '' });
  const [checked, setChecked] = useState(false);
  const zones = useZones();
  usePageTitle(t('community.create.title'));
  const body = createCommunityBody.safeParse(form);
  const make = useMutation({
    mutationFn: createCommunity,
    onSuccess: async (community) => {
      await client.invalidateQueries(communitiesQuery);
      await navigate({ to: '/c/$community', params: { community: community.key } });
    },
  });
  if (!may) return <Notice title={t('error.forbidden.title')}>{t('error.forbidden.detail')}</Notice>;
  const nameFault = checked && !form.name.trim() ? t('community.create.nameFault') : undefined;
  return (
    <div className="q-narrow">
      <div className="q-page-head">
        <h1>{t('community.create.title')}</h1>
      </div>
      <form
        className="q-panel q-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setChecked(true);
          if (body.success) make.mutate(body.data);
        }}
      >
        <p className="q-soft">{t('community.create.lead')}</p>
        <ErrorNotice error={make.error} />
        <Field label={t('community.create.name')} error={nameFault}>
          {(control) => (
            <Input
              {...control}
              size="large"
              name="name"
              maxLength={120}
              autoFocus
              placeholder={t('community.create.namePlaceholder')}
              value={form.name}
              onChange={(event) => setForm({ ...form, name: event.target.value })}
            />
          )}
        </Field>
        <fieldset className="q-choices">
          <legend>{t('community.create.type')}</legend>
          <Radio.Group value={form.type} onChange={(event) => setForm({ ...form, type: event.target.value as string })}>
            {COMMUNITY_TYPES.map((type) => (
              <Radio key={type} value={type}>
                {t(`community.create.typeHint.${type}`)}
              </Radio>
            ))}
          </Radio.Group>
        </fieldset>
        <Field label={t('community.create.zone')} hint={t('community.create.zoneHint')}>
          {(control) => (
            <Select
              {...control}
              size="large"
              showSearch
              value={form.zone}
              options={zones}
              onChange={(zone: string) => setForm({ ...form, zone })}
            />
          )}
        </Field>
        <Field label={t('community.create.positioning')}>
          {(control) => (
            <Input.TextArea
              {...control}
              name="positioning"
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
              placeholder={t('community.create.positioningPlaceholder')}
              value={form.positioning}
              onChange={(event) => setForm({ ...form, positioning: event.target.value })}
            />
          )}
        </Field>
        <div className="q-form-actions">
          <Button type="primary" size="large" htmlType="submit" loading={make.isPending}>
            {t('community.create.submit')}
          </Button>
        </div>
      </form>
    </div>
  );
}

function useZones(): { value: string; label: string }[] {
  return useMemo(() => {
    const known = Intl.supportedValuesOf('timeZone');
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const first = [DEFAULT_ZONE, own].filter((zone, at, all) => zone && all.indexOf(zone) === at);
    return [...first, ...known.filter((zone) => !first.includes(zone))].map((zone) => ({
      value: zone,
      label: `${zone} (${zoneLabel(zone)})`,
    }));
  }, []);
}
