import { SwapOutlined } from '@ant-design/icons';
import { Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  MIGRATION_SCHEMES,
  type TierMigrationParams,
  type TierMigrationPoint,
  type TierMigrationResult,
} from '../../../../../../src/modules/analyses/tier-migration.contract.ts';
import type { Tier } from '../../../../../../src/modules/insights/contract.ts';
import { HeatTable } from '../../../../../ui/chart/heat-table.tsx';
import { Sankey } from '../../../../../ui/chart/sankey.tsx';
import { Figure as Number, Panel } from '../../../../../ui/figure.tsx';
import { ACTIVITY_COLOURS, TIER_COLOURS, VALUE_COLOURS } from '../../../../../ui/tokens.ts';
import { Control } from '../controls/control.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';

type Props = FigureProps<TierMigrationParams, TierMigrationResult, TierMigrationPoint>;
type Scheme = TierMigrationParams['scheme'];

const GREY = '#94a3b8';

/** The name of a place of a scheme, also of the two outside of it. */
function placeName(scheme: Scheme, place: string, { t, words }: Say): string {
  if (place === 'outside') return t('migration.outside');
  if (place === 'none') return t('migration.none');
  if (scheme === 'engagement') return words.tier(place as Tier);
  return scheme === 'activity'
    ? words.activityTier(place as keyof typeof ACTIVITY_COLOURS)
    : words.valueCell(place as keyof typeof VALUE_COLOURS);
}

function placeColour(scheme: Scheme, place: string): string {
  if (scheme === 'engagement') return TIER_COLOURS[place as Tier]?.fill ?? GREY;
  const colours: Record<string, string> = scheme === 'activity' ? ACTIVITY_COLOURS : VALUE_COLOURS;
  return colours[place] ?? GREY;
}

function answer(result: TierMigrationResult, _params: TierMigrationParams, say: Say): string {
  const { t, format } = say;
  const moves = result.matrix.filter(({ from, to }) => from !== to && from !== 'outside' && to !== 'outside');
  const most = moves.toSorted((a, b) => b.people - a.people)[0];
  const head = t('migration.answer.head', {
    from: format.shortDay(result.from),
    up: format.exact(result.up),
    down: format.exact(result.down),
    same: format.exact(result.same),
  });
  if (!most) return head;
  return t('migration.answer.most', {
    head,
    tierFrom: placeName(result.scheme, most.from, say),
    tierTo: placeName(result.scheme, most.to, say),
    people: format.exact(most.people),
  });
}

function Controls({ params, change }: ControlsProps<TierMigrationParams>) {
  const { t } = useTranslation();
  return (
    <Control label={t('migration.scheme')}>
      <Segmented
        aria-label={t('migration.scheme')}
        value={params.scheme}
        onChange={(scheme) => change({ scheme })}
        options={MIGRATION_SCHEMES.map((value) => ({ value, label: t(`migration.schemes.${value}`) }))}
      />
    </Control>
  );
}

function Figure(props: Props) {
  const { t, format } = useSay();
  const { result, open, tile } = props;
  if (tile) return <Flows {...props} height={260} />;
  return (
    <>
      <Panel title={t('migration.numbers')}>
        <div className="q-analysis-figures">
          {(['up', 'down', 'same'] as const).map((key) => (
            <Number key={key} label={t(`migration.${key}`)} value={format.count(result[key])} />
          ))}
          <Number
            label={t('migration.joined')}
            value={
              <PeopleLink open={() => open({ from: 'outside', to: null })}>{format.count(result.joined)}</PeopleLink>
            }
          />
          <Number
            label={t('migration.left')}
            value={
              <PeopleLink open={() => open({ from: null, to: 'outside' })}>{format.count(result.left)}</PeopleLink>
            }
          />
        </div>
      </Panel>
      <Panel
        title={t('migration.chart')}
        note={t('migration.chartNote', { from: format.day(result.from), to: format.day(result.to) })}
      >
        <div className="q-wide-chart">
          <Flows {...props} height={420} />
        </div>
      </Panel>
      <Panel title={t('migration.matrix')} note={t('migration.matrixNote')}>
        <Matrix {...props} />
      </Panel>
    </>
  );
}

function Flows({ result, open, height }: Props & { height: number }) {
  const say = useSay();
  const { t, format } = say;
  const { scheme, matrix } = result;
  const nodes = useMemo(() => {
    const of = (side: 'from' | 'to', depth: number) =>
      result.tiers
        .filter((tier) => matrix.some((move) => move[side] === tier))
        .map((tier) => ({
          id: `${side} ${tier}`,
          name: placeName(scheme, tier, say),
          depth,
          people: matrix.reduce((sum, move) => (move[side] === tier ? sum + move.people : sum), 0),
          colour: placeColour(scheme, tier),
        }));
    return [...of('from', 0), ...of('to', 1)];
  }, [matrix, result.tiers, say, scheme]);
  const links = useMemo(
    () => matrix.map(({ from, to, people }) => ({ source: `from ${from}`, target: `to ${to}`, value: people })),
    [matrix],
  );
  const ordered = useMemo(() => matrix.toSorted((a, b) => b.people - a.people), [matrix]);
  const bare = (id: string) => id.split(' ')[1]!;
  return (
    <Sankey
      label={t('migration.chart')}
      height={height}
      nodes={nodes}
      links={links}
      write={format.count}
      onLink={(source, target) => open({ from: bare(source), to: bare(target) })}
      onNode={(id) => open(id.startsWith('from') ? { from: bare(id), to: null } : { from: null, to: bare(id) })}
      table={{
        columns: [
          t('migration.head.from'),
          t('migration.head.to'),
          t('migration.head.people'),
          t('migration.head.share'),
        ],
        rows: ordered.map(({ from, to, people, share }) => [
          placeName(scheme, from, say),
          placeName(scheme, to, say),
          format.exact(people),
          format.share(share),
        ]),
        cell: (row, column, children) =>
          column === 2 ? (
            <PeopleLink open={() => open({ from: ordered[row]!.from, to: ordered[row]!.to })}>{children}</PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

function Matrix({ result, open }: Props) {
  const say = useSay();
  const { t, format } = say;
  const { scheme, tiers, matrix } = result;
  const found = new Map(matrix.map((one) => [`${one.from} ${one.to}`, one]));
  const most = Math.max(1, ...matrix.map(({ people }) => people));
  return (
    <HeatTable
      label={t('migration.matrix')}
      corner={t('migration.corner')}
      wide
      columns={tiers.map((tier) => ({ text: placeName(scheme, tier, say) }))}
      rows={tiers.map((from) => ({
        head: placeName(scheme, from, say),
        cells: tiers.map((to) => {
          const cell = found.get(`${from} ${to}`);
          return {
            text: cell ? format.count(cell.people) : '',
            heat: cell ? Math.sqrt(cell.people / most) : 0,
            title: cell
              ? `${placeName(scheme, from, say)} → ${placeName(scheme, to, say)}: ${format.exact(cell.people)} (${format.share(cell.share)})`
              : '',
            open: cell ? () => open({ from, to }) : undefined,
          };
        }),
      }))}
    />
  );
}

/** Where members stood on one day and where on another. */
export const tierMigrationView: KindView<TierMigrationParams, TierMigrationResult, TierMigrationPoint> = {
  icon: <SwapOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
