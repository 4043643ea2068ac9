import { useQuery } from '@tanstack/react-query';
import { Input, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Ritual, RitualPost } from '../../../../../src/modules/communities/profile.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { type PartProps, RitualFields } from './profile-fields.tsx';

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;
const DAYS = Array.from({ length: 31 }, (_, at) => at + 1);

/** Rituals of a community that is there: each can be posted into its groups on a schedule. */
export const PostedRitualFields = (props: PartProps) => (
  <RitualFields {...props} more={(more) => <PostFields {...more} disabled={props.disabled ?? false} />} />
);

type Props = { ritual: Ritual; disabled: boolean; change: (ritual: Ritual) => void };

/** Whether a ritual is posted, when, where and with which words. */
function PostFields({ ritual, disabled, change }: Props) {
  const { t } = useTranslation();
  const { post } = ritual;
  const begin: RitualPost = {
    every: 'week',
    day: 1,
    time: '09:00',
    text: ['{{ritual}}', ritual.how].filter(Boolean).join('\n'),
    groupIds: [],
  };
  return (
    <div className="q-ritual-post">
      <label className="q-ritual-switch">
        <Switch
          size="small"
          disabled={disabled}
          checked={Boolean(post)}
          onChange={(on) => change({ ...ritual, post: on ? begin : null })}
        />
        {t('setUp.ritual.post.switch')}
      </label>
      {post ? <Schedule post={post} disabled={disabled} set={(next) => change({ ...ritual, post: next })} /> : null}
    </div>
  );
}

function Schedule({ post, disabled, set }: { post: RitualPost; disabled: boolean; set: (post: RitualPost) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups = [] } = useQuery(groupsQuery(community.id));
  const days =
    post.every === 'week'
      ? WEEKDAYS.map((value) => ({ value: value as number, label: t(`weekday.${value - 1}`) }))
      : DAYS.map((value) => ({ value, label: t('setUp.ritual.post.monthDay', { day: value }) }));
  const told = groups.filter(
    (one) => post.groupIds.includes(one.id) || (one.platform !== 'offline' && one.archivedAt === null),
  );
  return (
    <>
      <div className="q-ritual-when">
        <Field label={t('setUp.ritual.post.every')}>
          {({ id }) => (
            <Select
              id={id}
              disabled={disabled}
              value={post.every}
              onChange={(every) => set({ ...post, every, day: 1 })}
              options={(['week', 'month'] as const).map((value) => ({
                value,
                label: t(`setUp.ritual.post.${value}`),
              }))}
            />
          )}
        </Field>
        <Field
          label={t('setUp.ritual.post.day')}
          hint={post.every === 'month' && post.day > 28 ? t('setUp.ritual.post.lastDay') : undefined}
        >
          {({ id }) => (
            <Select
              id={id}
              disabled={disabled}
              value={post.day}
              onChange={(day) => set({ ...post, day })}
              options={days}
            />
          )}
        </Field>
        <Field label={t('setUp.ritual.post.time')} hint={t('setUp.ritual.post.timeHint', { zone: community.zone })}>
          {(control) => (
            <Input
              {...control}
              type="time"
              disabled={disabled}
              value={post.time}
              onChange={(event) => {
                if (event.target.value) set({ ...post, time: event.target.value });
              }}
            />
          )}
        </Field>
      </div>
      <Field
        label={t('setUp.ritual.post.groups')}
        hint={t('setUp.ritual.post.groupsHint')}
        {...(post.groupIds.length === 0 && { error: t('setUp.ritual.post.groupsFault') })}
      >
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            maxCount={20}
            disabled={disabled}
            value={post.groupIds}
            onChange={(groupIds) => set({ ...post, groupIds })}
            showSearch={{ optionFilterProp: 'label' }}
            options={told.map((one) => ({ value: one.id, label: one.name }))}
          />
        )}
      </Field>
      <Field
        label={t('setUp.ritual.post.text')}
        hint={t('setUp.ritual.post.textHint', { ritual: '{{ritual}}' })}
        {...(post.text.trim() === '' && { error: t('setUp.ritual.post.textFault') })}
      >
        {(control) => (
          <Input.TextArea
            {...control}
            maxLength={1000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            disabled={disabled}
            value={post.text}
            onChange={(event) => set({ ...post, text: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}
