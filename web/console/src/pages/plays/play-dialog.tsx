import { Input, InputNumber, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { METRIC_KEYS } from '../../../../../src/modules/insights/metrics.contract.ts';
import type { LibraryPlay } from '../../../../../src/modules/playbooks/library.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useWords } from '../../../../ui/use-words.ts';
import { addPlay, changePlay, type PlayFields } from '../../api/plays.ts';
import { changesOf } from './changes-of.ts';
import { SituationEditor } from './situation-editor.tsx';
import { useLanguage, usePlayChange } from './use-plays.ts';

const EMPTY: PlayFields = {
  words: { name: '', how: '', why: '', steps: [], effect: '' },
  situation: { stages: [], types: [], when: [] },
  metric: 'mau',
  reviewWeeks: 4,
};

/** Writes a play, or changes one for this community: words, steps, situation, metric. */
export function PlayDialog({ play, onClose }: { play: LibraryPlay | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const metrics = useWords();
  const [fields, setFields] = useState<PlayFields>(
    play
      ? { words: play.words[language], situation: play.situation, metric: play.metric, reviewWeeks: play.reviewWeeks }
      : EMPTY,
  );
  const [steps, setSteps] = useState(fields.words.steps.join('\n'));
  const words = { ...fields.words, steps: steps.split('\n').flatMap((step) => step.trim() || []) };
  const set = (change: Partial<PlayFields>) => setFields({ ...fields, ...change });
  const setWords = (change: Partial<PlayFields['words']>) => set({ words: { ...fields.words, ...change } });
  const save = usePlayChange((community, body: PlayFields) =>
    play ? changePlay(community, play.id, changesOf(play, body, language)) : addPlay(community, body),
  );
  const text = (key: 'how' | 'why' | 'effect', label: string, hint?: string) => (
    <Field label={label} {...(hint && { hint })}>
      {(control) => (
        <Input.TextArea
          {...control}
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={400}
          value={fields.words[key]}
          onChange={(event) => setWords({ [key]: event.target.value })}
        />
      )}
    </Field>
  );
  const complete = words.name.trim() !== '' && words.steps.length > 0 && words.steps.length <= 12;
  return (
    <Modal
      open
      width={640}
      title={play ? play.words[language].name : t('playbook.add')}
      onCancel={onClose}
      okText={t('playbook.save')}
      cancelText={t('form.cancel')}
      okButtonProps={{ disabled: !complete, loading: save.isPending }}
      onOk={() => save.mutate({ ...fields, words }, { onSuccess: onClose })}
    >
      <div className="q-form q-dialog">
        <Field label={t('playbook.name')}>
          {(control) => (
            <Input
              {...control}
              autoFocus
              maxLength={80}
              value={fields.words.name}
              onChange={(event) => setWords({ name: event.target.value })}
            />
          )}
        </Field>
        {text('how', t('playbook.howField'))}
        <Field label={t('playbook.stepsField')}>
          {(control) => (
            <Input.TextArea
              {...control}
              autoSize={{ minRows: 3, maxRows: 10 }}
              value={steps}
              onChange={(event) => setSteps(event.target.value)}
            />
          )}
        </Field>
        {text('effect', t('playbook.effect'))}
        {text('why', t('playbook.whyField'), t('playbook.whyHint', { example: '{{members, count}}' }))}
        <SituationEditor situation={fields.situation} onChange={(situation) => set({ situation })} />
        <div className="q-field-row">
          <Field label={t('playbook.metricField')}>
            {({ id }) => (
              <Select
                id={id}
                showSearch={{ optionFilterProp: 'label' }}
                value={fields.metric}
                options={METRIC_KEYS.map((value) => ({ value, label: metrics.metric(value) }))}
                onChange={(metric) => set({ metric })}
              />
            )}
          </Field>
          <Field label={t('playbook.reviewField')}>
            {({ id }) => (
              <InputNumber
                id={id}
                min={1}
                max={12}
                precision={0}
                value={fields.reviewWeeks}
                onChange={(reviewWeeks) => set({ reviewWeeks: reviewWeeks ?? 4 })}
              />
            )}
          </Field>
        </div>
      </div>
    </Modal>
  );
}
