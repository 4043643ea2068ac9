import { MergeCellsOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attributesQuery } from '../../api/member-work.ts';
import { membersQuery } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useRight } from '../../shell/use-right.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { BulkBar } from './bulk-bar.tsx';
import { useShownColumns } from './chosen-columns.ts';
import { BulkHistory } from './bulk-history.tsx';
import { ColumnChoice } from './column-choice.tsx';
import { useColumns } from './columns.tsx';
import { MemberFilters, SearchBox } from './member-filters.tsx';
import type { MemberSearch } from './member-search.ts';
import { ExportButton } from './export-button.tsx';
import { MemberTable } from './member-table.tsx';
import { SaveSegment } from '../segments/save-segment.tsx';
import { useSelection } from './selection.ts';
import { ViewsMenu } from './views-menu.tsx';
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
  const { data: attributes = [] } = useQuery(attributesQuery(community.id));
  const columns = useColumns(
    first?.asOf,
    attributes.filter(({ hidden }) => !hidden),
  );
  const [isShown, showColumn] = useShownColumns();
  const mayEdit = useRight('members.edit');
  const selection = useSelection(search);
  usePageTitle(t('nav.members'), community.name);
  const change = useCallback(
    (next: Partial<MemberSearch>) => void navigate({ search: (before) => ({ ...before, ...next }), replace: true }),
    [navigate],
  );
  const filtered = Object.entries(search).some(
    ([key, value]) => value !== undefined && key !== 'sort' && key !== 'order',
  );
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
          <ViewsMenu
            communityId={community.id}
            search={search}
            canSave={filtered || search.sort !== undefined}
            open={(view) => void navigate({ search: view })}
          />
          <SaveSegment search={search} total={first?.total ?? 0} />
          <ColumnChoice columns={columns.slice(1)} isShown={(key) => isShown?.(key) ?? true} onChange={showColumn} />
          <BulkHistory communityId={community.id} />
          <ExportButton communityId={community.id} search={search} total={first?.total ?? 0} />
          <Button
            icon={<MergeCellsOutlined />}
            onClick={() => void navigate({ to: '/c/$community/merges', params: { community: community.key } })}
          >
            <span className="q-tool-label">{t('match.nav')}</span>
          </Button>
        </div>
      </div>
      <MemberFilters search={search} change={change} clear={filtered ? clear : undefined} communityId={community.id} />
      <BulkBar
        communityId={community.id}
        picked={selection.picked}
        total={first?.total ?? 0}
        search={search}
        onAll={selection.pickAll}
        onClear={selection.clear}
      />
      {list.error && !list.data ? (
        <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} />
      ) : !first || !isShown ? (
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
          columns={columns.filter(({ key }) => isShown(key))}
          selection={mayEdit ? selection : undefined}
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
