import { TableOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  HeatmapParams,
  HeatmapPoint,
  HeatmapResult,
} from '../../../../../../src/modules/analyses/heatmap.contract.ts';
import { HeatTable } from '../../../../../ui/chart/heat-table.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { EventChoice } from '../controls/event-choice.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import type { Say } from '../use-say.ts';

type Props = FigureProps<HeatmapParams, HeatmapResult, HeatmapPoint>;
type Counted = 'events' | 'people';
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

function answer(result: HeatmapResult, _params: HeatmapParams, { t, format }: Say): string {
  const { busiest } = result;
  if (!busiest) return t('heatmap.answer.none');
  return t('heatmap.answer.busiest', {
    weekday: t(`weekday.${busiest.weekday}`),
    hour: t('overview.hour', { hour: busiest.hour }),
    events: format.exact(busiest.events),
    times: format.decimal(busiest.timesMean, 1),
    total: format.exact(result.total),
  });
}

function Controls({ params, change }: ControlsProps<HeatmapParams>) {
  const { t } = useTranslation();
  return (
    <EventChoice
      label={t('heatmap.counted')}
      none={t('analysis.anyContribution')}
      value={params.activity}
      onChange={(activity) => change({ activity })}
    />
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  const [counted, setCounted] = useState<Counted>('events');
  if (props.tile) return <Hours {...props} counted="events" />;
  return (
    <Panel
      title={t('heatmap.chart')}
      note={t('heatmap.note', { zone: props.result.timezone })}
      aside={
        <Segmented<Counted>
          size="small"
          aria-label={t('heatmap.count')}
          value={counted}
          onChange={setCounted}
          options={(['events', 'people'] as const).map((value) => ({ value, label: t(`heatmap.by.${value}`) }))}
        />
      }
    >
      <Hours {...props} counted={counted} />
    </Panel>
  );
}

function Hours({ result, open, counted }: Props & { counted: Counted }) {
  const { t } = useTranslation();
  const format = useFormat();
  const grid = result[counted];
  const most = Math.max(1, ...grid.flat());
  return (
    <HeatTable
      label={t('heatmap.chart')}
      corner=""
      wide="even"
      columns={HOURS.map((hour) => ({ text: hour % 3 === 0 ? String(hour) : '', title: t('overview.hour', { hour }) }))}
      rows={grid.map((row, weekday) => ({
        head: t(`weekday.${weekday}`),
        cells: row.map((count, hour) => ({
          text: '',
          heat: Math.sqrt(count / most),
          title: t(`heatmap.cell.${counted}`, {
            weekday: t(`weekday.${weekday}`),
            hour: t('overview.hour', { hour }),
            shown: format.exact(count),
            people: format.exact(result.people[weekday]![hour]!),
          }),
          open: result.people[weekday]![hour]! > 0 ? () => open({ weekday, hour }) : undefined,
        })),
      }))}
    />
  );
}

/** When people take part: by weekday and hour. */
export const heatmapView: KindView<HeatmapParams, HeatmapResult, HeatmapPoint> = {
  icon: <TableOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
