import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Button, Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { STAGES } from '../../../../../src/modules/insights/contract.ts';
import { METRIC_KEYS } from '../../../../../src/modules/insights/metrics.contract.ts';
import type { LibraryPlay } from '../../../../../src/modules/playbooks/library.contract.ts';
import { COMPARISONS, type FigureCondition } from '../../../../../src/modules/playbooks/play.contract.ts';
import { PLAY_FIGURE_KEYS } from '../../../../../src/modules/playbooks/play-figures.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { savePlay } from '../../api/plays.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { useFreshPlays, useSaid } from './use-plays.ts';

const NEW: FigureCondition = { figure: 'silent_share', comparison: '>=', than: 0.5 };

/** Writes a play of one's own, or changes one for this community. */
export function PlayDialog({ play, onClose }: { play: LibraryPlay | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const said = useSaid();
  const community = useCommunity();
  const fresh = useFreshPlays();
  const from = play && said(play.words);
  const [fields, setFields] = useState({
    name: from?.name ?? '',
    how: from?.how ?? '',
    why: from?.why ?? '',
    effect: from?.effect ?? '',
    steps: from?.steps.join('\n') ?? '',
    stages: play?.situation.stages ?? [],
    when: play?.situation.when ?? [],
    metric: play?.metric ?? ('mau' as const),
    reviewWeeks: play?.reviewWeeks ?? 4,
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const steps = fields.steps
    .split('\n')
    .map((step) => step.trim())
    .filter(Boolean);
  const save = useMutation({
    mutationFn: () => {
      const { name, how, why, effect, stages, when, metric, reviewWeeks } = fields;
      return savePlay(community.id, play?.id, {
        ...(play && { off: play.off }),
        words: { name, how, why, effect, steps },
        situation: { stages, types: play?.situation.types ?? [], when },
        metric,
        reviewWeeks,
      });
    },
    onSuccess: async () => {
      await fresh();
      onClose();
    },
  });
  const text = (key: 'name' | 'how' | 'effect', most: number) => (
    <Field label={t(key === 'effect' ? 'playbook.effectText' : `playbook.${key}`)}>
      {(control) => (
        <Input
          {...control}
          name={key}
          maxLength={most}
          value={fields[key]}
          onChange={(event) => set({ [key]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <Modal
      open
      width={640}
      title={t(play ? 'playbook.editTitle' : 'playbook.writeTitle')}
      onCancel={onClose}
      okText={t('form.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: fields.name.trim() === '' || steps.length === 0, loading: save.isPending }}
      onOk={() => save.mutate()}
    >
      <div className="q-form q-dialog">
        <ErrorNotice error={save.error} />
        {text('name', 80)}
        {text('how', 400)}
        <Field label={t('playbook.stepsText')}>
          {(control) => (
            <Input.TextArea
              {...control}
              name="steps"
              autoSize={{ minRows: 3, maxRows: 10 }}
              value={fields.steps}
              onChange={(event) => set({ steps: event.target.value })}
            />
          )}
        </Field>
        {text('effect', 400)}
        <Field label={t('playbook.whyText', { placeholder: '{{members}}' })}>
          {(control) => (
            <Input
              {...control}
              name="why"
              maxLength={400}
              value={fields.why}
              onChange={(event) => set({ why: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('playbook.stages')}>
          {(control) => (
            <Select
              {...control}
              mode="multiple"
              value={fields.stages}
              options={STAGES.map((stage) => ({ value: stage, label: words.stage(stage) }))}
              onChange={(stages) => set({ stages })}
            />
          )}
        </Field>
        <Conditions when={fields.when} onChange={(when) => set({ when })} />
        <Field label={t('playbook.metricField')}>
          {(control) => (
            <Select
              {...control}
              showSearch={{ optionFilterProp: 'label' }}
              value={fields.metric}
              options={METRIC_KEYS.map((key) => ({ value: key, label: words.metric(key) }))}
              onChange={(metric) => set({ metric })}
            />
          )}
        </Field>
        <Field label={t('playbook.reviewWeeks')}>
          {(control) => (
            <InputNumber
              {...control}
              min={1}
              max={12}
              value={fields.reviewWeeks}
              onChange={(reviewWeeks) => set({ reviewWeeks: reviewWeeks ?? 4 })}
            />
          )}
        </Field>
      </div>
    </Modal>
  );
}

type When = LibraryPlay['situation']['when'];

/** The conditions, all of which have to hold; one that is any of several stays as it is, or is removed whole. */
function Conditions({ when, onChange }: { when: When; onChange: (when: When) => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const replace = (at: number, condition: When[number]) => onChange(when.with(at, condition));
  return (
    <fieldset className="q-play-conditions">
      <legend>{t('playbook.allHold')}</legend>
      {when.map((condition, at) => (
        <div key={at} className="q-play-condition">
          {'anyOf' in condition ? (
            <span>
              {condition.anyOf.map((one) => `${words.fact(one.figure)} ${one.comparison} ${one.than}`).join(' / ')}{' '}
              {t('playbook.several')}
            </span>
          ) : (
            <>
              <Select
                aria-label={t('playbook.figure')}
                showSearch={{ optionFilterProp: 'label' }}
                value={condition.figure}
                options={PLAY_FIGURE_KEYS.map((key) => ({ value: key, label: words.fact(key) }))}
                onChange={(figure) => replace(at, { ...condition, figure })}
              />
              <Select
                aria-label={t('playbook.condition')}
                value={condition.comparison}
                options={COMPARISONS.map((value) => ({ value, label: value }))}
                onChange={(comparison) => replace(at, { ...condition, comparison })}
              />
              <InputNumber
                aria-label={t('playbook.than')}
                value={condition.than}
                onChange={(than) => replace(at, { ...condition, than: than ?? 0 })}
              />
            </>
          )}
          <Button
            type="text"
            icon={<DeleteOutlined />}
            aria-label={t('playbook.removeCondition')}
            onClick={() => onChange(when.toSpliced(at, 1))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined />} onClick={() => onChange([...when, NEW])}>
        {t('playbook.addCondition')}
      </Button>
    </fieldset>
  );
}
