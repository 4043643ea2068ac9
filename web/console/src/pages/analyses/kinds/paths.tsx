import { BranchesOutlined } from '@ant-design/icons';
import { Checkbox, Segmented } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_KINDS } from '../../../../../../src/modules/events/contract.ts';
import type { PathsParams, PathsPoint, PathsResult } from '../../../../../../src/modules/analyses/paths.contract.ts';
import { Sankey } from '../../../../../ui/chart/sankey.tsx';
import { Panel } from '../../../../../ui/figure.tsx';
import { SERIES_COLOURS } from '../../../../../ui/tokens.ts';
import { useThemeName } from '../../../../../ui/theme-name.ts';
import { BarList } from '../bar-list.tsx';
import { Choice, Control } from '../controls/control.tsx';
import { NumberChoice } from '../controls/number-choice.tsx';
import type { ControlsProps, FigureProps, KindView } from '../kind-view.ts';
import { PeopleLink } from '../people-link.tsx';
import { type Say, useSay } from '../use-say.ts';

type Props = FigureProps<PathsParams, PathsResult, PathsPoint>;
type Node = PathsResult['nodes'][number];
const KINDS = Object.keys(EVENT_KINDS);
const DIRECTIONS = ['from', 'to'] as const;
const BYS = ['kind', 'kind_group'] as const;

function nodeName(node: Node | undefined, { t }: Say): string {
  if (!node) return '';
  if (node.kind === null) return t('paths.other');
  const kind = t(`kind.${node.kind}`, { defaultValue: node.kind });
  return node.groupId === null ? kind : t('paths.inGroup', { kind, group: node.group ?? t('analysis.unnamed') });
}

function answer(result: PathsResult, params: PathsParams, say: Say): string {
  const { t, format } = say;
  const top = result.top.find(({ steps }) => steps.length > 1) ?? result.top[0];
  if (result.people === 0 || !top) return t('paths.answer.none');
  const byKey = new Map(result.nodes.map((node) => [node.key, node]));
  return t(params.anchor ? `paths.answer.${result.direction}` : 'paths.answer.any', {
    people: format.exact(result.people),
    anchor: params.anchor ? t(`kind.${params.anchor.kind}`, { defaultValue: params.anchor.kind }) : '',
    path: top.steps.map((key) => nodeName(byKey.get(key), say)).join(' → '),
    share: format.share(top.share),
  });
}

function Controls({ params, change }: ControlsProps<PathsParams>) {
  const { t } = useTranslation();
  return (
    <>
      <Control label={t('paths.direction')}>
        <Segmented
          aria-label={t('paths.direction')}
          value={params.direction}
          onChange={(direction) => change({ direction })}
          options={DIRECTIONS.map((value) => ({ value, label: t(`paths.directions.${value}`) }))}
        />
      </Control>
      <Choice
        label={t(`paths.anchor.${params.direction}`)}
        none={t(`paths.noAnchor.${params.direction}`)}
        value={params.anchor?.kind}
        options={KINDS.map((kind) => ({ value: kind, label: t(`kind.${kind}`), text: t(`kind.${kind}`) }))}
        onChange={(kind) => change({ anchor: kind ? { kind } : undefined })}
      />
      <Choice
        label={t('paths.by')}
        value={params.by}
        options={BYS.map((value) => ({ value, label: t(`paths.bys.${value}`) }))}
        onChange={(by) => by && change({ by })}
      />
      <NumberChoice
        label={t('paths.depth')}
        min={2}
        max={5}
        value={params.depth}
        onChange={(depth) => change({ depth })}
      />
      <NumberChoice
        label={t('paths.gap')}
        unit={t('funnel.days')}
        min={1}
        max={90}
        value={params.gapDays}
        onChange={(gapDays) => change({ gapDays })}
      />
      <Control label={t('paths.repeats')}>
        <Checkbox checked={params.collapse} onChange={(event) => change({ collapse: event.target.checked })}>
          {t('paths.collapse')}
        </Checkbox>
      </Control>
    </>
  );
}

function Figure(props: Props) {
  const say = useSay();
  const { t, format } = say;
  const { result, open, tile } = props;
  const byKey = useMemo(() => new Map(result.nodes.map((node) => [node.key, node])), [result.nodes]);
  if (result.people === 0) return <p className="q-soft">{t('paths.answer.none')}</p>;
  if (tile) return <PathsChart {...props} height={260} />;
  return (
    <>
      <Panel title={t('paths.chart')} note={t('paths.chartNote')}>
        <div className="q-wide-chart">
          <PathsChart {...props} height={440} />
        </div>
      </Panel>
      <Panel title={t('paths.top')} note={t('paths.topNote')}>
        <BarList
          lines={result.top.slice(0, 12).map(({ steps, people, share }) => ({
            key: steps.join(' '),
            name: steps.map((key) => nodeName(byKey.get(key), say)).join(' → '),
            value: people,
            text: `${format.count(people)} · ${format.share(share)}`,
            open: () => open({ steps }),
          }))}
        />
      </Panel>
    </>
  );
}

function PathsChart({ result, open, height }: Props & { height: number }) {
  const say = useSay();
  const { t, format } = say;
  const theme = useThemeName();
  const nodes = useMemo(() => {
    const palette = SERIES_COLOURS[theme];
    const kinds = [...new Set(result.nodes.map(({ kind }) => kind))];
    return result.nodes.map((node) => ({
      id: node.key,
      name: nodeName(node, say),
      depth: node.place,
      people: node.people,
      colour: node.kind === null ? '#94a3b8' : palette[kinds.indexOf(node.kind) % palette.length]!,
    }));
  }, [result.nodes, say, theme]);
  const links = useMemo(
    () => result.links.map(({ source, target, people }) => ({ source, target, value: people })),
    [result.links],
  );
  const byKey = useMemo(() => new Map(result.nodes.map((node) => [node.key, node])), [result.nodes]);
  const ordered = useMemo(() => result.links.toSorted((a, b) => b.people - a.people), [result.links]);
  const openLink = (source: string, target: string) => open({ source, target });
  return (
    <Sankey
      label={t('paths.chart')}
      height={height}
      nodes={nodes}
      links={links}
      write={format.count}
      onLink={openLink}
      onNode={(node) => open({ node, ended: false })}
      table={{
        columns: [t('paths.head.from'), t('paths.head.to'), t('paths.head.people'), t('paths.head.share')],
        rows: ordered.map(({ source, target, people, share }) => [
          `${byKey.get(source)!.place + 1} ${nodeName(byKey.get(source), say)}`,
          nodeName(byKey.get(target), say),
          format.exact(people),
          format.share(share),
        ]),
        cell: (row, column, children) =>
          column === 2 ? (
            <PeopleLink open={() => openLink(ordered[row]!.source, ordered[row]!.target)}>{children}</PeopleLink>
          ) : (
            children
          ),
      }}
    />
  );
}

/** What people do one after another, from an event on or up to it. */
export const pathsView: KindView<PathsParams, PathsResult, PathsPoint> = {
  icon: <BranchesOutlined />,
  answer,
  Controls,
  Figure,
  ranged: true,
};
