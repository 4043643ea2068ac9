import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import type { Colours } from '../../../../ui/tokens.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { type MonthFigures, monthsQuery, type NetworkMonths } from '../../api/network.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';

type Shown = { of: (figures: MonthFigures) => number | null; kind: 'count' | 'share' | number };

/** What can be followed over months; a number is how many decimals it is shown with. */
const SHOWN = {
  ties: { of: ({ ties }) => ties, kind: 'count' },
  tied: { of: ({ tied }) => tied, kind: 'count' },
  isolatedShare: { of: ({ isolated, people }) => (people === 0 ? null : isolated / people), kind: 'share' },
  density: { of: ({ density }) => density, kind: 4 },
  reciprocity: { of: ({ reciprocity }) => reciprocity, kind: 'share' },
  clustering: { of: ({ clustering }) => clustering, kind: 2 },
  components: { of: ({ components }) => components, kind: 'count' },
  circles: { of: ({ circles }) => circles, kind: 'count' },
  meanDistance: { of: ({ meanDistance }) => meanDistance, kind: 2 },
  smallWorld: { of: ({ smallWorld }) => smallWorld, kind: 1 },
} as const satisfies Record<string, Shown>;
type Key = keyof typeof SHOWN;
const KEYS = Object.keys(SHOWN) as Key[];

/** The network at each month's end, one figure at a time; a month opens its picture. */
export function NetworkGrowth(props: { month: string | undefined; onMonth: (day: string | undefined) => void }) {
  const { t } = useTranslation();
  const community = useCommunity();
  const [key, setKey] = useState<Key>('ties');
  const { data, error, refetch } = useQuery(monthsQuery(community.id));
  return (
    <Panel
      title={t('network.growth')}
      explain={{ title: t(`network.month.${key}.name`), definition: t(`network.month.${key}.definition`) }}
      aside={
        <Select
          size="small"
          className="q-network-growth-of"
          aria-label={t('network.growthOf')}
          value={key}
          onChange={setKey}
          options={KEYS.map((value) => ({ value, label: t(`network.month.${value}.name`) }))}
        />
      }
    >
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : data ? (
        <Growth data={data} of={key} onMonth={props.onMonth} />
      ) : (
        <Skeleton rows={1} height={180} />
      )}
    </Panel>
  );
}

function Growth({ data, of, onMonth }: { data: NetworkMonths; of: Key; onMonth: (day: string | undefined) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { months } = data;
  const shown: Shown = SHOWN[of];
  const show = useCallback(
    (value: number | null): string =>
      value === null
        ? '—'
        : shown.kind === 'count'
          ? format.count(value)
          : shown.kind === 'share'
            ? format.share(value)
            : format.decimal(value, shown.kind),
    [format, shown],
  );
  const values = useMemo(() => months.map(({ figures }) => shown.of(figures)), [months, shown]);
  const option = useCallback(
    (c: Colours) => ({
      grid: { left: 4, right: 12, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        ...chartStyle.tooltip(c),
        valueFormatter: (value: unknown) => show(typeof value === 'number' ? value : null),
      },
      xAxis: chartStyle.category(
        c,
        months.map(({ day }) => day),
        (day) => day.slice(2, 7).replace('-', '/'),
      ),
      yAxis: { ...chartStyle.value(c, show), minInterval: shown.kind === 'count' ? 1 : 0 },
      series: [
        {
          name: t(`network.month.${of}.name`),
          type: 'bar' as const,
          barMaxWidth: 22,
          itemStyle: { color: c.accent },
          data: values.map((value, at) =>
            months[at]!.complete ? value : { value, itemStyle: { color: c.accent, ...chartStyle.unfinished(c) } },
          ),
        },
      ],
    }),
    [months, values, show, shown, of, t],
  );
  const open = useCallback(
    (at: number) => months[at] && onMonth(months[at].picture ? months[at].day : undefined),
    [months, onMonth],
  );
  const table = {
    columns: [t('network.monthEnd'), t(`network.month.${of}.name`)],
    rows: months.map(({ day, complete }, at) => [
      complete ? day : t('network.soFar', { day }),
      show(values[at] ?? null),
    ]),
  };
  return (
    <>
      <Chart
        label={t('network.growthLabel', { name: t(`network.month.${of}.name`), count: months.length })}
        height={170}
        option={option}
        table={table}
        onPick={open}
      />
      <p className="q-network-foot">{data.upToDate ? t('network.growthHow') : t('network.stillComputing')}</p>
    </>
  );
}
