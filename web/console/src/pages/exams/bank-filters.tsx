import { useNavigate, useSearch } from '@tanstack/react-router';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  QUESTION_KINDS,
  QUESTION_STATES,
  type QuestionsReply,
} from '../../../../../src/modules/exams/question.contract.ts';
import type { BankSearch } from './exams-search.ts';

/** What of the bank is shown; the address holds it. */
export function BankFilters({ data }: { data: QuestionsReply }) {
  const { t } = useTranslation();
  const search = useSearch({ from: '/app/c/$community/exams' });
  const navigate = useNavigate({ from: '/c/$community/exams' });
  const set = (change: Partial<BankSearch>) =>
    void navigate({ search: (before) => ({ ...before, page: undefined, ...change }), replace: true });
  return (
    <div className="q-exam-filters" role="group" aria-label={t('exams.bank.filters')}>
      <Input.Search
        allowClear
        maxLength={100}
        defaultValue={search.text}
        aria-label={t('exams.bank.find')}
        placeholder={t('exams.bank.find')}
        onSearch={(text) => set({ text: text.trim() || undefined })}
      />
      <Select
        allowClear
        aria-label={t('exams.bank.kind')}
        placeholder={t('exams.bank.kind')}
        value={search.kind}
        onChange={(kind) => set({ kind })}
        options={QUESTION_KINDS.map((value) => ({ value, label: t(`exams.kinds.${value}`) }))}
      />
      <Select
        allowClear
        aria-label={t('exams.bank.state')}
        placeholder={t('exams.bank.state')}
        value={search.use}
        onChange={(use) => set({ use })}
        options={QUESTION_STATES.map((value) => ({
          value,
          label: `${t(`exams.states.${value}`)} ${data.states[value]}`,
        }))}
      />
      <Select
        allowClear
        showSearch
        aria-label={t('exams.bank.tag')}
        placeholder={t('exams.bank.tag')}
        value={search.tag}
        onChange={(tag) => set({ tag })}
        options={data.tags.map(({ tag, all }) => ({ value: tag, label: `${tag} ${all}` }))}
      />
      <Select
        allowClear
        aria-label={t('exams.bank.hint')}
        placeholder={t('exams.bank.hint')}
        value={search.hint}
        onChange={(hint) => set({ hint })}
        popupMatchSelectWidth={false}
        options={data.hints.map(({ hint, count }) => ({
          value: hint,
          label: `${t(`exams.hints.${hint}.short`)} ${count}`,
        }))}
      />
    </div>
  );
}
