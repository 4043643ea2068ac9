import { BarChartOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  LifecycleParams,
  LifecyclePoint,
  LifecycleResult,
} from '../../../../../../src/modules/analyses/lifecycle.contract.ts';
import { StackedPeriods } from '../../../../../ui/chart/stacked-periods.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { STATUS_COLOURS } from '../../../../../ui/tokens.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { EventChoice } from '../controls/event-choice.tsx';
import { INTERVALS, IntervalChoice } from '../controls/interval-choice.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';

type Props = FigureProps<LifecycleParams, LifecycleResult, LifecyclePoint>;
const ACTIVE = ['retained', 'returning', 'new'] as const;
const ALL = [...ACTIVE, 'newlyDormant', 'dormant'] as const;
type Column = (typeof ALL)[number];

const stateOf = (column: Column): LifecyclePoint['state'] => (column === 'newlyDormant' ? 'newly_dormant' : column);

function answer(result: LifecycleResult, _params: LifecycleParams, { t, format }: Say): string {
  const last = result.periods.findLast(({ complete }) => complete);
  if (!last) return t('lifecycle.answer.none');
  const active = last.new + last.retained + last.returning;
  return t('lifecycle.answer.last', {
    period: last.period,
    active: format.exact(active),
    new: format.exact(last.new),
    retained: format.exact(last.retained),
    returning: format.exact(last.returning),
    gone: format.exact(last.newlyDormant),
  });
}

function Controls({ params, change }: ControlsProps<LifecycleParams>) {
  const { t } = useTranslation();
  return (
    <>
      <IntervalChoice value={params.interval} onChange={(interval) => change({ interval })} options={INTERVALS} />
      <EventChoice
        label={t('analysis.activity')}
        none={t('analysis.anyContribution')}
        value={params.activity}
        onChange={(activity) => change({ activity })}
      />
    </>
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  if (props.tile) return <Bars {...props} height={220} />;
  return (
    <Panel title={t('lifecycle.chart')} note={t('lifecycle.note')}>
      <Bars {...props} height={320} />
    </Panel>
  );
}

function Bars({ result, open, height }: Props & { height: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { periods } = result;
  const series = useMemo(
    () => [
      ...ACTIVE.map((key) => ({ key, name: t(`lifecycle.state.${key}`), colour: STATUS_COLOURS[key] })),
      { key: 'newlyDormant', name: t('lifecycle.state.newlyDormant'), colour: STATUS_COLOURS.dormant, below: true },
    ],
    [t],
  );
  const bars = useMemo(
    () =>
      periods.map((one) => ({
        place: one.start,
        complete: one.complete,
        values: { new: one.new, retained: one.retained, returning: one.returning, newlyDormant: one.newlyDormant },
      })),
    [periods],
  );
  const openAt = (column: Column, period: number) => open({ start: periods[period]!.start, state: stateOf(column) });
  return (
    <StackedPeriods
      label={t('lifecycle.chart')}
      height={height}
      series={series}
      periods={bars}
      placeLabel={(place) => (result.interval === 'month' ? format.month(place) : format.shortDay(place))}
      write={format.count}
      exact={format.exact}
      onPick={(key, period) => openAt(key as Column, period)}
      above={
        <ul className="q-key">
          {series.map(({ key, name, colour }) => (
            <li key={key}>
              <span className="q-dot" style={{ background: colour }} /> {name}
            </li>
          ))}
          {periods.at(-1)?.complete === false ? (
            <li>
              <span className="q-dot q-hatched q-square" /> {t('chart.unfinished')}
            </li>
          ) : null}
        </ul>
      }
      table={{
        columns: [t('chart.period'), ...ALL.map((key) => t(`lifecycle.state.${key}`))],
        rows: periods.map((one) => [
          one.complete ? one.period : `${one.period} (${t('chart.unfinished')})`,
          ...ALL.map((key) => format.exact(one[key])),
        ]),
        cell: (row, column, children) =>
          children === '0' ? children : <PeopleLink open={() => openAt(ALL[column - 1]!, row)}>{children}</PeopleLink>,
      }}
    />
  );
}

/** Who is new, stays, comes back, or falls silent in each period. */
export const lifecycleView: KindView<LifecycleParams, LifecycleResult, LifecyclePoint> = {
  icon: <BarChartOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
