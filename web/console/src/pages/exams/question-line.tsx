import { Button, Popconfirm, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Question } from '../../../../../src/modules/exams/question.contract.ts';
import { Explain, type Explanation } from '../../../../ui/explain.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { deleteQuestion, saveQuestion } from '../../api/exams.ts';
import { ExamError } from './exam-error.tsx';
import { useSolutionWords } from './solution-words.ts';
import { useExamChange } from './use-exam-change.ts';

/** One question of the bank: what it asks, what is right, how members fared, and what that says. */
export function QuestionLine({
  question,
  mayManage,
  onEdit,
}: {
  question: Question;
  mayManage: boolean;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const solution = useSolutionWords();
  const { state, hints } = question;
  return (
    <li className={state === 'active' ? 'q-question' : 'q-question q-question-off'}>
      <div className="q-question-head">
        <span className="q-faint q-small">
          {t(`exams.kinds.${question.kind}`)} · {t(`exams.states.${state}`)}
          {question.drafted ? ` · ${t('exams.bank.fromRules')}` : ''}
        </span>
        {question.tags.map((tag) => (
          <Tag key={tag}>{tag}</Tag>
        ))}
      </div>
      <p className="q-question-text">{question.text}</p>
      <p className="q-soft q-small">
        {t('exams.bank.solution')} {solution(question)}
      </p>
      {hints.length > 0 ? (
        <ul className="q-question-hints">
          {hints.map((hint) => (
            <li key={hint}>
              <strong>{t(`exams.hints.${hint}.short`)}</strong> {t(`exams.hints.${hint}.long`)}
            </li>
          ))}
        </ul>
      ) : null}
      <Figures question={question} />
      {mayManage ? <Actions question={question} onEdit={onEdit} /> : null}
    </li>
  );
}

function Figures({ question }: { question: Question }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { answered, right, difficulty, discrimination } = question.figures;
  if (answered === 0) return <p className="q-faint q-small">{t('exams.bank.neverAsked')}</p>;
  const of: Explanation = {
    title: t('exams.figures.title'),
    definition: t('exams.figures.definition'),
    inputs: [
      { label: t('exams.figures.answered'), value: format.exact(answered) },
      { label: t('exams.figures.right'), value: format.exact(right) },
    ],
    thresholds: [t('exams.figures.bands'), t('exams.figures.enough')],
    change: [t('exams.figures.change')],
  };
  return (
    <p className="q-small q-question-figures">
      <span>{t('exams.figures.difficulty', { share: format.share(difficulty!) })}</span>
      <span>
        {discrimination === null
          ? t('exams.figures.unknown')
          : t('exams.figures.discrimination', { value: discrimination.toFixed(2) })}
      </span>
      <span className="q-faint">{t('exams.figures.of', { count: answered })}</span>
      <Explain of={of} />
    </p>
  );
}

function Actions({ question, onEdit }: { question: Question; onEdit: () => void }) {
  const { t } = useTranslation();
  const { id, state, figures } = question;
  const set = useExamChange((communityId, to: string) => saveQuestion(communityId, id, { state: to }));
  const remove = useExamChange((communityId) => deleteQuestion(communityId, id));
  return (
    <>
      <ExamError error={set.error ?? remove.error} />
      <div className="q-question-actions">
        <Button size="small" onClick={onEdit}>
          {t('exams.edit')}
        </Button>
        {state === 'active' ? (
          <Button size="small" loading={set.isPending} onClick={() => set.mutate('retired')}>
            {t('exams.bank.retire')}
          </Button>
        ) : (
          <Button size="small" loading={set.isPending} onClick={() => set.mutate('active')}>
            {t('exams.bank.use')}
          </Button>
        )}
        {figures.answered === 0 ? (
          <Popconfirm
            title={t('exams.bank.deleteSure')}
            okText={t('exams.delete')}
            cancelText={t('exams.cancel')}
            onConfirm={() => remove.mutate(undefined)}
          >
            <Button size="small" danger loading={remove.isPending}>
              {t('exams.delete')}
            </Button>
          </Popconfirm>
        ) : null}
      </div>
    </>
  );
}
