import { formatDay } from '#kernel/calendar.ts';
import { sql } from '#platform/clickhouse/index.ts';
import type { AnalysisContext, AnalysisKind } from '../analysis-kind.ts';
import { partNames } from '../breakdown-parts.ts';
import type { PathsParams } from '../paths.contract.ts';
import { smallSample } from '../warnings.ts';
import { buildSankey, keyPaths } from './build-sankey.ts';
import { labelsOf, pathsOf, type Label } from './path-codes.ts';
import { pointCondition } from './point-condition.ts';

/** The ways people go, from an event on or up to one. */
export const paths: AnalysisKind<'paths'> = {
  kind: 'paths',

  async run(context, params) {
    const { keyed } = await walked(context, params);
    const names = params.by === 'kind_group' ? await partNames(context, { by: 'group' }) : new Map<string, string>();
    const sankey = buildSankey(keyed, params, names);
    return {
      from: formatDay(context.range.from),
      to: formatDay(Math.max(context.range.from, context.range.to)),
      direction: params.direction,
      depth: params.depth,
      ...sankey,
      warnings: smallSample(sankey.people),
    };
  },

  async people(context, params, point) {
    const { keyed, labels } = await walked(context, params);
    const where = pointCondition({ nodes: keyed.nodes, labels, params }, point);
    return sql`(SELECT member_id FROM ${pathsOf(context, params, labels)} WHERE ${where})`;
  },

  table: ({ links, nodes }) => {
    const named = new Map(
      nodes.map((node) => [node.key, [node.place, node.kind ?? '', node.group ?? node.groupId ?? ''] as const]),
    );
    return {
      columns: ['place', 'kind', 'group', 'next_place', 'next_kind', 'next_group', 'people', 'share'],
      rows: links.map(({ source, target, people, share }) => [
        ...named.get(source)!,
        ...named.get(target)!,
        people,
        share,
      ]),
    };
  },
};

/** Every path that somebody went, with the nodes that are shown. */
async function walked(
  context: AnalysisContext,
  params: PathsParams,
): Promise<{ labels: Label[]; keyed: ReturnType<typeof keyPaths> }> {
  if (context.range.from > context.range.to) return { labels: [], keyed: keyPaths([], [], params) };
  const labels = await labelsOf(context, params);
  if (labels.length === 0) return { labels, keyed: keyPaths([], labels, params) };
  const found = await context.columns(
    'analyses.paths',
    sql`SELECT path, toFloat64(count()) AS people FROM ${pathsOf(context, params, labels)} GROUP BY path ORDER BY path`,
  );
  const path = found.numbers('path');
  const people = found.numbers('people');
  const rows = Array.from({ length: found.rows }, (_, row) => ({ path: path[row]!, people: people[row]! }));
  return { labels, keyed: keyPaths(rows, labels, params) };
}
