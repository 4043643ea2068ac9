import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Modal, Radio, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Draw,
  MOST_QUESTIONS,
  type Paper,
  PAPER_DEFAULTS,
  PURPOSES,
} from '../../../../../src/modules/exams/paper.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { questionsQuery, savePaper } from '../../api/exams.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { ExamError } from './exam-error.tsx';
import { useExamChange } from './use-exam-change.ts';

/** Makes an exam, or changes one: what it draws, and how it is passed. */
export function PaperDialog({ paper, onClose }: { paper: Paper | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [fields, setFields] = useState({
    purpose: paper?.purpose ?? PURPOSES[0],
    name: paper?.name ?? '',
    description: paper?.description ?? '',
    draw: paper?.draw ?? PAPER_DEFAULTS.draw.map((one) => ({ ...one })),
    passPercent: paper?.passPercent ?? PAPER_DEFAULTS.passPercent,
    minutes: paper?.minutes ?? PAPER_DEFAULTS.minutes,
    mostAttempts: paper?.mostAttempts ?? PAPER_DEFAULTS.mostAttempts,
    coolDownHours: paper?.coolDownHours ?? PAPER_DEFAULTS.coolDownHours,
  });
  const set = (change: Partial<typeof fields>) => setFields({ ...fields, ...change });
  const save = useExamChange((communityId) => {
    const { purpose, ...rest } = fields;
    const name = rest.name.trim() || t(`exams.purposes.${purpose}`);
    return savePaper(communityId, paper?.id, { ...rest, name, ...(!paper && { purpose }) });
  }, onClose);
  const total = fields.draw.reduce((sum, { count }) => sum + count, 0);
  const twice = new Set(fields.draw.map(({ tag }) => tag)).size < fields.draw.length;
  const needed = Math.ceil((total * fields.passPercent) / 100);
  return (
    <Modal
      open
      width={600}
      title={t(paper ? 'exams.paper.edit' : 'exams.paper.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('exams.save')}
      cancelText={t('exams.cancel')}
      okButtonProps={{ disabled: twice || total > MOST_QUESTIONS || fields.draw.length === 0, loading: save.isPending }}
    >
      <div className="q-form">
        <ExamError error={save.error} />
        {paper ? null : (
          <fieldset className="q-choices">
            <legend>{t('exams.paper.purpose')}</legend>
            <Radio.Group
              value={fields.purpose}
              onChange={(event) => set({ purpose: event.target.value })}
              options={PURPOSES.map((value) => ({ value, label: t(`exams.paper.purposes.${value}`) }))}
            />
          </fieldset>
        )}
        <Field label={t('exams.paper.name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={120}
              placeholder={t(`exams.purposes.${fields.purpose}`)}
              value={fields.name}
              onChange={(event) => set({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('exams.paper.description')} hint={t('exams.paper.descriptionHint')}>
          {(control) => (
            <Input.TextArea
              {...control}
              maxLength={2000}
              autoSize={{ minRows: 2, maxRows: 6 }}
              value={fields.description}
              onChange={(event) => set({ description: event.target.value })}
            />
          )}
        </Field>
        <DrawFields draw={fields.draw} twice={twice} onChange={(draw) => set({ draw })} />
        <div className="q-exam-numbers">
          <NumberField
            label={t('exams.paper.passPercent')}
            hint={t('exams.paper.needed', { needed, total })}
            max={100}
            suffix="%"
            value={fields.passPercent}
            onChange={(passPercent) => set({ passPercent })}
          />
          <NumberField
            label={t('exams.paper.minutes')}
            max={240}
            suffix={t('exams.paper.min')}
            value={fields.minutes}
            onChange={(minutes) => set({ minutes })}
          />
          <NumberField
            label={t('exams.paper.coolDown')}
            min={0}
            max={720}
            suffix={t('exams.paper.hours')}
            value={fields.coolDownHours}
            onChange={(coolDownHours) => set({ coolDownHours })}
          />
          <Field label={t('exams.paper.mostAttempts')} hint={t('exams.paper.mostHint')}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                max={100}
                precision={0}
                placeholder={t('exams.paper.unlimited')}
                value={fields.mostAttempts}
                onChange={(mostAttempts) => set({ mostAttempts })}
              />
            )}
          </Field>
        </div>
      </div>
    </Modal>
  );
}

function NumberField(props: {
  label: string;
  hint?: string;
  min?: number;
  max: number;
  suffix: string;
  value: number;
  onChange: (value: number) => void;
}) {
  const { min = 1, max, suffix, value } = props;
  return (
    <Field label={props.label} hint={props.hint}>
      {(control) => (
        <InputNumber
          {...control}
          {...{ min, max, suffix, value }}
          precision={0}
          onChange={(next) => props.onChange(next ?? min)}
        />
      )}
    </Field>
  );
}

type DrawProps = { draw: Draw[]; twice: boolean; onChange: (draw: Draw[]) => void };

/** How many questions of which tag. */
function DrawFields({ draw, twice, onChange }: DrawProps) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data } = useQuery(questionsQuery(community.id, {}));
  const tags = data?.tags ?? [];
  const options = [
    { value: '', label: t('exams.paper.anyOf', { count: data?.states.active ?? 0 }) },
    ...tags.map(({ tag, active }) => ({ value: tag, label: t('exams.paper.tagOf', { tag, count: active }) })),
  ];
  return (
    <fieldset className="q-choices q-options">
      <legend>{t('exams.paper.draw')}</legend>
      {draw.map(({ tag, count }, at) => (
        <div key={at} className="q-option">
          <InputNumber
            aria-label={t('exams.paper.count')}
            min={1}
            max={MOST_QUESTIONS}
            precision={0}
            value={count}
            onChange={(value) => onChange(draw.with(at, { tag, count: value ?? 1 }))}
          />
          <Select
            aria-label={t('exams.bank.tag')}
            value={tag ?? ''}
            onChange={(value) => onChange(draw.with(at, { tag: value || null, count }))}
            options={options}
          />
          <Button
            type="text"
            size="small"
            danger
            disabled={draw.length === 1}
            onClick={() => onChange(draw.toSpliced(at, 1))}
          >
            {t('exams.delete')}
          </Button>
        </div>
      ))}
      {twice ? <p className="q-field-error">{t('exams.paper.twice')}</p> : null}
      {draw.length < 20 ? (
        <Button
          size="small"
          onClick={() => {
            const free = [...tags.map(({ tag }) => tag), null].find((one) => !draw.some(({ tag }) => tag === one));
            onChange([...draw, { tag: free ?? null, count: 5 }]);
          }}
        >
          {t('exams.paper.addTag')}
        </Button>
      ) : null}
    </fieldset>
  );
}
