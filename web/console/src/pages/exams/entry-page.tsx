import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Checkbox, Pagination, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntryReply, ENTRY_STATES } from '../../../../../src/modules/exams/attempt.contract.ts';
import { Notice } from '../../../../ui/notice.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { entryQuery } from '../../api/exams.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { AskDialog } from './ask-dialog.tsx';
import { ExamsFrame } from './exams-frame.tsx';

const DAYS = [7, 30, 90, 365] as const;
const USUAL = 30;

/** Who of those who came lately has passed the entry exam, and who has yet to. */
export function EntryPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/exams/entry' });
  const navigate = useNavigate({ from: '/c/$community/exams/entry' });
  const { standing: state, came: days = USUAL, page } = search;
  const entry = useQuery(entryQuery(community.id, { state, days, page }));
  usePageTitle(t('exams.tabs.entry'), community.name);
  const { data } = entry;
  const all = data ? Object.values(data.counts).reduce((sum, one) => sum + one, 0) : 0;
  return (
    <ExamsFrame
      answer={
        data && all > 0
          ? t('exams.entry.answer', { days: days, all, passed: data.counts.passed })
          : t('exams.entry.lead')
      }
    >
      {data && data.paper === null ? (
        <Notice kind="info" title={t('exams.entry.noPaper.title')}>
          {t('exams.entry.noPaper.detail')}{' '}
          <Link to="/c/$community/exams/papers" params={{ community: community.key }}>
            {t('exams.entry.noPaper.go')}
          </Link>
        </Notice>
      ) : null}
      <div className="q-exam-filters" role="group" aria-label={t('exams.bank.filters')}>
        <Select
          aria-label={t('exams.entry.days')}
          value={days}
          onChange={(came) =>
            void navigate({
              search: (before) => ({ ...before, page: undefined, came: came === USUAL ? undefined : came }),
            })
          }
          options={DAYS.map((value) => ({ value, label: t('exams.entry.since', { count: value }) }))}
        />
        <Select
          allowClear
          aria-label={t('exams.attempt.state')}
          placeholder={t('exams.attempt.state')}
          value={state}
          onChange={(standing) => void navigate({ search: (before) => ({ ...before, page: undefined, standing }) })}
          options={ENTRY_STATES.map((value) => ({
            value,
            label: `${t(`exams.entry.states.${value}`)} ${data?.counts[value] ?? ''}`,
          }))}
        />
      </div>
      <Loaded of={entry} panel>
        {(reply) => <People key={`${state} ${days} ${page}`} data={reply} />}
      </Loaded>
      {data && data.total > data.pageSize ? (
        <Pagination
          current={page ?? 1}
          total={data.total}
          pageSize={data.pageSize}
          showSizeChanger={false}
          onChange={(to) => void navigate({ search: (before) => ({ ...before, page: to === 1 ? undefined : to }) })}
        />
      ) : null}
    </ExamsFrame>
  );
}

function People({ data }: { data: EntryReply }) {
  const { t } = useTranslation();
  const mayManage = useRight('credit.manage') && data.paper !== null;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const open = data.people.filter(({ state }) => state !== 'passed');
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  if (data.people.length === 0)
    return (
      <section className="q-panel">
        <EmptyState title={t('exams.entry.none.title')}>{t('exams.entry.none.detail')}</EmptyState>
      </section>
    );
  return (
    <section className="q-panel">
      {mayManage && open.length > 0 ? (
        <div className="q-exam-actions">
          <Checkbox
            checked={chosen.size === open.length}
            indeterminate={chosen.size > 0 && chosen.size < open.length}
            onChange={(event) => setChosen(new Set(event.target.checked ? open.map(({ memberId }) => memberId) : []))}
          >
            {t('exams.entry.allOpen', { count: open.length })}
          </Checkbox>
          <Button type="primary" disabled={chosen.size === 0} onClick={() => setAsking(true)}>
            {t('exams.entry.ask', { count: chosen.size })}
          </Button>
        </div>
      ) : null}
      <EntryTable data={data} chosen={mayManage ? chosen : undefined} onToggle={toggle} />
      {asking ? (
        <AskDialog
          memberIds={[...chosen]}
          onClose={() => {
            setAsking(false);
            setChosen(new Set());
          }}
        />
      ) : null}
    </section>
  );
}

type TableProps = { data: EntryReply; chosen: ReadonlySet<string> | undefined; onToggle: (id: string) => void };

function EntryTable({ data, chosen, onToggle }: TableProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            {chosen ? (
              <th scope="col">
                <span className="q-hidden">{t('exams.entry.choose')}</span>
              </th>
            ) : null}
            {(['member', 'state', 'came', 'asked', 'tries', 'best'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`exams.entry.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.people.map((one) => (
            <tr key={one.memberId}>
              {chosen ? (
                <td>
                  <Checkbox
                    disabled={one.state === 'passed'}
                    checked={chosen.has(one.memberId)}
                    aria-label={t('exams.entry.chooseOne', { name: one.name })}
                    onChange={() => onToggle(one.memberId)}
                  />
                </td>
              ) : null}
              <th scope="row">
                <Link to="/c/$community/members/$member" params={{ community: community.key, member: one.memberId }}>
                  {one.name}
                </Link>
              </th>
              <td>{t(`exams.entry.states.${one.state}`)}</td>
              <td title={format.instant(one.cameAt, community.zone)}>{format.relative(one.cameAt)}</td>
              <td>
                {one.askedAt === null
                  ? '—'
                  : t('exams.entry.askedTimes', { when: format.relative(one.askedAt), count: one.times })}
              </td>
              <td>{one.attempts}</td>
              <td>{one.best === null ? '—' : format.share(one.best)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
