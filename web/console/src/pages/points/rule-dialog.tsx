import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  EARNING_KINDS,
  type NewPointRule,
  type PointRule,
  type RuleBonuses,
  type RuleCaps,
  type RuleConditions,
} from '../../../../../src/modules/points/rules.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { groupsQuery } from '../../api/communities.ts';
import { dryRunRule, savePointRule } from '../../api/points.ts';
import { segmentsQuery } from '../../api/segments.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { DryRunReport } from './dry-run-report.tsx';
import { usePointChange } from './use-point-change.ts';
import { WindowFields } from './window-fields.tsx';

type Fields = Omit<PointRule, 'id' | 'createdAt' | 'granted' | 'refused'>;
type Part = { fields: Fields; set: (change: Partial<Fields>) => void };

const NEW: Fields = {
  name: '',
  kind: 'message',
  conditions: { groupIds: [], segmentId: null, minLength: 0, notRepeated: true, reactions: 0 },
  points: 5,
  growth: 0,
  caps: { perDay: 3, perWeek: null, perMember: null },
  bonuses: { first: 0, streaks: [], windows: [] },
  enabled: true,
};

/** Makes or changes a rule; before that it can be asked what it would have granted in the last 28 days. */
export function PointRuleDialog({ rule, onClose }: { rule: PointRule | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState<Fields>(() => (rule ? own(rule) : NEW));
  const set = (change: Partial<Fields>) => setFields((before) => ({ ...before, ...change }));
  const body = { ...fields, name: fields.name.trim() || t(`points.rules.events.${fields.kind}`) } as NewPointRule;
  const save = usePointChange((communityId) => savePointRule(communityId, rule?.id, body), onClose);
  const community = useCommunity();
  const dry = useMutation({ mutationFn: () => dryRunRule(community.id, body) });
  return (
    <Modal
      open
      width={640}
      title={t(rule ? 'points.rules.edit' : 'points.rules.new')}
      onCancel={onClose}
      footer={[
        <Button key="dry" loading={dry.isPending} onClick={() => dry.mutate()}>
          {t('points.dry.run')}
        </Button>,
        <Button key="cancel" onClick={onClose}>
          {t('points.cancel')}
        </Button>,
        <Button key="save" type="primary" loading={save.isPending} onClick={() => save.mutate(undefined)}>
          {t('points.rules.save')}
        </Button>,
      ]}
    >
      <div className="q-form">
        <ErrorNotice error={save.error ?? dry.error} />
        {dry.data ? <DryRunReport of={dry.data} /> : null}
        <WhatFields {...{ fields, set }} />
        <ConditionFields {...{ fields, set }} />
        <CapFields {...{ fields, set }} />
        <BonusFields {...{ fields, set }} />
      </div>
    </Modal>
  );
}

const own = ({ name, kind, conditions, points, growth, caps, bonuses, enabled }: PointRule): Fields => ({
  name,
  kind,
  conditions,
  points,
  growth,
  caps,
  bonuses,
  enabled,
});

function NumberField(props: {
  label: string;
  hint?: string;
  value: number | null;
  min?: number;
  max: number;
  empty?: string;
  onChange: (value: number | null) => void;
}) {
  const { label, hint, value, min = 0, max, empty, onChange } = props;
  return (
    <Field label={label} hint={hint}>
      {(control) => <InputNumber {...control} {...{ min, max, value, onChange }} precision={0} placeholder={empty} />}
    </Field>
  );
}

function WhatFields({ fields, set }: Part) {
  const { t } = useTranslation();
  return (
    <>
      <div className="q-point-row">
        <Field label={t('points.rules.event')}>
          {({ id }) => (
            <Select
              id={id}
              value={fields.kind}
              onChange={(kind) => set({ kind })}
              options={EARNING_KINDS.map((value) => ({ value, label: t(`points.rules.events.${value}`) }))}
            />
          )}
        </Field>
        <Field label={t('points.rules.name')} hint={t('points.rules.nameHint')}>
          {(control) => (
            <Input
              {...control}
              maxLength={80}
              placeholder={t(`points.rules.events.${fields.kind}`)}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
      </div>
      <div className="q-point-row">
        <NumberField
          label={t('points.rules.points')}
          min={1}
          max={100_000}
          value={fields.points}
          onChange={(points) => set({ points: points ?? 1 })}
        />
        <NumberField
          label={t('points.rules.growth')}
          hint={t('points.rules.growthHint')}
          max={100_000}
          value={fields.growth}
          onChange={(growth) => set({ growth: growth ?? 0 })}
        />
      </div>
    </>
  );
}

function ConditionFields({ fields, set }: Part) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: groups } = useQuery(groupsQuery(community.id));
  const { data: segments } = useQuery(segmentsQuery(community.id));
  const { conditions } = fields;
  const change = (part: Partial<RuleConditions>) => set({ conditions: { ...conditions, ...part } });
  return (
    <fieldset className="q-point-part">
      <legend>{t('points.rules.conditions')}</legend>
      <Field label={t('points.rules.groups')}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={conditions.groupIds}
            placeholder={t('points.rules.everyGroup')}
            onChange={(groupIds) => change({ groupIds })}
            options={(groups ?? []).map((group) => ({ value: group.id, label: group.name }))}
          />
        )}
      </Field>
      <Field label={t('points.rules.segment')}>
        {({ id }) => (
          <Select
            id={id}
            allowClear
            value={conditions.segmentId}
            placeholder={t('points.rules.everybody')}
            onChange={(segmentId: string | null) => change({ segmentId: segmentId ?? null })}
            options={(segments ?? []).map((segment) => ({ value: segment.id, label: segment.name }))}
          />
        )}
      </Field>
      <div className="q-point-row">
        <NumberField
          label={t('points.rules.minLength')}
          hint={t('points.rules.minLengthHint')}
          max={10_000}
          value={conditions.minLength}
          onChange={(minLength) => change({ minLength: minLength ?? 0 })}
        />
        <NumberField
          label={t('points.rules.reactions')}
          hint={t('points.rules.reactionsHint')}
          max={1000}
          value={conditions.reactions}
          onChange={(reactions) => change({ reactions: reactions ?? 0 })}
        />
      </div>
      <Checkbox checked={conditions.notRepeated} onChange={(event) => change({ notRepeated: event.target.checked })}>
        {t('points.rules.notRepeated')}
      </Checkbox>
    </fieldset>
  );
}

function CapFields({ fields, set }: Part) {
  const { t } = useTranslation();
  const change = (part: Partial<RuleCaps>) => set({ caps: { ...fields.caps, ...part } });
  return (
    <fieldset className="q-point-part">
      <legend>{t('points.rules.caps')}</legend>
      <div className="q-point-row q-point-three">
        {(['perDay', 'perWeek', 'perMember'] as const).map((name) => (
          <NumberField
            key={name}
            label={t(`points.rules.cap.${name}`)}
            min={1}
            max={10_000}
            empty={t('points.rules.noCap')}
            value={fields.caps[name]}
            onChange={(value) => change({ [name]: value })}
          />
        ))}
      </div>
    </fieldset>
  );
}

function BonusFields({ fields, set }: Part) {
  const { t } = useTranslation();
  const { bonuses } = fields;
  const change = (part: Partial<RuleBonuses>) => set({ bonuses: { ...bonuses, ...part } });
  const streak = bonuses.streaks;
  const setStreak = (at: number, part: Partial<RuleBonuses['streaks'][number]>) =>
    change({ streaks: streak.map((one, place) => (place === at ? { ...one, ...part } : one)) });
  return (
    <fieldset className="q-point-part">
      <legend>{t('points.rules.bonuses')}</legend>
      <NumberField
        label={t('points.rules.first')}
        max={100_000}
        value={bonuses.first}
        onChange={(first) => change({ first: first ?? 0 })}
      />
      {streak.map((one, at) => (
        <div key={at} className="q-point-row q-point-three">
          <NumberField
            label={t('points.rules.streakDays')}
            min={2}
            max={366}
            value={one.days}
            onChange={(days) => setStreak(at, { days: days ?? 2 })}
          />
          <NumberField
            label={t('points.rules.streakPoints')}
            min={1}
            max={100_000}
            value={one.points}
            onChange={(points) => setStreak(at, { points: points ?? 1 })}
          />
          <Button onClick={() => change({ streaks: streak.filter((_, place) => place !== at) })}>
            {t('points.rules.removeStreak')}
          </Button>
        </div>
      ))}
      <Button disabled={streak.length >= 10} onClick={() => change({ streaks: [...streak, { days: 7, points: 20 }] })}>
        {t('points.rules.addStreak')}
      </Button>
      <WindowFields windows={bonuses.windows} onChange={(windows) => change({ windows })} />
    </fieldset>
  );
}
