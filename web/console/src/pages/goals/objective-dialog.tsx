import { useQuery } from '@tanstack/react-query';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Measure,
  ObjectivesReply,
  TrackedObjective,
} from '../../../../../src/modules/goals/objectives.contract.ts';
import { METRIC_KEYS } from '../../../../../src/modules/insights/metrics.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { groupsQuery } from '../../api/communities.ts';
import { measureQuery, saveObjective } from '../../api/goals.ts';
import { segmentsQuery } from '../../api/segments.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { driverKey, driverOf, useDriverNames } from './driver-names.ts';
import { GoalsError } from './goals-error.tsx';
import { MeasurePreview } from './measure-preview.tsx';
import { useGoalChange } from './use-goal-change.ts';
import { typedScale, writeValue } from './value-words.ts';
import { useFormat } from '../../../../ui/use-format.ts';

type Props = {
  objective: TrackedObjective | undefined;
  today: string;
  operators: ObjectivesReply['operators'];
  onClose: () => void;
};

const measureText = (measure: Measure): string =>
  'metric' in measure ? measure.metric : `segment:${measure.segmentId}`;
const measureOf = (text: string): Measure =>
  text.startsWith('segment:') ? { segmentId: text.slice(8) } : { metric: text as (typeof METRIC_KEYS)[number] };
const rounded = (value: number): string => String(Number(value.toFixed(4)));

/** Makes an objective with what the figure was before one's eyes, or changes one. */
export function ObjectiveDialog({ objective, today, operators, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const community = useCommunity();
  const drivers = useDriverNames(true);
  const { data: segments = [] } = useQuery(segmentsQuery(community.id));
  const [name, setName] = useState(objective?.name ?? '');
  const [measure, setMeasure] = useState(objective ? measureText(objective.measure) : 'mau');
  const [target, setTarget] = useState(objective ? rounded(objective.target * typedScale(objective.unit)) : '');
  const [dueDay, setDueDay] = useState(objective?.dueDay ?? '');
  const [ownerId, setOwnerId] = useState(objective?.owner?.id);
  const [note, setNote] = useState(objective?.note ?? '');
  const [chosen, setChosen] = useState((objective?.drivers ?? []).map(driverKey));
  const [announceIn, setAnnounceIn] = useState<string[]>(objective?.announceIn ?? []);
  const { data: groups = [] } = useQuery(groupsQuery(community.id));
  const { data: figure } = useQuery(measureQuery(community.id, measureOf(measure)));
  const aimed = target.trim() === '' ? undefined : Number(target) / typedScale(figure?.unit);
  const start = objective?.startValue ?? figure?.latest ?? null;
  const targetWrong = aimed !== undefined && (!Number.isFinite(aimed) || aimed === start);
  const dueWrong = dueDay !== '' && dueDay <= (objective?.startDay ?? today);
  const save = useGoalChange(
    (communityId) =>
      saveObjective(communityId, objective?.id, {
        name,
        target: aimed,
        dueDay,
        ownerId: ownerId ?? null,
        note,
        drivers: chosen.map(driverOf),
        announceIn,
        ...(objective ? {} : { measure: measureOf(measure) }),
      }),
    onClose,
  );
  const ready =
    name.trim() !== '' && aimed !== undefined && !targetWrong && dueDay !== '' && !dueWrong && start !== null;
  return (
    <Modal
      open
      width={560}
      title={t(objective ? 'goals.objective.edit' : 'goals.objective.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('goals.save')}
      cancelText={t('goals.cancel')}
      okButtonProps={{ disabled: !ready, loading: save.isPending }}
    >
      <div className="q-form">
        <GoalsError error={save.error} />
        <Field label={t('goals.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={120}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('goals.objective.measure')}>
          {({ id }) => (
            <Select
              id={id}
              showSearch={{ optionFilterProp: 'label' }}
              disabled={objective !== undefined}
              value={measure}
              onChange={(value) => {
                setMeasure(value);
                setTarget('');
              }}
              options={[
                {
                  label: t('goals.objective.metrics'),
                  options: METRIC_KEYS.map((key) => ({ value: key as string, label: words.metric(key) })),
                },
                ...(segments.length > 0
                  ? [
                      {
                        label: t('goals.objective.segments'),
                        options: segments.map((one) => ({ value: `segment:${one.id}`, label: one.name })),
                      },
                    ]
                  : []),
              ]}
            />
          )}
        </Field>
        <MeasurePreview measure={measureOf(measure)} {...(aimed !== undefined && !targetWrong && { target: aimed })} />
        <div className="q-goals-row">
          <Field
            label={t('goals.objective.target')}
            hint={[
              figure?.latest === null || !figure
                ? t('goals.objective.targetHintNone')
                : t('goals.objective.targetHint', {
                    value: writeValue(format, figure.unit, figure.latest),
                    day: format.shortDay(figure.latestDay!),
                  }),
              figure?.unit === 'share' ? t('goals.objective.shareHint') : '',
            ]
              .filter(Boolean)
              .join(' · ')}
            {...(targetWrong && { error: t('goals.objective.targetWrong') })}
          >
            {(control) => (
              <Input
                {...control}
                inputMode="decimal"
                value={target}
                suffix={figure?.unit === 'share' ? '%' : undefined}
                onChange={(event) => setTarget(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('goals.objective.due')} {...(dueWrong && { error: t('goals.objective.dueWrong') })}>
            {(control) => (
              <Input {...control} type="date" value={dueDay} onChange={(event) => setDueDay(event.target.value)} />
            )}
          </Field>
        </div>
        <Field label={t('goals.objective.owner')}>
          {({ id }) => (
            <Select
              id={id}
              allowClear
              placeholder={t('goals.objective.noOwner')}
              value={ownerId}
              onChange={setOwnerId}
              options={operators.map((one) => ({ value: one.id, label: one.name }))}
            />
          )}
        </Field>
        <Field label={t('goals.objective.drivers')} hint={t('goals.objective.driversHint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              maxCount={10}
              value={chosen}
              onChange={setChosen}
              showSearch={{ optionFilterProp: 'label' }}
              options={[
                {
                  label: t('goals.objective.plays'),
                  options: drivers.plays.map((one) => ({ value: `play:${one.id}`, label: one.name })),
                },
                {
                  label: t('goals.objective.analyses'),
                  options: drivers.analyses.map((one) => ({ value: `analysis:${one.id}`, label: one.name })),
                },
              ].filter(({ options }) => options.length > 0)}
            />
          )}
        </Field>
        <Field label={t('goals.objective.announce')} hint={t('goals.objective.announceHint')}>
          {({ id }) => (
            <Select
              id={id}
              mode="multiple"
              maxCount={20}
              placeholder={t('goals.objective.announceNone')}
              value={announceIn}
              onChange={setAnnounceIn}
              showSearch={{ optionFilterProp: 'label' }}
              options={groups
                .filter((one) => announceIn.includes(one.id) || (one.platform !== 'offline' && one.archivedAt === null))
                .map((one) => ({ value: one.id, label: one.name }))}
            />
          )}
        </Field>
        <Field label={t('goals.note')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}
