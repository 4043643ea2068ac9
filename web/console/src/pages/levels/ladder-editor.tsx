import { useMutation, useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select, Switch } from 'antd';
import { useState } from 'react';
import {
  GROWTH_KINDS,
  ICONS,
  type LevelRules,
  type LevelsReply,
  type WrittenLevel,
} from '../../../../../src/modules/levels/levels.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { Panel } from '../../../../ui/figure.tsx';
import { Honour } from '../../../../ui/honour.tsx';
import { benefitsQuery, saveLevels, simulateLevels } from '../../api/levels.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { useCommunity } from '../../shell/use-community.ts';
import { SimulationReport } from './simulation-report.tsx';
import { useLevelChange, useOwnWords } from './use-level-change.ts';

const FIGURES = ['growth', 'contribution', 'activeDays', 'quizzes'] as const;
const COLOURS = ['#5b8c00', '#08979c', '#1677ff', '#722ed1', '#c41d7f', '#d4380d', '#d48806'];

const writtenOf = ({ levels }: LevelsReply): WrittenLevel[] => levels.map(({ rank: _rank, ...level }) => level);

const nextLevel = (before: WrittenLevel | undefined, at: number): WrittenLevel => ({
  name: '',
  nameEn: '',
  colour: COLOURS[at % COLOURS.length]!,
  icon: ICONS[at % ICONS.length]!,
  standards: before
    ? { ...before.standards, growth: Math.max(50, before.standards.growth * 2) }
    : { growth: 0, contribution: 0, activeDays: 0, quizzes: 0 },
  benefits: before?.benefits ?? [],
});

/** Writes the levels and their rules; what they would make of today’s members is seen before they are applied. */
export function LadderEditor({ reply, onClose }: { reply: LevelsReply; onClose: () => void }) {
  const { t } = useOwnWords();
  const community = useCommunity();
  const [levels, setLevels] = useState(() => (reply.levels.length > 0 ? writtenOf(reply) : [nextLevel(undefined, 0)]));
  const [rules, setRules] = useState(reply.rules);
  const simulate = useMutation({ mutationFn: () => simulateLevels(community.id, { levels, rules }) });
  const save = useLevelChange((id) => saveLevels(id, { levels, rules }), onClose);
  const change = (at: number, fields: Partial<WrittenLevel>) => {
    simulate.reset();
    setLevels((before) => before.map((level, place) => (place === at ? { ...level, ...fields } : level)));
  };
  const named = levels.every(({ name }) => name.trim() !== '');
  return (
    <>
      <Panel title={t('levels.editor.levels')}>
        <ol className="q-level-edit">
          {levels.map((level, at) => (
            <LevelFields
              key={level.id ?? `new ${at}`}
              level={level}
              onChange={(fields) => change(at, fields)}
              onRemove={() => {
                simulate.reset();
                setLevels((before) => before.filter((_, place) => place !== at));
              }}
            />
          ))}
        </ol>
        <Button onClick={() => setLevels((before) => [...before, nextLevel(before.at(-1), before.length)])}>
          {t('levels.editor.add')}
        </Button>
      </Panel>
      <RuleFields
        rules={rules}
        onChange={(changed) => {
          simulate.reset();
          setRules(changed);
        }}
      />
      {simulate.data ? <SimulationReport reply={simulate.data} before={reply.levels} after={levels} /> : null}
      <ErrorNotice error={simulate.error ?? save.error} />
      <div className="q-level-acts">
        <Button disabled={!named} loading={simulate.isPending} onClick={() => simulate.mutate()}>
          {t('levels.editor.simulate')}
        </Button>
        <Button type="primary" disabled={!named} loading={save.isPending} onClick={() => save.mutate(undefined)}>
          {t('levels.editor.apply')}
        </Button>
        <Button type="text" onClick={onClose}>
          {t('levels.cancel')}
        </Button>
      </div>
    </>
  );
}

type FieldsProps = { level: WrittenLevel; onChange: (fields: Partial<WrittenLevel>) => void; onRemove: () => void };

function LevelFields({ level, onChange, onRemove }: FieldsProps) {
  const { t } = useOwnWords();
  return (
    <li>
      <Honour icon={level.icon} colour={level.colour} size={40} />
      <div className="q-level-fields">
        <Field label={t('levels.editor.name')}>
          {(control) => (
            <Input
              {...control}
              maxLength={40}
              value={level.name}
              onChange={(event) => onChange({ name: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('levels.editor.nameEn')}>
          {(control) => (
            <Input
              {...control}
              maxLength={40}
              value={level.nameEn}
              onChange={(event) => onChange({ nameEn: event.target.value })}
            />
          )}
        </Field>
        <Field label={t('levels.editor.icon')}>
          {(control) => (
            <Select
              {...control}
              value={level.icon}
              options={ICONS.map((value) => ({ value, label: t(`levels.icons.${value}`) }))}
              onChange={(icon) => onChange({ icon })}
            />
          )}
        </Field>
        <Field label={t('levels.editor.colour')}>
          {(control) => (
            <input
              {...control}
              className="q-level-colour"
              type="color"
              value={level.colour}
              onChange={(event) => onChange({ colour: event.target.value })}
            />
          )}
        </Field>
        {FIGURES.map((figure) => (
          <Field key={figure} label={t(`levels.figures.${figure}`)}>
            {(control) => (
              <InputNumber
                {...control}
                min={0}
                max={figure === 'activeDays' ? 365 : 1_000_000_000}
                precision={0}
                value={level.standards[figure]}
                onChange={(value) => onChange({ standards: { ...level.standards, [figure]: value ?? 0 } })}
              />
            )}
          </Field>
        ))}
        <BenefitFields level={level} onChange={onChange} />
      </div>
      <Button type="text" danger onClick={onRemove} aria-label={t('levels.editor.remove', { name: level.name })}>
        {t('levels.delete')}
      </Button>
    </li>
  );
}

function BenefitFields({ level, onChange }: Pick<FieldsProps, 'level' | 'onChange'>) {
  const { t, own } = useOwnWords();
  const community = useCommunity();
  const { data } = useQuery(benefitsQuery(community.id));
  const all = data?.benefits ?? [];
  if (all.length === 0) return null;
  const quotas = level.benefits.filter(({ benefitId }) => all.find(({ id }) => id === benefitId)?.kind === 'quota');
  return (
    <>
      <Field label={t('levels.benefits')}>
        {(control) => (
          <Select
            {...control}
            mode="multiple"
            value={level.benefits.map(({ benefitId }) => benefitId)}
            options={all.map(({ id, name, nameEn }) => ({ value: id, label: own(name, nameEn) }))}
            onChange={(ids) =>
              onChange({
                benefits: ids.map((benefitId) => {
                  const isQuota = all.find(({ id }) => id === benefitId)?.kind === 'quota';
                  return (
                    level.benefits.find((one) => one.benefitId === benefitId) ?? {
                      benefitId,
                      quota: isQuota ? 1 : null,
                    }
                  );
                }),
              })
            }
          />
        )}
      </Field>
      {quotas.map(({ benefitId, quota }) => {
        const benefit = all.find(({ id }) => id === benefitId)!;
        return (
          <Field key={benefitId} label={t('levels.editor.quota', { name: own(benefit.name, benefit.nameEn) })}>
            {(control) => (
              <InputNumber
                {...control}
                min={1}
                precision={0}
                value={quota}
                onChange={(value) =>
                  onChange({
                    benefits: level.benefits.map((one) =>
                      one.benefitId === benefitId ? { benefitId, quota: value ?? 1 } : one,
                    ),
                  })
                }
              />
            )}
          </Field>
        );
      })}
    </>
  );
}

function RuleFields({ rules, onChange }: { rules: LevelRules; onChange: (rules: LevelRules) => void }) {
  const { t } = useOwnWords();
  const { growth, holding, celebration } = rules;
  return (
    <Panel title={t('levels.editor.rules')}>
      <div className="q-level-fields">
        <Field label={t('levels.editor.rate')} hint={t('levels.editor.rateHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={0}
              max={100}
              step={0.05}
              value={growth.pointsRate}
              onChange={(value) => onChange({ ...rules, growth: { ...growth, pointsRate: value ?? 0 } })}
            />
          )}
        </Field>
        <Field label={t('levels.editor.share')} hint={t('levels.editor.shareHint')}>
          {(control) => (
            <InputNumber
              {...control}
              min={0}
              max={100}
              precision={0}
              value={Math.round(holding.share * 100)}
              onChange={(value) => onChange({ ...rules, holding: { ...holding, share: (value ?? 0) / 100 } })}
            />
          )}
        </Field>
        <Field label={t('levels.editor.grace')}>
          {(control) => (
            <InputNumber
              {...control}
              min={0}
              max={12}
              precision={0}
              value={holding.graceMonths}
              onChange={(value) => onChange({ ...rules, holding: { ...holding, graceMonths: value ?? 0 } })}
            />
          )}
        </Field>
        {GROWTH_KINDS.map((kind) => (
          <Field key={kind} label={t('levels.editor.cap', { kind: t(`levels.kinds.${kind}`) })}>
            {(control) => (
              <InputNumber
                {...control}
                min={0}
                max={10_000}
                precision={0}
                value={growth.caps[kind]}
                onChange={(value) =>
                  onChange({ ...rules, growth: { ...growth, caps: { ...growth.caps, [kind]: value ?? 0 } } })
                }
              />
            )}
          </Field>
        ))}
      </div>
      <label className="q-level-switch">
        <Switch
          size="small"
          checked={celebration.enabled}
          onChange={(enabled) => onChange({ ...rules, celebration: { ...celebration, enabled } })}
        />
        {t('levels.editor.celebrate')}
      </label>
      {celebration.enabled ? (
        <Field
          label={t('levels.editor.text')}
          hint={t('levels.editor.textHint', { name: '{{name}}', level: '{{level}}' })}
        >
          {(control) => (
            <Input
              {...control}
              maxLength={500}
              value={celebration.text}
              onChange={(event) => onChange({ ...rules, celebration: { ...celebration, text: event.target.value } })}
            />
          )}
        </Field>
      ) : null}
    </Panel>
  );
}
