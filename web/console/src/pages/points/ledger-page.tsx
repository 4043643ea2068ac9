import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type PointTransaction, TRANSACTION_KINDS } from '../../../../../src/modules/points/contract.ts';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { memberQuery } from '../../api/members.ts';
import { fetchTransactions, pointsKey } from '../../api/points.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { MemberPicker } from '../segments/member-picker.tsx';
import { PointsFrame } from './points-frame.tsx';
import type { ledgerSearchSchema } from './points-search.ts';
import { ReversalDialog } from './reversal-dialog.tsx';
import { useCause } from './use-cause.ts';

type Search = z.infer<typeof ledgerSearchSchema>;

/** Every transaction of points: whose, how many, what for; each can be taken back. */
export function LedgerPage() {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const search: Search = useSearch({ from: '/app/c/$community/points/ledger' });
  const navigate = useNavigate({ from: '/c/$community/points/ledger' });
  const show = (change: Search) => void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const { member: memberId, ...rest } = search;
  const filter = { ...rest, memberId };
  const list = useInfiniteQuery({
    queryKey: [...pointsKey(community.id), 'transactions', filter],
    queryFn: ({ pageParam, signal }) => fetchTransactions(community.id, { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next ?? undefined,
  });
  const [reversed, setReversed] = useState<PointTransaction>();
  usePageTitle(t('points.tabs.ledger'), community.name);
  const rows = list.data?.pages.flatMap(({ transactions }) => transactions);
  const balance = list.data?.pages[0]?.balance;
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <PointsFrame
      answer={balance == null ? t('points.ledger.lead') : t('points.ledger.balance', { points: format.exact(balance) })}
    >
      <section className="q-panel">
        <Filters search={search} onChange={show} />
        {list.error && !rows ? (
          <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} />
        ) : !rows ? (
          <Skeleton rows={8} height={24} />
        ) : rows.length === 0 ? (
          <EmptyState title={t(filtered ? 'points.ledger.noMatch' : 'points.ledger.none')} art="search">
            {t(filtered ? 'points.ledger.noMatchDetail' : 'points.ledger.noneDetail')}
          </EmptyState>
        ) : (
          <Table rows={rows} onReverse={setReversed} />
        )}
        {list.hasNextPage ? (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('points.ledger.more')}
          </Button>
        ) : null}
      </section>
      {reversed ? <ReversalDialog of={reversed} onClose={() => setReversed(undefined)} /> : null}
    </PointsFrame>
  );
}

function Filters({ search, onChange }: { search: Search; onChange: (change: Search) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { data: member } = useQuery({
    ...memberQuery(community.id, search.member ?? ''),
    enabled: search.member !== undefined,
  });
  return (
    <div className="q-point-bar">
      <MemberPicker
        communityId={community.id}
        label={t('points.ledger.member')}
        value={search.member}
        name={member?.name}
        onChange={(chosen) => onChange({ member: chosen?.memberId })}
      />
      <Select
        allowClear
        aria-label={t('points.ledger.kind')}
        placeholder={t('points.ledger.anyKind')}
        value={search.kind}
        onChange={(kind) => onChange({ kind })}
        options={TRANSACTION_KINDS.map((value) => ({ value, label: t(`points.kinds.${value}`) }))}
      />
      <Input
        type="date"
        aria-label={t('points.ledger.from')}
        value={search.from ?? ''}
        onChange={(event) => onChange({ from: event.target.value || undefined })}
      />
      <Input
        type="date"
        aria-label={t('points.ledger.to')}
        value={search.to ?? ''}
        onChange={(event) => onChange({ to: event.target.value || undefined })}
      />
      <Input.Search
        allowClear
        aria-label={t('points.ledger.search')}
        placeholder={t('points.ledger.search')}
        defaultValue={search.q}
        maxLength={100}
        onSearch={(q) => onChange({ q: q.trim() || undefined })}
      />
    </div>
  );
}

/** What a transaction did to whom it is about: above 0 what they got. */
const changeOf = ({ kind, amount }: PointTransaction): number | undefined =>
  kind === 'reverse' ? undefined : kind === 'grant' || kind === 'add' ? amount : -amount;

function Table({ rows, onReverse }: { rows: readonly PointTransaction[]; onReverse: (one: PointTransaction) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key, zone } = useCommunity();
  const mayManage = useRight('loyalty.manage');
  const cause = useCause();
  const person = (one: PointTransaction['member']) =>
    one ? (
      <Link to="/c/$community/members/$member" params={{ community: key, member: one.id }}>
        {one.name || one.id.slice(0, 8)}
      </Link>
    ) : (
      <span className="q-faint">{t('points.ledger.erased')}</span>
    );
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('points.ledger.at')}</th>
            <th>{t('points.ledger.member')}</th>
            <th>{t('points.ledger.kind')}</th>
            <th className="q-number">{t('points.figures.points')}</th>
            <th>{t('points.cause')}</th>
            <th />
          </tr>
        </thead>
        <tbody>
          {rows.map((one) => {
            const change = changeOf(one);
            return (
              <tr key={one.id}>
                <td title={format.relative(one.at)}>{format.instant(one.at, zone)}</td>
                <th scope="row">
                  {person(one.member)}
                  {one.kind === 'gift' ? <> → {person(one.other)}</> : null}
                </th>
                <td>{t(`points.kinds.${one.kind}`)}</td>
                <td className="q-number">
                  {change === undefined
                    ? format.exact(one.amount)
                    : `${change < 0 ? '−' : '+'}${format.exact(Math.abs(change))}`}
                </td>
                <td>
                  {cause(one)}
                  {one.note ? <span className="q-faint"> · {one.note}</span> : null}
                  {one.by ? <span className="q-faint"> · {one.by}</span> : null}
                  {one.shortfall > 0 ? (
                    <span className="q-faint">
                      {' '}
                      · {t('points.ledger.short', { points: format.exact(one.shortfall) })}
                    </span>
                  ) : null}
                </td>
                <td>
                  {one.reversedBy ? (
                    <span className="q-pill">{t('points.ledger.reversed')}</span>
                  ) : mayManage && one.kind !== 'reverse' ? (
                    <Button size="small" onClick={() => onReverse(one)}>
                      {t('points.ledger.reverse')}
                    </Button>
                  ) : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
