import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented } from 'antd';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { type Colours, GROWTH_COLOURS } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { changesQuery, type Segment, type SegmentChanges } from '../../api/segments.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

const DIRECTIONS = ['all', 'entered', 'left'] as const;

/** Size by day, and who entered and left, when and why. */
export function ChangesPanel({ segment }: { segment: Segment }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const { change } = useSearch({ from: '/app/c/$community/segments/$segment' });
  const navigate = useNavigate({ from: '/c/$community/segments/$segment' });
  const list = useInfiniteQuery(
    changesQuery(community.id, segment.id, change === undefined ? undefined : change === 'entered'),
  );
  if (list.error) return <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} />;
  const first = list.data?.pages[0];
  return (
    <div className="q-column">
      <Panel title={t('segments.one.size')}>
        {!first ? (
          <Skeleton rows={3} height={40} />
        ) : first.daily.length === 0 ? (
          <p className="q-soft">{t('segments.one.noHistory')}</p>
        ) : (
          <SizeChart name={segment.name} daily={first.daily} />
        )}
      </Panel>
      <Panel
        title={t('segments.one.tab.changes')}
        aside={
          <Segmented<(typeof DIRECTIONS)[number]>
            size="small"
            aria-label={t('segments.changes.filter')}
            value={change ?? 'all'}
            onChange={(next) =>
              void navigate({
                search: (before) => ({ ...before, change: next === 'all' ? undefined : next }),
                replace: true,
                resetScroll: false,
              })
            }
            options={DIRECTIONS.map((value) => ({ value, label: t(`segments.changes.${value}`) }))}
          />
        }
      >
        {!list.data ? (
          <Skeleton rows={6} height={20} />
        ) : (
          <ChangeRows changes={list.data.pages.flatMap(({ changes }) => changes)} />
        )}
        {list.hasNextPage ? (
          <Button
            type="link"
            className="q-more"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t('segments.changes.more')}
          </Button>
        ) : null}
      </Panel>
    </div>
  );
}

function ChangeRows({ changes }: { changes: SegmentChanges['changes'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  if (changes.length === 0) return <p className="q-soft">{t('segments.changes.none')}</p>;
  const columns = ['member', 'change', 'reason', 'when'] as const;
  return (
    <div className="q-table-scroll" tabIndex={0} role="region" aria-label={t('segments.one.tab.changes')}>
      <table className="q-table q-table-start">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {t(`segments.changes.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.map((one) => (
            <tr key={`${one.memberId} ${one.at}`}>
              <th scope="row">
                <Link to="/c/$community/members/$member" params={{ community: community.key, member: one.memberId }}>
                  {one.name}
                </Link>
              </th>
              <td className={one.entered ? 'q-up' : 'q-down'}>
                {one.entered ? '＋ ' : '－ '}
                {t(one.entered ? 'segments.changes.entered' : 'segments.changes.left')}
              </td>
              <td>{t(`segments.changes.reason.${one.reason}`)}</td>
              <td>
                <span title={format.instant(one.at)}>{format.relative(one.at)}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const COLOURS = { entered: GROWTH_COLOURS.joins, left: GROWTH_COLOURS.leaves };

/** The size by day as a line, and below it who came and who went: far fewer, so on an axis of their own. */
function SizeChart({ name, daily }: { name: string; daily: SegmentChanges['daily'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const option = useSizeOption(daily);
  return (
    <Chart
      label={t('segments.one.sizeLabel', { name })}
      height={260}
      option={option}
      above={
        <ul className="q-key">
          {(['entered', 'left'] as const).map((key) => (
            <li key={key}>
              <span className="q-dot" style={{ background: COLOURS[key] }} />
              {t(`segments.changes.${key}`)}
            </li>
          ))}
        </ul>
      }
      table={{
        columns: [
          t('chart.period'),
          t('segments.column.size'),
          t('segments.changes.entered'),
          t('segments.changes.left'),
        ],
        rows: daily
          .toReversed()
          .map(({ day, members, entered, left }) => [day, ...[members, entered, left].map(format.exact)]),
      }}
    />
  );
}

function useSizeOption(daily: SegmentChanges['daily']) {
  const { t } = useTranslation();
  const format = useFormat();
  return useCallback(
    (c: Colours) => {
      const days = chartStyle.category(
        c,
        daily.map(({ day }) => day),
        (day) => format.shortDay(day),
      );
      const counts = chartStyle.value(c, (value) => format.count(Math.abs(value)));
      return {
        aria: { enabled: true, label: { enabled: false } },
        axisPointer: { link: [{ xAxisIndex: 'all' }] },
        grid: [
          { left: 44, right: 8, top: 12, height: 130 },
          { left: 44, right: 8, top: 160, height: 66 },
        ],
        tooltip: {
          ...chartStyle.tooltip(c),
          // Who left hangs below the axis; how many they are is no negative number.
          valueFormatter: (value: unknown) => format.exact(Math.abs(Number(value))),
        },
        xAxis: [
          { ...days, axisLabel: { show: false } },
          { ...days, gridIndex: 1, axisLine: { show: false } },
        ],
        yAxis: [counts, { ...counts, gridIndex: 1, min: undefined, splitNumber: 2 }],
        series: [
          {
            name: t('segments.column.size'),
            type: 'line' as const,
            step: 'end' as const,
            symbol: daily.length === 1 ? 'circle' : 'none',
            lineStyle: { color: c.accentStrong, width: 2 },
            itemStyle: { color: c.accentStrong },
            areaStyle: { color: c.accent, opacity: 0.08 },
            data: daily.map(({ members }) => members),
          },
          ...(['entered', 'left'] as const).map((key) => ({
            name: t(`segments.changes.${key}`),
            type: 'bar' as const,
            stack: 'changes',
            barMaxWidth: 18,
            xAxisIndex: 1,
            yAxisIndex: 1,
            itemStyle: { color: COLOURS[key] },
            data: daily.map((one) => (key === 'left' ? -one.left : one.entered)),
          })),
        ],
      };
    },
    [daily, format, t],
  );
}
