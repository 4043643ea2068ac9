import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDay, parseDay } from '../../../../../src/kernel/calendar.ts';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import { Chart } from '../../../../ui/chart/chart.tsx';
import { chartStyle } from '../../../../ui/chart/style.ts';
import { BAND_COLOURS, type Colours } from '../../../../ui/tokens.ts';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { useWords } from '../../../../ui/use-words.ts';
import { evaluationsQuery, type EvaluationsReply, type Overview } from '../../api/overview.ts';
import { describeError } from '../../shell/describe-error.ts';
import { FillHistory } from './fill-history.tsx';

type Point = EvaluationsReply['evaluations'][number];

const BANDS = [
  [80, 'thriving'],
  [60, 'healthy'],
  [40, 'strained'],
] as const;

/** Health at every evaluation that was kept; a change of stage is a mark. */
export function TrendHealth({
  overview,
  community,
  range,
}: {
  overview: Overview;
  community: Community;
  range: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  const { report } = overview;
  const { data, error, refetch } = useQuery(evaluationsQuery(community.id, report.asOf));
  const from = formatDay(parseDay(report.asOf)! - range + 1);
  const points = useMemo(() => (data?.evaluations ?? []).filter(({ asOf }) => asOf >= from), [data, from]);
  const option = useHealthOption(points, from, report.asOf);
  if (error) return <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton rows={1} height={230} />;
  const table = {
    columns: [t('chart.day'), t('figure.health.name'), t('figure.stage.name'), 'MAU', t('figure.members.name')],
    rows: [...points]
      .reverse()
      .map((point) => [
        point.asOf,
        point.health === null ? t('health.unknown') : String(point.health),
        words.stage(point.stage),
        format.exact(point.mau),
        format.exact(point.members),
      ]),
  };
  return (
    <>
      <Chart
        label={t('trend.label.health', { count: points.length })}
        height={230}
        option={option}
        table={table}
        above={<p className="q-faint q-small">{t('trend.note.health', { count: points.length })}</p>}
      />
      <FillHistory report={report} community={community} known={points.map(({ asOf }) => asOf)} from={from} />
    </>
  );
}

function useHealthOption(points: readonly Point[], from: string, to: string) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = useWords();
  return useCallback(
    (c: Colours) => {
      const changes = points.filter((point, index) => index > 0 && points[index - 1]!.stage !== point.stage);
      const at = (day: string) => Date.parse(`${day}T00:00:00Z`);
      return {
        useUTC: true,
        grid: { left: 4, right: 16, top: 26, bottom: 4, containLabel: true },
        tooltip: {
          ...chartStyle.tooltip(c),
          formatter: ([item]: { value: [number, number | null]; dataIndex: number }[]) => {
            const point = item && points[item.dataIndex];
            if (!point) return '';
            const band = point.band ? words.band(point.band) : t('health.unknown');
            return `${format.day(point.asOf)}<br>${t('figure.health.name')} <b>${point.health ?? '—'}</b> ${band}<br>${words.stage(point.stage)}`;
          },
        },
        xAxis: {
          type: 'time' as const,
          min: at(from),
          max: at(to),
          axisLine: { lineStyle: { color: c.line } },
          axisTick: { show: false },
          splitLine: { show: false },
          axisLabel: {
            color: c.textFaint,
            fontSize: 12,
            hideOverlap: true,
            formatter: (value: number) => format.shortDay(new Date(value).toISOString().slice(0, 10)),
          },
        },
        yAxis: { ...chartStyle.value(c, String), max: 100, interval: 20 },
        series: [
          {
            name: t('figure.health.name'),
            type: 'line' as const,
            data: points.map(({ asOf, health }) => [at(asOf), health]),
            symbol: 'circle',
            symbolSize: 7,
            lineStyle: { color: c.accentStrong, width: 2 },
            itemStyle: { color: c.accentStrong },
            emphasis: { disabled: true },
            markLine: {
              silent: true,
              symbol: 'none',
              data: [
                ...BANDS.map(([score, band]) => ({
                  yAxis: score,
                  lineStyle: { color: BAND_COLOURS[band], type: 'dashed' as const, width: 1 },
                  label: {
                    formatter: words.band(band),
                    position: 'insideStartTop' as const,
                    color: c.textFaint,
                    fontSize: 12,
                  },
                })),
                ...changes.map((point) => ({
                  xAxis: at(point.asOf),
                  lineStyle: { color: c.lineStrong, type: 'solid' as const, width: 1 },
                  label: { formatter: words.stage(point.stage), color: c.textSoft, fontSize: 12 },
                })),
              ],
            },
          },
        ],
      };
    },
    [format, from, points, t, to, words],
  );
}
