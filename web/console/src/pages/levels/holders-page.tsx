import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Select, Switch } from 'antd';
import type { HoldersReply, Level } from '../../../../../src/modules/levels/levels.contract.ts';
import { Honour } from '../../../../ui/honour.tsx';
import { EmptyState, ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { fetchHolders, levelsKey, levelsQuery } from '../../api/levels.ts';
import { describeError } from '../../shell/describe-error.ts';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { LevelsFrame } from './levels-frame.tsx';
import { useOwnWords } from './use-level-change.ts';

/** Who stands on which level, with the figures that put them there. */
export function LevelHoldersPage() {
  const { t, nameOf } = useOwnWords();
  const community = useCommunity();
  const { rank, grace } = useSearch({ from: '/app/c/$community/levels/members' });
  const navigate = useNavigate({ from: '/c/$community/levels/members' });
  const { data: ladder } = useQuery(levelsQuery(community.id));
  const pages = useInfiniteQuery({
    queryKey: [...levelsKey(community.id), 'holders', { rank, grace }],
    queryFn: ({ pageParam, signal }) =>
      fetchHolders(community.id, { rank, grace, cursor: pageParam ?? undefined }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last: HoldersReply) => last.next,
  });
  usePageTitle(t('levels.tabs.members'), community.name);
  const show = (change: { rank?: number | undefined; grace?: true | undefined }) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  const rows = pages.data?.pages.flatMap(({ holders }) => holders) ?? [];
  return (
    <LevelsFrame answer={t('levels.holders.lead')}>
      <section className="q-panel">
        <div className="q-level-filters">
          <Select
            aria-label={t('levels.level')}
            allowClear
            placeholder={t('levels.holders.any')}
            value={rank ?? null}
            options={(ladder?.levels ?? []).map((level) => ({ value: level.rank, label: nameOf(level) }))}
            onChange={(value: number | null) => show({ rank: value ?? undefined })}
          />
          <label>
            <Switch size="small" checked={grace ?? false} onChange={(on) => show({ grace: on || undefined })} />{' '}
            {t('levels.holders.grace')}
          </label>
        </div>
        {pages.error && !pages.data ? (
          <ErrorState {...describeError(pages.error, t)} onRetry={() => void pages.refetch()} />
        ) : !pages.data ? (
          <Skeleton rows={8} height={24} />
        ) : rows.length === 0 ? (
          <EmptyState title={t('levels.holders.none')}>{t('levels.holders.noneDetail')}</EmptyState>
        ) : (
          <>
            <HolderTable rows={rows} levels={ladder?.levels ?? []} />
            {pages.hasNextPage ? (
              <Button loading={pages.isFetchingNextPage} onClick={() => void pages.fetchNextPage()}>
                {t('levels.holders.more')}
              </Button>
            ) : null}
          </>
        )}
      </section>
    </LevelsFrame>
  );
}

function HolderTable({ rows, levels }: { rows: HoldersReply['holders']; levels: readonly Level[] }) {
  const { t, format, nameOf } = useOwnWords();
  const community = useCommunity();
  return (
    <div className="q-table-scroll">
      <table className="q-table q-table-start">
        <thead>
          <tr>
            <th>{t('levels.holders.member')}</th>
            <th>{t('levels.level')}</th>
            {(['growth', 'contribution', 'activeDays', 'quizzes'] as const).map((figure) => (
              <th key={figure} className="q-number">
                {t(`levels.figures.${figure}`)}
              </th>
            ))}
            <th>{t('levels.holders.since')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const level = levels[row.rank - 1];
            return (
              <tr key={row.memberId}>
                <th scope="row">
                  <Link to="/c/$community/members/$member" params={{ community: community.key, member: row.memberId }}>
                    {row.name}
                  </Link>
                </th>
                <td>
                  <span className="q-level-name">
                    {level ? <Honour icon={level.icon} colour={level.colour} size={24} /> : null}
                    {nameOf(level)}
                    {row.graceSince ? <span className="q-pill q-level-grace">{t('levels.onGrace')}</span> : null}
                  </span>
                </td>
                <td className="q-number">{format.exact(row.figures.growth)}</td>
                <td className="q-number">{format.exact(row.figures.contribution)}</td>
                <td className="q-number">{format.exact(row.figures.activeDays)}</td>
                <td className="q-number">{format.exact(row.figures.quizzes)}</td>
                <td>{format.relative(row.since)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
