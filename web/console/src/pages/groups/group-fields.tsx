import { Input, InputNumber, Radio, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { GROUP_PURPOSES, type GroupPurpose, OFFLINE } from '../../../../../src/modules/communities/contract.ts';
import { Field } from '../../../../ui/field.tsx';
import type { Group } from '../../api/communities.ts';
import { TextField } from '../community-settings/text-field.tsx';
import { WordsField } from '../community-settings/words-field.tsx';
import { PLATFORMS } from './platforms.ts';

/** What is typed about a group. */
export type GroupDraft = Omit<Group, 'id' | 'sourceName' | 'awaited' | 'archivedAt'>;

type Props = { draft: GroupDraft; set: (change: Partial<GroupDraft>) => void };

/** Of a new group: on a platform, or in person. */
export function WhereFields({ draft, set }: Props) {
  const { t } = useTranslation();
  const offline = draft.platform === OFFLINE;
  return (
    <>
      <Radio.Group
        aria-label={t('groups.kind')}
        optionType="button"
        value={offline ? 'offline' : 'online'}
        options={(['online', 'offline'] as const).map((value) => ({ value, label: t(`groups.kinds.${value}`) }))}
        onChange={(event) => set({ platform: event.target.value === 'offline' ? OFFLINE : 'wechat' })}
      />
      {offline ? null : (
        <div className="q-pair">
          <Field label={t('groups.field.platform')}>
            {(control) => (
              <Select
                {...control}
                value={draft.platform}
                options={PLATFORMS.map((value) => ({ value, label: t(`platform.${value}`) }))}
                onChange={(platform: string) => set({ platform })}
              />
            )}
          </Field>
          <Field label={t('groups.field.externalId')} hint={t('groups.field.externalIdHint')}>
            {(control) => (
              <Input
                {...control}
                name="externalId"
                maxLength={400}
                value={draft.externalId}
                onChange={(event) => set({ externalId: event.target.value })}
              />
            )}
          </Field>
        </div>
      )}
    </>
  );
}

/** Name, purpose, answer target, content and rules; of an offline group also venue, host and schedule. */
export function GroupFields(
  props: Props & {
    group: Group | undefined;
    nameFault: boolean;
    onPurpose: (purpose: GroupPurpose | null) => void;
  },
) {
  const { draft, set, group, nameFault, onPurpose } = props;
  const { t } = useTranslation();
  const offline = draft.platform === OFFLINE;
  return (
    <>
      <TextField
        name="group-name"
        label={t('groups.field.name')}
        hint={group?.sourceName ? t('groups.field.nameHint', { name: group.sourceName }) : undefined}
        error={nameFault ? t('groups.nameFault') : undefined}
        most={120}
        value={draft.name}
        onChange={(name) => set({ name })}
      />
      {offline ? (
        <>
          <div className="q-pair">
            <TextField
              name="venue"
              label={t('groups.field.venue')}
              most={300}
              value={draft.venue}
              onChange={(venue) => set({ venue })}
            />
            <TextField
              name="host"
              label={t('groups.field.host')}
              most={120}
              value={draft.host}
              onChange={(host) => set({ host })}
            />
          </div>
          <TextField
            name="schedule"
            label={t('groups.field.schedule')}
            hint={t('groups.field.scheduleHint')}
            most={300}
            value={draft.schedule}
            onChange={(schedule) => set({ schedule })}
          />
        </>
      ) : null}
      <div className="q-pair">
        <Field label={t('groups.field.purpose')} hint={t('groups.field.purposeHint')}>
          {(control) => (
            <Select
              {...control}
              allowClear
              placeholder={t('groups.noPurpose')}
              value={draft.purpose ?? undefined}
              options={GROUP_PURPOSES.map((value) => ({ value, label: t(`groups.purposes.${value}`) }))}
              onChange={(purpose?: GroupPurpose) => onPurpose(purpose ?? null)}
            />
          )}
        </Field>
        {offline ? null : (
          <Field label={t('groups.field.answerHours')} hint={t('groups.field.answerHoursHint')}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                max={720}
                precision={0}
                style={{ width: '100%' }}
                value={draft.answerHours}
                onChange={(answerHours) => set({ answerHours })}
              />
            )}
          </Field>
        )}
      </div>
      <WordsField
        label={t('groups.field.contentKinds')}
        hint={t('groups.field.contentKindsHint')}
        most={20}
        value={draft.contentKinds}
        onChange={(contentKinds) => set({ contentKinds })}
      />
      <TextField
        name="group-rules"
        label={t('groups.field.rules')}
        rows={3}
        most={4000}
        value={draft.rules}
        onChange={(rules) => set({ rules })}
      />
    </>
  );
}
