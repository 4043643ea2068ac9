import { ArrowDownOutlined, ArrowUpOutlined, CloseOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { QUESTION_LIMITS } from '../../../../../src/modules/exams/question.contract.ts';
import type { QuestionDraft } from './question-dialog.tsx';

type Props = { draft: QuestionDraft; onChange: (change: Partial<QuestionDraft>) => void };

/** The options of a question, and which are right. */
export function OptionFields({ draft, onChange }: Props) {
  const { t } = useTranslation();
  const { kind, options, solution } = draft;
  if (kind === 'truth')
    return (
      <fieldset className="q-choices">
        <legend>{t('exams.question.truth')}</legend>
        <Radio.Group
          value={solution[0]}
          onChange={(event) => onChange({ solution: [event.target.value as number] })}
          options={[
            { value: 0, label: t('exams.true') },
            { value: 1, label: t('exams.false') },
          ]}
        />
      </fieldset>
    );
  const add = () =>
    onChange({
      options: [...options, ''],
      solution: kind === 'order' ? [...solution, options.length] : solution,
    });
  return (
    <fieldset className="q-choices q-options">
      <legend>{t(`exams.question.options.${kind}`)}</legend>
      {options.map((option, at) => (
        <OptionLine key={at} at={at} option={option} draft={draft} onChange={onChange} />
      ))}
      {options.length < QUESTION_LIMITS.options ? (
        <Button size="small" onClick={add}>
          {t('exams.question.addOption')}
        </Button>
      ) : null}
    </fieldset>
  );
}

function OptionLine({ at, option, draft, onChange }: Props & { at: number; option: string }) {
  const { t } = useTranslation();
  const { kind, options, solution } = draft;
  const name = t('exams.question.option', { at: at + 1 });
  const swap = (to: number) => onChange({ options: options.with(at, options[to]!).with(to, option) });
  const toggle = () =>
    onChange({
      solution: solution.includes(at)
        ? solution.filter((one) => one !== at)
        : [...solution, at].toSorted((a, b) => a - b),
    });
  const drop = () => {
    const rest = options.toSpliced(at, 1);
    const moved = solution.filter((one) => one !== at).map((one) => (one > at ? one - 1 : one));
    onChange({ options: rest, solution: kind === 'order' ? rest.map((_, place) => place) : moved });
  };
  return (
    <div className="q-option">
      {kind === 'single' ? (
        <Radio
          checked={solution.includes(at)}
          aria-label={t('exams.question.isRight', { name })}
          onChange={() => onChange({ solution: [at] })}
        />
      ) : kind === 'multiple' ? (
        <Checkbox
          checked={solution.includes(at)}
          aria-label={t('exams.question.isRight', { name })}
          onChange={toggle}
        />
      ) : (
        <span className="q-faint">{at + 1}</span>
      )}
      <Input
        aria-label={name}
        maxLength={500}
        value={option}
        onChange={(event) => onChange({ options: options.with(at, event.target.value) })}
      />
      {kind === 'order' ? (
        <>
          <Button
            type="text"
            size="small"
            icon={<ArrowUpOutlined />}
            disabled={at === 0}
            aria-label={t('exams.question.up', { name })}
            onClick={() => swap(at - 1)}
          />
          <Button
            type="text"
            size="small"
            icon={<ArrowDownOutlined />}
            disabled={at === options.length - 1}
            aria-label={t('exams.question.down', { name })}
            onClick={() => swap(at + 1)}
          />
        </>
      ) : null}
      <Button
        type="text"
        size="small"
        icon={<CloseOutlined />}
        disabled={options.length <= 2}
        aria-label={t('exams.question.dropOption', { name })}
        onClick={drop}
      />
    </div>
  );
}
