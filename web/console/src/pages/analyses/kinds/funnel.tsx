import { FunnelPlotOutlined } from '@ant-design/icons';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  FunnelParams,
  FunnelPoint,
  FunnelResult,
} from '../../../../../../src/modules/analyses/funnel.contract.ts';
import { Chart } from '../../../../../ui/chart/chart.tsx';
import { escapeText } from '../../../../../ui/chart/curves.tsx';
import { chartStyle } from '../../../../../ui/chart/style.ts';
import { Figure as Number, Panel } from '../../../../../ui/figure.tsx';
import { COLOURS, SERIES_COLOURS, type Colours } from '../../../../../ui/tokens.ts';
import type { FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';
import { FunnelControls } from './funnel-controls.tsx';
import { partName } from './part-name.ts';

type Props = FigureProps<FunnelParams, FunnelResult, FunnelPoint>;
type Part = FunnelResult['parts'][number];
type Datum = { part: number; step: number; dropped: boolean };

/** A step by its own name, else by what is done in it. */
export function stepName(step: FunnelParams['steps'][number], { t }: Say): string {
  if (step.name) return step.name;
  if (step.kinds.length === 0) return t('analysis.anyContribution');
  return step.kinds.map((kind) => t(`kind.${kind}`, { defaultValue: kind })).join(t('funnel.or'));
}

/** The step at which most are lost, of those who got there. */
function weakestStep(part: Part): number | undefined {
  const known = part.steps.flatMap(({ ofPrevious }, step) => (step > 0 && ofPrevious !== null ? [step] : []));
  return known.toSorted((a, b) => part.steps[a]!.ofPrevious! - part.steps[b]!.ofPrevious!)[0];
}

function answer(result: FunnelResult, params: FunnelParams, say: Say): string {
  const { t, format } = say;
  const named = (step: number) => stepName(params.steps[step]!, say);
  const known = result.parts.filter(({ conversion }) => conversion !== null);
  const first = known[0];
  if (!first) return t('funnel.answer.nobody', { step: named(0) });
  if (known.length > 1) {
    const ranked = known.toSorted((a, b) => b.conversion! - a.conversion!);
    return t('funnel.answer.parts', {
      best: partName(ranked[0]!, params.breakdown, say),
      bestRate: format.share(ranked[0]!.conversion),
      worst: partName(ranked.at(-1)!, params.breakdown, say),
      worstRate: format.share(ranked.at(-1)!.conversion),
    });
  }
  const weakest = weakestStep(first);
  return t(weakest === undefined ? 'funnel.answer.done' : 'funnel.answer.one', {
    people: format.exact(first.steps[0]!.people),
    first: named(0),
    last: named(params.steps.length - 1),
    done: format.exact(first.steps.at(-1)!.people),
    rate: format.share(first.conversion),
    dropped: format.exact(first.steps[weakest ?? 0]!.dropped),
    at: named(weakest ?? 0),
  });
}

function Figure(props: Props) {
  const { t } = useTranslation();
  if (props.tile) return <FunnelChart {...props} height={220} />;
  return (
    <>
      <Panel title={t('funnel.chart')} note={t('funnel.chartNote')}>
        <FunnelChart
          {...props}
          height={60 + 62 * Math.max(2, props.params.steps.length * Math.min(props.result.parts.length, 4))}
        />
      </Panel>
      <Panel title={t('funnel.steps')}>
        <StepsTable {...props} />
      </Panel>
      <Times {...props} />
    </>
  );
}

/** A bar a step and part, from zero; hatched behind it those who got to the step before and no further. */
function FunnelChart({ params, result, open, height }: Props & { height: number }) {
  const say = useSay();
  const { t, format } = say;
  const option = useCallback(
    (c: Colours) => {
      const palette = SERIES_COLOURS[c === COLOURS.dark ? 'dark' : 'light'];
      const names = params.steps.map((step, index) => `${index + 1}  ${stepName(step, say)}`);
      const many = result.parts.length > 1;
      return {
        aria: { enabled: true, label: { enabled: false }, decal: { show: true } },
        grid: { left: 4, right: 120, top: 8, bottom: 4, containLabel: true },
        tooltip: {
          ...chartStyle.tooltip(c),
          trigger: 'item' as const,
          formatter: ({ data }: { data: Datum }) => {
            const part = result.parts[data.part]!;
            const { people, dropped } = part.steps[data.step]!;
            const who = many ? `${escapeText(partName(part, params.breakdown, say))} · ` : '';
            return `${who}${escapeText(names[data.step]!)}<br><b>${format.exact(data.dropped ? dropped : people)}</b> ${t(data.dropped ? 'funnel.droppedHere' : 'funnel.gotHere')}`;
          },
        },
        xAxis: chartStyle.value(c, format.count),
        yAxis: {
          ...chartStyle.category(c, names),
          inverse: true,
          axisLabel: { color: c.text, fontSize: 12, width: 150, overflow: 'truncate' as const, interval: 0 },
        },
        series: result.parts.flatMap((part, index) => {
          const colour = palette[index % palette.length]!;
          const base = {
            type: 'bar' as const,
            stack: `part-${index}`,
            barMaxWidth: 30,
            cursor: 'pointer',
            emphasis: { disabled: true },
          };
          return [
            {
              ...base,
              name: partName(part, params.breakdown, say),
              itemStyle: { color: colour, decal: { symbol: 'none' } },
              data: part.steps.map(({ people }, step) => ({ value: people, part: index, step, dropped: false })),
            },
            {
              ...base,
              name: t('funnel.droppedHere'),
              itemStyle: {
                color: `${colour}40`,
                decal: {
                  symbol: 'rect',
                  color: c.surface,
                  dashArrayX: [1, 0],
                  dashArrayY: [2, 4],
                  rotation: -Math.PI / 4,
                },
              },
              label: {
                show: true,
                position: 'right' as const,
                color: c.text,
                fontSize: 12,
                formatter: ({ data }: { data: Datum }) => {
                  const { people, ofFirst } = part.steps[data.step]!;
                  const head = many ? `${partName(part, params.breakdown, say)} ` : '';
                  return `${head}${format.count(people)} · ${format.share(ofFirst)}`;
                },
              },
              data: part.steps.map(({ dropped }, step) => ({ value: dropped, part: index, step, dropped: true })),
            },
          ];
        }),
      };
    },
    [format, params, result, say, t],
  );
  const openDatum = useCallback(
    (datum: unknown) => {
      const { part, step, dropped } = datum as Datum;
      open({ part: result.parts[part]!.key, step, dropped: dropped && step > 0 });
    },
    [open, result],
  );
  return (
    <Chart
      label={t('funnel.chart')}
      height={height}
      option={option}
      onItem={openDatum}
      table={{
        columns: [t('funnel.step'), ...result.parts.map((part) => partName(part, params.breakdown, say))],
        rows: params.steps.map((step, index) => [
          `${index + 1}  ${stepName(step, say)}`,
          ...result.parts.map(
            ({ steps }) => `${format.exact(steps[index]!.people)} (${format.share(steps[index]!.ofFirst)})`,
          ),
        ]),
        cell: (row, column, children) =>
          (result.parts[column - 1]?.steps[row]?.people ?? 0) > 0 ? (
            <PeopleLink open={() => open({ part: result.parts[column - 1]!.key, step: row, dropped: false })}>
              {children}
            </PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

/** Each step in numbers; who dropped out opens as a list that can become a segment. */
function StepsTable({ params, result, open }: Props) {
  const say = useSay();
  const { t, format } = say;
  return (
    <div className="q-table-scroll">
      <table className="q-table">
        <thead>
          <tr>
            {['step', 'people', 'ofPrevious', 'ofFirst', 'dropped', 'median', 'p90'].map((head) => (
              <th key={head} scope="col">
                {t(`funnel.head.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        {result.parts.map((part) => (
          <tbody key={part.key ?? ''}>
            {part.key === null ? null : (
              <tr>
                <th scope="rowgroup" colSpan={7} className="q-table-group">
                  {partName(part, params.breakdown, say)}
                </th>
              </tr>
            )}
            {part.steps.map((step, index) => {
              const time = part.key === null ? result.times[index - 1] : undefined;
              return (
                <tr key={index}>
                  <th scope="row">
                    {index + 1} {stepName(params.steps[index]!, say)}
                  </th>
                  <td>
                    {step.people > 0 ? (
                      <PeopleLink open={() => open({ part: part.key, step: index, dropped: false })}>
                        {format.exact(step.people)}
                      </PeopleLink>
                    ) : (
                      '0'
                    )}
                  </td>
                  <td>{format.share(step.ofPrevious)}</td>
                  <td>{format.share(step.ofFirst)}</td>
                  <td>
                    {step.dropped > 0 ? (
                      <PeopleLink open={() => open({ part: part.key, step: index, dropped: true })}>
                        {t('funnel.seeDropped', { shown: format.exact(step.dropped) })}
                      </PeopleLink>
                    ) : (
                      '0'
                    )}
                  </td>
                  <td>{format.minutes(time?.median ?? null)}</td>
                  <td>{format.minutes(time?.p90 ?? null)}</td>
                </tr>
              );
            })}
          </tbody>
        ))}
      </table>
    </div>
  );
}

function Times({ result }: Props) {
  const { t } = useTranslation();
  const { format } = useSay();
  return (
    <Panel title={t('funnel.time')}>
      <div className="q-analysis-figures">
        <Number
          label={t('funnel.total')}
          value={format.minutes(result.times.at(-1)?.median ?? null)}
          sub={t('funnel.p90', { shown: format.minutes(result.times.at(-1)?.p90 ?? null) })}
        />
        <Number label={t('funnel.open')} value={format.count(result.open)} sub={t('funnel.openNote')} />
      </div>
    </Panel>
  );
}

/** How many go from one step to the next, and where the others are lost. */
export const funnelView: KindView<FunnelParams, FunnelResult, FunnelPoint> = {
  icon: <FunnelPlotOutlined />,
  answer,
  Controls: FunnelControls,
  Figure,
  ranged: true,
};
