import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { attributesQuery } from '../../api/member-work.ts';
import { membersQuery } from '../../api/members.ts';
import { changeList, type Segment } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { BulkBar } from '../members/bulk-bar.tsx';
import { useShownColumns } from '../members/chosen-columns.ts';
import { useColumns } from '../members/columns.tsx';
import type { MemberSearch } from '../members/member-search.ts';
import { MemberTable } from '../members/member-table.tsx';
import { useSelection } from '../members/selection.ts';
import { MemberPicker } from './member-picker.tsx';
import '../members/members.css';

/** The members of a segment in the table of all members, with what can be done with them. */
export function SegmentMembers({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const may = useRight('members.edit');
  const [order, setOrder] = useState<Pick<MemberSearch, 'sort' | 'order'>>({});
  const search: MemberSearch = { ...order, segment: segment.id };
  const list = useInfiniteQuery({ ...membersQuery(community.id, search), placeholderData: (before) => before });
  const first = list.data?.pages[0];
  const { data: attributes = [] } = useQuery(attributesQuery(community.id));
  const columns = useColumns(
    first?.asOf,
    attributes.filter(({ hidden }) => !hidden),
  );
  const [isShown] = useShownColumns();
  const selection = useSelection(search);
  const byHand = may && segment.kind === 'list' && !segment.transient && !segment.archived;
  const format = useFormat();
  return (
    <>
      <div className="q-segment-bar">
        {first && first.total > 0 ? (
          <Link to="/c/$community/members" params={{ community: community.key }} search={{ segment: segment.id }}>
            {t('segments.one.allMembers', { shown: format.exact(first.total) })}
          </Link>
        ) : (
          <span />
        )}
        {byHand ? (
          <ListChange
            segment={segment}
            picked={selection.picked.all ? [] : [...selection.picked.ids]}
            onDone={selection.clear}
          />
        ) : null}
      </div>
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
          <Skeleton rows={10} height={26} />
        </div>
      ) : first.total === 0 ? (
        <div className="q-panel">
          <p className="q-soft">{t(segment.kind === 'list' ? 'segments.one.listNone' : 'segments.one.membersNone')}</p>
        </div>
      ) : (
        <MemberTable
          columns={columns.filter(({ key }) => isShown(key))}
          selection={may ? selection : undefined}
          rows={list.data!.pages.flatMap(({ rows }) => rows)}
          total={first.total}
          more={
            list.hasNextPage && !list.isFetching && !list.isPlaceholderData
              ? () => void list.fetchNextPage()
              : undefined
          }
          stale={list.isPlaceholderData}
          search={search}
          change={({ sort, order: way }) => setOrder({ sort, order: way })}
          communityKey={community.key}
        />
      )}
    </>
  );
}

/** Puts a member on a list, or takes those selected off it. */
function ListChange(props: { segment: Segment; picked: readonly string[]; onDone: () => void }) {
  const { segment, picked, onDone } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { message } = App.useApp();
  const community = useCommunity();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (body: { add?: string[]; remove?: string[] }) => changeList(community.id, segment.id, body),
    onSuccess: async ({ added, removed }) => {
      onDone();
      await Promise.all(
        ['segments', 'members', 'member'].map((key) => client.invalidateQueries({ queryKey: [key, community.id] })),
      );
      void message.success(
        removed > 0
          ? t('segments.one.removed', { name: segment.name })
          : t('segments.one.added', { count: added, shown: format.exact(added) }),
      );
    },
    onError: (error) => void message.error(describeError(error, t).title),
  });
  return (
    <span className="q-segments-tools">
      {picked.length > 0 ? (
        <Button loading={change.isPending} onClick={() => change.mutate({ remove: [...picked] })}>
          {t('segments.one.removeMember')} ({format.exact(picked.length)})
        </Button>
      ) : null}
      <MemberPicker
        communityId={community.id}
        label={t('segments.one.addMembers')}
        value={undefined}
        name={undefined}
        onChange={(member) => member && change.mutate({ add: [member.memberId] })}
      />
    </span>
  );
}
