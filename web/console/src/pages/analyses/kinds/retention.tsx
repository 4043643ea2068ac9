import { UndoOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  RetentionParams,
  RetentionPoint,
  RetentionResult,
} from '../../../../../../src/modules/analyses/retention.contract.ts';
import { Curves } from '../../../../../ui/chart/curves.tsx';
import { HeatTable } from '../../../../../ui/chart/heat-table.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { useFormat } from '../../../../../ui/use-format.ts';
import { BreakdownChoice } from '../controls/breakdown-choice.tsx';
import { Control } from '../controls/control.tsx';
import { EventChoice } from '../controls/event-choice.tsx';
import { INTERVALS, IntervalChoice } from '../controls/interval-choice.tsx';
import { NumberChoice } from '../controls/number-choice.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';
import { wilson } from '../wilson.ts';
import { partName } from './part-name.ts';

type Props = FigureProps<RetentionParams, RetentionResult, RetentionPoint>;
type Part = RetentionResult['parts'][number];
type Way = 'retained' | 'unbounded';

/** A share of so few people moves by a tenth with one of them. */
const FEW = 10;
const TELLING = { day: 7, week: 4, month: 3 } as const;

/** The age that the sentence speaks of: the usual one, or the last that is known. */
function tellingAge(curve: Part['curve'], interval: RetentionParams['interval']): number {
  let last = -1;
  for (const [age, { rate }] of curve.entries()) if (rate !== null) last = age;
  return Math.min(TELLING[interval], last);
}

function answer(result: RetentionResult, params: RetentionParams, say: Say): string {
  const { t, format } = say;
  const known = result.parts
    .map((part) => ({ part, age: tellingAge(part.curve, result.interval) }))
    .filter(({ age }) => age > 0);
  const first = known[0];
  if (!first) return t('retentionKind.answer.unknown');
  const period = t(`retentionKind.after.${result.interval}`, { count: first.age });
  const rate = (part: Part) => format.share(part.curve[first.age]?.rate ?? null);
  if (known.length === 1)
    return t('retentionKind.answer.one', {
      people: format.exact(first.part.curve[first.age]!.people),
      period,
      rate: rate(first.part),
    });
  const ranked = known
    .map(({ part }) => part)
    .filter(({ curve }) => typeof curve[first.age]?.rate === 'number')
    .toSorted((a, b) => b.curve[first.age]!.rate! - a.curve[first.age]!.rate!);
  const [best, worst] = [ranked[0]!, ranked.at(-1)!];
  return t('retentionKind.answer.parts', {
    period,
    best: partName(best, params.breakdown, say),
    bestRate: rate(best),
    worst: partName(worst, params.breakdown, say),
    worstRate: rate(worst),
  });
}

function Controls({ params, change }: ControlsProps<RetentionParams>) {
  const { t } = useTranslation();
  return (
    <>
      <IntervalChoice value={params.interval} onChange={(interval) => change({ interval })} options={INTERVALS} />
      <EventChoice
        label={t('retentionKind.start')}
        value={params.start}
        none={t('analysis.anyContribution')}
        onChange={(start) => change({ start })}
      />
      <EventChoice
        label={t('retentionKind.returning')}
        value={params.returning}
        none={t('analysis.anyContribution')}
        onChange={(returning) => change({ returning })}
      />
      <BreakdownChoice value={params.breakdown} onChange={(breakdown) => change({ breakdown })} />
      <NumberChoice
        label={t('retentionKind.ages')}
        min={1}
        max={60}
        value={params.ages}
        onChange={(ages) => change({ ages })}
      />
    </>
  );
}

function Figure(props: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<Way>('retained');
  if (props.tile) return <RetentionCurve {...props} way="retained" height={230} />;
  return (
    <>
      <Panel
        title={t('retentionKind.curve')}
        note={t(`retentionKind.note.${way}`)}
        aside={
          <Segmented<Way>
            size="small"
            aria-label={t('retentionKind.way')}
            value={way}
            onChange={setWay}
            options={(['retained', 'unbounded'] as const).map((value) => ({ value, label: t(`retention.${value}`) }))}
          />
        }
      >
        <RetentionCurve {...props} way={way} height={280} />
      </Panel>
      {props.result.parts.map((part) => (
        <CohortPanel key={part.key ?? ''} {...props} part={part} way={way} />
      ))}
    </>
  );
}

const rateOf = (one: Part['curve'][number] | undefined, way: Way) =>
  one?.[way === 'retained' ? 'rate' : 'unboundedRate'] ?? null;

function RetentionCurve({ result, params, open, way, height }: Props & { way: Way; height: number }) {
  const say = useSay();
  const { t, format } = say;
  const ages = Math.max(0, ...result.parts.map(({ curve }) => curve.length));
  const places = useMemo(() => Array.from({ length: ages }, (_, age) => String(age)), [ages]);
  const curves = useMemo(
    () =>
      result.parts.map((part) => ({
        name: partName(part, params.breakdown, say),
        points: part.curve.map((one) => ({
          value: rateOf(one, way),
          hollow: one.people < FEW,
          ...(rateOf(one, way) === null ? {} : (wilson(one[way], one.people) ?? {})),
        })),
      })),
    [params.breakdown, result.parts, say, way],
  );
  const openAt = (curve: number, age: number) =>
    open({ part: result.parts[curve]!.key, cohort: null, age, unbounded: way === 'unbounded', stayed: true });
  const ageName = (place: string) => t(`retentionKind.age.${result.interval}`, { age: place });
  return (
    <Curves
      label={t('retentionKind.label')}
      height={height}
      places={places}
      placeLabel={ageName}
      curves={curves}
      write={format.share}
      max={1}
      onPick={openAt}
      above={<p className="q-faint q-small">{t('retentionKind.bands')}</p>}
      table={{
        columns: [t('chart.period'), ...curves.map(({ name }) => name)],
        rows: places.map((place, age) => [
          ageName(place),
          ...result.parts.map(({ curve }) => {
            const rate = rateOf(curve[age], way);
            return rate === null
              ? '—'
              : `${format.share(rate)} (${format.exact(curve[age]![way])}/${format.exact(curve[age]!.people)})`;
          }),
        ]),
        cell: (row, column, children) =>
          (result.parts[column - 1]?.curve[row]?.[way] ?? 0) > 0 ? (
            <PeopleLink open={() => openAt(column - 1, row)}>{children}</PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

/** One heat table: cohorts by age. */
function CohortPanel({ part, result, params, open, way }: Props & { part: Part; way: Way }) {
  const say = useSay();
  const { t } = say;
  const format = useFormat();
  const [stayed, setStayed] = useState(true);
  const ages = Math.max(0, ...part.cohorts.map((cohort) => cohort[way].length));
  return (
    <Panel
      title={t('retentionKind.cohorts', { part: partName(part, params.breakdown, say) })}
      aside={
        <Control label={t('retentionKind.cellsOpen')}>
          <Segmented
            size="small"
            aria-label={t('retentionKind.cellsOpen')}
            value={stayed ? 'stayed' : 'gone'}
            onChange={(value) => setStayed(value === 'stayed')}
            options={(['stayed', 'gone'] as const).map((value) => ({ value, label: t(`retentionKind.${value}`) }))}
          />
        </Control>
      }
    >
      <HeatTable
        label={t('retentionKind.cohorts', { part: partName(part, params.breakdown, say) })}
        corner={t('retention.cohort')}
        figureHeads={[t('retention.size')]}
        columns={Array.from({ length: ages }, (_, age) => ({
          text: String(age),
          title: t(`retentionKind.age.${result.interval}`, { age }),
        }))}
        rows={[...part.cohorts].reverse().map((cohort) => ({
          head: cohort.cohort,
          figures: [format.count(cohort.size)],
          cells: cohort[way].map((count, age) => {
            const share = cohort.size ? count / cohort.size : 0;
            const unfinished = cohort.unfinished && age === cohort[way].length - 1;
            const behind = stayed ? count : cohort.size - count;
            return {
              text: share === 0 ? '0' : format.share(share).replace('%', ''),
              heat: Math.sqrt(share),
              unfinished,
              title: `${cohort.cohort} · ${t(`retentionKind.age.${result.interval}`, { age })}: ${format.exact(count)} / ${format.exact(cohort.size)}${unfinished ? ` (${t('chart.unfinished')})` : ''}`,
              open:
                behind > 0
                  ? () => open({ part: part.key, cohort: cohort.start, age, unbounded: way === 'unbounded', stayed })
                  : undefined,
            };
          }),
        }))}
      />
      <p className="q-panel-foot">{t('retentionKind.foot')}</p>
    </Panel>
  );
}

/** Who came and stayed: the share of each cohort that came back, by age. */
export const retentionView: KindView<RetentionParams, RetentionResult, RetentionPoint> = {
  icon: <UndoOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
