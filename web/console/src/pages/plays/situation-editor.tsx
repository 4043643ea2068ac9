import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { COMMUNITY_TYPES } from '../../../../../src/modules/communities/contract.ts';
import { STAGES } from '../../../../../src/modules/insights/contract.ts';
import { COMPARISONS, type PlayCondition, type Situation } from '../../../../../src/modules/playbooks/play.contract.ts';
import { FIGURE_UNITS, PLAY_FIGURE_KEYS } from '../../../../../src/modules/playbooks/play-figures.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { figureValue } from './figure-format.ts';

const SIGNS = { '>=': '≥', '<=': '≤', '<': '<', '>': '>' } as const;
const MOST = 12;

interface EditorProps {
  situation: Situation;
  onChange: (situation: Situation) => void;
}

/** When a play is proposed: stages, types, and figures against thresholds. */
export function SituationEditor({ situation, onChange }: EditorProps) {
  const { t } = useTranslation();
  const words = useWords();
  const set = (change: Partial<Situation>) => onChange({ ...situation, ...change });
  const setAt = (place: number, condition: PlayCondition) =>
    set({ when: situation.when.map((one, at) => (at === place ? condition : one)) });
  return (
    <fieldset className="q-situation">
      <legend>{t('playbook.situation')}</legend>
      <Field label={t('playbook.stagesField')}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={situation.stages}
            options={STAGES.map((value) => ({ value, label: words.stage(value) }))}
            onChange={(stages) => set({ stages })}
          />
        )}
      </Field>
      <Field label={t('playbook.typesField')}>
        {({ id }) => (
          <Select
            id={id}
            mode="multiple"
            value={situation.types}
            options={COMMUNITY_TYPES.map((value) => ({ value, label: t(`playbook.type.${value}`) }))}
            onChange={(types) => set({ types })}
          />
        )}
      </Field>
      <p className="q-small">{t(situation.when.length > 0 ? 'playbook.conditions' : 'playbook.noConditions')}</p>
      {situation.when.map((condition, place) => (
        <ConditionRow
          // The place is all that tells one condition from another.
          key={place}
          condition={condition}
          onChange={(changed) => setAt(place, changed)}
          onRemove={() => set({ when: situation.when.filter((_, at) => at !== place) })}
        />
      ))}
      <Button
        size="small"
        icon={<PlusOutlined />}
        disabled={situation.when.length >= MOST}
        onClick={() => set({ when: [...situation.when, { figure: 'members', comparison: '>=', than: 20 }] })}
      >
        {t('playbook.addCondition')}
      </Button>
    </fieldset>
  );
}

interface RowProps {
  condition: PlayCondition;
  onChange: (condition: PlayCondition) => void;
  onRemove: () => void;
}

function ConditionRow({ condition, onChange, onRemove }: RowProps) {
  const { t } = useTranslation();
  const said = useConditionWords();
  const remove = (
    <Button
      size="small"
      type="text"
      icon={<DeleteOutlined />}
      aria-label={`${t('playbook.removeCondition')} · ${said(condition)}`}
      onClick={onRemove}
    />
  );
  if ('anyOf' in condition)
    return (
      <div className="q-condition">
        <span>{said(condition)}</span>
        {remove}
      </div>
    );
  const percent = FIGURE_UNITS[condition.figure] === 'share';
  return (
    <div className="q-condition">
      <Select
        className="q-condition-figure"
        aria-label={t('playbook.figure')}
        showSearch={{ optionFilterProp: 'label' }}
        value={condition.figure}
        options={PLAY_FIGURE_KEYS.map((value) => ({ value, label: t(`playbook.figures.${value}`) }))}
        onChange={(figure) => onChange({ ...condition, figure })}
      />
      <Select
        aria-label={t('playbook.comparison')}
        value={condition.comparison}
        options={COMPARISONS.map((value) => ({ value, label: SIGNS[value] }))}
        onChange={(comparison) => onChange({ ...condition, comparison })}
      />
      <InputNumber
        aria-label={t('playbook.than')}
        value={percent ? Math.round(condition.than * 10_000) / 100 : condition.than}
        suffix={percent ? '%' : undefined}
        onChange={(than) => onChange({ ...condition, than: percent ? (than ?? 0) / 100 : (than ?? 0) })}
      />
      {remove}
    </div>
  );
}

/** A condition in words: 月活 ≥ 20. */
export function useConditionWords(): (condition: PlayCondition) => string {
  const { t } = useTranslation();
  const format = useFormat();
  const one = (condition: PlayCondition): string =>
    'anyOf' in condition
      ? t('playbook.anyOf', { list: condition.anyOf.map(one).join(t('playbook.or')) })
      : FIGURE_UNITS[condition.figure] === 'flag'
        ? t(`playbook.figures.${condition.figure}`)
        : `${t(`playbook.figures.${condition.figure}`)} ${SIGNS[condition.comparison]} ${figureValue(format, condition.figure, condition.than)}`;
  return one;
}
