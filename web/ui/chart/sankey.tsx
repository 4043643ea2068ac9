import { useCallback } from 'react';
import type { Colours } from '../tokens.ts';
import { Chart, type DataTable } from './chart.tsx';
import { escapeText } from './curves.tsx';
import { chartStyle } from './style.ts';

export interface SankeyNode {
  id: string;
  name: string;
  depth: number;
  colour: string;
  /** People in it; more than its links carry where ways begin or end in it. */
  people: number;
}

export interface SankeyLink {
  source: string;
  target: string;
  value: number;
}

/** Flows from left to right; nodes and links open what is behind them. Node ids are unique, names need not be. */
export function Sankey(props: {
  label: string;
  height: number;
  nodes: readonly SankeyNode[];
  links: readonly SankeyLink[];
  write: (value: number) => string;
  table: DataTable;
  above?: React.ReactNode;
  onLink?: ((source: string, target: string) => void) | undefined;
  onNode?: ((id: string) => void) | undefined;
}) {
  const { nodes, links, write, onLink, onNode } = props;
  const option = useCallback(
    (c: Colours) => {
      const byId = new Map(nodes.map((node) => [node.id, node]));
      const nameOf = (id: string | undefined) => escapeText(byId.get(id ?? '')?.name ?? '');
      const last = Math.max(0, ...nodes.map(({ depth }) => depth));
      return {
        tooltip: {
          ...chartStyle.tooltip(c),
          trigger: 'item' as const,
          formatter: ({ dataType, data }: { dataType: string; data: SankeyLink & { id?: string } }) =>
            dataType === 'edge'
              ? `${nameOf(data.source)} → ${nameOf(data.target)} <b>${write(data.value)}</b>`
              : `${nameOf(data.id)} <b>${write(byId.get(data.id ?? '')?.people ?? 0)}</b>`,
        },
        series: [
          {
            type: 'sankey' as const,
            left: 4,
            right: 4,
            top: 8,
            bottom: 8,
            nodeWidth: 12,
            nodeGap: 10,
            draggable: false,
            layoutIterations: 32,
            emphasis: { focus: 'adjacency' as const },
            data: nodes.map(({ id, name, depth, colour, people }) => ({
              id,
              name: id,
              depth,
              itemStyle: { color: colour, borderWidth: 0 },
              label: {
                position: depth === last ? ('left' as const) : ('right' as const),
                formatter: `${name.replaceAll(/[{}|]/g, ' ')}  {n|${write(people)}}`,
              },
            })),
            links: links.map(({ source, target, value }) => ({ source, target, value })),
            lineStyle: { color: 'source' as const, opacity: 0.28, curveness: 0.5 },
            label: {
              color: c.text,
              fontSize: 12,
              textBorderColor: c.surface,
              textBorderWidth: 3,
              rich: { n: { color: c.textSoft, fontSize: 12, textBorderColor: c.surface, textBorderWidth: 3 } },
            },
          },
        ],
      };
    },
    [links, nodes, write],
  );
  const pick = useCallback(
    (datum: unknown) => {
      const { id, source, target } = datum as { id?: string; source?: string; target?: string };
      if (source !== undefined && target !== undefined) onLink?.(source, target);
      else if (id !== undefined) onNode?.(id);
    },
    [onLink, onNode],
  );
  const { label, height, table, above } = props;
  return (
    <Chart
      more
      label={label}
      height={height}
      option={option}
      table={table}
      above={above}
      {...(onLink || onNode ? { onItem: pick } : {})}
    />
  );
}
