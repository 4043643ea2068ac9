import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { MemberAttempt } from '../../../../../src/modules/exams/attempt.contract.ts';

export type Asked = Extract<MemberAttempt, { state: 'open' }>['questions'][number];
type Props = { question: Asked; choice: readonly number[] | undefined; onAnswer: (choice: number[]) => void };

/** What can be answered: options as they stand on the screen. */
export function useOptions(): (question: Pick<Asked, 'kind' | 'options'>) => readonly string[] {
  const { t } = useTranslation();
  return ({ kind, options }) => (kind === 'truth' ? (t('exams.truths', { returnObjects: true }) as string[]) : options);
}

/** One question with what answers it. */
export function QuestionFields(props: Props) {
  const { t } = useTranslation();
  const { question } = props;
  return (
    <fieldset className="m-question">
      <legend>
        <span className="m-small m-soft">
          {t(`exams.kinds.${question.kind}`)} · {t(`exams.how.${question.kind}`)}
        </span>
        <span className="m-question-text">{question.text}</span>
      </legend>
      {question.kind === 'order' ? <OrderFields {...props} /> : <ChoiceFields {...props} />}
    </fieldset>
  );
}

function ChoiceFields({ question, choice = [], onAnswer }: Props) {
  const options = useOptions()(question);
  const name = useId();
  const several = question.kind === 'multiple';
  const toggled = (at: number) =>
    choice.includes(at) ? choice.filter((one) => one !== at) : [...choice, at].sort((a, b) => a - b);
  return options.map((option, at) => (
    <label key={at} className="m-option">
      <input
        type={several ? 'checkbox' : 'radio'}
        name={name}
        checked={choice.includes(at)}
        onChange={() => onAnswer(several ? toggled(at) : [at])}
      />
      <span>{option}</span>
    </label>
  ));
}

function OrderFields({ question, choice, onAnswer }: Props) {
  const { t } = useTranslation();
  const order = choice ?? question.options.map((_, at) => at);
  const move = (from: number, to: number) => {
    const moved = [...order];
    moved.splice(to, 0, ...moved.splice(from, 1));
    onAnswer(moved);
  };
  return (
    <ol className="m-order">
      {order.map((option, at) => {
        const name = question.options[option]!;
        return (
          <li key={option}>
            <span className="m-order-place">{at + 1}</span>
            <span className="m-order-name">{name}</span>
            <button
              type="button"
              disabled={at === 0}
              aria-label={t('exams.up', { name })}
              onClick={() => move(at, at - 1)}
            >
              ↑
            </button>
            <button
              type="button"
              disabled={at === order.length - 1}
              aria-label={t('exams.down', { name })}
              onClick={() => move(at, at + 1)}
            >
              ↓
            </button>
          </li>
        );
      })}
    </ol>
  );
}
