import { Input, Modal, Radio, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  QUESTION_KINDS,
  QUESTION_LIMITS,
  type Question,
  type QuestionKind,
} from '../../../../../src/modules/exams/question.contract.ts';
import { Field } from '../../../../ui/field.tsx';
import { saveQuestion } from '../../api/exams.ts';
import { ExamError } from './exam-error.tsx';
import { OptionFields } from './option-fields.tsx';
import { QuestionPreview } from './question-preview.tsx';
import { useExamChange } from './use-exam-change.ts';

export type QuestionDraft = {
  kind: QuestionKind;
  text: string;
  options: string[];
  solution: number[];
  explanation: string;
};

/** An order is written in its right order, so that nobody has to number it. */
const inOrder = ({ kind, options, solution }: QuestionDraft) =>
  kind === 'order'
    ? { options: solution.map((at) => options[at]!), solution: options.map((_, at) => at) }
    : { options, solution };

/** What is asked of another kind: options stay as long as they are wanted. */
function ofKind(draft: QuestionDraft, kind: QuestionKind): QuestionDraft {
  if (kind === 'truth') return { ...draft, kind, options: [], solution: [0] };
  const options = draft.options.length < 2 ? ['', '', ''] : draft.options;
  const solution = kind === 'order' ? options.map((_, at) => at) : draft.kind === 'order' ? [0] : draft.solution;
  return { ...draft, kind, options, solution: kind === 'single' ? solution.slice(0, 1) : solution };
}

const isWhole = ({ kind, text, options, solution }: QuestionDraft): boolean => {
  const said = options.map((one) => one.trim());
  const differ = new Set(said.map((one) => one.toLowerCase())).size === said.length;
  const answerable = kind === 'truth' || (said.length >= 2 && said.every((one) => one !== '') && differ);
  return text.trim() !== '' && answerable && solution.length > 0;
};

type Props = { question: Question | undefined; tags: readonly string[]; onClose: () => void };

/** Writes a question, or changes one, beside how it will look in a member’s hand. */
export function QuestionDialog({ question, tags, onClose }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<QuestionDraft>(() => {
    const first = question ?? {
      kind: 'single' as const,
      text: '',
      options: ['', '', ''],
      solution: [0],
      explanation: '',
    };
    return { ...first, ...inOrder(first) };
  });
  const [own, setOwn] = useState<string[]>(question?.tags ?? []);
  const [state, setState] = useState(question?.state ?? 'active');
  const set = (change: Partial<QuestionDraft>) => setDraft({ ...draft, ...change });
  const save = useExamChange((communityId) => {
    const { kind, text, options, solution, explanation } = draft;
    const trimmed = options.map((one) => one.trim());
    return saveQuestion(communityId, question?.id, {
      kind,
      text,
      options: trimmed,
      solution,
      explanation,
      tags: own,
      state,
    });
  }, onClose);
  return (
    <Modal
      open
      width={860}
      title={t(question ? 'exams.question.edit' : 'exams.bank.new')}
      onCancel={onClose}
      onOk={() => save.mutate(undefined)}
      okText={t('exams.save')}
      cancelText={t('exams.cancel')}
      okButtonProps={{ disabled: !isWhole(draft), loading: save.isPending }}
    >
      <div className="q-question-editor">
        <div className="q-form">
          <ExamError error={save.error} />
          <Segmented
            block
            aria-label={t('exams.bank.kind')}
            value={draft.kind}
            onChange={(kind) => setDraft(ofKind(draft, kind))}
            options={QUESTION_KINDS.map((value) => ({ value, label: t(`exams.kinds.${value}`) }))}
          />
          <Field label={t('exams.question.text')}>
            {(control) => (
              <Input.TextArea
                {...control}
                autoFocus
                maxLength={2000}
                autoSize={{ minRows: 2, maxRows: 8 }}
                value={draft.text}
                onChange={(event) => set({ text: event.target.value })}
              />
            )}
          </Field>
          <OptionFields draft={draft} onChange={set} />
          <Field label={t('exams.question.explanation')} hint={t('exams.question.explanationHint')}>
            {(control) => (
              <Input.TextArea
                {...control}
                maxLength={4000}
                autoSize={{ minRows: 2, maxRows: 6 }}
                value={draft.explanation}
                onChange={(event) => set({ explanation: event.target.value })}
              />
            )}
          </Field>
          <Field label={t('exams.question.tags')} hint={t('exams.question.tagsHint')}>
            {({ id }) => (
              <Select
                id={id}
                mode="tags"
                maxCount={QUESTION_LIMITS.tags}
                tokenSeparators={[',', '，', '、', ';', '；']}
                value={own}
                onChange={(value) => setOwn([...new Set(value.map((tag) => tag.trim().slice(0, 40)).filter(Boolean))])}
                options={tags.map((value) => ({ value, label: value }))}
              />
            )}
          </Field>
          <Radio.Group
            aria-label={t('exams.bank.state')}
            value={state}
            onChange={(event) => setState(event.target.value)}
            options={(question?.state === 'retired'
              ? (['draft', 'active', 'retired'] as const)
              : (['draft', 'active'] as const)
            ).map((value) => ({ value, label: t(`exams.question.keep.${value}`) }))}
          />
          {question && question.figures.answered > 0 ? (
            <p className="q-faint q-small">{t('exams.question.revised')}</p>
          ) : null}
        </div>
        <QuestionPreview draft={draft} />
      </div>
    </Modal>
  );
}
