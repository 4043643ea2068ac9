import { DashboardOutlined } from '@ant-design/icons';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  StickinessParams,
  StickinessPoint,
  StickinessResult,
} from '../../../../../../src/modules/analyses/stickiness.contract.ts';
import { Curves } from '../../../../../ui/chart/curves.tsx';
import { StackedPeriods } from '../../../../../ui/chart/stacked-periods.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { STATUS_COLOURS } from '../../../../../ui/tokens.ts';
import { useFormat } from '../../../../../ui/use-format.ts';
import { EventChoice } from '../controls/event-choice.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import type { Say } from '../use-say.ts';

type Props = FigureProps<StickinessParams, StickinessResult, StickinessPoint>;
const WINDOWS = [1, 7, 28] as const;

function answer(result: StickinessResult, _params: StickinessParams, { t, format }: Say): string {
  if (result.latest === null) return t('stickiness.answer.none');
  const first = result.days.find(({ stickiness }) => stickiness !== null)?.stickiness ?? null;
  return t('stickiness.answer.known', {
    latest: format.share(result.latest),
    first: format.share(first),
    days: format.decimal(result.meanDays, 1),
    active: format.exact(result.active),
  });
}

function Controls({ params, change }: ControlsProps<StickinessParams>) {
  const { t } = useTranslation();
  return (
    <EventChoice
      label={t('analysis.activity')}
      none={t('analysis.anyContribution')}
      value={params.activity}
      onChange={(activity) => change({ activity })}
    />
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  if (props.tile) return <Line {...props} height={220} />;
  return (
    <>
      <Panel title={t('stickiness.chart')} note={t('stickiness.note')}>
        <Line {...props} height={260} />
      </Panel>
      <Panel title={t('stickiness.distribution')} note={t('stickiness.distributionNote')}>
        <Distribution {...props} />
      </Panel>
    </>
  );
}

function Line({ result, open, height }: Props & { height: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { days } = result;
  const places = useMemo(() => days.map(({ day }) => day), [days]);
  const curves = useMemo(
    () => [{ name: t('stickiness.name'), points: days.map(({ stickiness }) => ({ value: stickiness })) }],
    [days, t],
  );
  const latestFirst = useMemo(() => [...days].reverse(), [days]);
  return (
    <Curves
      label={t('stickiness.chart')}
      height={height}
      places={places}
      placeLabel={(place) => format.shortDay(place)}
      curves={curves}
      write={format.share}
      onPick={(_, place) => open({ day: days[place]!.day, window: 28 })}
      table={{
        columns: [t('chart.day'), 'DAU', 'WAU', 'MAU', t('stickiness.name')],
        rows: latestFirst.map(({ day, dau, wau, mau, stickiness }) => [
          day,
          format.exact(dau),
          format.exact(wau),
          format.exact(mau),
          format.share(stickiness),
        ]),
        cell: (row, column, children) =>
          column <= WINDOWS.length && children !== '0' ? (
            <PeopleLink open={() => open({ day: latestFirst[row]!.day, window: WINDOWS[column - 1]! })}>
              {children}
            </PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

/** How many were active on one day, on two, … on all 28. */
function Distribution({ result, open }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const bars = useMemo(
    () => result.distribution.map(({ days, people }) => ({ place: String(days), complete: true, values: { people } })),
    [result.distribution],
  );
  const series = useMemo(() => [{ key: 'people', name: t('stickiness.people'), colour: STATUS_COLOURS.retained }], [t]);
  return (
    <StackedPeriods
      label={t('stickiness.distribution')}
      height={220}
      series={series}
      periods={bars}
      placeLabel={(place) => place}
      write={format.count}
      exact={format.exact}
      onPick={(_, at) => open({ activeDays: result.distribution[at]!.days })}
      table={{
        columns: [t('stickiness.activeDays'), t('stickiness.people')],
        rows: result.distribution.map(({ days, people }) => [String(days), format.exact(people)]),
        cell: (row, _, children) =>
          children === '0' ? (
            children
          ) : (
            <PeopleLink open={() => open({ activeDays: result.distribution[row]!.days })}>{children}</PeopleLink>
          ),
      }}
    />
  );
}

/** On how many days those come who come at all. */
export const stickinessView: KindView<StickinessParams, StickinessResult, StickinessPoint> = {
  icon: <DashboardOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
