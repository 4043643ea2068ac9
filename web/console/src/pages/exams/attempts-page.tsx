import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Pagination, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  type AttemptRow,
  type AttemptsReply,
  ATTEMPT_STATES,
} from '../../../../../src/modules/exams/attempt.contract.ts';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attemptsQuery, papersQuery } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { AttemptPanel } from './attempt-panel.tsx';
import { ExamsFrame } from './exams-frame.tsx';

/** The exams that members took, the latest first. */
export function AttemptsPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const {
    attempt,
    paper: paperId,
    member: memberId,
    result: state,
    page,
  } = useSearch({
    from: '/app/c/$community/exams/attempts',
  });
  const navigate = useNavigate({ from: '/c/$community/exams/attempts' });
  const attempts = useQuery(attemptsQuery(community.id, { paperId, memberId, state, page }));
  const { data: papers } = useQuery(papersQuery(community.id));
  usePageTitle(t('exams.tabs.attempts'), community.name);
  const total = attempts.data?.total ?? 0;
  return (
    <ExamsFrame answer={total > 0 ? t('exams.attempt.answer', { count: total }) : t('exams.attempt.lead')}>
      <div className="q-exam-filters" role="group" aria-label={t('exams.bank.filters')}>
        <Select
          allowClear
          aria-label={t('exams.attempt.paper')}
          placeholder={t('exams.attempt.paper')}
          value={papers?.papers.some(({ id }) => id === paperId) ? paperId : undefined}
          onChange={(value) => void navigate({ search: (before) => ({ ...before, page: undefined, paper: value }) })}
          options={(papers?.papers ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Select
          allowClear
          aria-label={t('exams.attempt.state')}
          placeholder={t('exams.attempt.state')}
          value={state}
          onChange={(value) => void navigate({ search: (before) => ({ ...before, page: undefined, result: value }) })}
          options={ATTEMPT_STATES.map((value) => ({ value, label: t(`exams.attempt.states.${value}`) }))}
        />
        {memberId ? (
          <Button onClick={() => void navigate({ search: (before) => ({ ...before, member: undefined }) })}>
            {t('exams.attempt.everybody')}
          </Button>
        ) : null}
      </div>
      <Loaded of={attempts} panel>
        {(data) => (
          <section className="q-panel">
            {data.attempts.length === 0 ? (
              <EmptyState title={t('exams.attempt.none.title')}>{t('exams.attempt.none.detail')}</EmptyState>
            ) : (
              <AttemptTable
                data={data}
                onOpen={(id) => void navigate({ search: (before) => ({ ...before, attempt: id }) })}
              />
            )}
            {data.total > data.pageSize ? (
              <Pagination
                current={page ?? 1}
                total={data.total}
                pageSize={data.pageSize}
                showSizeChanger={false}
                onChange={(to) =>
                  void navigate({ search: (before) => ({ ...before, page: to === 1 ? undefined : to }) })
                }
              />
            ) : null}
          </section>
        )}
      </Loaded>
      {attempt ? (
        <AttemptPanel
          id={attempt}
          onClose={() => void navigate({ search: (before) => ({ ...before, attempt: undefined }) })}
        />
      ) : null}
    </ExamsFrame>
  );
}

function AttemptTable({ data, onOpen }: { data: AttemptsReply; onOpen: (id: string) => void }) {
  const { t } = useTranslation();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            {(['member', 'paper', 'state', 'score', 'started', 'took'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`exams.attempt.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="q-hidden">{t('exams.attempt.open')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {data.attempts.map((attempt) => (
            <AttemptLine key={attempt.id} attempt={attempt} onOpen={() => onOpen(attempt.id)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AttemptLine({ attempt, onOpen }: { attempt: AttemptRow; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { member, state, correct, total, answered, startedAt, finishedAt } = attempt;
  const took = finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 60_000;
  return (
    <tr>
      <th scope="row">
        <Link to="/c/$community/members/$member" params={{ community: community.key, member: member.id }}>
          {member.name}
        </Link>
      </th>
      <td>{attempt.paper.name}</td>
      <td>
        {t(`exams.attempt.states.${state}`)}
        {attempt.endedBy === 'time' ? ` · ${t('exams.attempt.byTime')}` : ''}
      </td>
      <td>
        {correct === null
          ? t('exams.attempt.answered', { answered, total })
          : t('exams.attempt.right', { correct, total })}
      </td>
      <td>
        <time dateTime={startedAt} title={format.instant(startedAt, community.zone)}>
          {format.relative(startedAt)}
        </time>
      </td>
      <td>{took === null ? '—' : format.minutes(took)}</td>
      <td>
        <Button type="link" size="small" onClick={onOpen}>
          {t('exams.attempt.open')}
        </Button>
      </td>
    </tr>
  );
}
