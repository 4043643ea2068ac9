import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { membersQuery } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useHiddenColumns } from './chosen-columns.ts';
import { ColumnChoice } from './column-choice.tsx';
import { useColumns } from './columns.tsx';
import { MemberFilters, SearchBox } from './member-filters.tsx';
import type { MemberSearch } from './member-search.ts';
import { MemberTable } from './member-table.tsx';
import './members.css';

/** Every member, filtered by the address, in a table that stays quick at any length. */
export function MembersPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const search = useSearch({ from: '/app/c/$community/members' });
  const navigate = useNavigate({ from: '/c/$community/members' });
  const list = useInfiniteQuery({ ...membersQuery(community.id, search), placeholderData: (before) => before });
  const first = list.data?.pages[0];
  const columns = useColumns(first?.asOf);
  const [hidden, setHidden] = useHiddenColumns();
  usePageTitle(t('nav.members'), community.name);
  const change = useCallback(
    (next: Partial<MemberSearch>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const filtered = Object.entries(search).some(([key, value]) => value && key !== 'sort' && key !== 'order');
  const clear = () => void navigate({ search: { sort: search.sort, order: search.order }, replace: true });
  return (
    <>
      <div className="q-page-head">
        <h1>
          {t('nav.members')}
          <span className="q-total" aria-live="polite">
            {first ? t(filtered ? 'members.matching' : 'members.total', { shown: format.exact(first.total) }) : ''}
          </span>
        </h1>
        <div className="q-members-tools">
          <SearchBox value={search.q ?? ''} onSearch={(q) => change({ q: q || undefined })} />
          <ColumnChoice columns={columns.slice(1)} hidden={hidden} onChange={setHidden} />
        </div>
      </div>
      <MemberFilters search={search} change={change} clear={filtered ? clear : undefined} communityId={community.id} />
      {list.error && !list.data ? (
        <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} />
      ) : !first ? (
        <div className="q-panel">
          <Skeleton rows={12} height={26} />
        </div>
      ) : first.total === 0 ? (
        <div className="q-panel">
          {filtered ? (
            <EmptyState
              art="search"
              title={t('members.none.title')}
              action={<Button onClick={clear}>{t('members.clear')}</Button>}
            >
              {t('members.none.detail')}
            </EmptyState>
          ) : (
            <EmptyState title={t('members.empty.title')}>{t('members.empty.detail')}</EmptyState>
          )}
        </div>
      ) : (
        <MemberTable
          columns={columns.filter(({ key }) => !hidden.includes(key))}
          rows={list.data!.pages.flatMap(({ rows }) => rows)}
          total={first.total}
          more={
            list.hasNextPage && !list.isFetching && !list.isPlaceholderData
              ? () => void list.fetchNextPage()
              : undefined
          }
          stale={list.isPlaceholderData}
          search={search}
          change={change}
          communityKey={community.key}
        />
      )}
    </>
  );
}
