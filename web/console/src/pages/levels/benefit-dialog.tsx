import { useQuery } from '@tanstack/react-query';
import { Input, InputNumber, Modal, Select, Switch } from 'antd';
import { useState } from 'react';
import {
  type Benefit,
  BENEFIT_KINDS,
  QUOTA_PERIODS,
  type WrittenBenefit,
} from '../../../../../src/modules/levels/benefits.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { saveBenefit } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

const EMPTY: WrittenBenefit = {
  key: '',
  name: '',
  nameEn: '',
  description: '',
  descriptionEn: '',
  kind: 'perk',
  hours: null,
  period: null,
  groupIds: [],
  onEntry: 'note',
  examDays: null,
  enabled: true,
};

/** What does not belong to the kind is left out. */
const bodyOf = (fields: WrittenBenefit): WrittenBenefit => ({
  ...fields,
  hours: fields.kind === 'early_access' ? (fields.hours ?? 24) : null,
  period: fields.kind === 'quota' ? (fields.period ?? 'month') : null,
  groupIds: fields.kind === 'group' ? fields.groupIds : [],
  examDays: fields.kind === 'group' ? fields.examDays : null,
});

function fieldsOf(benefit: Benefit | undefined): WrittenBenefit {
  if (!benefit) return EMPTY;
  const { key, name, nameEn, description, descriptionEn, kind, hours, period, groupIds, onEntry, examDays, enabled } =
    benefit;
  return { key, name, nameEn, description, descriptionEn, kind, hours, period, groupIds, onEntry, examDays, enabled };
}

/** Makes a benefit, or changes one; which levels have it is part of the ladder. */
export function BenefitDialog({ benefit, onClose }: { benefit: Benefit | undefined; onClose: () => void }) {
  const { t } = useOwnWords();
  const [fields, setFields] = useState(() => fieldsOf(benefit));
  const set = (change: Partial<WrittenBenefit>) => setFields((before) => ({ ...before, ...change }));
  const save = useLevelChange((communityId) => saveBenefit(communityId, benefit?.id, bodyOf(fields)), onClose);
  const text = (name: 'name' | 'nameEn' | 'description' | 'descriptionEn' | 'key', label: string, most: number) => (
    <Field label={label} hint={name === 'key' ? t('levels.benefit.keyHint') : undefined}>
      {(control) => (
        <Input
          {...control}
          maxLength={most}
          value={fields[name]}
          onChange={(event) => set({ [name]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      title={t(benefit ? 'levels.benefit.edit' : 'levels.benefit.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('levels.save')}
      cancelText={t('levels.cancel')}
      okButtonProps={{ disabled: !fields.name.trim() || !fields.key.trim(), loading: save.isPending }}
    >
      <div className="q-form">
        <ErrorNotice error={save.error} />
        {text('name', t('levels.benefit.name'), 60)}
        {text('nameEn', t('levels.benefit.nameEn'), 60)}
        {text('key', t('levels.benefit.key'), 40)}
        {text('description', t('levels.benefit.description'), 1000)}
        <Field label={t('levels.benefit.kind')}>
          {(control) => (
            <Select
              {...control}
              value={fields.kind}
              options={BENEFIT_KINDS.map((value) => ({ value, label: t(`levels.benefit.kinds.${value}`) }))}
              onChange={(kind) => set({ kind })}
            />
          )}
        </Field>
        <KindFields fields={fields} set={set} />
        <label className="q-level-switch">
          <Switch size="small" checked={fields.enabled} onChange={(enabled) => set({ enabled })} />
          {t('levels.benefit.enabled')}
        </label>
      </div>
    </Modal>
  );
}

function KindFields({ fields, set }: { fields: WrittenBenefit; set: (change: Partial<WrittenBenefit>) => void }) {
  const { t } = useOwnWords();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  if (fields.kind === 'early_access')
    return (
      <Field label={t('levels.benefit.hours')}>
        {(control) => (
          <InputNumber
            {...control}
            min={1}
            max={2160}
            value={fields.hours ?? 24}
            onChange={(hours) => set({ hours })}
          />
        )}
      </Field>
    );
  if (fields.kind === 'quota')
    return (
      <Field label={t('levels.benefit.period')} hint={t('levels.benefit.periodHint')}>
        {(control) => (
          <Select
            {...control}
            value={fields.period ?? 'month'}
            options={QUOTA_PERIODS.map((value) => ({ value, label: t(`levels.benefit.periods.${value}`) }))}
            onChange={(period) => set({ period })}
          />
        )}
      </Field>
    );
  if (fields.kind !== 'group') return null;
  return (
    <>
      <Field label={t('levels.benefit.groups')}>
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            value={fields.groupIds}
            options={(groups ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(groupIds) => set({ groupIds })}
          />
        )}
      </Field>
      <Field label={t('levels.benefit.onEntry')} hint={t('levels.benefit.onEntryHint')}>
        {(control) => (
          <Select
            {...control}
            value={fields.onEntry}
            options={(['note', 'remove'] as const).map((value) => ({
              value,
              label: t(`levels.benefit.entries.${value}`),
            }))}
            onChange={(onEntry) => set({ onEntry })}
          />
        )}
      </Field>
      <Field label={t('levels.benefit.examDays')} hint={t('levels.benefit.examDaysHint')}>
        {(control) => (
          <InputNumber
            {...control}
            min={0}
            max={60}
            precision={0}
            value={fields.examDays}
            onChange={(examDays) => set({ examDays })}
          />
        )}
      </Field>
    </>
  );
}
