import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Dropdown, Pagination } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Question, QuestionsReply } from '../../../../../src/modules/exams/question.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { draftQuestions, questionsFile, questionsQuery } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BankFilters } from './bank-filters.tsx';
import { ExamError } from './exam-error.tsx';
import { ExamsFrame } from './exams-frame.tsx';
import { ImportQuestions } from './import-questions.tsx';
import { QuestionDialog } from './question-dialog.tsx';
import { QuestionLine } from './question-line.tsx';
import { useExamChange } from './use-exam-change.ts';

/** The bank of questions: what can be asked, and how members fared with it. */
export function BankPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('credit.manage');
  const search = useSearch({ from: '/app/c/$community/exams' });
  const { use: state, ...rest } = search;
  const bank = useQuery(questionsQuery(community.id, { ...rest, state }));
  const [edited, setEdited] = useState<Question | 'new'>();
  const [importing, setImporting] = useState(false);
  usePageTitle(t('exams.tabs.bank'), community.name);
  const { data } = bank;
  return (
    <ExamsFrame
      answer={data ? <BankAnswer data={data} /> : t('exams.bank.lead')}
      action={
        mayManage ? (
          <BankActions rules={data?.rules ?? 0} onNew={() => setEdited('new')} onImport={() => setImporting(true)} />
        ) : null
      }
    >
      <Loaded of={bank} panel>
        {(reply) => <BankList data={reply} mayManage={mayManage} onEdit={setEdited} onNew={() => setEdited('new')} />}
      </Loaded>
      {edited ? (
        <QuestionDialog
          key={edited === 'new' ? 'new' : edited.id}
          question={edited === 'new' ? undefined : edited}
          tags={data?.tags.map(({ tag }) => tag) ?? []}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
      {importing ? <ImportQuestions onClose={() => setImporting(false)} /> : null}
    </ExamsFrame>
  );
}

/** The sentence: how many questions can be drawn, and what wants a look first. */
function BankAnswer({ data }: { data: QuestionsReply }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { active, draft, retired } = data.states;
  if (active + draft + retired === 0) return t('exams.bank.lead');
  const first = data.hints[0];
  return (
    <>
      {t('exams.bank.answer', { active: format.count(active), draft: format.count(draft) })}
      {first ? t('exams.bank.attention', { count: first.count, hint: t(`exams.hints.${first.hint}.short`) }) : null}
    </>
  );
}

function BankActions({ rules, onNew, onImport }: { rules: number; onNew: () => void; onImport: () => void }) {
  const { t, i18n } = useTranslation();
  const community = useCommunity();
  const { message } = App.useApp();
  const draft = useExamChange(
    (communityId) => draftQuestions(communityId, i18n.language),
    ({ added, renewed, unchanged }) => void message.success(t('exams.bank.drafted', { added, renewed, unchanged })),
  );
  return (
    <div className="q-exam-actions">
      <ExamError error={draft.error} />
      <Dropdown
        trigger={['click']}
        menu={{
          items: [
            { key: 'draft', label: t('exams.bank.draft'), disabled: rules === 0 },
            { key: 'import', label: t('exams.bank.import') },
            { key: 'export', label: t('exams.bank.export') },
          ],
          onClick: ({ key }) => {
            if (key === 'draft') draft.mutate(undefined);
            else if (key === 'import') onImport();
            else window.location.assign(questionsFile(community.id));
          },
        }}
      >
        <Button loading={draft.isPending}>{t('exams.bank.more')}</Button>
      </Dropdown>
      <Button type="primary" onClick={onNew}>
        {t('exams.bank.new')}
      </Button>
    </div>
  );
}

type ListProps = {
  data: QuestionsReply;
  mayManage: boolean;
  onEdit: (question: Question) => void;
  onNew: () => void;
};

function BankList({ data, mayManage, onEdit, onNew }: ListProps) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/c/$community/exams' });
  const navigate = useNavigate({ from: '/c/$community/exams' });
  const { active, draft, retired } = data.states;
  if (active + draft + retired === 0)
    return (
      <section className="q-panel">
        <EmptyState
          art="file"
          title={t('exams.bank.none.title')}
          action={
            mayManage ? (
              <Button type="primary" onClick={onNew}>
                {t('exams.bank.new')}
              </Button>
            ) : null
          }
        >
          {t(data.rules > 0 ? 'exams.bank.none.rules' : 'exams.bank.none.detail', { count: data.rules })}
        </EmptyState>
      </section>
    );
  return (
    <>
      <BankFilters data={data} />
      <section className="q-panel">
        {data.questions.length === 0 ? (
          <EmptyState art="search" title={t('exams.bank.notFound')} />
        ) : (
          <ul className="q-questions">
            {data.questions.map((question) => (
              <QuestionLine
                key={question.id}
                question={question}
                mayManage={mayManage}
                onEdit={() => onEdit(question)}
              />
            ))}
          </ul>
        )}
        {data.total > data.pageSize ? (
          <Pagination
            current={search.page ?? 1}
            total={data.total}
            pageSize={data.pageSize}
            showSizeChanger={false}
            onChange={(page) =>
              void navigate({ search: (before) => ({ ...before, page: page === 1 ? undefined : page }) })
            }
          />
        ) : null}
      </section>
    </>
  );
}
